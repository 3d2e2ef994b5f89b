"""What a person has studied: finished lessons, quiz answers and when, which is the evidence of a completed path."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from assistant.learning.review import Card, rate, review
from assistant.learning.table import Table

__all__ = ["Done", "Study", "due", "finished", "quizzed", "reviewed"]


class Done(msgspec.Struct, frozen=True, array_like=True):
    """One finished lesson.

    Attributes:
        day: ordinal of the date it was last gone through to the end.
        answers: which choice (from 0, in the order of the lesson) was first taken for each quiz question; −1: not yet.
        right: how many of them were right.
        card: when to review it.
        failed: the last review or quiz went wrong.
    """

    day: int
    answers: tuple[int, ...]
    right: int
    card: Card
    failed: bool = False


class Study(msgspec.Struct, frozen=True):
    """What was studied.

    Attributes:
        lessons: finished lessons by id.
        path: the learning path that was chosen, or None.
        completed: day on which each path was completed, by name.
        reviews: how many reviews were offered on this visit; `visit` is the day of the visit.
        remind: the person agreed to be reminded.
        reminded: ordinal of the day of the last reminder, 0 before the first; `unanswered` reminders came since the
            person last wrote.
    """

    lessons: dict[str, Done] = {}
    path: str | None = None
    completed: dict[str, int] = {}
    reviews: int = 0
    visit: int = 0
    remind: bool = False
    reminded: int = 0
    unanswered: int = 0


def finished(study: Study, lesson: str, now: datetime, today: date, *, helped: bool, table: Table) -> Study:
    """The lesson was gone through to its end. `helped`: with repeats or simpler words, so it is reviewed sooner."""
    before = study.lessons.get(lesson)
    card = review(before.card if before else None, rate(right=True, helped=helped), now, table)
    done = Done(today.toordinal(), before.answers if before else (), before.right if before else 0, card)
    return msgspec.structs.replace(study, lessons=study.lessons | {lesson: done})


def quizzed(study: Study, lesson: str, number: int, chosen: int, *, right: bool, now: datetime, table: Table) -> Study:
    """One quiz question was answered for the first time; a wrong answer brings the lesson back sooner."""
    before = study.lessons.get(lesson)
    if before is None or (number < len(before.answers) and before.answers[number] >= 0):
        return study
    answers = [*before.answers, *[-1] * (number + 1 - len(before.answers))]
    answers[number] = chosen
    card = before.card if right else review(before.card, rate(right=False, helped=False), now, table)
    done = Done(before.day, tuple(answers), before.right + right, card, before.failed or not right)
    return msgspec.structs.replace(study, lessons=study.lessons | {lesson: done})


def reviewed(study: Study, lesson: str, *, right: bool, helped: bool, now: datetime, table: Table) -> Study:
    """A due lesson was asked again."""
    before = study.lessons.get(lesson)
    if before is None:
        return study
    card = review(before.card, rate(right=right, helped=helped), now, table)
    done = Done(before.day, before.answers, before.right, card, not right)
    return msgspec.structs.replace(study, lessons=study.lessons | {lesson: done})


def due(study: Study, today: date, table: Table) -> list[str]:
    """Lessons to review today, most overdue first; at most as many as are still allowed on this visit."""
    day = today.toordinal()
    left = table.reviews.per_visit - (study.reviews if study.visit == day else 0)
    waiting = sorted((done.card.due, name) for name, done in study.lessons.items() if done.card.due <= day)
    return [name for _, name in waiting[: max(left, 0)]]
