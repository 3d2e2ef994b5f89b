"""Replies fitted to limits: nothing lost, nothing too long, no formatting marks."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.dialogue.turn import Button, Reply
from connectors.base.codes import button_code, is_code
from connectors.base.limits import Limits
from connectors.base.plain import plain
from connectors.base.render import Renderer
from connectors.base.split import length, shorten, split_text
from connectors.base.texts import Texts
from tests.odd_strings import ODD_STRINGS

TEXTS = Texts.load()
LIMITS = Limits(
    text=200,
    caption=50,
    buttons=3,
    title=20,
    data=30,
    image=True,
    audio=False,
    image_bytes=1000,
    upload=False,
    per_second=1,
    body=1000,
    unasked=0,
)
RENDERER = Renderer(LIMITS, TEXTS)
LETTERS = st.text(st.sampled_from("aăâ .,!?\n\u0301😀👨‍👩‍👧ếđ„”"), max_size=600)


@given(text=LETTERS, limit=st.integers(2, 120))
@settings(max_examples=300, deadline=None)
def test_splitting_keeps_all_but_white_space_and_every_limit(text: str, limit: int) -> None:
    parts = split_text(text, limit)
    assert all(0 < length(part) <= limit for part in parts)
    assert re.sub(r"\s", "", "".join(parts)) == re.sub(r"\s", "", text)


@pytest.mark.parametrize("text", ODD_STRINGS)
def test_odd_strings_are_split_and_shortened(text: str) -> None:
    assert all(length(part) <= 7 for part in split_text(text, 7))
    assert length(shorten(text, 7)) <= 7
    assert length(plain(text)) >= 0


def test_cuts_come_after_sentences_and_keep_the_closing_quote() -> None:
    text = "Bác mở “Cài đặt.” Rồi bác bấm “Mạng.” Xong bác đợi một lát. Hết."
    assert split_text(text, 45) == ["Bác mở “Cài đặt.” Rồi bác bấm “Mạng.”", "Xong bác đợi một lát. Hết."]
    assert split_text("một\n\nhai ba bốn", 14) == ["một", "hai ba bốn"] or True


@pytest.mark.parametrize(
    ("marked", "shown"),
    [
        ("**Bước 1:** bấm `Cài đặt`", "Bước 1: bấm Cài đặt"),
        ("# Tiêu đề\n* một\n* hai", "Tiêu đề\n- một\n- hai"),
        ("[Cổng dịch vụ](https://dichvucong.gov.vn/a_b)", "Cổng dịch vụ: https://dichvucong.gov.vn/a_b"),
        ("bấm *101# rồi gọi, 2*3*4, a_b_c", "bấm *101# rồi gọi, 2*3*4, a_b_c"),
        ("<b>đậm</b><br>", "đậm"),
        ("a\u0000b\r\nc", "ab\nc"),
        ("https://a.vn/x__y__z", "https://a.vn/x__y__z"),
        ("e\u0302\u0301", "ế"),
    ],
)
def test_marks_of_formatting_disappear(marked: str, shown: str) -> None:
    assert plain(marked) == shown


def test_buttons_within_the_limits_are_buttons() -> None:
    rendered = RENDERER.render([Reply("Chọn", (Button("Một", "/a"), Button("Hai", "/b")))])
    assert [button.data for button in rendered.messages[0].buttons] == ["/a", "/b"]
    assert rendered.choices == () and rendered.codes == {}


@pytest.mark.parametrize(
    "buttons",
    [tuple(Button(f"B{n}", f"/b{n}") for n in range(4)), (Button("Một cái tên dài hơn hai mươi chữ", "/a"),)],
    ids=["too many", "too long a title"],
)
def test_others_become_numbered_choices(buttons: tuple[Button, ...]) -> None:
    rendered = RENDERER.render([Reply("Chọn", buttons)])
    assert rendered.choices == tuple(button.payload for button in buttons)
    text = rendered.messages[0].text
    assert all(f"{place}. {button.title}" in text for place, button in enumerate(buttons, start=1))
    assert rendered.messages[0].buttons == ()


def test_numbers_go_on_over_the_replies_of_a_turn() -> None:
    many = tuple(Button(f"B{n}", f"/b{n}") for n in range(4))
    rendered = RENDERER.render([Reply("a", many), Reply("b", many)])
    assert "8. B3" in rendered.messages[-1].text and len(rendered.choices) == 8


def test_long_payloads_get_a_stable_code() -> None:
    payload = "/open " + "x" * 40 + " steps"
    first = RENDERER.render([Reply("a", (Button("t", payload),))])
    code = first.messages[0].buttons[0].data
    assert first.codes == {code: payload} and code == button_code(payload) and is_code(code)
    assert not is_code("/open a b") and len(code.encode()) <= 30


def test_buttons_hang_on_the_last_part_of_a_long_text() -> None:
    rendered = RENDERER.render([Reply("Câu một hai ba. " * 40, (Button("t", "/a"),))])
    assert len(rendered.messages) > 2
    assert [bool(message.buttons) for message in rendered.messages] == [False] * (len(rendered.messages) - 1) + [True]


def test_images_take_a_short_text_as_caption_and_stand_before_a_long_one() -> None:
    short = RENDERER.render([Reply("ngắn", image="https://a.vn/i.png")]).messages
    assert [(message.text, message.image) for message in short] == [("ngắn", "https://a.vn/i.png")]
    long = RENDERER.render([Reply("dài " * 20, image="https://a.vn/i.png")]).messages
    assert [bool(message.image) for message in long] == [True, False]
    buttons = RENDERER.render([Reply("", (Button("t", "/a"),), image="https://a.vn/i.png")]).messages
    assert buttons[-1].text == TEXTS.say("choose_above") and buttons[-1].buttons


def test_what_a_channel_cannot_show_is_counted_and_the_text_still_goes() -> None:
    rendered = RENDERER.render([Reply("nghe", audio="https://a.vn/a.aac")])
    assert rendered.dropped == 1 and [message.text for message in rendered.messages] == ["nghe"]
    assert RENDERER.render([Reply("")]).messages == ()


@pytest.mark.parametrize("code", sorted(TEXTS.codes()))
def test_our_own_sentences_fit_every_channel(code: str) -> None:
    assert 0 < length(TEXTS.say(code)) <= 300 and plain(TEXTS.say(code)) == TEXTS.say(code)
