"""The Bayesian filter over skills: one general ability and an offset a skill, known up to a normal distribution.

θ of a skill = general + offset. Within a lesson there is one more unknown, the effect of that lesson on that day: its
label is not quite right, somebody else holds the phone. It is shared by all answers of the lesson, so that ten answers
to one lesson never weigh as much as ten lessons, and it is forgotten when the lesson is left.

An answer moves all parts by one step of assumed-density filtering: the probability of a success is averaged over what
is still unknown of θ, and mean and variance follow from how it would change. Uncertainty shrinks with evidence, and
what is learnt of one skill carries over to the others. Elo is the case of a constant gain.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from assistant.learning.table import Item, Start

__all__ = [
    "Belief",
    "Curve",
    "Shift",
    "enter",
    "extend",
    "finish_lesson",
    "idle",
    "leave",
    "new",
    "observe",
    "shift",
    "theta",
]

Array = npt.NDArray[np.float64]
_PROBIT = 0.346  # (16·√3/15π)²: the normal curve nearest to the logistic one


@dataclass(frozen=True)
class Belief:
    """Mean and covariance; index 0 is the general ability, 1… are the skills' offsets. In logits.

    Within a lesson (between `enter` and `leave`) the last index is the lesson's effect.
    """

    mean: Array
    cov: Array


class Curve(Protocol):
    """An Item, or many at once: each value a float or an array over people."""

    @property
    def b(self) -> Any: ...
    @property
    def a(self) -> Any: ...
    @property
    def c(self) -> Any: ...
    @property
    def s(self) -> Any: ...
    @property
    def w(self) -> Any: ...


@dataclass(frozen=True)
class Shift:
    """How one observation acts: the mean moves by `gain`·P·x, the covariance by −`shrink`·P·x xᵀ·P.

    `expected` is the probability (0–1) of a 1 before the observation. All are floats, or arrays over many people.
    """

    gain: Any
    shrink: Any
    expected: Any


def new(skills: int, start: Start, mean: float | None = None) -> Belief:
    """What is believed of somebody new; `mean` replaces the starting mean of the general ability."""
    variance = np.full(skills + 1, start.skill_var)
    variance[0] = start.general_var
    values = np.zeros(skills + 1)
    values[0] = start.mean if mean is None else mean
    return Belief(values, np.diag(variance))


def extend(belief: Belief, start: Start) -> Belief:
    """The same belief with one more skill of which nothing is known yet; not within a lesson."""
    return _with_one_more(belief, start.skill_var)


def enter(belief: Belief, lesson_var: float) -> Belief:
    """The belief at the beginning of a lesson, whose effect is unknown up to that variance."""
    return _with_one_more(belief, lesson_var)


def leave(belief: Belief) -> Belief:
    """The belief without the effect of the lesson; what its answers said of the skills stays."""
    return Belief(belief.mean[:-1], belief.cov[:-1, :-1])


def _with_one_more(belief: Belief, variance: float) -> Belief:
    size = len(belief.mean)
    cov = np.zeros((size + 1, size + 1))
    cov[:size, :size] = belief.cov
    cov[size, size] = variance
    return Belief(np.append(belief.mean, 0.0), cov)


def theta(belief: Belief, skill: int) -> tuple[float, float]:
    """Mean and variance of θ for a skill (1…), the lesson's effect apart; 0 is the general ability alone."""
    return _sum(belief, [0, skill] if skill else [0])


def _sum(belief: Belief, parts: list[int]) -> tuple[float, float]:
    """Mean and variance of the sum of some parts."""
    variance = float(belief.cov[np.ix_(parts, parts)].sum())
    return float(belief.mean[parts].sum()), max(variance, 1e-6)


def shift(mean: Any, variance: Any, y: Any, item: Curve, clamp: Any) -> Shift:
    """The step for an outcome y in {0, 1} at θ ~ N(mean, variance). Works on floats and on arrays.

    Args:
        clamp: the most that θ moves, in logits.
    """
    span = 1 - item.c - item.s
    # Averaged over θ, the curve is flatter: σ of a normal variable by the usual probit correction.
    slope = item.a / np.sqrt(1 + _PROBIT * item.a * item.a * variance)
    logistic = 1 / (1 + np.exp(-slope * (mean - item.b)))
    expected = np.clip(item.c + span * logistic, 1e-6, 1 - 1e-6)
    change = slope * span * logistic * (1 - logistic)
    spread = expected * (1 - expected)
    information = change * change / spread
    # A weight of w counts as w independent outcomes that each say what this one says.
    left = np.maximum(1 - information * variance, 1e-3)
    share = item.w / (left + item.w * information * variance)
    gain = share * (y - expected) * change / spread
    limit = clamp / np.maximum(variance, 1e-9)
    return Shift(np.clip(gain, -limit, limit), share * information, expected)


def observe(
    belief: Belief, skill: int, y: int, item: Item, clamp: float, *, in_lesson: bool = False
) -> tuple[Belief, float]:
    """The belief after one outcome, and the probability (0–1) that y = 1 had before.

    Args:
        skill: 0 stands for the general ability alone.
        in_lesson: the outcome belongs to the lesson entered last.
    """
    parts = ([0, skill] if skill else [0]) + ([len(belief.mean) - 1] if in_lesson else [])
    mean, variance = _sum(belief, parts)
    step = shift(mean, variance, y, item, clamp)
    direction = belief.cov[:, parts].sum(axis=1)
    after = Belief(belief.mean + direction * step.gain, belief.cov - step.shrink * np.outer(direction, direction))
    return after, float(step.expected)


def finish_lesson(belief: Belief, skill: int, gain: float, var: float) -> Belief:
    """A lesson was gone through to its end: the skill is a little higher, and a little less certain."""
    mean, cov = belief.mean.copy(), belief.cov.copy()
    mean[skill] += gain
    cov[skill, skill] += var
    return Belief(mean, cov)


def idle(belief: Belief, days: float, var_per_day: float, most: float) -> Belief:
    """Days without practice: what is known of each skill becomes less certain, and no lower."""
    cov = belief.cov.copy()
    rest = np.arange(1, len(belief.mean))
    cov[rest, rest] += var_per_day * min(max(days, 0.0), most)
    return Belief(belief.mean, cov)
