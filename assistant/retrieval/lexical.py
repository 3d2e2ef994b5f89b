"""BM25 over passages in three views: exact, folded, and folded character grams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt

from assistant.retrieval.terms import VIEWS, View, terms
from assistant.text import Views

__all__ = ["LexicalIndex", "Scores"]

Scores = npt.NDArray[np.float32]


class LexicalIndex:
    """One BM25 index a view (bm25s, Lucene's variant, its default k1 = 1.5, b = 0.75)."""

    def __init__(self, indexes: Mapping[View, bm25s.BM25]) -> None:
        self._indexes = indexes

    @classmethod
    def build(cls, texts: Sequence[Views]) -> LexicalIndex:
        """Index the texts; their positions are the passage numbers in all scores."""
        indexes: dict[View, bm25s.BM25] = {}
        for view in VIEWS:
            index = bm25s.BM25(method="lucene")
            index.index([terms(text.exact, text.folded, view) for text in texts], show_progress=False)
            indexes[view] = index
        return cls(indexes)

    def scores(self, query: Views) -> dict[View, Scores]:
        """BM25 of every passage, by view. Unbounded, and comparable only within one view and query."""
        return {
            view: self._view_scores(index, terms(query.exact, query.folded, view))
            for view, index in self._indexes.items()
        }

    @staticmethod
    def _view_scores(index: bm25s.BM25, query: list[str]) -> Scores:
        # As bm25s does it, but without np.add.at, which takes ten times as long in the numpy that Rasa pins; the
        # documents of one term are all different, so plain addition is the same.
        matrix = index.scores
        total = np.zeros(matrix["num_docs"], dtype=np.float32)
        for term in query:
            column = index.vocab_dict.get(term)
            if column is not None:
                part = slice(matrix["indptr"][column], matrix["indptr"][column + 1])
                total[matrix["indices"][part]] += matrix["data"][part]
        return total

    def save(self, folder: Path) -> None:
        """Write the indexes below `folder`."""
        for view, index in self._indexes.items():
            index.save(str(folder / view), show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Read what `save` wrote."""
        return cls({view: bm25s.BM25.load(str(folder / view), show_progress=False) for view in VIEWS})


def blend(scores: Mapping[View, Scores], weights: Mapping[View, float], tone_share: float) -> Scores:
    """One lexical score: each view divided by its best, then weighted.

    The exact view counts by the share of syllables that carry tone marks (0–1): for a question typed without
    them it knows nothing. Result 0 … sum of weights.
    """
    total = np.zeros_like(scores["folded"])
    for view, values in scores.items():
        weight = weights[view] * (tone_share if view == "exact" else 1.0)
        if weight and (best := float(values.max(initial=0.0))) > 0:
            total += np.float32(weight / best) * values
    return total
