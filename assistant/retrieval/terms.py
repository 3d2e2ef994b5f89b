"""What is indexed of a text: word, word-pair and character terms in the exact and the folded view."""

from __future__ import annotations

import itertools
import re
from typing import Literal

__all__ = ["VIEWS", "View", "terms"]

View = Literal["exact", "folded", "chars"]
VIEWS: tuple[View, ...] = ("exact", "folded", "chars")

_WORD = re.compile(r"\w+")
_GRAM = 4


def _words_and_pairs(text: str) -> list[str]:
    words = _WORD.findall(text)
    return words + [f"{left} {right}" for left, right in itertools.pairwise(words)]


def _grams(text: str) -> list[str]:
    padded = (f"_{word}_" for word in _WORD.findall(text))
    return [word[start : start + _GRAM] for word in padded for start in range(max(1, len(word) - _GRAM + 1))]


def terms(exact: str, folded: str, view: View) -> list[str]:
    """The terms of one text in one view.

    `exact` keeps tone marks and tells "mã" from "mà"; `folded` finds what was typed without them; `chars` (4-grams
    of folded words) forgives typing slips. A Vietnamese word is mostly two syllables: pairs stand in for words.
    """
    if view == "exact":
        return _words_and_pairs(exact)
    if view == "folded":
        return _words_and_pairs(folded)
    return _grams(folded)
