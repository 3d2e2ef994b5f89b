from __future__ import annotations

import pytest

from assistant.text import fold, has_tone_marks, tone_share

ALL_LETTERS = (
    "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"  # every Vietnamese letter with marks
)


def test_every_vietnamese_letter_folds_to_its_base() -> None:
    folded = fold(ALL_LETTERS + ALL_LETTERS.upper())
    assert set(folded) == set("aeiouyd")
    assert len(folded) == 2 * len(ALL_LETTERS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cài đặt VNeID", "cai dat vneid"),
        ("ĐƯỜNG", "duong"),
        ("a\u0301 e\u0302\u0323", "a e"),
        ("naïve Español", "naive espanol"),
        ("你好 👍🏽 100đ", "你好 👍🏽 100d"),
        ("", ""),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


@pytest.mark.parametrize("text", ["đ", "cài", "tư", "e\u0301", "CĂN"])
def test_tone_marks_are_seen(text: str) -> None:
    assert has_tone_marks(text)


@pytest.mark.parametrize("text", ["", "cai dat", "4G 👍", "naïve", "你好"])
def test_no_tone_marks_are_seen(text: str) -> None:
    assert not has_tone_marks(text)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("cài đặt ứng dụng", 1.0, 1.0),
        ("cai dat ung dung", 0.0, 0.0),
        ("cài dat", 0.5, 0.5),
        ("Facebook Messenger cài", 1.0, 1.0),
        ("bác mở Zalo trong điện thoại cho cháu xem", 0.6, 0.9),
        ("1234 👍", 0.0, 0.0),
        ("", 0.0, 0.0),
    ],
)
def test_tone_share(text: str, low: float, high: float) -> None:
    assert low <= tone_share(text) <= high
