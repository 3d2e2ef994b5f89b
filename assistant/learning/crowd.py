"""The filter for many people at once, as arrays: the same rule as filter.py, for refitting and for measurements."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from assistant.learning.filter import Curve, shift
from assistant.learning.table import Table

__all__ = ["Crowd"]

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


class Crowd:
    """Beliefs of `size` people over `skills` skills. Index 0 is the general ability, the last one the lesson's effect.

    Skills are numbered from 1; 0 stands for the general ability alone.
    """

    def __init__(self, size: int, skills: int, table: Table) -> None:
        self.table = table
        self.rows = np.arange(size)
        self.offsets = np.arange(1, skills + 1)
        self.mean = np.zeros((size, skills + 2))
        self.mean[:, 0] = table.start.mean
        self.cov = np.zeros((size, skills + 2, skills + 2))
        self.cov[:, 0, 0] = table.start.general_var
        self.cov[:, self.offsets, self.offsets] = table.start.skill_var

    def theta(self, skill: Places) -> tuple[Array, Array]:
        """Mean and variance of θ of each person's skill, the lesson's effect apart."""
        rows, own = self.rows, np.where(skill > 0, 1.0, 0.0)
        mean = self.mean[:, 0] + own * self.mean[rows, skill]
        variance = self.cov[:, 0, 0] + own * (2 * self.cov[rows, 0, skill] + self.cov[rows, skill, skill])
        return mean, np.maximum(variance, 1e-6)

    def enter(self, who: Mask, lesson: Mask | None = None) -> None:
        """These people leave the lesson they were in; those of `lesson` (default: all of them) enter a new one."""
        self.mean[who, -1] = 0.0
        self.cov[who, -1, :] = 0.0
        self.cov[who, :, -1] = 0.0
        self.cov[who if lesson is None else who & lesson, -1, -1] = self.table.lesson_var

    def see(self, skill: Places, y: Array, curve: Curve) -> Array:
        """Take in one outcome of each person; the probability of a 1 that each had. A weight of 0 changes nothing."""
        direction = self.cov[:, :, 0] + self.cov[:, :, -1]
        own = skill > 0
        skilled = self.cov[self.rows, :, skill]
        direction += skilled if own.all() else np.where(own[:, None], skilled, 0.0)
        mean = self.mean[:, 0] + self.mean[:, -1] + np.where(own, self.mean[self.rows, skill], 0.0)
        variance = direction[:, 0] + direction[:, -1] + np.where(own, direction[self.rows, skill], 0.0)
        clamp = self.table.clamp * np.maximum(curve.w, 1.0)
        step = shift(mean, np.maximum(variance, 1e-6), y, curve, clamp)
        self.mean += direction * step.gain[:, None]
        self.cov -= (step.shrink[:, None] * direction)[:, :, None] * direction[:, None, :]
        return np.asarray(step.expected)

    def finish(self, who: Mask, skill: Places) -> None:
        """These people went through a lesson to its end."""
        rows, own = self.rows[who], skill[who]
        self.mean[rows, own] += self.table.after_lesson.gain
        self.cov[rows, own, own] += self.table.after_lesson.var

    def idle(self, days: Array) -> None:
        """Days without practice, for each person."""
        rule = self.table.idle
        self.cov[:, self.offsets, self.offsets] += rule.var_per_day * np.clip(days, 0, rule.days_max)[:, None]
