"""The assistant as one object: what was loaded once, and one method that takes a turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter
from typing import Protocol

import msgspec

from assistant.clock import VIETNAM
from assistant.dialogue.address import AddressBook
from assistant.dialogue.context import Context, Finder
from assistant.dialogue.remind import came_back, remind
from assistant.dialogue.settings import Settings
from assistant.dialogue.state import State
from assistant.dialogue.texts import Texts, Voice
from assistant.dialogue.turn import IntentGuess, Turn
from assistant.errors import UsageError
from assistant.knowledge import LEVELS, KnowledgeBase, Level
from assistant.learning.constants import Constants, with_constants
from assistant.learning.learner import Signal, fresh
from assistant.learning.table import Table
from assistant.paths import Project
from assistant.retrieval.decide import Decision
from assistant.retrieval.search import Searcher
from assistant.safety.personal_data import without_placeholders
from assistant.safety.respond import Doorkeeper

_EXPLANATIONS_KEPT = 1000  # people whose last turn can be explained; a long-running server forgets the oldest

__all__ = ["Assistant", "Explanation", "MemoryStore", "StateStore", "level_of"]


class StateStore(Protocol):
    """Keeps the state of each conversation as bytes, and what people did, which comes with the state."""

    def get(self, sender: str) -> bytes | None:
        """The stored state, or None for a new person."""

    def put(self, sender: str, state: bytes, signals: Sequence[Signal] = ()) -> None:
        """Store the state, replacing the old one, and add the signals: both or neither."""

    def delete(self, sender: str) -> bool:
        """Forget the person, with all signals; whether there was anything to forget."""


class MemoryStore:
    """A StateStore that lasts as long as the process. Signals are not kept: nothing is refitted from them."""

    def __init__(self) -> None:
        self._states: dict[str, bytes] = {}

    def get(self, sender: str) -> bytes | None:
        """See StateStore."""
        return self._states.get(sender)

    def put(self, sender: str, state: bytes, signals: Sequence[Signal] = ()) -> None:
        """See StateStore."""
        self._states[sender] = state

    def delete(self, sender: str) -> bool:
        """See StateStore."""
        return self._states.pop(sender, None) is not None


@dataclass(frozen=True)
class Explanation:
    """Why the last turn of a person came out as it did, for the officer's shell. Times in milliseconds.

    `rules` of the learner model were in force; `version` is the refit they come from (None: signals.yml).
    """

    turn: Turn
    decision: Decision | None
    state: State
    search_ms: float
    total_ms: float
    rules: Table = field(default_factory=Table.load)
    version: int | None = None


def level_of(word: str) -> Level:
    """The level of that name.

    Raises:
        UsageError: there is no such level.
    """
    for level in LEVELS:
        if word == level:
            return level
    raise UsageError(f"không có mức '{word}'", remedy=f"Dùng một trong: {', '.join(LEVELS)}.")


class Assistant:
    """Knowledge, retrieval, dialogue and memory, wired together."""

    def __init__(self, base: KnowledgeBase, searcher: Searcher, store: StateStore, door: Doorkeeper) -> None:
        self.base = base
        self._door = door
        self.searcher = searcher
        self.store = store
        self._texts = Texts.load()
        self._settings = Settings.load()
        self._book = AddressBook.load()
        self._explanations: dict[str, Explanation] = {}
        self.rules = Table.load()
        self.version: int | None = None

    @classmethod
    def load(cls, project: Project, store: StateStore | None = None) -> Assistant:
        """Load what `assistant train` built.

        Raises:
            IndexUnusable: the index is missing, stale or corrupt.
            ModelUnusable: the message check is.
        """
        searcher = Searcher.load(project)
        return cls(searcher.base, searcher, store or MemoryStore(), Doorkeeper.load(searcher.base, project))

    def redact(self, text: str) -> str:
        """A message without its personal data, for those who see it before `reply` does."""
        return self._door.redact(text)

    def adopt(self, constants: Constants, version: int) -> None:
        """Use these refitted constants of the learner model from the next turn on."""
        self.rules, self.version = with_constants(Table.load(), constants), version

    def explain(self, sender: str) -> Explanation | None:
        """Why the last turn of this person came out as it did, or None before the first."""
        return self._explanations.get(sender)

    def state(self, sender: str) -> State:
        """What is remembered of this person; a fresh state for a new one."""
        stored = self.store.get(sender)
        return msgspec.json.decode(stored, type=State) if stored else State()

    def forget_explanation(self, sender: str) -> None:
        """Drop the explanation of this person's last turn, before the next one."""
        self._explanations.pop(sender, None)

    def forget(self, sender: str) -> bool:
        """Forget everything about this person; whether there was anything."""
        self._explanations.pop(sender, None)
        return self.store.delete(sender)

    def reply(self, *, sender: str, text: str, intent: IntentGuess, at: datetime, level: str | None = None) -> Turn:
        """Take one turn.

        Args:
            at: when the message arrived (aware).
            level: a level to use from now on, or None to keep the present one.

        Raises:
            UsageError: there is no such level.
        """
        started = perf_counter()
        state = self.state(sender)
        if level is not None:
            state = msgspec.structs.replace(state, level=level_of(level))
        # From here on nothing sees the personal data that the message held.
        gate = self._door.look(text, state.choices)
        text = gate.text
        state = came_back(self._book.follow(state, text))
        decisions: list[tuple[Decision, float]] = []

        def find(text: str) -> Decision:
            begun = perf_counter()
            decision = self.searcher.decide(without_placeholders(text))
            decisions.append((decision, (perf_counter() - begun) * 1000))
            return decision

        context = self._context(state, text, intent, find, at)
        result, turn = self._door.turn(gate, context, sender, self._book)
        if result.forget:
            self.store.delete(sender)
        else:
            signals = fresh(state.learner, result.state.learner)
            self.store.put(sender, msgspec.json.encode(result.state), signals)
        decision, search_ms = decisions[-1] if decisions else (None, 0.0)
        while len(self._explanations) >= _EXPLANATIONS_KEPT:
            self._explanations.pop(next(iter(self._explanations)))
        self._explanations[sender] = Explanation(
            turn,
            decision,
            result.state,
            search_ms,
            (perf_counter() - started) * 1000,
            self.rules,
            self.version,
        )
        return turn

    def remind(self, *, sender: str, at: datetime) -> Turn:
        """The reminder to review for a person who has not written; without replies where there is none to give.

        Args:
            at: the present moment (aware).
        """

        def find(text: str) -> Decision:
            raise AssertionError("a reminder asks nothing")

        nothing = IntentGuess("remind", 1.0)
        result = remind(self._context(self.state(sender), "", nothing, find, at))
        if result is None:
            return Turn(sender, "", "quiz", nothing, ())
        self.store.put(sender, msgspec.json.encode(result.state))
        return Turn(sender, "", result.outcome, nothing, result.replies)

    def _context(self, state: State, text: str, intent: IntentGuess, find: Finder, at: datetime) -> Context:
        return Context(
            text=text,
            intent=intent,
            state=state,
            base=self.base,
            voice=Voice(self._texts, self.base.facts, you=state.you, me=state.me, turn=state.turns),
            find=find,
            settings=self._settings,
            now=at,
            today=at.astimezone(VIETNAM).date(),
            rules=self.rules,
        )
