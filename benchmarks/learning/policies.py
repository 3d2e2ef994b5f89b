"""The rule of the product, for many learners at once, and what it is compared with."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec
import numpy as np
from scipy.special import ndtr
from worlds import CUTS, SKILLS, B

from assistant.learning.choose import risk_limit
from assistant.learning.constants import constants_of, with_constants
from assistant.learning.crowd import Crowd
from assistant.learning.history import END, History
from assistant.learning.refit import refit
from assistant.learning.table import Item, Table

TABLE = Table.load()
NAMES = tuple(TABLE.signals)
# The baselines keep the guess, slip and weight constants, the start and the utilities that were chosen for them (seed 77)
# when the filter still used the same ones: a change of the filter's table makes no baseline weaker.
BASELINE = {
    "placement": Item(0.0, 1.0, 0.10, 0.14, 1.0),
    "quiz": Item(0.0, 1.0, 0.30, 0.14, 1.0),
    "step": Item(0.0, 1.0, 0.45, 0.14, 0.6),
    "help": Item(0.0, 0.7, 0.0, 0.0, 0.7),
}
BASELINE_START, BASELINE_PEOPLE = -0.9, 8.0
U = np.array([[1.0, -0.05, -0.85], [0.58, 1.0, 0.03], [0.2, 0.67, 1.0]])  # true level × variant


class Policy:
    """Chooses variants and sees answers. `see` gets the tagged skill, the intended b and the outcome of each person."""

    name = "?"

    def begin(self, size: int) -> None:
        self.size = size
        self.rows = np.arange(size)

    def choose(self, skill: int) -> np.ndarray:
        raise NotImplementedError

    def enter(self) -> None:
        """Questions outside of lessons follow."""

    def begin_lesson(self) -> None:
        """The chosen lesson begins."""

    def see(self, signal: str, skill: np.ndarray, b: np.ndarray, y: np.ndarray) -> np.ndarray | None:
        """Take note; returns the probability of a 1 that was expected, where the policy has one."""

    def end_lesson(self, skill: int) -> None:
        pass

    def pass_days(self, days: np.ndarray) -> None:
        pass

    def night(self) -> None:
        """After each cohort of people: what was learnt of them may serve the next."""


class Filter(Policy):
    """The rule of assistant/learning with the constants of `table`. Keyword arguments switch parts off."""

    def __init__(
        self, name: str, *, table: Table = TABLE, most_likely: bool = False, without: tuple[str, ...] = ()
    ) -> None:
        self.name, self.table, self.most_likely, self.without = name, table, most_likely, without

    def begin(self, size: int) -> None:
        super().begin(size)
        self.crowd = Crowd(size, SKILLS, self.table)
        self.last = np.full((size, SKILLS), -1)
        self.everybody = np.ones(size, dtype=bool)
        self.seen = 0

    def levels(self, skill: int) -> np.ndarray:
        mean, variance = self.crowd.theta(np.full(self.size, skill + 1))
        spread = np.sqrt(variance + self.table.day_var)
        low, high = (ndtr((cut - mean) / spread) for cut in CUTS)
        return np.stack([low, high - low, 1 - high], axis=1)

    def choose(self, skill: int) -> np.ndarray:
        p = self.levels(skill)
        if self.most_likely:
            return p.argmax(axis=1)
        risk, last, chosen = self.table.risk, self.last[:, skill], np.zeros(self.size, dtype=int)
        limit = risk_limit(risk, self.seen)
        for variant in (1, 2):
            above = (last >= 0) & (variant > last)
            chosen[p[:, :variant].sum(axis=1) <= limit - risk.margin * above] = variant
        self.last[:, skill] = chosen
        return chosen

    def enter(self) -> None:
        self.crowd.enter(self.everybody)

    def begin_lesson(self) -> None:
        self.crowd.enter(self.everybody, self.everybody)

    def see(self, signal: str, skill: np.ndarray, b: np.ndarray, y: np.ndarray) -> np.ndarray | None:
        row = self.table.signals[signal]
        weight = 0.0 if signal in self.without else row.w
        self.seen += weight > 0
        return self.crowd.see(skill + 1, y, _Curves(b + row.d, row.a, row.c, row.s, weight))

    def end_lesson(self, skill: int) -> None:
        self.crowd.finish(self.everybody, np.full(self.size, skill + 1))

    def pass_days(self, days: np.ndarray) -> None:
        self.crowd.idle(days)


class _Curves(NamedTuple):
    b: Any
    a: float
    c: float
    s: float
    w: float


class Refitted(Filter):
    """The rule as the product runs it: each night assistant.learning.refit fits the constants to what people did.

    The first cohort is served with the constants of signals.yml. At most `keep` people, the newest, are gone through
    each night (the product: people_max of signals.yml), which only saves time here.
    """

    keep = 400

    def __init__(self, name: str = "recommended", base: Table = TABLE) -> None:
        super().__init__(name, table=base)
        self.base, self.constants = base, constants_of(base)
        self.nights: list[History] = []

    def begin(self, size: int) -> None:
        super().begin(size)
        self.log: list[dict[str, np.ndarray]] = []
        self.waited, self.left, self.entered = np.zeros(size), False, False

    def begin_lesson(self) -> None:
        super().begin_lesson()
        self.left = self.entered = True

    def enter(self) -> None:
        super().enter()
        self.left, self.entered = True, False

    def _note(self, row: int, skill: np.ndarray, b: np.ndarray | float = 0.0, y: np.ndarray | float = 0.0) -> None:
        full = np.ones(self.size)
        self.log.append(
            {
                "row": np.full(self.size, row),
                "skill": skill,
                "y": full * y,
                "b": full * b,
                "weight": full * np.nan,
                "guess": full * 0.0,
                "days": self.waited,
                "leave": full * self.left > 0,
                "enter": full * self.entered > 0,
            }
        )
        self.waited, self.left, self.entered = np.zeros(self.size), False, False

    def see(self, signal: str, skill: np.ndarray, b: np.ndarray, y: np.ndarray) -> np.ndarray | None:
        self._note(NAMES.index(signal), skill + 1, b, y)
        return super().see(signal, skill, b, y)

    def end_lesson(self, skill: int) -> None:
        self._note(END, np.full(self.size, skill + 1))
        super().end_lesson(skill)

    def pass_days(self, days: np.ndarray) -> None:
        self.waited = self.waited + days
        super().pass_days(days)

    def night(self) -> None:
        self.nights.append(History(NAMES, **{name: np.stack([one[name] for one in self.log]) for name in self.log[0]}))
        while sum(night.people for night in self.nights[1:]) >= self.keep:
            self.nights.pop(0)
        fields = [name for name in vars(self.nights[0]) if name != "names"]
        joined = {name: np.concatenate([getattr(night, name) for night in self.nights], axis=1) for name in fields}
        self.constants = refit(History(NAMES, **joined), self.base, self.constants).constants
        self.table = with_constants(self.base, self.constants)


def changed(*, margin: float | None = None, early: float | None = None, **values: float) -> Table:
    """The table of the product with some constants replaced: an ablation."""
    table = with_constants(TABLE, msgspec.structs.replace(constants_of(TABLE), **values))
    risk = msgspec.structs.replace(
        table.risk,
        margin=table.risk.margin if margin is None else margin,
        early=table.risk.early if early is None else early,
    )
    return msgspec.structs.replace(table, risk=risk)


def without_pooling() -> Table:
    """Each skill by itself, with the same total variance."""
    return changed(general_var=0.0, skill_var=TABLE.start.general_var + TABLE.start.skill_var)


def without_time(*, drift: bool = True, gain: bool = True) -> Table:
    """Idle days cost no certainty, or finished lessons add nothing."""
    idle, lesson = TABLE.idle, TABLE.after_lesson
    return msgspec.structs.replace(
        TABLE,
        idle=idle if drift else msgspec.structs.replace(idle, var_per_day=0.0),
        after_lesson=lesson if gain else msgspec.structs.replace(lesson, gain=0.0, var=0.0),
    )


class Fixed(Policy):
    def __init__(self, variant: int) -> None:
        self.variant, self.name = variant, f"fixed {('basic', 'standard', 'advanced')[variant]}"

    def choose(self, skill: int) -> np.ndarray:
        return np.full(self.size, self.variant)


class Elo(Policy):
    """User + skill ratings against the intended difficulty, the guess and slip constants of BASELINE, step a/(1 + n/20).

    `empirical` gives it the same nightly population start as the filter (not part of Elo as published).
    """

    def __init__(self, a: float = 0.7, *, empirical: bool = False) -> None:
        self.a, self.empirical = a, empirical
        self.name = f"Elo a={a:g}" + (" + population start" if empirical else "")
        self.known: list[np.ndarray] = []

    def begin(self, size: int) -> None:
        super().begin(size)
        start = BASELINE_START
        if self.empirical and self.known:
            people = np.concatenate(self.known)
            start = (BASELINE_PEOPLE * start + people.sum()) / (BASELINE_PEOPLE + len(people))
        self.user, self.users = np.full(size, start), np.zeros(size)
        self.skill, self.skills = np.zeros((size, SKILLS)), np.zeros((size, SKILLS))

    def choose(self, skill: int) -> np.ndarray:
        theta = self.user + self.skill[:, skill]
        return (theta > CUTS[0]).astype(int) + (theta > CUTS[1])

    def levels(self, skill: int) -> np.ndarray:
        return np.eye(3)[self.choose(skill)]

    def see(self, signal: str, skill: np.ndarray, b: np.ndarray, y: np.ndarray) -> np.ndarray:
        row = BASELINE[signal]
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
    """Three hidden levels a skill, moving up now and then; the variant of highest expected utility."""

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
        row = BASELINE[signal]
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
