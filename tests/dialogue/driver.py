"""Plays messages through the pure dialogue with a small knowledge base and a finder that is told what to find."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from assistant.dialogue.address import AddressBook
from assistant.dialogue.context import Context, Outcome
from assistant.dialogue.decide import take_turn
from assistant.dialogue.settings import Settings
from assistant.dialogue.state import State
from assistant.dialogue.texts import Texts, Voice
from assistant.dialogue.turn import IntentGuess
from assistant.retrieval.decide import Decision, Match

BOOK, TEXTS, SETTINGS = AddressBook.load(), Texts.load(), Settings.load()
START = datetime(2026, 11, 23, 8, 0, tzinfo=timezone.utc)


class Player:
    """One person talking. Each message gives the intent that NLU would have seen."""

    def __init__(self, base, *, find: Decision | None = None, state: State | None = None) -> None:
        self.base = base
        self.state = state or State()
        self.now = START
        self.decision = find or Decision("answer", (Match("vneid/cai-dat", "steps", 0.9),), True)

    def wait(self, **duration: float) -> None:
        self.now += timedelta(**duration)

    def say(self, text: str, intent: str = "ask", confidence: float = 0.99) -> Outcome:
        self.state = BOOK.follow(self.state, text)
        context = Context(
            text=text,
            intent=IntentGuess(intent, confidence),
            state=self.state,
            base=self.base,
            voice=Voice(TEXTS, self.base.facts, you=self.state.you, me=self.state.me, turn=self.state.turns),
            find=lambda text: self.decision,
            settings=SETTINGS,
            now=self.now,
            today=self.now.date(),
        )
        result, self.turn = take_turn(context, "u1", BOOK)
        self.state = result.state
        return result

    def heard(self) -> str:
        return "\n".join(self.state.last_texts)
