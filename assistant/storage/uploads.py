"""Files that a platform has taken: an image is uploaded once and then sent to everybody by its id."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from sqlalchemy import select

from assistant.storage.database import Database
from assistant.storage.moments import to_ms
from assistant.storage.schema import upload as table

__all__ = ["Uploads"]


class Uploads:
    """The uploads of one account. Files are known by their content, so that a changed one is uploaded anew."""

    def __init__(self, database: Database, account: str) -> None:
        self._database = database
        self._account = account

    def get(self, data: bytes, now: datetime) -> str | None:
        """The platform's id of this content, or None where it was not uploaded or the id has expired."""
        query = select(table.c.platform_file).where(*self._row(data), table.c.until > to_ms(now))
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return str(row[0]) if row else None

    def put(self, data: bytes, platform_file: str, until: datetime) -> None:
        """The platform has taken this content and knows it by that id until then."""
        values = {"platform_file": platform_file, "until": to_ms(until)}
        row = self._database.insert(table).values(account=self._account, digest=_digest(data), **values)
        with self._database.transaction() as connection:
            connection.execute(row.on_conflict_do_update(index_elements=["account", "digest"], set_=values))

    def drop(self, data: bytes) -> None:
        """The platform does not know the id any more."""
        with self._database.transaction() as connection:
            connection.execute(table.delete().where(*self._row(data)))

    def _row(self, data: bytes) -> tuple[object, ...]:
        return table.c.account == self._account, table.c.digest == _digest(data)


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()
