"""Conversations through the Telegram connector and the fake server."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.storage import DeadLetters, Notices
from connectors.base.texts import Texts
from tests.fakes.host import Host
from tests.fakes.telegram import FakeTelegram

SAY = Texts.load().say


def test_a_text_is_answered_in_order(telegram: FakeTelegram, telegram_host: Host) -> None:
    for number in range(5):
        telegram.say(7, f"câu {number}")
    sent = telegram.wait_sent(5)
    assert [message.text for message in sent] == [f"{number + 1}|câu {number}" for number in range(5)]
    assert {message.person for message in sent} == {"7"} and telegram.typing >= 1


def test_polling_answers_too_and_confirms_what_it_stored(url: str, tmp_path: Path, telegram: FakeTelegram) -> None:
    with Host(url, tmp_path, telegram, mode="polling"):
        telegram.say(7, "xin chào")
        assert telegram.wait_sent(1)[0].text == "1|xin chào"
        telegram.wait(lambda: not telegram._updates, 5, "confirmation")


def test_buttons_are_tapped_and_confirmed(telegram: FakeTelegram, telegram_host: Host) -> None:
    telegram.say(7, "buttons 3")
    buttons = telegram.wait_sent(1)[0].buttons
    assert buttons[1] == ("Mục 2", "/open bai/2 steps")
    telegram.tap(7, buttons[1][1])
    assert telegram.wait_sent(2)[1].text == "2|/open bai/2 steps"
    telegram.wait(lambda: len(telegram.answered) == 1, 5, "answerCallbackQuery")


def test_a_long_payload_travels_as_a_short_stable_code(telegram: FakeTelegram, telegram_host: Host) -> None:
    telegram.say(7, "deep")
    telegram.say(8, "deep")
    first, second = telegram.wait_sent(2)
    data = first.buttons[0][1]
    assert len(data.encode()) <= 64 and data == second.buttons[0][1]
    telegram.tap(7, data)
    assert telegram.wait_sent(3)[2].text.startswith("2|/open rat-dai/")


def test_a_long_answer_is_cut_at_sentence_ends(telegram: FakeTelegram, telegram_host: Host) -> None:
    telegram.say(7, "long 500")
    telegram.wait(lambda: sum(len(message.text) for message in telegram.sent) > 8000, 10, "all parts")
    assert len(telegram.sent) >= 2
    assert all(message.text.endswith(".") and "**" not in message.text for message in telegram.sent)
    assert telegram.faults == []


def test_images_and_voice_go_out_and_a_missing_image_leaves_its_text(
    telegram: FakeTelegram, telegram_host: Host
) -> None:
    telegram.say(7, "image https://example.vn/a.png")
    telegram.say(7, "audio https://example.vn/a.ogg")
    telegram.say(7, "image https://example.vn/missing.png")
    sent = telegram.wait_sent(4)
    assert (sent[0].image, sent[0].text) == ("https://example.vn/a.png", "Hình đây")
    assert sent[1].audio == "https://example.vn/a.ogg" and sent[2].text == "Nghe nhé"
    assert (sent[3].image, sent[3].text) == (None, "Hình đây")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]}, "image"),
        ({"voice": {"file_id": "f", "file_unique_id": "u", "duration": 2}}, "voice"),
        ({"location": {"latitude": 10.7, "longitude": 106.6}}, "location"),
        (
            {
                "sticker": {
                    "file_id": "f",
                    "file_unique_id": "u",
                    "type": "regular",
                    "width": 1,
                    "height": 1,
                    "is_animated": False,
                    "is_video": False,
                }
            },
            "sticker",
        ),
        ({"document": {"file_id": "f", "file_unique_id": "u"}}, "unsupported"),
    ],
)
def test_other_kinds_get_a_helpful_sentence(
    telegram: FakeTelegram, telegram_host: Host, content: dict[str, object], code: str
) -> None:
    telegram.message(7, **content)
    assert telegram.wait_sent(1)[0].text == SAY(code)


def test_start_greets_help_explains_and_a_caption_is_read(telegram: FakeTelegram, telegram_host: Host) -> None:
    telegram.say(7, "/start ref1")
    telegram.say(7, "/help")
    telegram.message(
        7, photo=[{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}], caption="màn hình này là gì"
    )
    sent = telegram.wait_sent(3)
    assert [message.text for message in sent] == ["1|/greet", "2|/ask_capability", "3|màn hình này là gì"]
    assert [command["command"] for command in telegram.menu] == ["start", "help"]


def test_groups_bots_and_edits_are_ignored(telegram: FakeTelegram, telegram_host: Host) -> None:
    telegram.message(7, text="a", chat={"id": -5, "type": "group"})
    telegram.message(7, text="b", **{"from": {"id": 9, "is_bot": True, "first_name": "B"}})
    telegram.say(7, "c")
    assert [message.text for message in telegram.wait_sent(1)] == ["1|c"]


def test_flood_control_waits_as_long_as_asked_and_keeps_the_order(telegram: FakeTelegram, telegram_host: Host) -> None:
    answer = {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 1}}
    telegram.script.append((429, answer))
    telegram.say(7, "two")
    sent = telegram.wait_sent(2)
    assert [message.text for message in sent] == ["1|two a", "1|two b"]
    assert telegram.calls.count("sendMessage") == 3


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, {"ok": False, "error_code": 500, "description": "Internal Server Error"}),
        (502, {"ok": False, "error_code": 502, "description": "Bad Gateway"}),
        (409, {"ok": False, "error_code": 409, "description": "Conflict"}),
    ],
)
def test_passing_errors_are_retried(telegram: FakeTelegram, telegram_host: Host, status: int, body: object) -> None:
    telegram.script.extend([(status, body), (status, body)])
    telegram.say(7, "a")
    telegram.say(7, "b")
    assert [message.text for message in telegram.wait_sent(2)] == ["1|a", "2|b"]


@pytest.mark.parametrize("reason", ["message is too long", "can't parse entities", "wrong HTTP URL specified"])
def test_a_message_that_is_wrong_becomes_a_dead_letter_and_does_not_hold_up_the_next(
    telegram: FakeTelegram, telegram_host: Host, reason: str
) -> None:
    telegram.script.append((400, {"ok": False, "error_code": 400, "description": f"Bad Request: {reason}"}))
    telegram.say(7, "a")
    telegram.say(7, "b")
    assert [message.text for message in telegram.wait_sent(1)] == ["2|b"]
    dead = DeadLetters(telegram_host.runtime.database)
    assert [(letter.channel, letter.code) for letter in dead.list()] == [("telegram", "BadRequest")]
    assert dead.replay(dead.list()[0].id)
    assert telegram.wait_sent(2)[1].text == "1|a"


def test_a_token_that_died_tells_the_officer_and_keeps_the_replies(telegram: FakeTelegram, telegram_host: Host) -> None:
    telegram.script.append((401, {"ok": False, "error_code": 401, "description": "Unauthorized"}))
    telegram.say(7, "a")
    notices = Notices(telegram_host.runtime.database)
    telegram.wait(lambda: bool(notices.list()) or bool(telegram.sent), 5, "notice")
    assert telegram.wait_sent(1)[0].text == "1|a"  # the channel rests, then tries again
    telegram.wait(lambda: not notices.list(), 5, "end of the notice")


def test_blocked_by_the_person_stops_until_they_write_again(telegram: FakeTelegram, telegram_host: Host) -> None:
    telegram.say(7, "a")
    telegram.wait_sent(1)
    telegram.blocked.add("7")
    telegram.say(7, "two")
    dead = DeadLetters(telegram_host.runtime.database)
    telegram.wait(lambda: dead.count() == 2, 5, "dead letters")
    assert {letter.code for letter in dead.list()} == {"Forbidden"}
    telegram.blocked.clear()
    telegram.say(7, "b")
    assert telegram.wait_sent(2)[1].text == "3|b"


def test_my_chat_member_kicked_marks_the_person_blocked(telegram: FakeTelegram, telegram_host: Host) -> None:
    telegram.block(7)
    runtime = telegram_host.runtime
    key = runtime.people.key_of("telegram", "7")
    telegram.wait(lambda: (p := runtime.people.get(key)) is not None and p.blocked == "unfollowed", 5, "block")


def test_a_migrated_chat_is_written_to_under_its_new_id(telegram: FakeTelegram, telegram_host: Host) -> None:
    telegram._chats.add("99")
    body = {"ok": False, "error_code": 400, "description": "migrated", "parameters": {"migrate_to_chat_id": 99}}
    telegram.script.append((400, body))
    telegram.say(7, "a")
    assert telegram.wait_sent(1)[0].person == "99"


def test_an_answer_that_got_lost_is_sent_again_and_counted(telegram: FakeTelegram, telegram_host: Host) -> None:
    telegram.script.append("drop")
    telegram.say(7, "a")
    assert [message.text for message in telegram.wait_sent(2)] == ["1|a", "1|a"]
    telegram.wait(lambda: telegram_host.runtime.outbox.doubtful() == 1, 5, "count")


def test_a_turn_that_fails_is_tried_again_then_apologised_for(telegram: FakeTelegram, telegram_host: Host) -> None:
    telegram.say(7, "fail")
    telegram.say(7, "b")
    sent = telegram.wait_sent(2)
    assert [message.text for message in sent] == [SAY("failed"), "1|b"]
    letters = DeadLetters(telegram_host.runtime.database).list()
    assert [(letter.id[:3], letter.code, letter.attempts) for letter in letters] == [("in-", "RuntimeError", 3)]
