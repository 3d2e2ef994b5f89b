"""Tokens that are replaced by each refresh: only one process refreshes, and nothing is used before it is stored."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

import msgspec
from sqlalchemy import or_, select

from assistant.storage.database import Database
from assistant.storage.moments import from_ms, to_ms
from assistant.storage.schema import token as table

__all__ = ["TokenPair", "Tokens"]


class TokenPair(msgspec.Struct, frozen=True):
    """An access token, the single-use refresh token that follows it, and when the access token ends (aware).

    `version` counts the refreshes: whoever sees a token refused compares it before refreshing again.
    """

    access: str
    refresh: str
    expires: datetime
    version: int

    def __repr__(self) -> str:
        return f"TokenPair(version={self.version}, expires={self.expires.isoformat()})"


class Tokens:
    """The table of token pairs, one row a name (e.g. `zalo_oa:<oa id>`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def seed(self, name: str, *, access: str, refresh: str, expires: datetime) -> None:
        """Store tokens that an officer pasted in, unless this refresh token was pasted in before.

        The stored pair has moved on since then; a refresh token that was used must not come back at a restart.
        """
        seed = sha256(refresh.encode()).hexdigest()
        protect = self._database.guard.protect
        values = {"access": protect(access), "refresh": protect(refresh), "expires": to_ms(expires), "seed": seed}
        with self._database.transaction() as connection:
            row = connection.execute(select(table.c.seed).where(table.c.name == name)).first()
            if row is None:
                insert = self._database.insert(table).values(name=name, version=1, **values)
                connection.execute(insert.on_conflict_do_nothing(index_elements=["name"]))
            elif row[0] != seed:
                connection.execute(
                    table.update()
                    .where(table.c.name == name, table.c.seed != seed)
                    .values(version=table.c.version + 1, holder=None, until=None, **values)
                )

    def get(self, name: str) -> TokenPair | None:
        """The stored pair, or None."""
        with self._database.reading() as connection:
            row = connection.execute(select(table).where(table.c.name == name)).first()
        if row is None:
            return None
        reveal = self._database.guard.reveal
        return TokenPair(reveal(row.access), reveal(row.refresh), from_ms(row.expires), row.version)

    def lock(self, name: str, holder: str, *, version: int, now: datetime, lease: timedelta) -> bool:
        """Be the one who refreshes this version; False if somebody else does or has done it."""
        moment = to_ms(now)
        update = (
            table.update()
            .where(
                table.c.name == name,
                table.c.version == version,
                or_(table.c.until.is_(None), table.c.until <= moment),
            )
            .values(holder=holder, until=to_ms(now + lease))
        )
        with self._database.transaction() as connection:
            return bool(connection.execute(update).rowcount)

    def replace(self, name: str, holder: str, *, version: int, access: str, refresh: str, expires: datetime) -> bool:
        """Store the new pair and let go of the lock; False if the pair has changed meanwhile."""
        protect = self._database.guard.protect
        update = (
            table.update()
            .where(table.c.name == name, table.c.version == version, table.c.holder == holder)
            .values(
                access=protect(access),
                refresh=protect(refresh),
                expires=to_ms(expires),
                version=version + 1,
                holder=None,
                until=None,
            )
        )
        with self._database.transaction() as connection:
            return bool(connection.execute(update).rowcount)

    def unlock(self, name: str, holder: str) -> None:
        """Let go of the lock without a new pair."""
        with self._database.transaction() as connection:
            connection.execute(
                table.update().where(table.c.name == name, table.c.holder == holder).values(holder=None, until=None)
            )
