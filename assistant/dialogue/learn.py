"""What a turn says about the learner: signals go into the state, and the level of the next lesson comes out of it."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from assistant.dialogue.context import Context
from assistant.dialogue.state import Session
from assistant.knowledge import Lesson, Level
from assistant.learning.choose import Fit
from assistant.learning.learner import after_idle, after_lesson, fit, record
from assistant.learning.paths import complete
from assistant.learning.study import finished

__all__ = ["arrive", "day", "fit_for", "lesson_done", "level_for", "note", "step_report"]


def day(context: Context) -> int:
    """Today as a number of days."""
    return context.today.toordinal()


def arrive(context: Context) -> Context:
    """The context with the days since the last message counted."""
    return context.with_state(
        learner=after_idle(context.state.learner, day(context), context.rules), last_at=context.now
    )


def away(context: Context, before: Context) -> timedelta:
    """How long the person was away before this message."""
    return context.now - before.state.last_at if before.state.last_at else timedelta(0)


def note(
    context: Context,
    signal: str,
    lesson: Lesson,
    y: int,
    level: Level,
    *,
    options: int | None = None,
    weight: float | None = None,
) -> Context:
    """The context with one signal taken in, on the lesson's first skill."""
    learner = record(
        context.state.learner,
        signal,
        lesson.skills[0],
        y,
        level,
        day(context),
        context.rules,
        lesson=lesson.id,
        options=options,
        weight=weight,
    )
    return context.with_state(learner=learner)


def step_report(context: Context, lesson: Lesson, session: Session, y: int) -> tuple[Context, Session]:
    """A step was reported done (1) or not found (0). The reports of one lesson weigh only so much together."""
    row = context.rules.signals["step"]
    left = (row.cap if row.cap is not None else row.w) - session.weight
    weight = min(row.w, left)
    if weight <= 0:
        return context, session
    session = msgspec.structs.replace(session, weight=round(session.weight + weight, 3))
    return note(context, "step", lesson, y, session.level, weight=weight), session


def lesson_done(context: Context, lesson: Lesson, session: Session) -> tuple[Context, tuple[str, ...]]:
    """A lesson was gone through to its end. Returns the names of the paths that this completes."""
    helped = session.helped or session.stuck_total > 0
    context = note(context, "help", lesson, int(not helped), session.level)
    learner = after_lesson(
        context.state.learner, lesson.skills[0], session.level, day(context), context.rules, lesson.id
    )
    study = finished(context.state.study, lesson.id, context.now, context.today, helped=helped, table=context.rules)
    study, completed = complete(study, context.curriculum, frozenset(context.base.lessons), context.today)
    return context.with_state(learner=learner, study=study), completed


def fit_for(context: Context, lesson: Lesson) -> Fit:
    """The level that fits this person for this lesson, with its grounds."""
    return fit(context.state.learner, lesson.skills[0], context.rules, context.state.served)


def level_for(context: Context, lesson: Lesson) -> Level | None:
    """The level for this lesson: wished for, asked for, or estimated; None while nothing is known."""
    state = context.state
    if state.wish and state.wish[0] == lesson.id:
        return state.wish[1]
    if state.level is not None:
        return state.level
    return fit_for(context, lesson).level if state.learner.signals else None
