"""What could not be processed or sent: listed for the officers, and put back when they ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import text

from assistant.storage.database import Database
from assistant.storage.moments import from_ms
from assistant.storage.schema import DEAD, DONE, WAITING, inbox, outbox

__all__ = ["DeadLetter", "DeadLetters"]


class DeadLetter(msgspec.Struct, frozen=True):
    """One dead letter, without its text. `id` is `in-<number>` for a message and `out-<number>` for a reply."""

    id: str
    channel: str
    person: str
    what: str
    since: datetime
    attempts: int
    code: str


class DeadLetters:
    """The view of dead letters over inbox and outbox."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self, *, channel: str | None = None, limit: int = 1000) -> Sequence[DeadLetter]:
        """The dead letters, oldest first."""
        where = "WHERE channel = :channel" if channel else ""
        query = text(f"SELECT * FROM dead_letter {where} ORDER BY since, id LIMIT :limit")
        values = {"limit": limit} | ({"channel": channel} if channel else {})
        with self._database.reading() as connection:
            rows = connection.execute(query, values).all()
        return [
            DeadLetter(
                id=f"{'in' if row.queue == 'inbox' else 'out'}-{row.id}",
                channel=row.channel,
                person=row.person,
                what=row.what,
                since=from_ms(row.since),
                attempts=row.attempts,
                code=row.last_error or "",
            )
            for row in rows
        ]

    def count(self) -> int:
        """How many there are."""
        with self._database.reading() as connection:
            return int(connection.execute(text("SELECT count(*) FROM dead_letter")).scalar_one())

    def replay(self, letter: str) -> bool:
        """Put it back into its queue, as if it had never been tried; False if there is no such dead letter."""
        return self._set(letter, {"status": WAITING, "attempts": 0, "finished": None})

    def discard(self, letter: str) -> bool:
        """Give it up for good and erase its text; False if there is no such dead letter."""
        return self._set(letter, {"status": DONE, "payload": ""})

    def _set(self, letter: str, values: dict[str, Any]) -> bool:
        queue, _, number = letter.partition("-")
        table = {"in": inbox, "out": outbox}.get(queue)
        if table is None or not number.isascii() or not number.isdigit():
            return False
        with self._database.transaction() as connection:
            where = (table.c.id == int(number), table.c.status == DEAD)
            return bool(connection.execute(table.update().where(*where).values(**values)).rowcount)
