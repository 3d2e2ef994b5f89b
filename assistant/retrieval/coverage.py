"""How much of a question's wording a lesson speaks of, and how much of it no lesson does."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from assistant.retrieval.passages import Passage
from assistant.text import Views

__all__ = ["Coverage"]

_WORD = re.compile(r"\w+")


class Coverage:
    """Folded words with the lessons (by row) that use them anywhere."""

    def __init__(self, rows: Mapping[str, Sequence[int]], lessons: int) -> None:
        self._lessons = lessons
        self._rows = {word: np.asarray(own, dtype=np.int64) for word, own in rows.items()}
        # A word that every lesson uses weighs nothing, one that none uses weighs most.
        self._weights = {word: log((lessons + 1) / (len(own) + 0.5)) for word, own in rows.items()}
        self._most = log((lessons + 1) / 0.5)

    @classmethod
    def build(cls, texts: Sequence[Views], passages: Sequence[Passage], lessons: Sequence[str]) -> Coverage:
        """Collect the words of each lesson's passages; `texts` are the passages' views, in the same order."""
        numbers = {lesson: row for row, lesson in enumerate(lessons)}
        found: dict[str, set[int]] = defaultdict(set)
        for text, passage in zip(texts, passages):
            if passage.target in numbers:
                for word in _WORD.findall(text.folded):
                    found[word].add(numbers[passage.target])
        return cls({word: sorted(own) for word, own in found.items()}, len(lessons))

    def measure(self, query: Views) -> tuple[npt.NDArray[np.float32], float]:
        """Share (0–1) of the question's weighted words that each lesson uses, and the share that none uses."""
        words = set(_WORD.findall(query.folded))
        total = sum(self._weights.get(word, self._most) for word in words) or 1.0
        shares = np.zeros(self._lessons, dtype=np.float32)
        unknown = 0.0
        for word in words:
            rows = self._rows.get(word)
            if rows is None:
                unknown += self._most
            else:
                shares[rows] += np.float32(self._weights[word])
        return shares / np.float32(total), unknown / total

    def save(self, file: Path) -> None:
        """Write the table."""
        table = {word: rows.tolist() for word, rows in self._rows.items()}
        file.write_bytes(msgspec.msgpack.encode((self._lessons, table)))

    @classmethod
    def load(cls, file: Path) -> Coverage:
        """Read what `save` wrote."""
        lessons, rows = msgspec.msgpack.decode(file.read_bytes(), type=tuple[int, dict[str, list[int]]])
        return cls(rows, lessons)
