"""The real dialogue over a small knowledge base, without Rasa and without a trained index."""

from __future__ import annotations

from datetime import datetime

from assistant import clock
from assistant.app import Assistant
from assistant.dialogue.turn import IntentGuess, Turn
from assistant.knowledge import KnowledgeBase
from assistant.learning.constants import Constants
from assistant.paths import project
from assistant.retrieval.decide import Decision
from assistant.safety.respond import Doorkeeper
from assistant.storage import PendingStates
from tests.small_base import small_base

__all__ = ["DialogueTalk"]


class _NoSearch:
    def decide(self, text: str) -> Decision:
        return Decision("abstain", ())


class DialogueTalk:
    """A talker that understands a greeting and taps.

    Attributes:
        broken: it fails to remind.
    """

    def __init__(self, states: PendingStates, base: KnowledgeBase | None = None) -> None:
        known = base or small_base()
        self._assistant = Assistant(known, _NoSearch(), states, Doorkeeper.load(known, project()))  # type: ignore[arg-type]
        self.broken = False

    def say(self, sender: str, text: str, *, at: datetime | None = None, level: str | None = None) -> Turn:
        """One message and what came of it."""
        intent = IntentGuess("greet" if text == "xin chào" else "ask", 0.99)
        return self._assistant.reply(sender=sender, text=text, intent=intent, at=at or clock.now(), level=level)

    def remind(self, sender: str, *, at: datetime) -> Turn:
        """The reminder to review."""
        if self.broken:
            raise RuntimeError("broken")
        return self._assistant.remind(sender=sender, at=at)

    def adopt(self, constants: Constants, version: int) -> None:
        """Use refitted constants."""
        self._assistant.adopt(constants, version)
