from __future__ import annotations

import pytest

from assistant.text import fold, is_syllable
from assistant.text.letters import Tone
from assistant.text.syllable import compose
from tests.text.common_words import COMMON_WORDS

RARER = """
giữ gìn giếng giặt quyết quốc khuỷu ngoằn nghiêng xoong yếu huých thuở uống hoà thuý ừ ạ ý Mỹ pin oẳn tuýp quạu
khuya bìu ngoéo giộp xoẻng quỳnh
"""
FAULTY = """
facebook zalo app sms b đ mât kà cế ngế ghà đuoc hòá caif ddi wa c4 thng ưu- 👍 iếng ôtô
"""


@pytest.mark.parametrize("word", COMMON_WORDS)
def test_common_word_is_a_syllable_toned_and_folded(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(fold(word))
    assert is_syllable(word.upper())


@pytest.mark.parametrize(
    "word",
    RARER.split(),
)
def test_rarer_shapes_are_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word",
    ["", " ", "cạch đi", *FAULTY.split()],
)
def test_not_a_syllable(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize("word", ["mat", "mát", "mạt"])
def test_stop_coda_with_its_tones_or_folded(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["màt", "mảt", "mãch", "đưp", "tôc"])
def test_stop_coda_with_another_tone(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("letters", "tone", "expected"),
    [
        ("hoa", Tone.GRAVE, "hòa"),
        ("thuy", Tone.ACUTE, "thúy"),
        ("quy", Tone.ACUTE, "quý"),
        ("gia", Tone.ACUTE, "giá"),
        ("gi", Tone.GRAVE, "gì"),
        ("đươc", Tone.DOT, "được"),
        ("ngoai", Tone.GRAVE, "ngoài"),
        ("mât", Tone.LEVEL, None),
        ("xyz", Tone.ACUTE, None),
    ],
)
def test_compose(letters: str, tone: Tone, expected: str | None) -> None:
    assert compose(letters, tone) == expected
