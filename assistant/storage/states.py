"""The states of conversations: one row a person, and the signals that came with its changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select

from assistant import clock
from assistant.learning.learner import Signal
from assistant.storage.database import Database, open_database
from assistant.storage.moments import to_ms
from assistant.storage.schema import state as table
from assistant.storage.signals import forget_signals, write_signals

__all__ = ["Change", "PendingStates", "SqlStateStore", "open_store", "write_state"]


class Change(msgspec.Struct, frozen=True):
    """What a turn changed for one person.

    Attributes:
        state: the new state; None: forget the person, with all signals.
        signals: what the person did in it, to be kept.
        anew: the person was forgotten before that, so earlier signals go.
    """

    state: bytes | None
    signals: tuple[Signal, ...] = ()
    anew: bool = False


def write_state(database: Database, connection: Any, sender: str, change: Change, now: datetime) -> None:
    """Store the state in the transaction of `connection`, replacing the old one, and add the signals."""
    if change.state is None or change.anew:
        forget_signals(connection, sender)
    if change.state is None:
        connection.execute(table.delete().where(table.c.sender == sender))
        return
    values = {"state": change.state, "touched": to_ms(now)}
    row = database.insert(table).values(sender=sender, **values)
    connection.execute(row.on_conflict_do_update(index_elements=["sender"], set_=values))
    write_signals(connection, sender, change.signals)


class SqlStateStore:
    """A StateStore in a database; every call is its own transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, sender: str) -> bytes | None:
        """The stored state, or None for a new person."""
        with self._database.reading() as connection:
            row = connection.execute(select(table.c.state).where(table.c.sender == sender)).first()
        return bytes(row[0]) if row else None

    def put(self, sender: str, state: bytes, signals: Sequence[Signal] = ()) -> None:
        """Store the state, replacing the old one, and add the signals."""
        with self._database.transaction() as connection:
            write_state(self._database, connection, sender, Change(state, tuple(signals)), clock.now())

    def delete(self, sender: str) -> bool:
        """Forget the person, with all signals; whether there was a state to forget."""
        with self._database.transaction() as connection:
            forget_signals(connection, sender)
            return bool(connection.execute(table.delete().where(table.c.sender == sender)).rowcount)


class PendingStates:
    """A StateStore that holds changes back, so that they can be stored together with the replies.

    Give it to the assistant; after a turn, `take` what changed and store it in the transaction of the replies. A
    turn that is lost before that leaves no trace, and is simply taken again. Safe to use from several threads as
    long as each person is in the hands of one of them.
    """

    def __init__(self, under: SqlStateStore) -> None:
        self._under = under
        self._changed: dict[str, Change] = {}

    def get(self, sender: str) -> bytes | None:
        """The state held back, else the stored one."""
        if sender in self._changed:
            return self._changed[sender].state
        return self._under.get(sender)

    def put(self, sender: str, state: bytes, signals: Sequence[Signal] = ()) -> None:
        """Hold the state and the signals back."""
        before = self._changed.get(sender, Change(None))
        forgotten = before.anew or (sender in self._changed and before.state is None)
        self._changed[sender] = Change(state, (*before.signals, *signals), forgotten)

    def delete(self, sender: str) -> bool:
        """Hold back that the person is to be forgotten."""
        known = self.get(sender) is not None
        self._changed[sender] = Change(None)
        return known

    def take(self, sender: str) -> Mapping[str, Change]:
        """What changed for this person since the last call (empty or one entry), no longer held back."""
        if sender not in self._changed:
            return {}
        return {sender: self._changed.pop(sender)}


def open_store(url: str) -> SqlStateStore:
    """The store at a database address, e.g. `sqlite:///var/assistant.db`.

    Raises:
        UsageError: the address is no database that can be opened. It is not repeated, as it may hold a password.
    """
    return SqlStateStore(open_database(url))
