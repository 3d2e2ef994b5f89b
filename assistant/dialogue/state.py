"""What is remembered of one person between messages: explicit, small, and readable as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from assistant.knowledge import Level

__all__ = ["Choice", "Session", "State"]


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
    """

    lesson: str
    step: str
    place: int
    level: Level
    touched: datetime
    stuck: int = 0
    stuck_total: int = 0
    asked_to_resume: bool = False


class State(msgspec.Struct, frozen=True):
    """Everything remembered of one conversation.

    Attributes:
        turns: how many messages came so far.
        you, me: forms of address in lower case, or None while unknown (neutral words are used).
        level: the level the person or officer asked for, or None.
        session: the guided lesson in progress, or None.
        choices: the buttons of the last reply.
        topic: the lesson last served, with `section`; None after another subject.
        last_texts: the texts of the last reply, so that none is sent twice in a row.
        mode: what the next message answers, where it is not a new subject.
    """

    version: int = 1
    turns: int = 0
    you: str | None = None
    me: str | None = None
    level: Level | None = None
    session: Session | None = None
    choices: tuple[Choice, ...] = ()
    topic: str | None = None
    section: str | None = None
    last_texts: tuple[str, ...] = ()
    mode: Literal["free", "clarify", "resume"] = "free"
