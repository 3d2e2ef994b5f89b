"""Messages that came in: stored once, taken in order, answered once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import func, select

from assistant.storage.database import Database
from assistant.storage.forgetting import begin_forgetting, remember_again
from assistant.storage.leases import Leases
from assistant.storage.moments import to_ms
from assistant.storage.people import People
from assistant.storage.schema import DEAD, DONE, WAITING, button, outbox, person
from assistant.storage.schema import inbox as table
from assistant.storage.states import Change, write_state

__all__ = ["Inbox", "Item", "NewMessage", "TurnResult"]


# Replies to a message that was given up are numbered from here: the real replies still have their places when an
# officer has the message taken up again.
_APOLOGY = 1000


class NewMessage(msgspec.Struct, frozen=True):
    """A message to store.

    Attributes:
        update_id: the platform's own id of the update, unique within the channel.
        platform_id: the platform's id of the person.
        place: order within the person as the platform counts (its time or number); ties go by arrival.
        payload: everything else, as JSON.
        by_person: whether the person did it, and wants to hear from us.
    """

    channel: str
    update_id: str
    platform_id: str
    place: int
    kind: str
    payload: str
    by_person: bool = True


class Item(msgspec.Struct, frozen=True):
    """A stored message in the hands of a worker. `attempts` counts this one."""

    id: int
    channel: str
    person: str
    kind: str
    payload: str
    received: int
    attempts: int


class TurnResult(msgspec.Struct, frozen=True):
    """What came of a message, stored all together.

    Attributes:
        states: changed conversation states, with what people did.
        outgoing: payloads for the outbox, in order.
        choices: payloads of the numbered choices shown, or None to keep the old ones.
        buttons: short button codes with what they stand for.
        noticed: the person is told with it what is kept of them.
        remind_on: where the state changed: ordinal of the day from which the person wants to be reminded to review,
            or None.
    """

    states: Mapping[str, Change] = {}
    outgoing: tuple[str, ...] = ()
    choices: tuple[str, ...] | None = None
    buttons: Mapping[str, str] = {}
    noticed: bool = False
    remind_on: int | None = None


class Inbox:
    """The inbox table as a queue with one line a person."""

    def __init__(self, database: Database, people: People, *, lease: timedelta) -> None:
        self._database = database
        self._people = people
        self._lease = lease
        self.leases = Leases(database, table)

    def add(self, messages: Sequence[NewMessage], now: datetime) -> list[bool]:
        """Store the messages in one transaction; for each, whether it is new (False: it was there already)."""
        protect = self._database.guard.protect
        fresh: list[bool] = []
        with self._database.transaction() as connection:
            by_channel: dict[str, list[str]] = {}
            for message in messages:
                by_channel.setdefault(message.channel, []).append(message.platform_id)
            for channel in sorted(by_channel):
                self._people.add(connection, channel, by_channel[channel], now)
            met: set[str] = set()
            for message in messages:
                key = self._people.key_of(message.channel, message.platform_id)
                row = self._database.insert(table).values(
                    channel=message.channel,
                    update_id=message.update_id,
                    person=key,
                    place=message.place,
                    kind=message.kind,
                    payload=protect(message.payload),
                    received=to_ms(now),
                    status=WAITING,
                )
                row = row.on_conflict_do_nothing(index_elements=["channel", "update_id"])
                fresh.append(bool(connection.execute(row).rowcount))
                if fresh[-1] and message.by_person:
                    met.add(key)
            if met:
                self._people.met(connection, met, now)
        return fresh

    def take(self, holder: str, *, channels: Collection[str], now: datetime, limit: int) -> list[Item]:
        """The next message of up to `limit` persons whom nobody else has in hand."""
        with self._database.transaction() as connection:
            keys = self.leases.take(
                connection, holder, channels=channels, now=now, until=now + self._lease, limit=limit
            )
            items = [(key, self._head(connection, key)) for key in keys]
            for key, item in items:
                if item is None:
                    self.leases.release(connection, key, holder)
            return [item for _, item in items if item is not None]

    def finish(
        self, item: Item, holder: str, result: TurnResult, *, now: datetime, more: bool
    ) -> tuple[bool, Item | None]:
        """Store what came of the message; whether it was, and the person's next message if `more` is wanted.

        False: the lease was lost, so another worker has done or will do it; nothing was stored.
        """
        protect = self._database.guard.protect
        with self._database.transaction() as connection:
            if not self.leases.renew(connection, item.person, holder, now + self._lease):
                return False, None
            done = (
                table.update()
                .where(table.c.id == item.id, table.c.status == WAITING)
                .values(status=DONE, finished=to_ms(now), payload="")
            )
            if connection.execute(done).rowcount:
                for sender, change in result.states.items():
                    write_state(self._database, connection, sender, change, now)
                for code, payload in result.buttons.items():
                    row = self._database.insert(button).values(code=code, payload=payload)
                    connection.execute(row.on_conflict_do_nothing(index_elements=["code"]))
                self._put_out(connection, item, result.outgoing, now=now)
                values: dict[str, Any] = {"remind_on": result.remind_on} if result.states else {}
                if result.choices is not None:
                    choices = protect(msgspec.json.encode(result.choices).decode()) if result.choices else None
                    values["choices"] = choices
                if values:
                    connection.execute(person.update().where(person.c.key == item.person).values(**values))
                self._keep_or_forget(connection, item.person, result, now)
            return True, self._next(connection, item.person, holder, more=more)

    def fail(
        self,
        item: Item,
        holder: str,
        code: str,
        *,
        retry_at: datetime | None,
        now: datetime,
        outgoing: Sequence[str] = (),
    ) -> None:
        """Processing failed: try again then, or (None) put the message with the dead letters.

        `outgoing` are payloads for the outbox that tell the person so.
        """
        with self._database.transaction() as connection:
            if not self.leases.release(connection, item.person, holder, retry_at):
                return
            values: dict[str, Any] = {"last_error": code}
            if retry_at is None:
                values |= {"status": DEAD, "finished": to_ms(now)}
            connection.execute(table.update().where(table.c.id == item.id).values(**values))
            self._put_out(connection, item, outgoing, now=now, first=_APOLOGY)

    def _keep_or_forget(self, connection: Any, key: str, result: TurnResult, now: datetime) -> None:
        if result.states and all(change.state is None for change in result.states.values()):
            begin_forgetting(connection, key, now)
            return
        remember_again(connection, key)
        if result.noticed:
            connection.execute(person.update().where(person.c.key == key).values(noticed=to_ms(now)))

    def button(self, code: str) -> str | None:
        """What a short button code stands for."""
        with self._database.reading() as connection:
            row = connection.execute(select(button.c.payload).where(button.c.code == code)).first()
        return str(row[0]) if row else None

    def depth(self) -> tuple[int, int | None]:
        """How many messages wait, and since when the oldest does (milliseconds, or None)."""
        query = select(func.count(), func.min(table.c.received)).where(table.c.status == WAITING)
        with self._database.reading() as connection:
            count, oldest = connection.execute(query).one()
        return count, oldest

    def _put_out(self, connection: Any, item: Item, payloads: Sequence[str], *, now: datetime, first: int = 0) -> None:
        for place, payload in enumerate(payloads, start=first):
            row = self._database.insert(outbox).values(
                channel=item.channel,
                person=item.person,
                turn=item.id,
                place=place,
                payload=self._database.guard.protect(payload),
                created=to_ms(now),
                status=WAITING,
            )
            connection.execute(row.on_conflict_do_nothing(index_elements=["turn", "place"]))

    def _next(self, connection: Any, key: str, holder: str, *, more: bool) -> Item | None:
        item = self._head(connection, key) if more else None
        if item is None:
            self.leases.release(connection, key, holder)
        return item

    def _head(self, connection: Any, key: str) -> Item | None:
        query = (
            select(table)
            .where(table.c.person == key, table.c.status == WAITING)
            .order_by(table.c.place, table.c.id)
            .limit(1)
        )
        row = connection.execute(query).first()
        if row is None:
            return None
        # Counted before the work begins: a message that kills the process is not taken up for ever.
        connection.execute(table.update().where(table.c.id == row.id).values(attempts=row.attempts + 1))
        return Item(
            id=row.id,
            channel=row.channel,
            person=row.person,
            kind=row.kind,
            payload=self._database.guard.reveal(row.payload),
            received=row.received,
            attempts=row.attempts + 1,
        )
