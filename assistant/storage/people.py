"""Who is who: a platform's id becomes a stable sender key, and is itself kept apart."""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import select

from assistant.errors import UsageError
from assistant.storage.database import Database
from assistant.storage.moments import from_ms, to_ms
from assistant.storage.schema import address, person

__all__ = ["KEY_VARIABLE", "People", "Person", "hash_key"]

KEY_VARIABLE = "ASSISTANT_KEY"
_KEY_MIN = 32
_DIGITS = 32  # hexadecimal digits of a sender key: 128 bits


class Person(msgspec.Struct, frozen=True):
    """One person on one channel.

    Attributes:
        key: the sender key, `<channel>:<keyed hash of the platform's id>`.
        address: the platform's id, for sending; empty when it was deleted.
        last_inbound: when this person last did something (aware, UTC).
        paused_until: until when an officer has the conversation, or None.
        blocked: code of the reason why nothing can be sent, or None.
        choices: payloads of the numbered choices last shown.
        noticed: whether the person was told what is kept of them.
    """

    key: str
    channel: str
    address: str
    last_inbound: datetime
    paused_until: datetime | None
    blocked: str | None
    choices: tuple[str, ...]
    noticed: bool


def hash_key(file: Path) -> bytes:
    """The secret key of the sender keys: $ASSISTANT_KEY, else the content of `file`, which is made on first use.

    Several servers on one database need the same key, so set the variable there. A changed key makes everybody a
    stranger.

    Raises:
        UsageError: the variable is set but too short to be secret.
    """
    if KEY_VARIABLE in os.environ:
        value = os.environ[KEY_VARIABLE]
        if len(value) < _KEY_MIN:
            raise UsageError(f"{KEY_VARIABLE} quá ngắn", remedy=f"Đặt ít nhất {_KEY_MIN} ký tự ngẫu nhiên.")
        return value.encode()
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip().encode()
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(secrets.token_hex(32))
    return file.read_text(encoding="ascii").strip().encode()


class People:
    """The tables of persons and addresses."""

    def __init__(self, database: Database, key: bytes) -> None:
        self._database = database
        self._key = key

    def key_of(self, channel: str, platform_id: str) -> str:
        """The sender key of a platform's id; always the same, and of no use without the secret key."""
        digest = hmac.new(self._key, f"{channel}\0{platform_id}".encode(), sha256).hexdigest()
        return f"{channel}:{digest[:_DIGITS]}"

    def add(self, connection: Any, channel: str, platform_ids: Iterable[str], now: datetime) -> None:
        """Add those that are new, in the caller's transaction.

        The rows of all stay locked until it ends, so that messages of one person are numbered in the order stored.
        """
        moment = to_ms(now)
        known = {self.key_of(channel, platform_id): platform_id for platform_id in platform_ids}
        for key in sorted(known):  # always the same order, so that two servers never wait for each other in a circle
            row = self._database.insert(person).values(key=key, channel=channel, first_seen=moment, last_inbound=moment)
            if connection.execute(row.on_conflict_do_nothing(index_elements=["key"])).rowcount:
                stored = self._database.guard.protect(known[key])
                place = self._database.insert(address).values(person=key, platform_id=stored)
                connection.execute(place.on_conflict_do_nothing(index_elements=["person"]))
        lock = select(person.c.key).where(person.c.key.in_(sorted(known))).order_by(person.c.key).with_for_update()
        connection.execute(lock).all()

    def met(self, connection: Any, keys: Iterable[str], now: datetime) -> None:
        """These persons did something just now, in the caller's transaction: windows open, nobody is blocked."""
        connection.execute(
            person.update().where(person.c.key.in_(sorted(keys))).values(last_inbound=to_ms(now), blocked=None)
        )

    def get(self, key: str) -> Person | None:
        """The person with that sender key, or None."""
        query = select(person, address.c.platform_id).select_from(
            person.outerjoin(address, address.c.person == person.c.key)
        )
        with self._database.reading() as connection:
            row = connection.execute(query.where(person.c.key == key)).first()
        if row is None:
            return None
        reveal = self._database.guard.reveal
        return Person(
            key=row.key,
            channel=row.channel,
            address=reveal(row.platform_id) if row.platform_id else "",
            last_inbound=from_ms(row.last_inbound),
            paused_until=from_ms(row.paused_until) if row.paused_until else None,
            blocked=row.blocked,
            choices=tuple(msgspec.json.decode(reveal(row.choices))) if row.choices else (),
            noticed=row.noticed is not None,
        )

    def pause(self, key: str, until: datetime | None) -> None:
        """An officer has taken the conversation until then; None gives it back to the bot."""
        self._update(key, paused_until=None if until is None else to_ms(until))

    def block(self, key: str, code: str) -> None:
        """Nothing can be sent to this person, until the next message from them."""
        self._update(key, blocked=code)

    def move(self, key: str, platform_id: str) -> None:
        """The platform has given this conversation another id."""
        with self._database.transaction() as connection:
            connection.execute(
                address.update()
                .where(address.c.person == key)
                .values(platform_id=self._database.guard.protect(platform_id))
            )

    def _update(self, key: str, **values: Any) -> None:
        with self._database.transaction() as connection:
            connection.execute(person.update().where(person.c.key == key).values(**values))
