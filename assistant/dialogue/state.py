"""What is remembered of one person between messages: explicit, small, and readable as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from assistant.knowledge import Level
from assistant.learning.learner import Learner
from assistant.learning.study import Study

__all__ = ["Choice", "Mode", "QuizState", "Session", "State", "faded"]

Mode = Literal["free", "clarify", "resume", "quiz", "placement", "offer", "forget"]


class Choice(msgspec.Struct, frozen=True):
    """A button that was offered. Its number in the list, its title and its payload all choose it."""

    title: str
    payload: str


class Session(msgspec.Struct, frozen=True):
    """A guided lesson in progress.

    Attributes:
        lesson: id of the lesson.
        step: name of the step the person is at; `place` is its position (from 0) when it was last shown, used
            where the lesson changed and the name is gone.
        level: wording and step size of this lesson.
        stuck: how often "I can't find it" was said at this step; `stuck_total` in this lesson.
        touched: when the person last did something in it (aware, UTC).
        asked_to_resume: the question whether to go on after a break has been put.
        helped: a repeat or simpler words were asked for in this lesson.
        weight: how much the step reports of this lesson have weighed so far.
        paused: the person put the lesson off; the next "ok" opens the step again instead of finishing it.
    """

    lesson: str
    step: str
    place: int
    level: Level
    touched: datetime
    stuck: int = 0
    stuck_total: int = 0
    asked_to_resume: bool = False
    helped: bool = False
    weight: float = 0.0
    paused: bool = False


class QuizState(msgspec.Struct, frozen=True):
    """Quiz questions in progress.

    Attributes:
        questions: positions of the questions in the lesson; `number` of them (from 0) is the one asked now.
        kind: after a lesson, or a review of an earlier one.
        right: right answers so far.
        level: the level at which the lesson was taught.
        helped: the question was asked again, or its step looked up.
        nudges: how often something else than an answer came.
    """

    lesson: str
    questions: tuple[int, ...]
    kind: Literal["lesson", "review"]
    level: Level
    number: int = 0
    right: int = 0
    helped: bool = False
    nudges: int = 0


class State(msgspec.Struct, frozen=True):
    """Everything remembered of one conversation.

    Attributes:
        turns: how many messages came so far.
        you, me: forms of address in lower case, or None while unknown (neutral words are used).
        address_by: how they became known: guessed from how the assistant was called, heard, or asked for.
        level: the level the person or officer asked for, or None.
        session: the guided lesson in progress, or None; `earlier` is the one it interrupted.
        quiz: the quiz in progress, or None.
        choices: the buttons of the last reply.
        topic: the lesson last served, with `section`; None after another subject.
        last_texts: the texts of the last reply, so that none is sent twice in a row.
        mode: what the next message answers, where it is not a new subject.
        learner, study: what the person can do, and has done.
        wish: a lesson and the level asked for it ("easier"), which holds for that lesson only.
        led: the person takes lessons step by step.
        served: the level of the last lesson, kept unless another is clearly better.
        last_at: when the last message came (aware).
        placement_offered: the two placement questions were offered once.
        angry, vague: insults, and messages like "ok" that answer nothing, in a row.
    """

    version: int = 2
    turns: int = 0
    you: str | None = None
    me: str | None = None
    address_by: Literal["", "called", "heard", "asked"] = ""
    level: Level | None = None
    session: Session | None = None
    earlier: Session | None = None
    quiz: QuizState | None = None
    choices: tuple[Choice, ...] = ()
    topic: str | None = None
    section: str | None = None
    last_texts: tuple[str, ...] = ()
    mode: Mode = "free"
    learner: Learner = Learner()
    study: Study = Study()
    wish: tuple[str, Level] | None = None
    led: bool = False
    served: Level | None = None
    last_at: datetime | None = None
    placement_offered: bool = False
    angry: int = 0
    vague: int = 0


def faded(state: State) -> State:
    """What is kept of somebody who has long not come back: how to address them, and what they can and have done."""
    return State(
        version=state.version,
        turns=state.turns,
        you=state.you,
        me=state.me,
        address_by=state.address_by,
        level=state.level,
        learner=state.learner,
        study=state.study,
        last_at=state.last_at,
        placement_offered=state.placement_offered,
    )
