"""What kind of text this is: a small linear classifier over the words of a text, shared by the safety recognisers.

A text is seen in four views (words and word pairs with tone marks, the same without, pieces of words, words that stand near each
other), numbers by their shape only; a caller may add marks of its own, such as signs found by rules. Trained with scikit-learn's linear
support vector machine and calibrated on texts held out in turn; answering needs numpy alone. Stored as arrays, never as objects.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from assistant.text import fold, near_pairs, normalise

__all__ = ["Linear", "Settings"]

_VIEWS = ("e:", "f:", "c:", "s:")  # exact words, folded words, pieces of folded words, folded words near each other
_MARK = "m:"
_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
_LONGEST = 4000  # characters; what comes after says little more
_FOLDS = 5

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Settings:
    """How to train.

    Attributes:
        strength: inverse of the pull towards small weights, above 0; larger follows the examples more closely.
        least: a term has to be in this many texts, at least 1; rarer ones tell texts apart, not kinds.
        grams: lengths of the pieces of words, in characters.
        mark_weight: how much a mark of the caller weighs beside a whole view of words (which has length 1).
        near_weight: how much the view of words near each other weighs beside another view; 0 leaves it out.
    """

    strength: float = 0.5
    least: int = 2
    grams: tuple[int, ...] = (3, 4, 5)
    mark_weight: float = 0.5
    near_weight: float = 0.0


def _shape(word: str) -> str:
    """A word with each digit as 0, long numbers cut: which number it is says nothing, how long it is does."""
    if word.isdigit():
        return "0" * min(len(word), 7)
    return _DIGIT.sub("0", word) if _DIGIT.search(word) else word


def _terms(text: str, marks: Mapping[str, float], settings: Settings) -> tuple[Counter[str], dict[str, float]]:
    counts: Counter[str] = Counter()
    own = {f"{_MARK}{name}": value for name, value in marks.items()}
    if not text:
        return counts, own  # nothing but marks: no need to look for words
    exact = normalise(text[:_LONGEST]).lower()
    for view, seen in (("e:", exact), ("f:", fold(exact))):
        words = [_shape(word) for word in _WORD.findall(seen)]
        counts.update(f"{view}{word}" for word in words)
        counts.update(f"{view}{left} {right}" for left, right in itertools.pairwise(words))
    for word in words:
        padded = f"_{word}_"
        counts.update(f"c:{padded[at : at + n]}" for n in settings.grams for at in range(len(padded) - n + 1))
    if settings.near_weight:
        counts.update(f"s:{pair}" for pair in near_pairs(words))
    return counts, own


class Linear:
    """The fitted classifier.

    Attributes:
        classes: the labels, sorted.
    """

    def __init__(
        self,
        classes: Sequence[str],
        vocabulary: Mapping[str, int],
        idf: Floats,
        weights: Floats,
        bias: Floats,
        settings: Settings,
    ) -> None:
        """`weights` is terms x classes, already divided by the temperature of the calibration."""
        self.classes = tuple(classes)
        self._vocabulary = vocabulary
        self._idf = idf
        self._weights = weights
        self._bias = bias
        self._settings = settings

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        *,
        marks: Sequence[Mapping[str, float]] | None = None,
        groups: Sequence[str | None] | None = None,
        weights: Sequence[float] | None = None,
        settings: Settings | None = None,
    ) -> Linear:
        """Train on labelled texts; the same texts in the same order give the same classifier.

        Args:
            texts: as they were typed; numbers, case and spelling of tone marks are evened out here.
            labels: one for each text, at least two different ones.
            marks: for each text what the caller knows besides, by name; values about 0 to 1.
            groups: who wrote each text. Given, probabilities are calibrated for writers that were not seen; None
                marks texts that are always learnt from and never held out.
            weights: how much each text counts in training, above 0; all alike where not given.

        Raises:
            ValueError: the lists differ in length, or there is only one label.
        """
        from sklearn.svm import LinearSVC

        settings = settings or Settings()
        marks = marks if marks is not None else [{}] * len(texts)
        if not len(texts) == len(labels) == len(marks) or (groups is not None and len(groups) != len(texts)):
            raise ValueError(f"{len(texts)} texts, {len(labels)} labels, {len(marks)} marks: give one of each a text.")
        counts_for = np.ones(len(texts)) if weights is None else np.asarray(weights, dtype=np.float64)
        if len(counts_for) != len(texts):
            raise ValueError(f"{len(texts)} texts and {len(counts_for)} weights: give one of each a text.")
        if len(set(labels)) < 2:
            raise ValueError("At least two different labels are needed to tell them apart.")
        counted = [_terms(text, mark, settings) for text, mark in zip(texts, marks)]
        documents = Counter(term for counts, own in counted for term in (*counts, *own))
        kept = sorted(term for term, count in documents.items() if count >= settings.least)
        vocabulary = {term: column for column, term in enumerate(kept)}
        idf = np.array([np.log((1 + len(texts)) / (1 + documents[term])) + 1 for term in kept], dtype=np.float32)
        model = cls((), vocabulary, idf, np.zeros((0, 0), np.float32), np.zeros(0, np.float32), settings)
        matrix = model._matrix(counted)
        names = np.asarray(labels)
        classes = sorted(set(labels))

        def trained(rows: Places) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
            """Weights and bias over all classes; a class that is not among `rows` is never chosen."""
            # One against the rest: as good as a multinomial logit on such texts, in a fortieth of its time.
            machine = LinearSVC(C=settings.strength, random_state=0)
            machine.fit(matrix[rows], names[rows], sample_weight=counts_for[rows])
            slopes = np.zeros((len(classes), matrix.shape[1]))
            bias = np.full(len(classes), -30.0)
            places = [classes.index(str(name)) for name in machine.classes_]
            if len(places) == 2:  # scikit-learn keeps one row for two classes
                slopes[places], bias[places] = (-machine.coef_[0], machine.coef_[0]), (-1, 1) * machine.intercept_
            else:
                slopes[places], bias[places] = machine.coef_, machine.intercept_
            return slopes, bias

        held_out = np.zeros((len(texts), len(classes)))
        scored = np.zeros(len(texts), dtype=bool)
        for seen, unseen in _folds(labels, groups):
            if len(set(names[seen])) < 2:
                continue  # one writer wrote all of the others: nothing to learn without him
            slopes, bias = trained(seen)
            held_out[unseen] = matrix[unseen] @ slopes.T + bias
            scored[unseen] = True
        right = np.array([classes.index(label) for label in labels])
        temperature = _temperature(held_out[scored], right[scored]) if scored.any() else 1.0
        slopes, bias = trained(np.arange(len(texts)))
        return cls(
            classes,
            vocabulary,
            idf,
            np.ascontiguousarray(slopes.T / temperature).astype(np.float32),
            (bias / temperature).astype(np.float32),
            settings,
        )

    def _row(self, counts: Counter[str], marks: Mapping[str, float]) -> tuple[Places, Floats]:
        """Columns and values of one text: sublinear tf-idf, each view brought to length 1, then the marks."""
        columns: list[int] = []
        values: list[Floats] = []
        places = self._vocabulary
        own = [(term[:2], places[term], count) for term, count in counts.items() if term in places]
        for view in _VIEWS:
            here = [(column, count) for of, column, count in own if of == view]
            if not here:
                continue
            at = [column for column, _ in here]
            part = (1.0 + np.log(np.array([count for _, count in here], dtype=np.float32))) * self._idf[at]
            columns += at
            weight = self._settings.near_weight if view == "s:" else 1.0
            values.append(weight * part / np.sqrt((part**2).sum()))
        known = [(places[name], value) for name, value in marks.items() if name in places]
        columns += [column for column, _ in known]
        values.append(np.array([value * self._settings.mark_weight for _, value in known], dtype=np.float32))
        return np.array(columns, dtype=np.int64), np.concatenate(values)

    def _matrix(self, counted: Sequence[tuple[Counter[str], Mapping[str, float]]]):  # type: ignore[no-untyped-def]
        from scipy.sparse import csr_matrix

        rows = [self._row(counts, marks) for counts, marks in counted]
        pointers = np.cumsum([0, *(len(columns) for columns, _ in rows)])
        shape = (len(rows), len(self._vocabulary))
        return csr_matrix(
            (np.concatenate([v for _, v in rows]), np.concatenate([c for c, _ in rows]), pointers), shape=shape
        )

    def probabilities(self, text: str, marks: Mapping[str, float] | None = None) -> dict[str, float]:
        """The calibrated probability of each class, 0 to 1, summing to 1. Never raises."""
        columns, values = self._row(*_terms(text, marks or {}, self._settings))
        scores = (values @ self._weights[columns] + self._bias).astype(np.float64)
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        return dict(zip(self.classes, shares.tolist()))

    def save(self, folder: Path, name: str = "linear") -> None:
        """Write the classifier into the folder: `name`.npz and `name`.msgpack."""
        np.savez(folder / f"{name}.npz", idf=self._idf, weights=self._weights, bias=self._bias)
        names = (list(self.classes), list(self._vocabulary), self._settings)
        (folder / f"{name}.msgpack").write_bytes(msgspec.msgpack.encode(names))

    @classmethod
    def load(cls, folder: Path, name: str = "linear") -> Linear:
        """Read what `save` wrote.

        Raises:
            OSError, ValueError: a file is missing or is none of ours.
        """
        kind = tuple[list[str], list[str], Settings]
        try:
            classes, words, settings = msgspec.msgpack.decode((folder / f"{name}.msgpack").read_bytes(), type=kind)
        except msgspec.MsgspecError as fault:
            raise ValueError(f"{folder / name}.msgpack holds no classifier: {fault}") from fault
        with np.load(folder / f"{name}.npz", allow_pickle=False) as arrays:
            idf, weights, bias = arrays["idf"], arrays["weights"], arrays["bias"]
        return cls(classes, {term: column for column, term in enumerate(words)}, idf, weights, bias, settings)


def _folds(labels: Sequence[str], groups: Sequence[str | None] | None) -> Iterator[tuple[Places, Places]]:
    """Which texts to learn from and which to hold out, in turn: whole writers where they are known."""
    from sklearn.model_selection import GroupKFold, StratifiedKFold

    everything = np.arange(len(labels))
    owners = [] if groups is None else [group for group in groups if group is not None]
    if groups is not None and len(set(owners)) > 1:
        own = np.array([place for place, group in enumerate(groups) if group is not None])
        always = np.setdiff1d(everything, own)
        for seen, unseen in GroupKFold(min(_FOLDS, len(set(owners)))).split(own, groups=owners):
            yield np.concatenate([always, own[seen]]), own[unseen]
    elif (smallest := min(Counter(labels).values())) > 1:
        yield from StratifiedKFold(max(2, min(_FOLDS, smallest))).split(everything, labels)


def _temperature(scores: npt.NDArray[np.float64], right: Places) -> float:
    """The number by which scores of unseen texts have to be divided so that their probabilities mean what they say."""
    from scipy.optimize import minimize_scalar
    from scipy.special import logsumexp

    def loss(log_temperature: float) -> float:
        scaled = scores / np.exp(log_temperature)
        return float(np.mean(logsumexp(scaled, axis=1) - scaled[np.arange(len(right)), right]))

    return float(np.exp(minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded").x))
