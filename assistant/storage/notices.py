"""What an officer has to do something about, and which channels rest meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import select

from assistant.storage.database import Database
from assistant.storage.moments import from_ms, to_ms
from assistant.storage.schema import channel_pause, notice

__all__ = ["Notice", "Notices"]


class Notice(msgspec.Struct, frozen=True):
    """A fault of a channel that only a person can end. `count` is how often it was met."""

    channel: str
    code: str
    first_at: datetime
    last_at: datetime
    count: int


class Notices:
    """The tables of notices and of resting channels."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, channel: str, code: str, now: datetime) -> None:
        """Note that this fault was met."""
        moment = to_ms(now)
        row = self._database.insert(notice).values(channel=channel, code=code, first_at=moment, last_at=moment, count=1)
        row = row.on_conflict_do_update(
            index_elements=["channel", "code"], set_={"last_at": moment, "count": notice.c.count + 1}
        )
        with self._database.transaction() as connection:
            connection.execute(row)

    def list(self) -> Sequence[Notice]:
        """All notices, the newest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(notice).order_by(notice.c.last_at.desc())).all()
        return [Notice(row.channel, row.code, from_ms(row.first_at), from_ms(row.last_at), row.count) for row in rows]

    def clear(self, channel: str) -> None:
        """The channel works again: its notices and its rest end."""
        with self._database.transaction() as connection:
            connection.execute(notice.delete().where(notice.c.channel == channel))
            connection.execute(channel_pause.delete().where(channel_pause.c.channel == channel))

    def rest(self, channel: str, code: str, until: datetime) -> None:
        """Nothing is sent on this channel before then."""
        values = {"until": to_ms(until), "code": code}
        row = self._database.insert(channel_pause).values(channel=channel, **values)
        with self._database.transaction() as connection:
            connection.execute(row.on_conflict_do_update(index_elements=["channel"], set_=values))

    def resting(self, now: datetime) -> dict[str, str]:
        """The channels that rest now, with the code of the reason."""
        query = select(channel_pause.c.channel, channel_pause.c.code).where(channel_pause.c.until > to_ms(now))
        with self._database.reading() as connection:
            return {row.channel: row.code for row in connection.execute(query)}
