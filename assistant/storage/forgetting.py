"""Forgetting a person: everything goes at once but the last words to them, and the rest as soon as these are out.

What stays is the platform's number of each update, without the person, so that one that is delivered again has no
second effect.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, select

from assistant.storage.database import Database
from assistant.storage.moments import to_ms
from assistant.storage.schema import DEAD, DONE, SENDING, WAITING, inbox, outbox, person, state
from assistant.storage.signals import forget_signals

__all__ = ["begin_forgetting", "finish_forgetting", "forget_absent", "remember_again"]

_NOBODY = ""  # person of an update whose sender was forgotten
_OPEN = (WAITING, SENDING)


def begin_forgetting(connection: Any, key: str, now: datetime) -> None:
    """The person wants to be forgotten: erase all but what is still to be said, and mark the person."""
    _erase_queues(connection, key, open_too=False)
    connection.execute(
        person.update().where(person.c.key == key).values(forget=to_ms(now), choices=None, noticed=None, remind_on=None)
    )


def remember_again(connection: Any, key: str) -> None:
    """The person has written once more before the last words were out: somebody new, told anew what is kept."""
    where = (person.c.key == key, person.c.forget.is_not(None))
    connection.execute(person.update().where(*where).values(forget=None))


def finish_forgetting(connection: Any, key: str | None = None) -> int:
    """Remove those who are marked and to whom nothing is left to say; how many.

    Args:
        key: only this person.
    """
    busy = exists().where(and_(inbox.c.person == person.c.key, inbox.c.status.in_(_OPEN))) | exists().where(
        and_(outbox.c.person == person.c.key, outbox.c.status.in_(_OPEN))
    )
    query = select(person.c.key).where(person.c.forget.is_not(None), ~busy)
    if key is not None:
        query = query.where(person.c.key == key)
    keys = [row[0] for row in connection.execute(query)]
    for one in keys:
        _remove(connection, one)
    return len(keys)


def forget_absent(database: Database, before: datetime) -> int:
    """Remove people who have not written since then, with all that is kept of them; how many."""
    moment = to_ms(before)
    with database.transaction() as connection:
        absent = select(person.c.key).where(person.c.last_inbound < moment)
        keys = [row[0] for row in connection.execute(absent)]
        for one in keys:
            _remove(connection, one)
        # States of channels that keep no persons (REST, an officer's shell).
        rest = state.delete().where(state.c.touched < moment)
        return len(keys) + int(connection.execute(rest).rowcount)


def _remove(connection: Any, key: str) -> None:
    _erase_queues(connection, key, open_too=True)
    connection.execute(state.delete().where(state.c.sender == key))
    forget_signals(connection, key)
    connection.execute(person.delete().where(person.c.key == key))  # its address goes with it


def _erase_queues(connection: Any, key: str, *, open_too: bool) -> None:
    statuses = (DONE, DEAD, *(_OPEN if open_too else ()))
    connection.execute(outbox.delete().where(outbox.c.person == key, outbox.c.status.in_(statuses)))
    connection.execute(
        inbox.update()
        .where(inbox.c.person == key, inbox.c.status.in_(statuses))
        .values(person=_NOBODY, payload="", place=0, status=DONE)
    )
