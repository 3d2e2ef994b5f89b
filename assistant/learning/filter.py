"""The Bayesian filter over skills: one general ability and an offset a skill, known up to a normal distribution.

θ of a skill = general + offset. An answer moves both by one Fisher-scoring step, so that uncertainty shrinks with
evidence and what is learnt of one skill carries over to the others. Elo is the case of a constant gain.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.learning.table import Item, Start

__all__ = ["Belief", "Shift", "extend", "finish_lesson", "idle", "new", "observe", "shift", "theta"]

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Belief:
    """Mean and covariance; index 0 is the general ability, 1… are the skills' offsets. In logits."""

    mean: Array
    cov: Array


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
    """The same belief with one more skill of which nothing is known yet."""
    size = len(belief.mean)
    cov = np.zeros((size + 1, size + 1))
    cov[:size, :size] = belief.cov
    cov[size, size] = start.skill_var
    return Belief(np.append(belief.mean, 0.0), cov)


def theta(belief: Belief, skill: int) -> tuple[float, float]:
    """Mean and variance of θ for a skill (1…); 0 is the general ability alone."""
    if skill == 0:
        return float(belief.mean[0]), float(belief.cov[0, 0])
    mean = float(belief.mean[0] + belief.mean[skill])
    variance = float(belief.cov[0, 0] + 2 * belief.cov[0, skill] + belief.cov[skill, skill])
    return mean, max(variance, 1e-6)


def shift(mean: Any, variance: Any, y: Any, item: Item, clamp: float, b: Any = None) -> Shift:
    """The step for an outcome y in {0, 1} at θ ~ N(mean, variance). Works on floats and on arrays.

    Args:
        clamp: the most that θ moves, in logits.
        b: difficulties that replace item.b (an array over people, say).
    """
    span = 1 - item.c - item.s
    logistic = 1 / (1 + np.exp(-item.a * (mean - (item.b if b is None else b))))
    expected = np.clip(item.c + span * logistic, 1e-6, 1 - 1e-6)
    slope = item.a * span * logistic * (1 - logistic)
    spread = expected * (1 - expected)
    score = item.w * (y - expected) * slope / spread
    information = item.w * slope * slope / spread
    gain = score / (1 + information * variance)
    limit = clamp / np.maximum(variance, 1e-9)
    return Shift(np.clip(gain, -limit, limit), information / (1 + information * variance), expected)


def observe(belief: Belief, skill: int, y: int, item: Item, clamp: float) -> tuple[Belief, float]:
    """The belief after one outcome, and the probability (0–1) that y = 1 had before.

    Skill 0 stands for the general ability alone.
    """
    mean, variance = theta(belief, skill)
    step = shift(mean, variance, y, item, clamp)
    direction = belief.cov[:, 0] + belief.cov[:, skill] if skill else belief.cov[:, 0]
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
