"""Pairs of words that stand near each other: "đưa luôn cái mã" holds "đưa … mã", whoever puts what between."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["near_pairs"]

_APART = 3  # words; Vietnamese puts particles and classifiers between a verb and its object, seldom more
_WORDS = 120  # of which pairs are made: a longer text says little more


def near_pairs(words: Sequence[str]) -> list[str]:
    """Skip-grams of the words, two and three places apart, and the first and last word with the edge of the text.

    Pairs of neighbours are left to the caller, who counts them as terms of their own.
    """
    edged = ["^", *words[:_WORDS], "$"]
    pairs = [f"^ {edged[1]}", f"{edged[-2]} $"]
    for apart in range(2, _APART + 1):
        pairs += [f"{left} _ {right}" for left, right in zip(edged, edged[apart:])]
    return pairs
