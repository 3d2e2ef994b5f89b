"""Weighs the legs and turns them into a calibrated probability: a conditional logit model (McFadden 1974).

Each lesson is an alternative with its own features; "none of them" and "wrongdoing" are two more. Fitted by maximum
likelihood on questions that no leg was trained on, so that its probabilities mean what they say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from assistant.retrieval.features import LESSON_FEATURES, OUTSIDE_FEATURES, Evidence

__all__ = ["NONE", "WRONG", "Fusion", "Probabilities"]

NONE, WRONG = "~none", "~wrong"
_RIDGE = 1e-3
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Probabilities:
    """What is meant: one probability a lesson, and those of "none" and "wrongdoing". They sum to 1."""

    lessons: Floats
    none: float
    wrong: float


class _Weights(msgspec.Struct, frozen=True):
    lesson: list[float]
    none: list[float]
    wrong: list[float]


class Fusion:
    """The fitted model: one weight a feature."""

    def __init__(self, lesson: Floats, none: Floats, wrong: Floats) -> None:
        self._lesson, self._none, self._wrong = lesson, none, wrong

    def _utilities(self, evidence: Evidence) -> Floats:
        return np.concatenate(
            [
                evidence.lessons @ self._lesson,
                [float(evidence.outside @ self._none), float(evidence.outside @ self._wrong)],
            ]
        )

    def probabilities(self, evidence: Evidence) -> Probabilities:
        """The probabilities for one question."""
        utilities = self._utilities(evidence)
        shares = np.exp(utilities - utilities.max())
        shares /= shares.sum()
        return Probabilities(shares[:-2], float(shares[-2]), float(shares[-1]))

    @classmethod
    def fit(cls, evidence: Sequence[Evidence], answers: Sequence[Sequence[int]]) -> Fusion:
        """Fit on labelled evidence.

        Args:
            answers: acceptable alternatives of each question: row numbers of lessons; the number of lessons for
                "none" and that plus one for "wrongdoing".
        """
        from scipy.optimize import minimize

        lessons = np.stack([item.lessons for item in evidence]).astype(np.float64)
        outside = np.stack([item.outside for item in evidence]).astype(np.float64)
        right = np.zeros((len(evidence), lessons.shape[1] + 2), dtype=bool)
        for row, accepted in enumerate(answers):
            right[row, list(accepted)] = True
        a, b = len(LESSON_FEATURES), len(OUTSIDE_FEATURES)

        def loss(weights: Floats) -> tuple[float, Floats]:
            w, u, v = weights[:a], weights[a : a + b], weights[a + b :]
            utilities = np.concatenate([lessons @ w, (outside @ u)[:, None], (outside @ v)[:, None]], axis=1)
            utilities -= utilities.max(axis=1, keepdims=True)
            shares = np.exp(utilities)
            total = shares.sum(axis=1)
            good = np.where(right, shares, 0.0)
            good_total = np.maximum(good.sum(axis=1), 1e-300)
            value = float(np.mean(np.log(total) - np.log(good_total))) + _RIDGE * float(weights @ weights)
            slope = shares / total[:, None] - good / good_total[:, None]
            n = len(evidence)
            gradient = np.concatenate(
                [
                    np.einsum("nl,nlf->f", slope[:, :-2], lessons) / n,
                    slope[:, -2] @ outside / n,
                    slope[:, -1] @ outside / n,
                ]
            )
            return value, gradient + 2 * _RIDGE * weights

        start = np.zeros(a + 2 * b)
        start[0] = 1.0
        fitted = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
        return cls(fitted[:a], fitted[a : a + b], fitted[a + b :])

    def save(self, file: Path) -> None:
        """Write the weights as JSON, by feature name order."""
        weights = _Weights(self._lesson.tolist(), self._none.tolist(), self._wrong.tolist())
        file.write_bytes(msgspec.json.format(msgspec.json.encode(weights)))

    @classmethod
    def load(cls, file: Path) -> Fusion:
        """Read what `save` wrote."""
        weights = msgspec.json.decode(file.read_bytes(), type=_Weights)
        return cls(np.array(weights.lesson), np.array(weights.none), np.array(weights.wrong))
