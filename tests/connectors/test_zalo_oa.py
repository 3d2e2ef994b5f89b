"""Conversations through the Zalo OA connector and the fake server."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import pytest

from assistant import clock
from assistant.storage import DeadLetters, Notices, Tokens
from assistant.storage.schema import person
from connectors.base.delivery import ErrorTable, Then
from connectors.base.texts import Texts
from tests.fakes.host import Host, fast
from tests.fakes.zalo_oa import APP_ID, FakeZaloOA

SAY = Texts.load().say
USER = "8811000000000001"
TABLE = ErrorTable.load(Path(__file__).resolve().parents[2] / "connectors" / "zalo_oa").codes()
# Every code named in platforms.md for this platform.
CODES = [
    "-216",
    "-220",
    "216",
    "401",
    "-401",
    "-124",
    "-217",
    "-32",
    "-200",
    "-201",
    "-204",
    "-205",
    "-209",
    "-212",
    "-219",
    "-223",
    "-210",
    "-211",
    "-218",
    "-213",
    "-221",
    "-224",
    "-227",
    "-230",
    "-232",
    "-233",
    "-244",
    "-248",
    "-234",
    "-240",
    "-242",
    "-100",
    "-320",
    "-321",
]


def test_a_conversation_in_order(zalo_oa: FakeZaloOA, zalo_oa_host: Host) -> None:
    for number in range(4):
        zalo_oa.say(USER, f"câu {number}")
    sent = zalo_oa.wait_sent(4)
    assert [message.text for message in sent] == [f"{number + 1}|câu {number}" for number in range(4)]
    assert zalo_oa.faults == []


def test_five_buttons_are_buttons_and_a_tap_comes_back_as_text(zalo_oa: FakeZaloOA, zalo_oa_host: Host) -> None:
    zalo_oa.say(USER, "buttons 5")
    buttons = zalo_oa.wait_sent(1)[0].buttons
    assert buttons[4] == ("Mục 5", "#tls/open bai/5 steps")
    zalo_oa.tap(USER, buttons[4][1])
    assert zalo_oa.wait_sent(2)[1].text == "2|/open bai/5 steps"


def test_more_than_five_become_numbers_that_can_be_typed(zalo_oa: FakeZaloOA, zalo_oa_host: Host) -> None:
    zalo_oa.say(USER, "buttons 7")
    message = zalo_oa.wait_sent(1)[0]
    assert message.buttons == () and "7. Mục 7" in message.text
    zalo_oa.say(USER, "7")
    zalo_oa.say(USER, "7")
    sent = zalo_oa.wait_sent(3)
    assert sent[1].text == "2|/open bai/7 steps"
    assert sent[2].text == "3|7"  # the list has gone: a number is a number again


def test_long_answers_images_and_a_missing_image(zalo_oa: FakeZaloOA, zalo_oa_host: Host) -> None:
    zalo_oa.say(USER, "image https://example.vn/a.png")
    zalo_oa.say(USER, "image https://example.vn/missing.png")
    sent = zalo_oa.wait_sent(2)
    assert (sent[0].image, sent[0].text) == ("https://example.vn/a.png", "Hình đây")
    assert (sent[1].image, sent[1].text) == (None, "Hình đây")
    zalo_oa.faults.clear()
    zalo_oa.say(USER, "long 300")
    zalo_oa.wait(lambda: sum(len(message.text) for message in zalo_oa.sent) > 5000, 10, "all parts")
    assert all(message.text.endswith(".") for message in zalo_oa.sent[2:]) and zalo_oa.faults == []


@pytest.mark.parametrize(
    ("event", "attachment", "code"),
    [
        ("user_send_image", {"type": "image", "payload": {"url": "https://z.vn/a.jpg"}}, "image"),
        ("user_send_gif", {"type": "gif", "payload": {"url": "https://z.vn/a.gif"}}, "image"),
        ("user_send_audio", {"type": "audio", "payload": {"url": "https://z.vn/a.aac"}}, "voice"),
        ("user_send_sticker", {"type": "sticker", "payload": {"id": "1", "url": "https://z.vn/s"}}, "sticker"),
        (
            "user_send_location",
            {"type": "location", "payload": {"coordinates": {"latitude": "10.7", "longitude": "106.6"}}},
            "location",
        ),
        ("user_send_file", {"type": "file", "payload": {"url": "https://z.vn/f", "name": "a.pdf"}}, "unsupported"),
        ("user_send_video", {"type": "video", "payload": {"url": "https://z.vn/v"}}, "unsupported"),
        ("user_send_link", {"type": "link", "payload": {"url": "https://z.vn/l"}}, "unsupported"),
        ("user_send_business_card", None, "unsupported"),
    ],
)
def test_other_kinds_get_a_helpful_sentence(
    zalo_oa: FakeZaloOA, zalo_oa_host: Host, event: str, attachment: object, code: str
) -> None:
    zalo_oa.event(event, USER, {"attachments": [attachment]} if attachment else {})
    assert zalo_oa.wait_sent(1)[0].text == SAY(code)


def test_follow_and_the_message_button_greet_and_unfollow_is_silent(zalo_oa: FakeZaloOA, zalo_oa_host: Host) -> None:
    zalo_oa.event("follow", USER)
    zalo_oa.event("unfollow", USER)
    zalo_oa.event("user_click_chatnow", USER)
    assert [message.text for message in zalo_oa.wait_sent(2)] == ["1|/greet", "2|/greet"]


@pytest.mark.parametrize(
    ("event", "from_oa"),
    [
        ("user_received_message", True),
        ("user_seen_message", True),
        ("oa_send_text", True),
        ("oa_send_image", True),
        ("user_reacted_message", False),
        ("anonymous_send_text", False),
        ("something_new", False),
    ],
)
def test_receipts_echoes_and_unknown_events_are_taken_and_ignored(
    zalo_oa: FakeZaloOA, zalo_oa_host: Host, event: str, from_oa: bool
) -> None:
    zalo_oa.event(event, USER, {"text": "x"}, from_oa=from_oa)
    zalo_oa.wait_delivered()
    zalo_oa.say(USER, "a")
    assert [message.text for message in zalo_oa.wait_sent(1)] == ["1|a"]


def test_an_officer_who_steps_in_silences_the_bot_in_that_conversation_only(
    url: str, tmp_path: Path, zalo_oa: FakeZaloOA
) -> None:
    with Host(url, tmp_path, zalo_oa, settings=fast(staff_pause=1.0)):
        zalo_oa.event("oa_send_text", USER, {"text": "tôi giúp bác"}, from_oa=True, admin="77")
        zalo_oa.say(USER, "cảm ơn cô")
        zalo_oa.say("other", "a")
        zalo_oa.wait_delivered()
        assert [message.person for message in zalo_oa.wait_sent(1)] == ["other"]
        time.sleep(1.1)
        zalo_oa.say(USER, "b")
        assert zalo_oa.wait_sent(2)[1].text == "1|b"


def test_all_codes_of_the_documents_have_a_consequence() -> None:
    assert set(CODES) <= set(TABLE)


@pytest.mark.parametrize("code", [code for code in CODES if TABLE[code] in (Then.GIVE_UP, Then.BLOCKED)])
def test_final_errors_become_dead_letters_and_the_next_person_is_served(
    zalo_oa: FakeZaloOA, zalo_oa_host: Host, code: str
) -> None:
    zalo_oa.script.append((200, {"error": int(code), "message": "no"}))
    zalo_oa.say(USER, "a")
    dead = DeadLetters(zalo_oa_host.runtime.database)
    zalo_oa.wait(lambda: dead.count() == 1, 5, "dead letter")
    assert dead.list()[0].code == code
    zalo_oa.say(USER, "b")
    assert zalo_oa.wait_sent(1)[0].text == "2|b"


@pytest.mark.parametrize("code", [code for code in CODES if TABLE[code] is Then.OPERATOR])
def test_what_only_an_officer_can_mend_rests_the_channel_and_is_told(
    zalo_oa: FakeZaloOA, zalo_oa_host: Host, code: str
) -> None:
    notices = Notices(zalo_oa_host.runtime.database)
    seen: list[str] = []
    zalo_oa.script.extend([(200, {"error": int(code), "message": "no"})] * 3)
    zalo_oa.say(USER, "a")
    zalo_oa.wait(lambda: bool(seen.extend(notice.code for notice in notices.list()) or seen), 5, "notice")
    assert seen[0] == code
    assert zalo_oa.wait_sent(1)[0].text == "1|a"


@pytest.mark.parametrize("code", ["-200", "-234"])
def test_passing_errors_are_retried_a_limited_number_of_times(
    zalo_oa: FakeZaloOA, zalo_oa_host: Host, code: str
) -> None:
    zalo_oa.script.extend([(200, {"error": int(code), "message": "no"})] * 2)
    zalo_oa.say(USER, "a")
    assert zalo_oa.wait_sent(1)[0].text == "1|a"
    zalo_oa.script.extend([(200, {"error": int(code), "message": "no"})] * 4)
    zalo_oa.say(USER, "b")
    dead = DeadLetters(zalo_oa_host.runtime.database)
    zalo_oa.wait(lambda: dead.count() == 1, 5, "dead letter")


@pytest.mark.parametrize("answer", [(200, {"error": -32, "message": "rate"}), (429, {})])
def test_the_rate_limit_rests_the_whole_channel_until_the_next_minute(
    zalo_oa: FakeZaloOA, zalo_oa_host: Host, answer: tuple[int, object]
) -> None:
    zalo_oa.script.append(answer)
    zalo_oa.say(USER, "a")
    notices = Notices(zalo_oa_host.runtime.database)
    zalo_oa.wait(lambda: bool(notices.resting(clock.now())), 5, "rest")
    assert notices.resting(clock.now() + timedelta(seconds=58)) and not notices.resting(
        clock.now() + timedelta(seconds=61)
    )
    zalo_oa.say("other", "b")
    time.sleep(0.3)
    assert zalo_oa.sent == []


@pytest.mark.parametrize("answer", [(500, {}), (200, "no object")])
def test_answers_that_make_no_sense_are_retried_as_doubtful(
    zalo_oa: FakeZaloOA, zalo_oa_host: Host, answer: tuple[int, object]
) -> None:
    zalo_oa.script.append(answer)
    zalo_oa.say(USER, "a")
    assert zalo_oa.wait_sent(1)[0].text == "1|a"
    zalo_oa.wait(lambda: zalo_oa_host.runtime.outbox.doubtful() == 1, 5, "count")


def test_a_revoked_token_is_refreshed_once_and_the_message_goes_out(zalo_oa: FakeZaloOA, zalo_oa_host: Host) -> None:
    zalo_oa.access = "revoked-elsewhere"
    for number in range(6):
        zalo_oa.say(f"user-{number}", "a")
    zalo_oa.wait_sent(6)
    assert zalo_oa.refreshes == 1 and zalo_oa.faults == []


@pytest.mark.parametrize("code", ["-216", "-220", "216", "401", "-401"])
def test_every_token_error_leads_to_a_refresh(zalo_oa: FakeZaloOA, zalo_oa_host: Host, code: str) -> None:
    zalo_oa.script.append((200, {"error": int(code), "message": "token"}))
    zalo_oa.say(USER, "a")
    assert zalo_oa.wait_sent(1)[0].text == "1|a"
    assert zalo_oa.refreshes == 1


def test_rotated_tokens_survive_a_restart(url: str, tmp_path: Path, zalo_oa: FakeZaloOA) -> None:
    zalo_oa.access = "revoked-elsewhere"
    with Host(url, tmp_path, zalo_oa):
        zalo_oa.say(USER, "a")
        zalo_oa.wait_sent(1)
    with Host(url, tmp_path, zalo_oa) as host:  # the same tokens are still in the environment
        zalo_oa.say(USER, "b")
        assert zalo_oa.wait_sent(2)[1].text == "2|b"
        pair = Tokens(host.runtime.database).get(f"zalo_oa:{APP_ID}")
        assert pair is not None and pair.refresh == "refresh-2"
        assert "refresh-2" not in repr(pair) and "access-2" not in repr(pair)
    assert zalo_oa.refreshes == 1 and zalo_oa.faults == []


def test_a_refused_refresh_tells_the_officer_and_keeps_the_reply(url: str, tmp_path: Path, zalo_oa: FakeZaloOA) -> None:
    zalo_oa.access, zalo_oa.refuse_refresh = "revoked-elsewhere", True
    with Host(url, tmp_path, zalo_oa) as host:
        zalo_oa.say(USER, "a")
        notices = Notices(host.runtime.database)
        zalo_oa.wait(lambda: any(notice.code == "token" for notice in notices.list()), 5, "notice")
        zalo_oa.refuse_refresh = False
        assert zalo_oa.wait_sent(1)[0].text == "1|a"


@pytest.mark.parametrize(("hours", "code"), [(49, "window_48h"), (24 * 8, "window_7d")])
def test_windows_are_kept(zalo_oa: FakeZaloOA, zalo_oa_host: Host, hours: int, code: str) -> None:
    zalo_oa.script.append((200, {"error": -201, "message": "no"}))
    zalo_oa.say(USER, "a")
    database = zalo_oa_host.runtime.database
    dead = DeadLetters(database)
    zalo_oa.wait(lambda: dead.count() == 1, 5, "dead letter")
    with database.transaction() as connection:
        connection.execute(person.update().values(last_inbound=person.c.last_inbound - hours * 3_600_000))
    dead.replay(dead.list()[0].id)
    zalo_oa.wait(lambda: dead.count() == 1 and dead.list()[0].code == code, 5, code)
    assert zalo_oa.sent == []


def test_app_secret_proof_is_sent_when_switched_on(url: str, tmp_path: Path) -> None:
    with FakeZaloOA(proof=True) as fake, Host(url, tmp_path, fake) as host:
        fake.say(USER, "a")
        fake.wait(lambda: bool(Notices(host.runtime.database).list()), 5, "notice: -242")
        host.runtime.connectors["zalo_oa"]._proof = True  # type: ignore[attr-defined]
        assert fake.wait_sent(1)[0].text == "1|a"


def test_old_events_without_message_id_are_told_apart_by_person_and_time(
    zalo_oa: FakeZaloOA, zalo_oa_host: Host
) -> None:
    for _ in range(3):
        zalo_oa.event("follow", USER, stamp=1790000000001)
    zalo_oa.event("follow", USER, stamp=1790000000002)
    zalo_oa.wait_delivered()
    zalo_oa.wait_sent(2)
    time.sleep(0.2)
    assert len(zalo_oa.sent) == 2
