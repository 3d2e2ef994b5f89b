"""The states of conversations: one row a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from assistant import clock
from assistant.storage.database import Database, open_database
from assistant.storage.moments import to_ms
from assistant.storage.schema import state as table

__all__ = ["PendingStates", "SqlStateStore", "open_store", "write_state"]


def write_state(database: Database, connection: Any, sender: str, state: bytes | None, now: datetime) -> None:
    """Store the state in the transaction of `connection`, replacing the old one; None forgets it."""
    if state is None:
        connection.execute(table.delete().where(table.c.sender == sender))
        return
    values = {"state": state, "touched": to_ms(now)}
    row = database.insert(table).values(sender=sender, **values)
    connection.execute(row.on_conflict_do_update(index_elements=["sender"], set_=values))


class SqlStateStore:
    """A StateStore in a database; every call is its own transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, sender: str) -> bytes | None:
        """The stored state, or None for a new person."""
        with self._database.reading() as connection:
            row = connection.execute(select(table.c.state).where(table.c.sender == sender)).first()
        return bytes(row[0]) if row else None

    def put(self, sender: str, state: bytes) -> None:
        """Store the state, replacing the old one."""
        with self._database.transaction() as connection:
            write_state(self._database, connection, sender, state, clock.now())

    def delete(self, sender: str) -> bool:
        """Forget the person; whether there was anything to forget."""
        with self._database.transaction() as connection:
            return bool(connection.execute(table.delete().where(table.c.sender == sender)).rowcount)


class PendingStates:
    """A StateStore that holds changes back, so that they can be stored together with the replies.

    Give it to the assistant; after a turn, `take` what changed and store it in the transaction of the replies. A
    turn that is lost before that leaves no trace, and is simply taken again. Safe to use from several threads as
    long as each person is in the hands of one of them.
    """

    def __init__(self, under: SqlStateStore) -> None:
        self._under = under
        self._changed: dict[str, bytes | None] = {}

    def get(self, sender: str) -> bytes | None:
        """The state held back, else the stored one."""
        if sender in self._changed:
            return self._changed[sender]
        return self._under.get(sender)

    def put(self, sender: str, state: bytes) -> None:
        """Hold the state back."""
        self._changed[sender] = state

    def delete(self, sender: str) -> bool:
        """Hold back that the person is to be forgotten."""
        known = self.get(sender) is not None
        self._changed[sender] = None
        return known

    def take(self, sender: str) -> Mapping[str, bytes | None]:
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
