"""Brings every protected text of the database under another key."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from assistant.storage.database import Database
from assistant.storage.schema import address, inbox, outbox, person, token

__all__ = ["rekey"]

# Table, its key, and the columns that went through the guard.
_PROTECTED = (
    (address, "person", ("platform_id",)),
    (person, "key", ("choices",)),
    (inbox, "id", ("payload",)),
    (outbox, "id", ("payload",)),
    (token, "name", ("access", "refresh")),
)


def rekey(database: Database, renew: Callable[[str], str]) -> int:
    """Replace each protected text by `renew(text)`; how many. A row that changes meanwhile is left to its writer.

    All in one transaction: an exception of `renew` leaves everything as it was.
    """
    count = 0
    with database.transaction() as connection:
        for table, key, columns in _PROTECTED:
            for name in columns:
                column = table.c[name]
                query = select(table.c[key], column).where(column.is_not(None), column != "")
                for row_key, stored in connection.execute(query).all():
                    where = (table.c[key] == row_key, column == stored)
                    update = table.update().where(*where).values({name: renew(stored)})
                    count += connection.execute(update).rowcount
    database.scrub()
    return count
