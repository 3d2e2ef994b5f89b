"""A simulated learner taking lessons under the real rules, for officers to see how level and lesson choice behave."""

from __future__ import annotations

import math
from datetime import datetime, timedelta, timezone
from random import Random
from typing import Any

import msgspec

from assistant.knowledge import KnowledgeBase, Level
from assistant.learning.curriculum import Curriculum
from assistant.learning.learner import Learner, ability, after_idle, after_lesson, fit, record, size
from assistant.learning.next_lesson import recommend
from assistant.learning.study import Study, finished, quizzed
from assistant.learning.table import Item, Table

__all__ = ["Round", "simulate"]

_START = datetime(2026, 1, 5, 2, 0, tzinfo=timezone.utc)
_SPREAD, _SLOPE, _SLIP, _GAP_DAYS, _GAIN = 0.5, 1.3, 0.08, 3.0, 0.15


class Round(msgspec.Struct, frozen=True):
    """One lesson of the simulated learner. `truth` is the true ability (logits) in its skill before the lesson."""

    lesson: str
    skill: str
    day: int
    reason: str
    level: Level
    probabilities: tuple[float, float, float]
    truth: float
    before: float
    after: float
    signals: tuple[tuple[str, int], ...]
    size: int

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        data: dict[str, Any] = msgspec.to_builtins(self)
        return {key: round(value, 4) if isinstance(value, float) else value for key, value in data.items()}


def _chance(truth: float, item: Item, guess: float) -> float:
    return guess + (1 - guess - _SLIP) / (1 + math.exp(-_SLOPE * (truth - item.b)))


def simulate(
    base: KnowledgeBase,
    curriculum: Curriculum,
    *,
    seed: int,
    lessons: int,
    ability: float,
    polite: float,
    path: str,
) -> list[Round]:
    """Play lessons in the order that is recommended.

    Args:
        ability: mean true ability in logits (−0.7 and 0.7 bound the standard level).
        polite: probability (0–1) that a step is reported done that was not managed.
    """
    rng, table = Random(seed), Table.load()
    truth = {skill: ability + rng.gauss(0, _SPREAD) for skill in curriculum.skills}
    learner, study, topic = Learner(), Study(path=path), None
    moment, rounds = _START, []
    for _ in range(lessons):
        advice = recommend(base, curriculum, learner, study, table, topic=topic, most=1)
        if not advice:
            break
        learner, study, one = _round(
            base, learner, study, table, rng, truth, moment, advice[0].lesson, advice[0].reason, polite
        )
        rounds.append(one)
        topic = one.lesson
        moment += timedelta(days=1 + rng.expovariate(1 / _GAP_DAYS))
    return rounds


def _round(
    base: KnowledgeBase,
    learner: Learner,
    study: Study,
    table: Table,
    rng: Random,
    truth: dict[str, float],
    moment: datetime,
    name: str,
    reason: str,
    polite: float,
) -> tuple[Learner, Study, Round]:
    lesson, today = base.lessons[name], moment.date()
    skill, day = lesson.skills[0], today.toordinal()
    learner = after_idle(learner, day, table)
    chosen = fit(learner, skill, table)
    before = ability_of(learner, skill, table)
    seen: list[tuple[str, int]] = []
    real = truth[skill]

    def take(signal: str, guess: float, *, options: int | None = None, weight: float | None = None) -> int:
        nonlocal learner
        item = table.item(signal, chosen.level, options=options)
        y = int(rng.random() < _chance(real, item, guess))
        learner = record(
            learner, signal, skill, y, chosen.level, day, table, lesson=name, options=options, weight=weight
        )
        seen.append((signal, y))
        return y

    row = table.signals["step"]
    left = row.cap if row.cap is not None else math.inf
    for _step in lesson.steps:
        weight = min(row.w, left)
        if weight > 0:
            take("step", polite, weight=weight)
            left -= weight
    helped = take("help", 0.1) == 0
    learner = after_lesson(learner, skill, chosen.level, day, table, name)
    study = finished(study, name, moment, today, helped=helped, table=table)
    for number, question in enumerate(lesson.quiz[:2]):
        y = take("quiz", 1 / len(question.options), options=len(question.options))
        study = quizzed(study, name, number, 0 if y else 1, right=bool(y), now=moment, table=table)
    off = table.difficulty[chosen.level] - real
    truth[skill] = real + _GAIN * math.exp(-((off / 1.2) ** 2))
    days = (moment - _START).days
    after = ability_of(learner, skill, table)
    return (
        learner,
        study,
        Round(
            name,
            skill,
            days,
            reason,
            chosen.level,
            chosen.probabilities,
            real,
            before,
            after,
            tuple(seen),
            size(learner),
        ),
    )


def ability_of(learner: Learner, skill: str, table: Table) -> float:
    """The estimated θ of a skill."""
    return ability(learner, skill, table)[0]
