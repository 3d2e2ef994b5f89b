"""Who works for whom: a worker takes a person, works through that person's queue in order, and lets go.

A lease that is not given back (the process was killed) runs out and another worker takes over. Everything that is
written under a lease checks first that it is still held, so that a worker that slept too long changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from assistant.storage.database import Database
from assistant.storage.moments import to_ms
from assistant.storage.schema import SENDING, WAITING, channel_pause, person

__all__ = ["Leases"]


class Leases:
    """The leases of one queue.

    Args:
        queue: the table, `inbox` or `outbox`; the person's columns `<name>_holder` and `<name>_until` belong to it.
    """

    def __init__(self, database: Database, queue: Any) -> None:
        self._database = database
        self._queue = queue
        self._holder = person.c[f"{queue.name}_holder"]
        self._until = person.c[f"{queue.name}_until"]
        self._open = queue.c.status.in_((WAITING, SENDING))

    def take(
        self, connection: Any, holder: str, *, channels: Collection[str], now: datetime, until: datetime, limit: int
    ) -> Sequence[str]:
        """Up to `limit` free persons of these channels that have something waiting, the longest waiting first.

        Rows that another worker is just taking are skipped, not waited for.
        """
        moment = to_ms(now)
        queue = self._queue
        oldest = select(func.min(queue.c.id)).where(queue.c.person == person.c.key, self._open).scalar_subquery()
        paused = select(channel_pause.c.channel).where(channel_pause.c.until > moment)
        query = (
            select(person.c.key)
            .where(
                person.c.key.in_(select(queue.c.person).where(self._open, queue.c.channel.in_(tuple(channels)))),
                or_(self._until.is_(None), self._until <= moment),
            )
            .order_by(oldest)
            .limit(limit)
            .with_for_update(skip_locked=True, of=person)
        )
        if queue.name == "outbox":
            query = query.where(person.c.channel.notin_(paused))
        keys = [row[0] for row in connection.execute(query)]
        if keys:
            values = {self._holder.name: holder, self._until.name: to_ms(until)}
            connection.execute(person.update().where(person.c.key.in_(keys)).values(**values))
        return keys

    def renew(self, connection: Any, key: str, holder: str, until: datetime) -> bool:
        """Hold on to the person until then; False if somebody else has taken over."""
        return self._change(connection, key, holder, {self._until.name: to_ms(until)})

    def release(self, connection: Any, key: str, holder: str, not_before: datetime | None = None) -> bool:
        """Let go; nobody takes this person before `not_before`. False if somebody else has taken over."""
        values = {self._holder.name: None, self._until.name: to_ms(not_before) if not_before else None}
        return self._change(connection, key, holder, values)

    def clear(self) -> int:
        """Drop the leases of processes that are certainly gone; how many. Waiting times stay."""
        with self._database.transaction() as connection:
            values = {self._holder.name: None, self._until.name: None}
            count: int = connection.execute(person.update().where(self._holder.is_not(None)).values(**values)).rowcount
            return count

    def _change(self, connection: Any, key: str, holder: str, values: dict[str, Any]) -> bool:
        update = person.update().where(person.c.key == key, self._holder == holder).values(**values)
        return bool(connection.execute(update).rowcount)
