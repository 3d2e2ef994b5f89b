"""Conversations through the Zalo Bot connector and the fake server."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.storage import DeadLetters, Notices
from connectors.base.texts import Texts
from tests.fakes.host import Host
from tests.fakes.zalo_bot import FakeZaloBot

SAY = Texts.load().say
USER = "6ede9afa66b8"


def test_both_shapes_of_updates_are_read_in_order(zalo_bot: FakeZaloBot, zalo_bot_host: Host) -> None:
    for number in range(4):
        zalo_bot.say(USER, f"câu {number}")
    sent = zalo_bot.wait_sent(4)
    assert [message.text for message in sent] == [f"{number + 1}|câu {number}" for number in range(4)]
    assert zalo_bot.typing >= 1 and zalo_bot.faults == []


def test_polling_answers_too(url: str, tmp_path: Path, zalo_bot: FakeZaloBot) -> None:
    with Host(url, tmp_path, zalo_bot, mode="polling"):
        zalo_bot.say(USER, "a")
        zalo_bot.say(USER, "b")
        assert [message.text for message in zalo_bot.wait_sent(2)] == ["1|a", "2|b"]


def test_buttons_are_numbers_that_can_be_typed(zalo_bot: FakeZaloBot, zalo_bot_host: Host) -> None:
    zalo_bot.say(USER, "buttons 2")
    assert zalo_bot.wait_sent(1)[0].text == f"Chọn giúp\n\n1. Mục 1\n2. Mục 2\n\n{SAY('type_number')}"
    zalo_bot.say(USER, " 2. ")
    assert zalo_bot.wait_sent(2)[1].text == "2|/open bai/2 steps"


def test_photo_voice_and_long_answers_go_out(zalo_bot: FakeZaloBot, zalo_bot_host: Host) -> None:
    zalo_bot.say(USER, "image https://example.vn/a.png")
    zalo_bot.say(USER, "audio https://example.vn/a.aac")
    zalo_bot.say(USER, "image https://example.vn/missing.png")
    sent = zalo_bot.wait_sent(4)
    assert (sent[0].image, sent[1].audio, sent[2].text) == (
        "https://example.vn/a.png",
        "https://example.vn/a.aac",
        "Nghe nhé",
    )
    assert (sent[3].image, sent[3].text) == (None, "Hình đây")
    zalo_bot.say(USER, "long 300")
    zalo_bot.wait(lambda: sum(len(message.text) for message in zalo_bot.sent) > 5000, 10, "all parts")
    assert zalo_bot.faults == []


@pytest.mark.parametrize(
    ("event", "content", "text"),
    [
        ("message.image.received", {"photo_url": "https://z.vn/a.jpg"}, SAY("image")),
        ("message.image.received", {"photo": "https://z.vn/a.jpg", "caption": "gì đây"}, "1|gì đây"),
        ("message.voice.received", {"voice_url": "https://z.vn/a.aac"}, SAY("voice")),
        ("message.sticker.received", {"sticker": "1"}, SAY("sticker")),
        ("message.unsupported.received", {}, SAY("unsupported")),
    ],
)
def test_other_kinds(
    zalo_bot: FakeZaloBot, zalo_bot_host: Host, event: str, content: dict[str, object], text: str
) -> None:
    zalo_bot.event(event, USER, **content)
    assert zalo_bot.wait_sent(1)[0].text == text


def test_groups_bots_and_unknown_events_are_ignored(zalo_bot: FakeZaloBot, zalo_bot_host: Host) -> None:
    zalo_bot.event("message.text.received", "group", group=True, text="x")
    zalo_bot.event("message.text.received", USER, is_bot=True, text="x")
    zalo_bot.event("user.follow", USER)
    zalo_bot.wait_delivered()
    zalo_bot.say(USER, "a")
    assert [message.text for message in zalo_bot.wait_sent(1)] == ["1|a"]


@pytest.mark.parametrize("code", [403, 408])
def test_passing_errors_are_retried(zalo_bot: FakeZaloBot, zalo_bot_host: Host, code: int) -> None:
    zalo_bot.script.extend([(200, {"ok": False, "error_code": code, "description": "x"})] * 2)
    zalo_bot.say(USER, "a")
    assert zalo_bot.wait_sent(1)[0].text == "1|a"


@pytest.mark.parametrize("code", [400, 404])
def test_final_errors_become_dead_letters(zalo_bot: FakeZaloBot, zalo_bot_host: Host, code: int) -> None:
    zalo_bot.script.append((200, {"ok": False, "error_code": code, "description": "x"}))
    zalo_bot.say(USER, "a")
    zalo_bot.say(USER, "b")
    assert zalo_bot.wait_sent(1)[0].text == "2|b"
    assert [letter.code for letter in DeadLetters(zalo_bot_host.runtime.database).list()] == [str(code)]


@pytest.mark.parametrize("field", ["error_code", "errorCode"])
@pytest.mark.parametrize("code", [401, 429])
def test_token_and_quota_are_told_to_the_officer(
    zalo_bot: FakeZaloBot, zalo_bot_host: Host, code: int, field: str
) -> None:
    zalo_bot.script.extend([(200, {"ok": False, field: code, "description": "x"})] * 3)
    zalo_bot.say(USER, "a")
    notices = Notices(zalo_bot_host.runtime.database)
    seen: list[str] = []
    zalo_bot.wait(lambda: bool(seen.extend(notice.code for notice in notices.list()) or seen), 5, "notice")
    assert seen[0] == str(code)
    assert zalo_bot.wait_sent(1)[0].text == "1|a"


def test_an_unreadable_answer_is_retried_as_doubtful(zalo_bot: FakeZaloBot, zalo_bot_host: Host) -> None:
    zalo_bot.script.extend([(502, "gateway"), "drop"])
    zalo_bot.say(USER, "a")
    assert [message.text for message in zalo_bot.wait_sent(2)] == ["1|a", "1|a"]
