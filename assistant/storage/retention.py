"""Rows that have done their work are removed; texts were erased when they were done."""

from __future__ import annotations

from datetime import datetime

from assistant.storage.database import Database
from assistant.storage.moments import to_ms
from assistant.storage.schema import DONE, inbox, outbox

__all__ = ["purge"]


def purge(database: Database, before: datetime) -> int:
    """Remove what was done before then; how many rows. It must lie further back than any platform redelivers."""
    count = 0
    for table in (outbox, inbox):
        with database.transaction() as connection:
            delete = table.delete().where(table.c.status == DONE, table.c.finished < to_ms(before))
            count += connection.execute(delete).rowcount
    return count
