"""From a belief to a wording: probabilities of the three levels, and the highest one that is probably not too hard."""

from __future__ import annotations

import math

import msgspec

from assistant.knowledge import LEVELS, Level
from assistant.learning.table import Cuts, Risk, Table

__all__ = ["Fit", "choose", "level_probabilities", "risk_limit", "success"]


class Fit(msgspec.Struct, frozen=True):
    """The chosen variant with its grounds.

    Attributes:
        probabilities: of the levels basic, standard, advanced; they sum to 1.
        risks: probability that each variant is above the person's level; 0 for basic.
        limit: the risk up to which a variant is served.
    """

    level: Level
    probabilities: tuple[float, float, float]
    risks: tuple[float, float, float]
    limit: float


def _below(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2))


def level_probabilities(mean: float, variance: float, cuts: Cuts) -> tuple[float, float, float]:
    """How probable each level is for θ ~ N(mean, variance)."""
    deviation = math.sqrt(variance)
    low = _below((cuts.low - mean) / deviation)
    high = _below((cuts.high - mean) / deviation)
    return low, max(high - low, 0.0), 1 - high


def risk_limit(risk: Risk, signals: int) -> float:
    """The risk that may be taken with somebody of whom so many signals are known."""
    return risk.limit * (risk.early if signals < risk.early_signals else 1.0)


def choose(mean: float, variance: float, table: Table, previous: Level | None = None, *, signals: int) -> Fit:
    """The highest variant whose risk is within the limit.

    A variant above `previous` must stay below the limit by the table's margin, so that the level does not waver.

    Args:
        signals: how many are known of the person.
    """
    probabilities = level_probabilities(mean, variance, table.cuts)
    low, middle, _ = probabilities
    risks = (0.0, low, low + middle)
    limit = risk_limit(table.risk, signals)
    best = 0
    for place in (1, 2):
        above = previous is not None and place > LEVELS.index(previous)
        if risks[place] <= limit - table.risk.margin * above:
            best = place
    return Fit(LEVELS[best], probabilities, risks, limit)


def success(mean: float, level: Level, table: Table) -> float:
    """Probability (0–1) of managing a lesson at that level, guesses and slips apart."""
    return 1 / (1 + math.exp(-(mean - table.difficulty[level])))
