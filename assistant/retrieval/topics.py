"""Which lesson is meant: a linear classifier on the words of the example questions, their pairs, pieces and neighbours.

Trained with scikit-learn's LinearSVC (one against the rest); answering needs numpy alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from assistant.retrieval.terms import VIEWS, View, terms
from assistant.text import Views, near_pairs

__all__ = ["TopicClassifier"]

_PREFIX: Mapping[View, str] = {"exact": "e:", "folded": "f:", "chars": "c:"}
_NEAR = "s:"
_PREFIXES = (*_PREFIX.values(), _NEAR)
_MIN_COUNT = 2  # a term seen once cannot tell lessons apart, it only makes the model larger
_MIN_COUNT_NEAR = 4  # of these there are many, and the rare ones say nothing
_C = 0.5


def _terms(text: Views) -> Counter[str]:
    found = Counter(_PREFIX[view] + term for view in VIEWS for term in terms(text.exact, text.folded, view))
    found.update(_NEAR + pair for pair in near_pairs(text.folded.split()))
    return found


def _is_kept(term: str, count: int) -> bool:
    return count >= (_MIN_COUNT_NEAR if term.startswith(_NEAR) else _MIN_COUNT)


class TopicClassifier:
    """Decision values of all classes for a question.

    Attributes:
        classes: lesson ids, and `~none` for what is out of scope, `~wrong` for wrongdoing.
    """

    def __init__(
        self,
        classes: Sequence[str],
        vocabulary: Mapping[str, int],
        idf: npt.NDArray[np.float32],
        weights: npt.NDArray[np.float16],
        bias: npt.NDArray[np.float32],
    ) -> None:
        self.classes = tuple(classes)
        self._vocabulary = vocabulary
        self._idf = idf
        self._weights = weights
        self._bias = bias

    @staticmethod
    def _row(
        counts: Counter[str], vocabulary: Mapping[str, int], idf: npt.NDArray[np.float32]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        """Columns and values of one text: sublinear tf-idf, each view brought to length 1."""
        columns: list[int] = []
        values: list[float] = []
        for prefix in _PREFIXES:
            own = [
                (vocabulary[term], count)
                for term, count in counts.items()
                if term in vocabulary and term.startswith(prefix)
            ]
            part = np.array([(1.0 + np.log(count)) * idf[column] for column, count in own], dtype=np.float32)
            norm = float(np.sqrt((part**2).sum())) or 1.0
            columns += [column for column, _ in own]
            values += (part / norm).tolist()
        return np.array(columns, dtype=np.int64), np.array(values, dtype=np.float32)

    @classmethod
    def train(cls, texts: Sequence[Views], labels: Sequence[str], *, seed: int) -> TopicClassifier:
        """Fit on the example questions. Deterministic for a seed."""
        from scipy.sparse import csr_matrix
        from sklearn.svm import LinearSVC

        counted = [_terms(text) for text in texts]
        documents = Counter(term for counts in counted for term in counts)
        vocabulary = {
            term: column
            for column, term in enumerate(sorted(term for term, count in documents.items() if _is_kept(term, count)))
        }
        idf = np.array([np.log((1 + len(texts)) / (1 + documents[term])) + 1 for term in vocabulary], dtype=np.float32)
        rows = [cls._row(counts, vocabulary, idf) for counts in counted]
        pointers = np.cumsum([0, *(len(columns) for columns, _ in rows)])
        matrix = csr_matrix(
            (np.concatenate([v for _, v in rows]), np.concatenate([c for c, _ in rows]), pointers),
            shape=(len(rows), len(vocabulary)),
        )
        machine = LinearSVC(C=_C, random_state=seed).fit(matrix, np.asarray(labels))
        return cls(
            [str(name) for name in machine.classes_],
            vocabulary,
            idf,
            np.ascontiguousarray(machine.coef_.T.astype(np.float16)),
            machine.intercept_.astype(np.float32),
        )

    def scores(self, query: Views) -> npt.NDArray[np.float32]:
        """The signed distance from each class's boundary, in the order of `classes`; comparable within a query."""
        columns, values = self._row(_terms(query), self._vocabulary, self._idf)
        result: npt.NDArray[np.float32] = values @ self._weights[columns].astype(np.float32) + self._bias
        return result

    def save(self, folder: Path) -> None:
        """Write the classifier below `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "weights.npy", self._weights)
        np.savez(folder / "small.npz", idf=self._idf, bias=self._bias)
        (folder / "names.msgpack").write_bytes(msgspec.msgpack.encode([list(self.classes), list(self._vocabulary)]))

    @classmethod
    def load(cls, folder: Path) -> TopicClassifier:
        """Read what `save` wrote."""
        classes, words = msgspec.msgpack.decode((folder / "names.msgpack").read_bytes(), type=list[list[str]])
        small = np.load(folder / "small.npz")
        vocabulary = {term: column for column, term in enumerate(words)}
        return cls(classes, vocabulary, small["idf"], np.load(folder / "weights.npy"), small["bias"])
