"""Replies on their way out: stored before they are sent, sent in order, repeated until the platform takes them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import func, select

from assistant.storage.database import Database
from assistant.storage.forgetting import finish_forgetting
from assistant.storage.leases import Leases
from assistant.storage.moments import to_ms
from assistant.storage.schema import DEAD, DONE, SENDING, WAITING
from assistant.storage.schema import outbox as table

__all__ = ["Letter", "Outbox"]


class Letter(msgspec.Struct, frozen=True):
    """A reply in the hands of a sender.

    Attributes:
        attempts: counts this one.
        uncertain: how often it was taken up after a crash or a lost answer, so that the platform may have it twice.
    """

    id: int
    channel: str
    person: str
    turn: int
    payload: str
    created: int
    attempts: int
    uncertain: int


class Outbox:
    """The outbox table as a queue with one line a person."""

    def __init__(self, database: Database, *, lease: timedelta) -> None:
        self._database = database
        self._lease = lease
        self.leases = Leases(database, table)

    def take(self, holder: str, *, channels: Collection[str], now: datetime, limit: int) -> list[Letter]:
        """The next reply for up to `limit` persons whom nobody else has in hand, marked as being sent."""
        with self._database.transaction() as connection:
            keys = self.leases.take(
                connection, holder, channels=channels, now=now, until=now + self._lease, limit=limit
            )
            letters = [(key, self._head(connection, key)) for key in keys]
            for key, letter in letters:
                if letter is None:
                    self.leases.release(connection, key, holder)
            return [letter for _, letter in letters if letter is not None]

    def sent(self, letter: Letter, holder: str, platform_message: str, *, now: datetime, more: bool) -> Letter | None:
        """The platform has it; the person's next reply, if there is one and `more` is wanted."""
        values = {
            "status": DONE,
            "finished": to_ms(now),
            "payload": "",
            "platform_message": platform_message[:128],
            "next_attempt": None,
        }
        return self._after(letter, holder, values, now=now, more=more)

    def bury(self, letter: Letter, holder: str, code: str, *, now: datetime, more: bool) -> Letter | None:
        """It cannot be sent: put it with the dead letters; the person's next reply as in `sent`."""
        values = {"status": DEAD, "finished": to_ms(now), "last_error": code, "next_attempt": None}
        return self._after(letter, holder, values, now=now, more=more)

    def retry(self, letter: Letter, holder: str, code: str, *, at: datetime, refused: bool) -> None:
        """Try again then; nothing else is sent to this person before.

        Args:
            refused: the platform said no, so it certainly does not have the reply. Otherwise it may.
        """
        with self._database.transaction() as connection:
            if not self.leases.release(connection, letter.person, holder, at):
                return
            values: dict[str, Any] = {"last_error": code, "next_attempt": to_ms(at)}
            if refused:
                values["status"] = WAITING
            connection.execute(table.update().where(table.c.id == letter.id).values(**values))

    def bury_person(self, key: str, code: str, *, now: datetime) -> int:
        """Nothing can be sent to this person: all their waiting replies become dead letters; how many."""
        with self._database.transaction() as connection:
            values = {"status": DEAD, "finished": to_ms(now), "last_error": code, "next_attempt": None}
            where = (table.c.person == key, table.c.status.in_((WAITING, SENDING)))
            count: int = connection.execute(table.update().where(*where).values(**values)).rowcount
            forgotten = finish_forgetting(connection, key)
        if forgotten:
            self._database.scrub()
        return count

    def depth(self) -> tuple[int, int | None]:
        """How many replies wait, and since when the oldest does (milliseconds, or None)."""
        query = select(func.count(), func.min(table.c.created)).where(table.c.status.in_((WAITING, SENDING)))
        with self._database.reading() as connection:
            count, oldest = connection.execute(query).one()
        return count, oldest

    def doubtful(self) -> int:
        """How many replies were sent again without knowing whether the platform had them: possible doubles."""
        with self._database.reading() as connection:
            total = connection.execute(select(func.coalesce(func.sum(table.c.uncertain), 0))).scalar_one()
        return int(total)

    def _after(
        self, letter: Letter, holder: str, values: dict[str, Any], *, now: datetime, more: bool
    ) -> Letter | None:
        forgotten = 0
        with self._database.transaction() as connection:
            held = self.leases.renew(connection, letter.person, holder, now + self._lease)
            # What the platform has taken is recorded even when the lease is lost: it saves a double.
            connection.execute(
                table.update().where(table.c.id == letter.id, table.c.status == SENDING).values(**values)
            )
            if not held:
                return None
            following = self._head(connection, letter.person) if more else None
            if following is None:
                self.leases.release(connection, letter.person, holder)
                forgotten = finish_forgetting(connection, letter.person)
        if forgotten:
            self._database.scrub()
        return following

    def _head(self, connection: Any, key: str) -> Letter | None:
        query = (
            select(table)
            .where(table.c.person == key, table.c.status.in_((WAITING, SENDING)))
            .order_by(table.c.id)
            .limit(1)
        )
        row = connection.execute(query).first()
        if row is None:
            return None
        # Still "sending": its sender died, or never heard the answer. The platform may have it.
        uncertain = row.uncertain + (row.status == SENDING)
        values = {"status": SENDING, "attempts": row.attempts + 1, "uncertain": uncertain}
        connection.execute(table.update().where(table.c.id == row.id).values(**values))
        return Letter(
            id=row.id,
            channel=row.channel,
            person=row.person,
            turn=row.turn,
            payload=self._database.guard.reveal(row.payload),
            created=row.created,
            attempts=row.attempts + 1,
            uncertain=uncertain,
        )
