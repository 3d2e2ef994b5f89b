"""What is removed when its time is over. Each function takes a moment, and lets go what was last used before it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from assistant.storage.database import Database
from assistant.storage.moments import to_ms
from assistant.storage.schema import DEAD, DONE, inbox, outbox, state

__all__ = ["fade_states", "purge", "purge_dead"]


def purge(database: Database, before: datetime) -> int:
    """Remove what was done before then; how many rows. It must lie further back than any platform redelivers."""
    return _purge(database, DONE, before)


def purge_dead(database: Database, before: datetime) -> int:
    """Remove the dead letters that nobody has taken up since then; how many rows."""
    return _purge(database, DEAD, before)


def fade_states(database: Database, before: datetime, fade: Callable[[bytes], bytes]) -> int:
    """Reduce the states of people who have not written since then; how many changed.

    Args:
        fade: what is left of a state; a state that is already reduced comes back unchanged.
    """
    query = select(state.c.sender, state.c.state).where(state.c.touched < to_ms(before))
    with database.reading() as connection:
        rows = [(row.sender, bytes(row.state)) for row in connection.execute(query)]
    changed = [(sender, old, new) for sender, old in rows if (new := fade(old)) != old]
    for sender, old, new in changed:
        with database.transaction() as connection:
            # Only where nothing was written meanwhile. The time stays: the person did nothing.
            where = (state.c.sender == sender, state.c.state == old)
            connection.execute(state.update().where(*where).values(state=new))
    return len(changed)


def _purge(database: Database, status: str, before: datetime) -> int:
    count = 0
    for table in (outbox, inbox):
        with database.transaction() as connection:
            delete = table.delete().where(table.c.status == status, table.c.finished < to_ms(before))
            count += connection.execute(delete).rowcount
    return count
