"""Who is to be reminded to review, found by one column, and put into the inbox as a message of our own.

The day from which a person wants to be reminded is written beside the person in the transaction that stores the
conversation's state (see Inbox.finish). So looking for those who are due reads an index, however many people there
are, and decodes no state; whether the reminder is really said is decided by the dialogue, which sees the whole state.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import and_, literal, or_, select

from assistant.storage.database import Database
from assistant.storage.moments import to_ms
from assistant.storage.schema import WAITING, person
from assistant.storage.schema import inbox as table

__all__ = ["queue_reminders"]


def queue_reminders(
    database: Database,
    kind: str,
    heard_since: Mapping[str, datetime],
    *,
    silent_since: datetime,
    day: date,
    now: datetime,
    limit: int,
) -> int:
    """Put a message of that kind into the inbox of up to `limit` persons who are due, the longest due first; how many.

    A person gets at most one a day, also where several servers ask at once: its update_id names person and day. It
    does not count as something that the person did.

    Args:
        heard_since: for each channel, since when the person must have done something for the bot to be allowed to
            write first.
        silent_since: a person who did something after this is not disturbed.
        day: today in Vietnam.
    """
    if not heard_since:
        return 0
    moment = to_ms(now)
    name = literal("remind:").concat(person.c.key).concat(f":{day.isoformat()}")
    reachable = or_(
        *(
            and_(person.c.channel == channel, person.c.last_inbound >= max(0, to_ms(since)))
            for channel, since in sorted(heard_since.items())
        )
    )
    queued = select(table.c.id).where(table.c.channel == person.c.channel, table.c.update_id == name).exists()
    query = (
        select(person.c.key, person.c.channel, name.label("name"))
        .where(
            person.c.remind_on <= day.toordinal(),
            person.c.last_inbound <= to_ms(silent_since),
            person.c.blocked.is_(None),
            or_(person.c.paused_until.is_(None), person.c.paused_until <= moment),
            reachable,
            ~queued,
        )
        .order_by(person.c.remind_on, person.c.key)
        .limit(limit)
    )
    count = 0
    with database.reading() as connection:
        found = connection.execute(query).all()
    if not found:
        return count
    payload = database.guard.protect('{"text":""}')
    with database.transaction() as connection:
        for row in found:
            # After what the person wrote meanwhile, by whichever clock the platform counts.
            entry = database.insert(table).values(
                channel=row.channel,
                update_id=row.name,
                person=row.key,
                place=moment,
                kind=kind,
                payload=payload,
                received=moment,
                status=WAITING,
            )
            count += connection.execute(entry.on_conflict_do_nothing(index_elements=["channel", "update_id"])).rowcount
    return count
