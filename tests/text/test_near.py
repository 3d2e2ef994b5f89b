"""Words near each other: what stands between does not matter, and the edges of a text count."""

from __future__ import annotations

import pytest

from assistant.text import near_pairs


def test_two_words_are_a_pair_whatever_stands_between():
    assert "đưa _ mã" in near_pairs(["đưa", "cái", "mã"])
    assert "đưa _ mã" in near_pairs(["đưa", "luôn", "cái", "mã"])
    assert "đưa _ mã" not in near_pairs(["đưa", "mã"])  # neighbours are counted elsewhere
    assert "đưa _ mã" not in near_pairs(["đưa", "cho", "nó", "cái", "mã"])


def test_the_first_and_the_last_word_are_known_as_such():
    assert {"^ lỡ", "rồi $"} <= set(near_pairs(["lỡ", "bấm", "rồi"]))


@pytest.mark.parametrize("words", [[], ["a"], ["a"] * 10_000])
def test_texts_of_any_length_give_few_pairs(words):
    assert len(near_pairs(words)) < 300
