"""The rule of the product, for many learners at once, and what it is compared with."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from scipy.special import ndtr
from worlds import CUTS, SKILLS, B

from assistant.learning.filter import shift
from assistant.learning.table import Item, Table

TABLE = Table.load()
U = np.array([TABLE.utility[name] for name in ("basic", "standard", "advanced")])


def item(signal: str, c: float | None = None) -> Item:
    """The curve that the table supposes, at b = 0 (the real b is given beside it)."""
    row = TABLE.signals[signal]
    return Item(0.0, row.a, row.c if c is None or signal != "step" else c, row.s, row.w)


class Policy:
    """Chooses variants and sees answers. `see` gets the tagged skill, the intended b and the outcome of each person."""

    name = "?"

    def begin(self, size: int) -> None:
        self.size = size
        self.rows = np.arange(size)

    def choose(self, skill: int) -> np.ndarray:
        raise NotImplementedError

    def see(self, signal: str, skill: np.ndarray, b: np.ndarray, y: np.ndarray) -> np.ndarray | None:
        """Take note; returns the probability of a 1 that was expected, where the policy has one."""

    def end_lesson(self, skill: int) -> None:
        pass

    def pass_days(self, days: np.ndarray) -> None:
        pass

    def night(self) -> None:
        """After each cohort of people: what was learnt of them may serve the next."""


class Filter(Policy):
    """The rule of assistant/learning. Keyword arguments switch parts off."""

    def __init__(
        self,
        name: str = "recommended",
        *,
        pooled: bool = True,
        utility: bool = True,
        step_c: float | None = None,
        without: tuple[str, ...] = (),
        drift: bool = True,
        bump: bool = True,
        empirical: bool = True,
        margin: float = TABLE.margin,
        split: tuple[float, float] | None = None,
    ) -> None:
        self.name, self.pooled, self.utility, self.step_c = name, pooled, utility, step_c
        self.without, self.drift, self.bump, self.empirical, self.margin = without, drift, bump, empirical, margin
        start = TABLE.start
        self.split = split or (
            (start.general_var, start.skill_var) if pooled else (0.0, start.general_var + start.skill_var)
        )
        self.known: list[np.ndarray] = []

    def begin(self, size: int) -> None:
        super().begin(size)
        mean = TABLE.start.mean
        if self.empirical and self.pooled and self.known:
            people = np.concatenate(self.known)
            weight = TABLE.start.prior_people
            mean = (weight * mean + people.sum()) / (weight + len(people))
        self.m = np.zeros((size, SKILLS + 1))
        self.m[:, 0] = mean
        self.P = np.zeros((size, SKILLS + 1, SKILLS + 1))
        self.P[:, np.arange(1, SKILLS + 1), np.arange(1, SKILLS + 1)] = self.split[1]
        self.P[:, 0, 0] = self.split[0]
        self.last = np.full((size, SKILLS), -1)

    def theta(self, skill: np.ndarray | int) -> tuple[np.ndarray, np.ndarray]:
        k = np.broadcast_to(np.asarray(skill) + 1, (self.size,))
        r = self.rows
        return self.m[:, 0] + self.m[r, k], self.P[:, 0, 0] + 2 * self.P[r, 0, k] + self.P[r, k, k]

    def levels(self, skill: np.ndarray | int) -> np.ndarray:
        mean, variance = self.theta(skill)
        low, high = (ndtr((cut - mean) / np.sqrt(variance)) for cut in CUTS)
        return np.stack([low, high - low, 1 - high], axis=1)

    def choose(self, skill: int) -> np.ndarray:
        p = self.levels(skill)
        if not self.utility:
            return p.argmax(axis=1)
        expected = p @ U
        best = expected.argmax(axis=1)
        last = self.last[:, skill]
        keep = (last >= 0) & (expected[self.rows, best] - expected[self.rows, np.maximum(last, 0)] < self.margin)
        chosen = np.where(keep, last, best)
        self.last[:, skill] = chosen
        return chosen

    def curve(self, signal: str) -> Item:
        return item(signal, self.step_c)

    def see(self, signal: str, skill: np.ndarray, b: np.ndarray, y: np.ndarray) -> np.ndarray | None:
        mean, variance = self.theta(skill)
        step = shift(mean, variance, y, self.curve(signal), TABLE.clamp, b=b)
        if signal in self.without:
            return step.expected
        h = self.P[:, :, 0] + self.P[self.rows, :, skill + 1]
        self.m += h * step.gain[:, None]
        self.P -= step.shrink[:, None, None] * h[:, :, None] * h[:, None, :]
        return step.expected

    def end_lesson(self, skill: int) -> None:
        if self.bump:
            self.m[:, skill + 1] += TABLE.after_lesson.gain
            self.P[:, skill + 1, skill + 1] += TABLE.after_lesson.var

    def pass_days(self, days: np.ndarray) -> None:
        if self.drift:
            k = np.arange(1, SKILLS + 1)
            self.P[:, k, k] += TABLE.idle.var_per_day * np.minimum(days, TABLE.idle.days_max)[:, None]

    def night(self) -> None:
        self.known.append(self.m[:, 0].copy())


class Refitted(Filter):
    """The rule, whose constants are fitted again each night to the events of the last nights by predictive likelihood.

    One round of hill climbing a night over: starting mean, the two starting variances, the guess rate of "done", the
    slip rate. The first cohort is served with the constants of signals.yml.
    """

    STEPS: ClassVar[dict[str, tuple[float, float, float]]] = {  # step, least, most
        "mean": (0.15, -2.0, 0.6),
        "general": (0.15, 0.05, 1.2),
        "skill": (0.15, 0.1, 1.5),
        "c": (0.05, 0.2, 0.8),
        "s": (0.04, 0.02, 0.26),
    }
    nights = 2

    def __init__(self, name: str = "recommended") -> None:
        super().__init__(name, empirical=False)
        start = TABLE.start
        self.fitted = {
            "mean": start.mean,
            "general": start.general_var,
            "skill": start.skill_var,
            "c": TABLE.signals["step"].c,
            "s": TABLE.signals["quiz"].s,
        }
        self.events: list[list[tuple[Any, ...]]] = []

    def begin(self, size: int) -> None:
        self._begin(size, self.fitted)
        self.events.append([(size,)])

    def _begin(self, size: int, values: dict[str, float]) -> None:
        self.split = (values["general"], values["skill"])
        super().begin(size)
        self.m[:, 0] = values["mean"]
        self.values = values

    def curve(self, signal: str) -> Item:
        row = item(signal)
        if signal == "help":
            return row
        return Item(0.0, row.a, self.values["c"] if signal == "step" else row.c, self.values["s"], row.w)

    def see(self, signal: str, skill: np.ndarray, b: np.ndarray, y: np.ndarray) -> np.ndarray | None:
        if self.events:
            self.events[-1].append((signal, skill, b, y))
        return super().see(signal, skill, b, y)

    def end_lesson(self, skill: int) -> None:
        self.events[-1].append(("end", skill))
        super().end_lesson(skill)

    def pass_days(self, days: np.ndarray) -> None:
        self.events[-1].append(("days", days))
        super().pass_days(days)

    def _likelihood(self, values: dict[str, float]) -> float:
        total, shadow = 0.0, Refitted()
        for night in self.events[-self.nights :]:
            shadow._begin(night[0][0], values)
            for event in night[1:]:
                if event[0] == "end":
                    Filter.end_lesson(shadow, event[1])
                elif event[0] == "days":
                    Filter.pass_days(shadow, event[1])
                else:
                    p = Filter.see(shadow, *event)
                    total += float(np.log(np.where(event[3] == 1, p, 1 - p)).sum())
        return total

    def night(self) -> None:
        best = self._likelihood(self.fitted)
        for name, (step, least, most) in self.STEPS.items():
            for way in (1, -1):
                while True:
                    tried = self.fitted | {name: float(np.clip(self.fitted[name] + way * step, least, most))}
                    if tried == self.fitted or (value := self._likelihood(tried)) <= best:
                        break
                    best, self.fitted = value, tried


class Fixed(Policy):
    def __init__(self, variant: int) -> None:
        self.variant, self.name = variant, f"fixed {('basic', 'standard', 'advanced')[variant]}"

    def choose(self, skill: int) -> np.ndarray:
        return np.full(self.size, self.variant)


class Elo(Policy):
    """User + skill ratings against the intended difficulty, the filter's guess and slip constants, step a/(1 + n/20).

    `empirical` gives it the same nightly population start as the filter (not part of Elo as published).
    """

    def __init__(self, a: float = 0.7, *, empirical: bool = False) -> None:
        self.a, self.empirical = a, empirical
        self.name = f"Elo a={a:g}" + (" + population start" if empirical else "")
        self.known: list[np.ndarray] = []

    def begin(self, size: int) -> None:
        super().begin(size)
        start = TABLE.start.mean
        if self.empirical and self.known:
            people = np.concatenate(self.known)
            start = (TABLE.start.prior_people * start + people.sum()) / (TABLE.start.prior_people + len(people))
        self.user, self.users = np.full(size, start), np.zeros(size)
        self.skill, self.skills = np.zeros((size, SKILLS)), np.zeros((size, SKILLS))

    def choose(self, skill: int) -> np.ndarray:
        theta = self.user + self.skill[:, skill]
        return (theta > CUTS[0]).astype(int) + (theta > CUTS[1])

    def levels(self, skill: int) -> np.ndarray:
        return np.eye(3)[self.choose(skill)]

    def see(self, signal: str, skill: np.ndarray, b: np.ndarray, y: np.ndarray) -> np.ndarray:
        row = item(signal)
        theta = self.user + self.skill[self.rows, skill]
        p = row.c + (1 - row.c - row.s) / (1 + np.exp(-row.a * (theta - b)))
        self.user += row.w * self.a / (1 + 0.05 * self.users) * (y - p)
        self.skill[self.rows, skill] += row.w * self.a / (1 + 0.05 * self.skills[self.rows, skill]) * (y - p)
        self.users += 1
        self.skills[self.rows, skill] += 1
        return p

    def night(self) -> None:
        self.known.append(self.user.copy())


class Hmm(Policy):
    """Three hidden levels a skill, moving up now and then, with the same utilities."""

    name = "HMM 3 levels"
    centres = np.array([-1.5, 0.0, 1.5])
    up = 0.06

    def begin(self, size: int) -> None:
        super().begin(size)
        self.p = np.tile(np.array([0.57, 0.36, 0.07]), (size, SKILLS, 1))

    def levels(self, skill: int) -> np.ndarray:
        return self.p[:, skill]

    def choose(self, skill: int) -> np.ndarray:
        return (self.p[:, skill] @ U).argmax(axis=1)

    def see(self, signal: str, skill: np.ndarray, b: np.ndarray, y: np.ndarray) -> np.ndarray:
        row = item(signal)
        now = self.p[self.rows, skill]
        right = row.c + (1 - row.c - row.s) / (1 + np.exp(-row.a * (self.centres[None] - b[:, None])))
        expected = (now * right).sum(axis=1)
        like = np.where(y[:, None] == 1, right, 1 - right) ** row.w
        after = now * like
        self.p[self.rows, skill] = after / after.sum(axis=1, keepdims=True)
        return expected

    def end_lesson(self, skill: int) -> None:
        p = self.p[:, skill]
        move = np.array([[1 - self.up, self.up, 0], [0, 1 - self.up, self.up], [0, 0, 1]])
        self.p[:, skill] = p @ move


class Bkt(Policy):
    """Bayesian knowledge tracing a skill; the variant is cut from the probability of mastery."""

    def __init__(self, name: str, parameters: np.ndarray, cuts: tuple[float, float]) -> None:
        self.name, self.cuts = name, cuts
        self.prior, self.move, self.guess, self.slip = parameters.T  # one row a skill

    def begin(self, size: int) -> None:
        super().begin(size)
        self.p = np.tile(self.prior, (size, 1))

    def choose(self, skill: int) -> np.ndarray:
        return (self.p[:, skill] > self.cuts[0]).astype(int) + (self.p[:, skill] > self.cuts[1])

    def see(self, signal: str, skill: np.ndarray, b: np.ndarray, y: np.ndarray) -> np.ndarray:
        now, g, s = self.p[self.rows, skill], self.guess[skill], self.slip[skill]
        expected = now * (1 - s) + (1 - now) * g
        known = np.where(y == 1, now * (1 - s), now * s)
        other = np.where(y == 1, (1 - now) * g, (1 - now) * (1 - g))
        after = known / np.maximum(known + other, 1e-12)
        self.p[self.rows, skill] = after + (1 - after) * self.move[skill]
        return expected


class Staircase(Policy):
    """Two right quiz answers in a row: one level up; one wrong: one down. Kept over skills, starts basic."""

    name = "staircase 2-up/1-down"

    def begin(self, size: int) -> None:
        super().begin(size)
        self.at, self.row = np.zeros(size, dtype=int), np.zeros(size, dtype=int)

    def choose(self, skill: int) -> np.ndarray:
        return self.at.copy()

    def see(self, signal: str, skill: np.ndarray, b: np.ndarray, y: np.ndarray) -> None:
        if signal != "quiz":
            return
        self.row = np.where(y == 1, self.row + 1, 0)
        up = self.row == 2
        self.at = np.clip(self.at + up - (y == 0), 0, 2)
        self.row[up] = 0


class LastAnswer(Staircase):
    """Up after a right answer, down after a wrong one."""

    name = "last answer"

    def see(self, signal: str, skill: np.ndarray, b: np.ndarray, y: np.ndarray) -> None:
        if signal == "quiz":
            self.at = np.clip(self.at + np.where(y == 1, 1, -1), 0, 2)


def intended(variant: np.ndarray) -> np.ndarray:
    """The difficulty that the tag of a variant states."""
    return B[variant]
