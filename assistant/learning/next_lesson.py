"""Which lesson to recommend next, and why."""

from __future__ import annotations

import math
from typing import Literal

import msgspec

from assistant.knowledge import KnowledgeBase, Lesson
from assistant.learning.choose import choose, success
from assistant.learning.curriculum import Curriculum
from assistant.learning.learner import Learner, ability
from assistant.learning.study import Study
from assistant.learning.table import Table

__all__ = ["Advice", "Reason", "recommend"]

Reason = Literal["path", "needed", "related", "start", "again"]
# How much a lesson serves the person's purpose, 0–1.
_GOAL: dict[Reason, float] = {"path": 1.0, "needed": 1.0, "related": 0.8, "start": 0.6, "again": 0.5}
_LATER = 0.05  # a later lesson of the path is worth this much less for each place


class Advice(msgspec.Struct, frozen=True):
    """A recommended lesson.

    Attributes:
        reason: path (next on the chosen path), needed (a later one builds on it), related (to the last one),
            start (a lesson to begin with), again (its quiz went wrong).
        success: probability (0–1) of managing it at the level that fits.
        score: goal − |success − target| − penalty; only comparable within one call.
    """

    lesson: str
    reason: Reason
    success: float
    score: float


def _known(lesson: Lesson, study: Study, learner: Learner, table: Table) -> bool:
    """Whether somebody may be presumed to have what a lesson teaches: done, or shown in its skill."""
    if lesson.id in study.lessons:
        return True
    if lesson.skills[0] not in learner.skills:
        return False
    mean, variance = ability(learner, lesson.skills[0], table)
    above = 0.5 * math.erfc((table.difficulty["basic"] - mean) / math.sqrt(2 * variance))
    return above >= table.next_lesson.prerequisite


def _goals(
    base: KnowledgeBase, curriculum: Curriculum, study: Study, topic: str | None
) -> dict[str, tuple[Reason, float]]:
    """Candidate lessons with the reason and the worth of each."""
    goals: dict[str, tuple[Reason, float]] = {}
    path = curriculum.paths.get(study.path or "")
    if path:
        left = [name for name in path.lessons if name in base.lessons and name not in study.lessons]
        for place, name in enumerate(left):
            goals[name] = ("path", _GOAL["path"] - _LATER * place)
    last = base.lessons.get(topic or "")
    if last:
        for place, name in enumerate(last.related):
            if name in base.lessons and name not in study.lessons:
                goals.setdefault(name, ("related", _GOAL["related"] - _LATER * place))
    for name, done in study.lessons.items():
        if done.failed and name in base.lessons and name != topic:
            goals[name] = ("again", _GOAL["again"])
    if not goals:
        first = curriculum.paths.get("nguoi-dan")
        for place, name in enumerate(first.lessons if first else base.lessons):
            if name in base.lessons and name not in study.lessons:
                goals[name] = ("start", _GOAL["start"] - _LATER * place)
    return goals


def recommend(
    base: KnowledgeBase,
    curriculum: Curriculum,
    learner: Learner,
    study: Study,
    table: Table,
    *,
    topic: str | None = None,
    most: int = 2,
) -> list[Advice]:
    """Up to `most` lessons, best first. A lesson whose prerequisite is not known yet gives way to that prerequisite."""
    found: dict[str, Advice] = {}
    for name, (reason, goal) in _goals(base, curriculum, study, topic).items():
        for _ in range(len(base.lessons)):  # down to the first prerequisite that is not known; no endless circles
            needs = [base.lessons[need] for need in base.lessons[name].prerequisites if need in base.lessons]
            missing = [need for need in needs if not _known(need, study, learner, table)]
            # The path's own order, and what the person has just done, may be trusted over the strict chain.
            if not missing or reason == "related":
                break
            name, reason = missing[0].id, "needed"
        lesson = base.lessons[name]
        mean, variance = ability(learner, lesson.skills[0], table)
        chance = success(mean, choose(mean, variance + table.day_var, table, signals=learner.signals).level, table)
        failed = name in study.lessons and study.lessons[name].failed
        score = goal - abs(chance - table.next_lesson.success) - table.next_lesson.failed * failed
        if name not in found or found[name].score < score:
            found[name] = Advice(name, reason, round(chance, 3), round(score, 4))
    return sorted(found.values(), key=lambda advice: -advice.score)[:most]
