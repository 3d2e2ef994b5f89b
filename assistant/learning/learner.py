"""What is kept of one learner: the belief packed small, and the last signals, so that every level can be explained."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np

from assistant.knowledge import Level
from assistant.learning.choose import Fit, choose
from assistant.learning.filter import Belief, enter, extend, finish_lesson, idle, leave, new, observe, theta
from assistant.learning.table import Table

__all__ = ["Learner", "Signal", "ability", "after_idle", "after_lesson", "fit", "fresh", "record", "size"]


class Signal(msgspec.Struct, frozen=True, array_like=True):
    """One thing that moved the belief.

    Attributes:
        day: ordinal of the date (proleptic Gregorian, day 1 = 1 January of year 1).
        name: a row of signals.yml, or `lesson` for a finished lesson.
        y: 1 for success, 0 for not.
        level: of the lesson or question; `before` and `after` are θ of the skill in logits.
        expected: probability of y = 1 before it was seen.
        options: number of choices of a quiz question, where that was given.
        weight: what it weighed, where that is not the weight of its row.
    """

    day: int
    name: str
    skill: str
    y: int
    level: Level
    before: float
    after: float
    expected: float
    lesson: str | None = None
    options: int | None = None
    weight: float | None = None


class Learner(msgspec.Struct, frozen=True):
    """Everything known about what one person can do. Deleting it forgets it all.

    Attributes:
        skills: those of which anything was seen, in the order of the belief.
        values: mean and lower triangle of the covariance, 32-bit floats.
        counts: number of signals for each of `skills`; `seen`: day of the last one.
        general: number of signals about the general ability alone.
        last_day: day up to which idle time was counted, or None.
        log: the last signals, oldest first; `recorded` counts all that were ever put there.
        lesson: the lesson whose effect the belief holds at its end, or None.
    """

    skills: tuple[str, ...] = ()
    values: bytes = b""
    counts: tuple[int, ...] = ()
    seen: tuple[int, ...] = ()
    general: int = 0
    last_day: int | None = None
    log: tuple[Signal, ...] = ()
    recorded: int = 0
    lesson: str | None = None

    @property
    def signals(self) -> int:
        """How many signals there were; 0 means that nothing is known and no level may be presumed."""
        return sum(self.counts) + self.general


def _unpack(learner: Learner, table: Table) -> Belief:
    if not learner.values:
        return new(0, table.start)
    size = len(learner.skills) + 1 + (learner.lesson is not None)
    numbers = np.frombuffer(learner.values, dtype="<f4").astype(np.float64)
    cov = np.zeros((size, size))
    rows, columns = np.tril_indices(size)
    cov[rows, columns] = numbers[size:]
    cov[columns, rows] = numbers[size:]
    return Belief(numbers[:size], cov)


def _pack(belief: Belief) -> bytes:
    lower = belief.cov[np.tril_indices(len(belief.mean))]
    return bytes(np.concatenate([belief.mean, lower]).astype("<f4").tobytes())


def _place(learner: Learner, skill: str) -> int:
    """Index of the skill in the belief, or 0 when it was never seen."""
    return learner.skills.index(skill) + 1 if skill in learner.skills else 0


def _at(learner: Learner, skill: str, lesson: str | None, table: Table) -> tuple[Learner, Belief, int]:
    """The learner in that skill ("": none) and lesson (None: none), with the belief and the skill's place in it."""
    belief = _unpack(learner, table)
    place = _place(learner, skill)
    if learner.lesson is not None and (learner.lesson != lesson or (skill and not place)):
        learner, belief = msgspec.structs.replace(learner, lesson=None), leave(belief)
    if skill and not place:
        learner = msgspec.structs.replace(
            learner,
            skills=(*learner.skills, skill),
            counts=(*learner.counts, 0),
            seen=(*learner.seen, 0),
        )
        belief, place = extend(belief, table.start), len(learner.skills)
    if learner.lesson != lesson:
        learner, belief = msgspec.structs.replace(learner, lesson=lesson), enter(belief, table.lesson_var)
    return learner, belief, place


def _set(values: tuple[int, ...], place: int, value: int) -> tuple[int, ...]:
    return (*values[:place], value, *values[place + 1 :])


def _logged(learner: Learner, entry: Signal, table: Table) -> Learner:
    log = (*learner.log, entry)[-table.log_max :]
    return msgspec.structs.replace(learner, log=log, recorded=learner.recorded + 1)


def fresh(before: Learner, after: Learner) -> tuple[Signal, ...]:
    """What was put into the log between the two (of one person), oldest first; at most as many as the log holds."""
    count = min(after.recorded - before.recorded, len(after.log))
    return after.log[len(after.log) - count :]


def ability(learner: Learner, skill: str, table: Table) -> tuple[float, float]:
    """Mean and variance of θ for a skill, in logits."""
    place = _place(learner, skill)
    mean, variance = theta(_unpack(learner, table), place)
    return (mean, variance) if place else (mean, variance + table.start.skill_var)


def fit(learner: Learner, skill: str, table: Table, previous: Level | None = None) -> Fit:
    """The variant that fits this person for a skill, with its grounds."""
    mean, variance = ability(learner, skill, table)
    return choose(mean, variance + table.day_var, table, previous, signals=learner.signals)


def record(
    learner: Learner,
    signal: str,
    skill: str,
    y: int,
    level: Level,
    day: int,
    table: Table,
    *,
    lesson: str | None = None,
    options: int | None = None,
    weight: float | None = None,
) -> Learner:
    """The learner after one signal.

    Args:
        skill: a skill, or "" for the general ability alone.
        y: 1 for success, 0 for not.
        day: ordinal of today's date.
        options: number of choices of a quiz question.
        weight: replaces the table's weight (0–…), for signals that are capped in one lesson.
    """
    item = table.item(signal, level, options=options)
    if weight is not None:
        item = msgspec.structs.replace(item, w=weight)
    learner, belief, place = _at(learner, skill, lesson, table)
    before = theta(belief, place)[0]
    # What weighs as several signals may move the estimate as far as they would.
    clamp = table.clamp * max(item.w, 1.0)
    belief, expected = observe(belief, place, y, item, clamp, in_lesson=lesson is not None)
    after = theta(belief, place)[0]
    moved = (round(before, 3), round(after, 3), round(expected, 3))
    entry = Signal(day, signal, skill, int(y), level, *moved, lesson, options, weight)
    learner = msgspec.structs.replace(
        learner,
        values=_pack(belief),
        counts=_set(learner.counts, place - 1, learner.counts[place - 1] + 1) if place else learner.counts,
        seen=_set(learner.seen, place - 1, day) if place else learner.seen,
        general=learner.general + (place == 0),
        last_day=day if learner.last_day is None else learner.last_day,
    )
    return _logged(learner, entry, table)


def after_lesson(learner: Learner, skill: str, level: Level, day: int, table: Table, lesson: str) -> Learner:
    """The learner after a lesson was gone through to its end."""
    learner, belief, place = _at(learner, skill, lesson, table)
    before = theta(belief, place)[0]
    belief = finish_lesson(belief, place, table.after_lesson.gain, table.after_lesson.var)
    entry = Signal(day, "lesson", skill, 1, level, round(before, 3), round(theta(belief, place)[0], 3), 1.0, lesson)
    learner = msgspec.structs.replace(learner, values=_pack(belief), seen=_set(learner.seen, place - 1, day))
    return _logged(learner, entry, table)


def after_idle(learner: Learner, day: int, table: Table) -> Learner:
    """The learner on a later day: less certain for every day without a message, and out of any lesson's effect."""
    if learner.last_day is None or day <= learner.last_day:
        return learner
    days = day - learner.last_day
    if not learner.values:
        return msgspec.structs.replace(learner, last_day=day)
    belief = _unpack(learner, table)
    if learner.lesson is not None:
        learner, belief = msgspec.structs.replace(learner, lesson=None), leave(belief)
    belief = idle(belief, days, table.idle.var_per_day, table.idle.days_max)
    return msgspec.structs.replace(learner, values=_pack(belief), last_day=day)


def size(learner: Any) -> int:
    """Bytes of anything stored for a person."""
    return len(msgspec.json.encode(learner))
