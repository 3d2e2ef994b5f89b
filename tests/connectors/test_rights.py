"""What a person is told at first contact, what reaches the database, how a flood ends, and how a person is forgotten."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select, text

from assistant import clock
from assistant.dialogue.state import Session, State
from assistant.storage import SqlStateStore, open_database
from assistant.storage.moments import to_ms
from assistant.storage.schema import METADATA
from assistant.storage.schema import state as state_table
from connectors.base.texts import Texts
from tests.fakes.crash import person_name
from tests.fakes.host import FAKES, Host, fast
from tests.fakes.server import FakeServer
from tests.fakes.telegram import FakeTelegram

SAY = Texts.load().say


def _person(fake: FakeServer, number: int) -> object:
    name = person_name({kind: channel for channel, kind in FAKES.items()}[type(fake)], number)
    return int(name) if isinstance(fake, FakeTelegram) else name


def _files(url: str) -> bytes:
    file = Path(url.removeprefix("sqlite:///"))
    return b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))


@pytest.mark.parametrize("channel", FAKES)
def test_the_notice_comes_once_and_before_the_answer(url: str, tmp_path: Path, channel: str) -> None:
    with FAKES[channel]() as fake, Host(url, tmp_path, fake, settings=fast(first_contact=True)):
        person = _person(fake, 1)
        fake.say(person, "một")  # type: ignore[attr-defined]
        fake.wait_sent(2)
        fake.say(person, "hai")  # type: ignore[attr-defined]
        sent = [message.text for message in fake.wait_sent(3)]
    assert sent == [SAY("first_contact"), "1|một", "2|hai"]
    assert SAY("first_contact").count(".") == 3


def test_who_is_in_danger_is_told_first_what_to_do(url: str, tmp_path: Path, telegram: FakeTelegram) -> None:
    with Host(url, tmp_path, telegram, settings=fast(first_contact=True)):
        telegram.say(7, "danger 1")
        sent = [message.text for message in telegram.wait_sent(2)]
    assert sent == ["1|danger 1", SAY("first_contact")]


def test_personal_data_is_gone_before_the_message_is_stored(url: str, tmp_path: Path, telegram: FakeTelegram) -> None:
    with Host(url, tmp_path, telegram) as host:
        telegram.say(7, "fail mã otp là 482913, cccd 079085787789")
        host.runtime.metrics  # noqa: B018 - the server runs
        telegram.wait_sent(1, timeout=10)
        assert b"482913" not in _files(url) and b"079085787789" not in _files(url)
        telegram.say(8, "số tôi 0912345678")
        assert telegram.wait_sent(2)[1].text == "1|số tôi [PHONE]"
    assert b"0912345678" not in _files(url)


def test_a_flood_gets_one_polite_answer_and_others_are_served(url: str, tmp_path: Path, telegram: FakeTelegram) -> None:
    settings = fast(person_burst=3, person_per_minute=0.001)
    with Host(url, tmp_path, telegram, settings=settings):
        for number in range(8):
            telegram.say(7, f"câu {number}")
        telegram.wait_sent(4)
        telegram.say(8, "xin chào")
        sent = telegram.wait_sent(5)
    mine = [message.text for message in sent if message.person == "7"]
    assert mine == ["1|câu 0", "2|câu 1", "3|câu 2", SAY("limit_person")]
    assert sent[-1].text == "1|xin chào"


def test_a_text_that_is_too_long_is_asked_for_in_parts(url: str, tmp_path: Path, telegram: FakeTelegram) -> None:
    with Host(url, tmp_path, telegram, settings=fast(text_max=50)):
        telegram.say(7, "a" * 51)
        assert telegram.wait_sent(1)[0].text == SAY("limit_size")


@pytest.mark.parametrize("channel", FAKES)
def test_a_forgotten_person_is_nowhere_any_more(url: str, tmp_path: Path, channel: str) -> None:
    with FAKES[channel]() as fake, Host(url, tmp_path, fake, settings=fast(first_contact=True)) as host:
        gone, stays = _person(fake, 4242), _person(fake, 77)
        for person in (gone, stays):
            fake.say(person, "buttons 9")  # type: ignore[attr-defined]
        fake.say(gone, "fail")  # type: ignore[attr-defined]
        fake.wait(lambda: SAY("failed") in [message.text for message in fake.sent], 20, "the apology")
        host.runtime.inbox.depth()
        key = host.runtime.people.key_of(channel, str(gone))
        assert key.encode() in _files(url) and str(gone).encode() in _files(url)
        fake.say(gone, "forget")  # type: ignore[attr-defined]
        fake.wait(lambda: fake.sent[-1].text == "gone", 20, "the last words")
        fake.wait(lambda: host.runtime.people.get(key) is None, 10, "the end")
        assert host.runtime.people.get(host.runtime.people.key_of(channel, str(stays))) is not None
        with host.runtime.database.reading() as connection:
            for table in METADATA.sorted_tables:
                rows = connection.execute(select(table)).all()
                assert not any(key in str(value) or str(gone) in str(value) for row in rows for value in row), table
        host.runtime.tidy(clock.now())
        assert key.encode() not in _files(url) and str(gone).encode() not in _files(url)
        # Coming back, the person is somebody new, and is told anew what is kept.
        before = len(fake.sent)
        fake.say(gone, "chào")  # type: ignore[attr-defined]
        assert [message.text for message in fake.wait_sent(before + 2)[before:]] == [SAY("first_contact"), "1|chào"]


def test_an_update_delivered_again_after_forgetting_has_no_effect(
    url: str, tmp_path: Path, telegram: FakeTelegram
) -> None:
    with Host(url, tmp_path, telegram) as host:
        telegram.say(7, "a")
        telegram.wait_sent(1)
        body = b'{"update_id": 900, "message": {"message_id": 9, "date": 1, "text": "forget",'
        body += b' "chat": {"id": 7, "type": "private"}, "from": {"id": 7, "is_bot": false, "first_name": "L"}}}'
        assert telegram.post(body).status == 200
        telegram.wait_sent(2)
        key = host.runtime.people.key_of("telegram", "7")
        telegram.wait(lambda: host.runtime.people.get(key) is None, 10, "the end")
        assert telegram.post(body).status == 200
        telegram.say(8, "b")
        assert [message.text for message in telegram.wait_sent(3)] == ["1|a", "gone", "1|b"]


def test_what_came_after_the_wish_is_answered_as_from_somebody_new(
    url: str, tmp_path: Path, telegram: FakeTelegram
) -> None:
    with Host(url, tmp_path, telegram, settings=fast(first_contact=True)) as host:
        telegram.say(7, "a")
        telegram.wait_sent(2)
        telegram.script.append(
            (
                429,
                {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 1}},
            )
        )
        telegram.say(7, "forget")
        telegram.say(7, "b")
        texts = [message.text for message in telegram.wait_sent(5)]
        assert texts == [SAY("first_contact"), "1|a", "gone", SAY("first_contact"), "1|b"]
        assert host.runtime.people.get(host.runtime.people.key_of("telegram", "7")) is not None


def test_what_is_old_goes_as_retention_says(url: str, tmp_path: Path, telegram: FakeTelegram) -> None:
    with Host(url, tmp_path, telegram) as host:
        telegram.say(7, "a")
        telegram.wait_sent(1)
        key = host.runtime.people.key_of("telegram", "7")
        telegram.wait(lambda: host.runtime.outbox.depth()[0] == 0, 5, "the note that it was sent")
        now = clock.now()
        state = State(turns=5, you="bác", topic="a/b", session=Session("a/b", "s", 0, "basic", now))
        SqlStateStore(host.runtime.database).put(key, msgspec.json.encode(state))
        assert not any(host.runtime.tidy(now).values())
        assert host.runtime.tidy(now + timedelta(days=9))["finished_messages"] == 2
        later = host.runtime.tidy(now + timedelta(days=181))
        assert later["conversation_state"] == 1
        stored = SqlStateStore(host.runtime.database).get(key)
        assert stored is not None
        kept = msgspec.json.decode(stored, type=State)
        assert (kept.you, kept.turns, kept.topic, kept.session) == ("bác", 5, None, None)
        assert host.runtime.tidy(now + timedelta(days=182))["conversation_state"] == 0
        assert host.runtime.tidy(now + timedelta(days=401))["learner_progress"] == 1
        assert host.runtime.people.get(key) is None and SqlStateStore(host.runtime.database).get(key) is None


def test_states_of_the_time_before_are_not_taken_for_old(url: str) -> None:
    database = open_database(url)
    with database.transaction() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
        for table in reversed(METADATA.sorted_tables):
            connection.execute(text(f"DROP TABLE {table.name}"))
        connection.execute(text("DROP VIEW dead_letter"))
        connection.execute(
            text("CREATE TABLE conversation_state (sender VARCHAR(128) PRIMARY KEY, state BLOB NOT NULL)")
        )
        connection.execute(text("INSERT INTO conversation_state VALUES ('u', :state)"), {"state": b"old"})
    database.close()
    again = open_database(url)
    with again.reading() as connection:
        touched = connection.execute(select(state_table.c.touched)).scalar_one()
    assert to_ms(clock.now()) - touched < 60_000
