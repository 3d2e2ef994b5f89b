"""Reminders to review, from the column beside the person to the platform, with a clock that the test sets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from assistant import clock
from assistant.dialogue.state import Session, State
from assistant.learning.review import Card
from assistant.learning.study import Done, Study
from assistant.storage import DeadLetters, PendingStates, SqlStateStore, queue_reminders
from assistant.storage.schema import outbox, person
from connectors.base.message import Kind
from connectors.base.reminders import last_moment
from connectors.base.settings import Settings
from tests.fakes.dialogue import DialogueTalk
from tests.fakes.host import Host
from tests.fakes.server import FakeServer
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_bot import FakeZaloBot
from tests.fakes.zalo_oa import FakeZaloOA

MORNING = datetime(2026, 11, 23, 3, 0, tzinfo=timezone.utc)  # 10:00 in Vietnam
TODAY = MORNING.date().toordinal()
LESSON = "vneid/cai-dat"


class Clock:
    """The present, as the test says."""

    def __init__(self) -> None:
        self.now = MORNING

    def go(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture()
def now(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(clock, "now", lambda: made.now)
    return made


Start = Callable[[FakeServer], "Stage"]


class Stage:
    """One person on one platform, who has finished a lesson and agreed to be reminded."""

    def __init__(self, host: Host, fake: FakeServer, talk: list[DialogueTalk], now: Clock) -> None:
        self.host, self.fake, self.now, self.talk = host, fake, now, talk[0]
        self.name = 7 if isinstance(fake, FakeTelegram) else "user-7"
        self.key = host.runtime.people.key_of(fake_channel(fake), str(self.name))

    def say(self, text: str) -> str:
        """The person writes; what comes back."""
        before = len(self.fake.sent)
        self.fake.say(self.name, text)  # type: ignore[attr-defined]
        self.fake.wait_sent(before + 1)
        self.settle()
        return "\n".join(sent.text for sent in self.fake.sent[before:])

    def settle(self) -> None:
        """Wait until both queues are empty and nobody has this person in hand."""
        runtime = self.host.runtime
        self.fake.wait(lambda: runtime.inbox.depth()[0] + runtime.outbox.depth()[0] == 0, 10, "empty queues")

    def look(self) -> list[str]:
        """The server looks for people to remind; what it sends."""
        before = len(self.fake.sent)
        self.host.runtime.reminders.look(self.now.now)
        self.settle()
        return [sent.text for sent in self.fake.sent[before:]]

    @property
    def state(self) -> State:
        stored = SqlStateStore(self.host.runtime.database).get(self.key)
        assert stored is not None
        return msgspec.json.decode(stored, type=State)

    def row(self) -> dict[str, object]:
        with self.host.runtime.database.reading() as connection:
            return dict(connection.execute(person.select().where(person.c.key == self.key)).one()._mapping)

    def learn(self, **changes: object) -> None:
        """The person has studied the lesson, is due today, and agrees to be reminded by a real message."""
        self.say("xin chào")
        done = Done(TODAY - 5, (), 0, Card(3.0, 5.0, 0, TODAY))
        state = msgspec.structs.replace(State(study=Study(lessons={LESSON: done})), **changes)
        SqlStateStore(self.host.runtime.database).put(self.key, msgspec.json.encode(state))
        self.say("/reminder_on")


def fake_channel(fake: FakeServer) -> str:
    return {FakeTelegram: "telegram", FakeZaloOA: "zalo_oa", FakeZaloBot: "zalo_bot"}[type(fake)]  # type: ignore[index]


@pytest.fixture()
def start(url: str, tmp_path: Path, now: Clock) -> Iterator[Start]:
    hosts: list[Host] = []

    def begin(fake: FakeServer) -> Stage:
        talks: list[DialogueTalk] = []

        def load(states: PendingStates) -> DialogueTalk:
            talks.append(DialogueTalk(states))
            return talks[0]

        host = Host(url, tmp_path, fake, load=load, talk_threads=1)
        host.__enter__()
        hosts.append(host)
        return Stage(host, fake, talks, now)

    yield begin
    for host in hosts:
        host.stop()


@pytest.fixture()
def stage(start: Start, telegram: FakeTelegram) -> Stage:
    return start(telegram)


def test_one_reminder_a_day_then_a_pause_then_silence_until_the_person_is_back(stage: Stage) -> None:
    stage.learn()
    assert stage.look() == []  # just talked
    stage.now.go(days=1)
    heard = stage.row()["last_inbound"]
    (text,) = stage.look()
    assert "Bài vneid/cai-dat" in text and "thôi nhắc" in text
    assert [title for title, _ in stage.fake.sent[-1].buttons][-1] == "Tắt nhắc"
    assert stage.row()["last_inbound"] == heard  # it is not something the person did
    assert stage.look() == []
    assert stage.state.study.reminded == TODAY + 1 and stage.state.study.unanswered == 1
    stage.now.go(days=1)
    assert stage.look() == []  # not two days in a row
    stage.now.go(days=1)
    assert len(stage.look()) == 1
    for _ in range(10):  # nobody answered twice
        stage.now.go(days=1)
        assert stage.look() == []
    stage.say("xin chào")
    stage.now.go(days=2)
    assert len(stage.look()) == 1


def test_the_review_begins_from_the_reminder(stage: Stage) -> None:
    stage.learn()
    stage.now.go(days=1)
    stage.look()
    data = stage.fake.sent[-1].buttons[0][1]
    assert isinstance(stage.fake, FakeTelegram)
    before = len(stage.fake.sent)
    stage.fake.tap(7, data)
    stage.fake.wait_sent(before + 2)
    assert "Tải ở đâu?" in stage.fake.sent[-1].text


@pytest.mark.parametrize("words", ["tắt nhắc", "Tat nhac", "thôi nhắc", "/reminder_off"])
def test_a_word_ends_it(stage: Stage, words: str) -> None:
    stage.learn()
    stage.say(words)
    assert stage.row()["remind_on"] is None
    stage.now.go(days=3)
    assert stage.look() == []


def test_consent_withdrawn_while_the_reminder_waits(stage: Stage) -> None:
    stage.learn()
    stage.now.go(days=1)
    state = stage.state
    gone = msgspec.structs.replace(state, study=msgspec.structs.replace(state.study, remind=False))
    SqlStateStore(stage.host.runtime.database).put(stage.key, msgspec.json.encode(gone))
    assert stage.look() == []


def test_who_is_in_the_middle_of_a_lesson_is_left_alone(stage: Stage) -> None:
    stage.learn(session=Session(LESSON, "mot", 0, "basic", MORNING))
    assert stage.row()["remind_on"] is None
    stage.now.go(days=1)
    assert stage.look() == []


def test_never_at_night(stage: Stage) -> None:
    stage.learn()
    stage.now.go(hours=21, minutes=59)  # 7:59
    assert stage.look() == []
    stage.now.go(hours=11, minutes=1)  # 19:00
    assert stage.look() == []
    stage.now.go(minutes=-1)
    assert len(stage.look()) == 1


def test_a_reminder_that_is_taken_up_at_night_is_not_said(stage: Stage) -> None:
    stage.learn()
    stage.now.go(days=1)
    evening = stage.now.now.replace(hour=11, minute=59)
    stage.now.now = evening + timedelta(minutes=2)
    stage.host.runtime.reminders.look(evening)
    stage.settle()
    assert "ôn bài" not in stage.fake.sent[-1].text
    assert stage.state.study.reminded == 0


def test_who_writes_while_the_reminder_waits_is_answered_and_not_reminded(stage: Stage) -> None:
    stage.learn()
    before = len(stage.fake.sent)
    now = stage.now.now
    windows = {"telegram": now - timedelta(days=9)}
    # Queued as if the person had been silent.
    assert queue_reminders(
        stage.host.runtime.database, Kind.REMIND.value, windows, silent_since=now, day=now.date(), now=now, limit=10
    )
    stage.settle()
    assert len(stage.fake.sent) == before
    assert stage.state.study.reminded == 0


def _put_off(stage: Stage) -> bool:
    with stage.host.runtime.database.reading() as connection:
        query = select(outbox.c.id).where(outbox.c.next_attempt.is_not(None))
        return connection.execute(query).first() is not None


def test_a_reminder_that_could_not_be_sent_in_time_is_not_sent_at_night(stage: Stage) -> None:
    stage.learn()
    stage.now.go(days=1)
    stage.fake.script.append((500, {"ok": False, "error_code": 500, "description": "later"}))
    before = len(stage.fake.sent)
    stage.host.runtime.reminders.look(stage.now.now)
    stage.fake.wait(lambda: _put_off(stage), 10, "the note of the first attempt")
    stage.now.go(hours=12)
    stage.settle()
    assert len(stage.fake.sent) == before
    assert [letter.code for letter in DeadLetters(stage.host.runtime.database).list()] == ["too_late"]


def test_a_failed_reminder_is_no_reason_to_apologise(stage: Stage) -> None:
    stage.learn()
    stage.talk.broken = True
    stage.now.go(days=1)
    before = len(stage.fake.sent)
    stage.host.runtime.reminders.look(stage.now.now)
    dead = DeadLetters(stage.host.runtime.database)

    def buried() -> bool:
        stage.now.go(seconds=1)  # the pauses between attempts pass
        return dead.count() == 1

    stage.fake.wait(buried, 10, "a dead letter")
    stage.settle()
    assert len(stage.fake.sent) == before


@pytest.mark.parametrize("channel", ["zalo_oa", "zalo_bot"])
@pytest.mark.parametrize(("hours", "sent"), [(46, 1), (48, 0), (200, 0)])
def test_zalo_only_within_its_window(
    start: Start, channel: str, hours: int, sent: int, request: pytest.FixtureRequest
) -> None:
    stage = start(request.getfixturevalue(channel))
    stage.learn()
    stage.now.go(hours=hours)
    assert len(stage.look()) == sent
    assert DeadLetters(stage.host.runtime.database).count() == 0


def test_telegram_has_no_window(stage: Stage) -> None:
    stage.learn()
    stage.now.go(days=90)
    assert len(stage.look()) == 1


def test_blocked_and_officers_conversations_are_left_alone(stage: Stage) -> None:
    stage.learn()
    stage.now.go(days=1)
    people = stage.host.runtime.people
    people.block(stage.key, "Forbidden")
    assert stage.look() == []
    people.block(stage.key, None)  # type: ignore[arg-type]
    people.pause(stage.key, stage.now.now + timedelta(hours=1))
    assert stage.look() == []
    people.pause(stage.key, None)
    assert len(stage.look()) == 1


@pytest.mark.parametrize("text", ["remind", "/remind", "remind:telegram:7:2026-11-24", "Kind.REMIND", "\0remind"])
def test_nothing_that_a_person_types_is_a_reminder(stage: Stage, text: str) -> None:
    stage.learn()
    assert "ôn bài" not in stage.say(text)
    assert stage.state.study.reminded == 0


def test_the_reminder_and_its_state_are_stored_once_though_two_servers_look(stage: Stage) -> None:
    stage.learn()
    stage.now.go(days=1)
    database = stage.host.runtime.database

    def look() -> int:
        return queue_reminders(
            database,
            Kind.REMIND.value,
            {"telegram": MORNING - timedelta(days=9)},
            silent_since=stage.now.now,
            day=stage.now.now.date(),
            now=stage.now.now,
            limit=10,
        )

    assert (look(), look()) == (1, 0)
    stage.settle()
    with database.reading() as connection:
        assert len(connection.execute(outbox.select()).all()) == 3  # greeting, consent, reminder


def test_the_hours_are_those_of_vietnam() -> None:
    settings = Settings.load()
    assert settings.remind_from >= 7 and settings.remind_until <= 21
    assert last_moment(datetime(2026, 11, 23, 18, 0, tzinfo=timezone.utc), settings) is None  # 1:00
    until = last_moment(datetime(2026, 11, 23, 1, 0, tzinfo=timezone.utc), settings)
    assert until is not None and until.astimezone(timezone.utc).hour == settings.remind_until - 7
