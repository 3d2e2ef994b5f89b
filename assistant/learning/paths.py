"""Learning paths: how far somebody is, and the evidence of one that is complete."""

from __future__ import annotations

from datetime import date

import msgspec

from assistant.learning.curriculum import Curriculum
from assistant.learning.study import Study

__all__ = ["Evidence", "complete", "evidence", "progress"]


class Evidence(msgspec.Struct, frozen=True):
    """One lesson of a completed path: when it was done, which quiz choices were taken first, how many were right."""

    lesson: str
    date: str
    answers: tuple[int, ...]
    right: int


def progress(study: Study, path: str, curriculum: Curriculum, known: frozenset[str]) -> tuple[int, int]:
    """Lessons done and lessons there are (withdrawn ones do not count)."""
    lessons = [name for name in curriculum.paths[path].lessons if name in known]
    return sum(name in study.lessons for name in lessons), len(lessons)


def complete(study: Study, curriculum: Curriculum, known: frozenset[str], today: date) -> tuple[Study, tuple[str, ...]]:
    """The study with every path that is complete now, and the names of those that were not before."""
    new = []
    for name in curriculum.paths:
        done, total = progress(study, name, curriculum, known)
        if total and done == total and name not in study.completed:
            new.append(name)
    completed = study.completed | {name: today.toordinal() for name in new}
    return msgspec.structs.replace(study, completed=completed), tuple(new)


def evidence(study: Study, path: str, curriculum: Curriculum) -> list[Evidence]:
    """What shows that the lessons of the path were done, in the order of the path."""
    return [
        Evidence(name, date.fromordinal(done.day).isoformat(), done.answers, done.right)
        for name in curriculum.paths[path].lessons
        if (done := study.lessons.get(name)) is not None
    ]
