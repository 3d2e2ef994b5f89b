"""From a belief to a wording: probabilities of the three levels, and the variant of highest expected utility."""

from __future__ import annotations

import math

import msgspec

from assistant.knowledge import LEVELS, Level
from assistant.learning.table import Cuts, Table

__all__ = ["Fit", "choose", "level_probabilities", "success"]


class Fit(msgspec.Struct, frozen=True):
    """The chosen variant with its grounds.

    Attributes:
        probabilities: of the levels basic, standard, advanced; they sum to 1.
        utilities: expected utility of serving each variant, on the scale of the utility table (at most 1).
    """

    level: Level
    probabilities: tuple[float, float, float]
    utilities: tuple[float, float, float]


def _below(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2))


def level_probabilities(mean: float, variance: float, cuts: Cuts) -> tuple[float, float, float]:
    """How probable each level is for θ ~ N(mean, variance)."""
    deviation = math.sqrt(variance)
    low = _below((cuts.low - mean) / deviation)
    high = _below((cuts.high - mean) / deviation)
    return low, max(high - low, 0.0), 1 - high


def choose(mean: float, variance: float, table: Table, previous: Level | None = None) -> Fit:
    """The variant to serve. `previous` is kept unless another is better by the table's margin."""
    probabilities = level_probabilities(mean, variance, table.cuts)
    rows = [table.utility[level] for level in LEVELS]
    basic, standard, advanced = (
        sum(p * row[place] for p, row in zip(probabilities, rows)) for place in range(len(LEVELS))
    )
    utilities = (basic, standard, advanced)
    best = max(range(len(LEVELS)), key=lambda place: utilities[place])
    if previous is not None and utilities[best] - utilities[LEVELS.index(previous)] < table.margin:
        best = LEVELS.index(previous)
    return Fit(LEVELS[best], probabilities, utilities)


def success(mean: float, level: Level, table: Table) -> float:
    """Probability (0–1) of managing a lesson at that level, guesses and slips apart."""
    return 1 / (1 + math.exp(-(mean - table.difficulty[level])))
