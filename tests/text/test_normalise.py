from __future__ import annotations

import unicodedata

import pytest

from assistant.text import normalise


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("hoà thuý khoẻ toả", "hòa thúy khỏe tỏa"),
        ("hòa thúy", "hòa thúy"),
        ("quý quí quả giá gì già giếng", "quý quí quả giá gì già giếng"),
        ("gía cuả đựơc nhìêu ngoaì", "giá của được nhiều ngoài"),
        ("HOÀ Hoà THUỶ", "HÒA Hòa THỦY"),
        ("toàn hoạt thuyền khuỷu ngoằn", "toàn hoạt thuyền khuỷu ngoằn"),
    ],
)
def test_tone_mark_goes_to_the_older_place(typed: str, expected: str) -> None:
    assert normalise(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("đượcccc", "được"),
        ("nhaaaa", "nha"),
        ("dạạ nhéé", "dạ nhé"),
        ("alooo Zaloooo", "alo Zalo"),
        ("xoong boòng", "xoong boòng"),
        ("kkkkkk", "kkk"),
        ("quý III khóa XXXI", "quý III khóa XXXI"),
        ("09xxxxxxxx 1000000", "09xxxxxxxx 1000000"),
        ("www.aaa.vn a.bbb@gmail.com", "www.aaa.vn a.bbb@gmail.com"),
        ("ddaau ddieenj", "ddaau ddieenj"),
    ],
)
def test_drawn_out_words_are_shortened_and_nothing_else(typed: str, expected: str) -> None:
    assert normalise(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (unicodedata.normalize("NFD", "Điện thoại"), "Điện thoại"),
        ("tie\u0301\u0302ng", "tiếng"),
        ("Ðà Nẵng", "Đà Nẵng"),
        ("m\u200bật\u00ad kh\ufeffẩu\u202e", "mật khẩu"),
        ("a\x00b\x07c", "abc"),
        (" mã\u00a0OTP \r\n\t là\u3000gì ", "mã OTP là gì"),
        ("“mã” ‘OTP’ – là…", "\"mã\" 'OTP' - là..."),
        ("𝗭𝗮𝗹𝗼 ＯＴＰ", "Zalo OTP"),
        ("a\ud83db", "ab"),
    ],
)
def test_same_look_becomes_same_text(typed: str, expected: str) -> None:
    assert normalise(typed) == expected


@pytest.mark.parametrize("emoji", ["👨‍👩‍👧‍👦", "❤️‍🔥", "👍🏽", "🇻🇳", "1️⃣", "🫠", "🏃‍♀️"])
def test_emoji_stay_whole(emoji: str) -> None:
    assert normalise(f"vâng {emoji} ạ") == f"vâng {emoji} ạ"


def test_joiners_that_join_nothing_go() -> None:
    assert normalise("\u200d👍\u200d a\u200d\ufe0f\u200d") == "👍 a"


def test_other_scripts_stay() -> None:
    assert normalise("你好 Привет مرحبا") == "你好 Привет مرحبا"


def test_ten_thousand_characters_keep_their_words() -> None:
    assert normalise("Hoà nhaaaa  " * 1000).split() == ["Hòa", "nha"] * 1000
