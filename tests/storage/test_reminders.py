"""Who is put into the inbox to be reminded, and what is remembered of uploaded files."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from assistant.storage import Database, Inbox, NewMessage, People, Uploads, queue_reminders
from assistant.storage.moments import to_ms
from assistant.storage.schema import inbox, person

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=timezone.utc)
TODAY = NOW.date().toordinal()
EVER = datetime(1970, 1, 1, tzinfo=timezone.utc)


@pytest.fixture()
def people(database: Database) -> People:
    return People(database, b"k" * 32)


def known(database: Database, people: People, name: str, *, hours: float = 24, channel: str = "telegram") -> str:
    """A person who did something that long ago; the sender key."""
    queue = Inbox(database, people, lease=timedelta(seconds=60))
    queue.add([NewMessage(channel, f"u-{name}", name, 1, "text", "{}")], NOW - timedelta(hours=hours))
    return people.key_of(channel, name)


def wants(database: Database, key: str, day: int | None) -> None:
    with database.transaction() as connection:
        connection.execute(person.update().where(person.c.key == key).values(remind_on=day))


def queue(database: Database, **changes: object) -> int:
    values: dict[str, object] = {
        "silent_since": NOW - timedelta(hours=20),
        "day": NOW.date(),
        "now": NOW,
        "limit": 10,
    } | changes
    windows = values.pop("windows", {"telegram": EVER, "zalo_oa": NOW - timedelta(hours=47)})
    return queue_reminders(database, "remind", windows, **values)  # type: ignore[arg-type]


def queued(database: Database) -> list[tuple[str, int]]:
    with database.reading() as connection:
        rows = connection.execute(inbox.select().where(inbox.c.kind == "remind").order_by(inbox.c.id)).all()
    return [(row.person, row.place) for row in rows]


def test_who_is_due_is_queued_once_a_day_the_longest_due_first(database: Database, people: People) -> None:
    keys = [known(database, people, f"p{number}") for number in range(4)]
    for key, day in zip(keys, (TODAY, TODAY - 3, TODAY + 1, None)):
        wants(database, key, day)
    assert queue(database, limit=1) == 1
    assert queue(database) == 1
    assert queue(database) == 0
    assert queued(database) == [(keys[1], to_ms(NOW)), (keys[0], to_ms(NOW))]
    later = NOW + timedelta(days=1)
    assert queue(database, day=later.date(), now=later) == 3


def test_windows_pauses_and_blocks(database: Database, people: People) -> None:
    inside = known(database, people, "in", hours=46, channel="zalo_oa")
    outside = known(database, people, "out", hours=48, channel="zalo_oa")
    talking = known(database, people, "now", hours=1)
    blocked, paused = known(database, people, "blocked"), known(database, people, "paused")
    elsewhere = known(database, people, "else", channel="zalo_bot")
    for key in (inside, outside, talking, blocked, paused, elsewhere):
        wants(database, key, TODAY)
    people.block(blocked, "Forbidden")
    people.pause(paused, NOW + timedelta(minutes=1))
    assert queue(database) == 1
    assert [key for key, _ in queued(database)] == [inside]
    assert queue(database, windows={}) == 0


def test_a_reminder_does_not_count_as_something_the_person_did(database: Database, people: People) -> None:
    key = known(database, people, "p")
    wants(database, key, TODAY)
    before = people.get(key)
    assert queue(database) == 1
    assert people.get(key) == before


def test_an_upload_is_known_by_its_content_until_it_expires(database: Database) -> None:
    uploads = Uploads(database, "zalo_oa:1")
    uploads.put(b"image", "id-1", NOW + timedelta(days=6))
    assert uploads.get(b"image", NOW) == "id-1"
    assert uploads.get(b"other", NOW) is None
    assert Uploads(database, "zalo_oa:2").get(b"image", NOW) is None
    assert uploads.get(b"image", NOW + timedelta(days=6)) is None
    uploads.put(b"image", "id-2", NOW + timedelta(days=12))
    assert uploads.get(b"image", NOW + timedelta(days=7)) == "id-2"
    uploads.drop(b"image")
    assert uploads.get(b"image", NOW) is None
