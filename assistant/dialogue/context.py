"""What every handler of a turn is given, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Protocol

import msgspec

from assistant.dialogue.settings import Settings
from assistant.dialogue.state import Choice, State
from assistant.dialogue.texts import Voice
from assistant.dialogue.turn import Button, Candidate, IntentGuess, Reply, Served
from assistant.knowledge import KnowledgeBase
from assistant.learning.curriculum import Curriculum
from assistant.learning.table import Table
from assistant.retrieval.decide import Decision

__all__ = ["Context", "Finder", "Outcome"]


class Finder(Protocol):
    """Finds what a question is about."""

    def __call__(self, text: str) -> Decision:
        """The decision (answer, clarify, abstain) with its candidates."""


@dataclass(frozen=True)
class Context:
    """One message with all that is known around it.

    Attributes:
        text: the message as sent.
        intent: the act that was understood.
        state: what was remembered before this message.
        now: when it arrived (aware, UTC); `today` is the date in Vietnam.
        rules: of the learner model. curriculum: skills, learning paths, placement.
    """

    text: str
    intent: IntentGuess
    state: State
    base: KnowledgeBase
    voice: Voice
    find: Finder
    settings: Settings
    now: datetime
    today: date
    rules: Table = field(default_factory=Table.load)
    curriculum: Curriculum = field(default_factory=Curriculum.load)

    def with_state(self, **changes: object) -> Context:
        """The same context with a changed state."""
        return replace(self, state=msgspec.structs.replace(self.state, **changes))


@dataclass(frozen=True)
class Outcome:
    """The result of a turn: the new state and what is said. `forget`: everything about the person is to be deleted."""

    state: State
    outcome: str
    replies: tuple[Reply, ...]
    lesson: Served | None = None
    candidates: tuple[Candidate, ...] = field(default=())
    forget: bool = False

    def offering(self) -> Outcome:
        """Remember the buttons of the last reply as choices, and the texts as said."""
        buttons: tuple[Button, ...] = self.replies[-1].buttons if self.replies else ()
        choices = tuple(Choice(button.title, button.payload) for button in buttons)
        texts = tuple(reply.text for reply in self.replies)
        return replace(self, state=msgspec.structs.replace(self.state, choices=choices, last_texts=texts))
