"""What the legs of retrieval say about a question, as numbers a lesson; the fusion weighs them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.retrieval.coverage import Coverage
from assistant.retrieval.dense import DenseIndex
from assistant.retrieval.encoder import Encoder
from assistant.retrieval.lexical import LexicalIndex, blend
from assistant.retrieval.passages import Passage
from assistant.retrieval.settings import RetrievalSettings
from assistant.retrieval.terms import View
from assistant.retrieval.topics import TopicClassifier
from assistant.text import Views

__all__ = ["LESSON_FEATURES", "OUTSIDE_FEATURES", "Evidence", "Legs"]

Floats = npt.NDArray[np.float32]

LESSON_FEATURES = (
    "topic",
    "topic_short",
    "lexical_best",
    "lexical_three",
    "lexical_content",
    "lexical_title",
    "dense_best",
    "dense_three",
    "dense_centre",
    "cover",
)
OUTSIDE_FEATURES = (
    "one",
    "topic_none",
    "topic_wrong",
    "topic_best",
    "lexical_cover",
    "dense_best",
    "words",
    "cover_best",
    "unknown",
)
_SHORT = 4  # words; a question that short says little, the classifier's margin means something else
_TOP = 3
_SPOKEN = frozenset({"question", "symptom"})


@dataclass(frozen=True)
class Evidence:
    """The legs' findings for one question.

    Attributes:
        lessons: (lessons, LESSON_FEATURES). Only differences within a column count, and only within one question.
        outside: (OUTSIDE_FEATURES,): whether any lesson is meant at all.
        passages: (passages,) one score a passage, for choosing the section; 0 and up.
    """

    lessons: Floats
    outside: Floats
    passages: Floats


class _Groups:
    """Positions of each lesson's passages of some kinds, padded to one width."""

    def __init__(self, passages: Sequence[Passage], lessons: Sequence[str], kinds: frozenset[str]) -> None:
        places: dict[str, list[int]] = {lesson: [] for lesson in lessons}
        for place, passage in enumerate(passages):
            if passage.kind in kinds and passage.target in places:
                places[passage.target].append(place)
        width = max((len(own) for own in places.values()), default=0) + _TOP
        self._table = np.full((len(lessons), width), -1, dtype=np.int64)
        for row, own in enumerate(places.values()):
            self._table[row, : len(own)] = own

    def best(self, scores: Floats, count: int) -> Floats:
        """Mean of the `count` best scores of each lesson; a missing passage scores 0."""
        padded = np.append(scores, np.float32(0))
        own = padded[self._table]
        if count == 1:
            return np.asarray(own.max(axis=1), dtype=np.float32)
        return np.asarray(np.partition(own, -count, axis=1)[:, -count:].mean(axis=1), dtype=np.float32)


class Legs:
    """The lexical index, the dense index and the topic classifier over one list of passages."""

    def __init__(
        self,
        passages: Sequence[Passage],
        lessons: Sequence[str],
        lexical: LexicalIndex,
        dense: DenseIndex,
        encoder: Encoder,
        topics: TopicClassifier,
        coverage: Coverage,
        settings: RetrievalSettings,
    ) -> None:
        self.passages = passages
        self.lessons = tuple(lessons)
        self._lexical, self._dense, self._encoder, self._topics = lexical, dense, encoder, topics
        self._coverage = coverage
        self._weights: dict[View, float] = {
            "exact": settings.weight_exact,
            "folded": settings.weight_folded,
            "chars": settings.weight_chars,
        }
        self._spoken = _Groups(passages, lessons, _SPOKEN)
        self._content = _Groups(passages, lessons, frozenset({"summary", "step", "problem"}))
        self._title = _Groups(passages, lessons, frozenset({"title"}))
        columns = {name: column for column, name in enumerate(topics.classes)}
        self._topic_columns = np.array([columns[lesson] for lesson in lessons], dtype=np.int64)
        self._none, self._wrong = columns["~none"], columns["~wrong"]

    def evidence(self, query: Views) -> Evidence:
        """Ask all legs."""
        raw = self._lexical.scores(query)
        lexical = blend(raw, self._weights, query.tone_share)
        vector = self._encoder.encode([query])
        dense = self._dense.scores(vector)
        centre = self._dense.centre_scores(vector)
        topic = self._topics.scores(query)
        own = topic[self._topic_columns]
        cover, unknown = self._coverage.measure(query)
        words = len(query.folded.split())
        dense_best = self._spoken.best(dense, 1)
        lessons = np.stack(
            [
                own,
                own if words <= _SHORT else np.zeros_like(own),
                self._spoken.best(lexical, 1),
                self._spoken.best(lexical, _TOP),
                self._content.best(lexical, 1),
                self._title.best(lexical, 1),
                dense_best,
                self._spoken.best(dense, _TOP),
                centre,
                cover,
            ],
            axis=1,
        )
        outside = np.array(
            [
                1.0,
                topic[self._none],
                topic[self._wrong],
                own.max(),
                float(raw["folded"].max(initial=0.0)) / max(1, words),
                dense_best.max(),
                np.log1p(words),
                cover.max(initial=0.0),
                unknown,
            ],
            dtype=np.float32,
        )
        return Evidence(lessons, outside, np.asarray(lexical + np.maximum(dense, 0), dtype=np.float32))
