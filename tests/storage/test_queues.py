"""Inbox and outbox: stored once, in order for each person, one worker a person, and nothing lost with a lease."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from random import Random

import pytest

from assistant.storage import (
    Change,
    Database,
    DeadLetters,
    Inbox,
    NewMessage,
    Outbox,
    PendingStates,
    People,
    SqlStateStore,
    TurnResult,
    purge,
)
from assistant.storage.schema import inbox as inbox_table

NOW = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
LEASE = timedelta(seconds=30)
CHANNELS = ("telegram",)


class Queues:
    """All parts over one database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.people = People(database, b"k" * 32)
        self.inbox = Inbox(database, self.people, lease=LEASE)
        self.outbox = Outbox(database, lease=LEASE)
        self.dead = DeadLetters(database)

    def add(self, person: str, number: int, *, place: int | None = None, now: datetime = NOW) -> bool:
        """One message."""
        place = number if place is None else place
        return self.inbox.add([NewMessage("telegram", f"{person}-{number}", person, place, "text", str(number))], now)[
            0
        ]


@pytest.fixture()
def queues(database: Database) -> Queues:
    return Queues(database)


def test_an_update_is_stored_once(queues: Queues) -> None:
    assert [queues.add("a", 1), queues.add("a", 1), queues.add("b", 1)] == [True, False, True]
    assert queues.inbox.depth()[0] == 2


def test_one_worker_a_person_and_in_the_platforms_order(queues: Queues) -> None:
    for number in (2, 1, 3):
        queues.add("a", number)
    queues.add("b", 1)
    first = queues.inbox.take("w1", channels=CHANNELS, now=NOW, limit=1)
    assert [item.payload for item in first] == ["1"]
    others = queues.inbox.take("w2", channels=CHANNELS, now=NOW, limit=10)
    assert [item.payload for item in others] == ["1"] and others[0].person != first[0].person
    stored, following = queues.inbox.finish(first[0], "w1", TurnResult(), now=NOW, more=True)
    assert stored and following is not None and following.payload == "2"


def test_state_replies_and_done_are_one_transaction(queues: Queues) -> None:
    queues.add("a", 1)
    (item,) = queues.inbox.take("w", channels=CHANNELS, now=NOW, limit=1)
    bad = TurnResult(states={item.person: Change(b"new")}, outgoing=("one", None))  # type: ignore[arg-type]
    with pytest.raises(Exception):  # noqa: B017 - each database has its own error
        queues.inbox.finish(item, "w", bad, now=NOW, more=False)
    assert SqlStateStore(queues.database).get(item.person) is None
    assert queues.inbox.depth()[0] == 1 and queues.outbox.depth()[0] == 0


def test_a_worker_whose_lease_ran_out_stores_nothing(queues: Queues) -> None:
    queues.add("a", 1)
    (slow,) = queues.inbox.take("w1", channels=CHANNELS, now=NOW, limit=1)
    later = NOW + LEASE + timedelta(seconds=1)
    (item,) = queues.inbox.take("w2", channels=CHANNELS, now=later, limit=1)
    assert item.attempts == 2
    assert queues.inbox.finish(slow, "w1", TurnResult(outgoing=("old",)), now=later, more=True) == (False, None)
    assert queues.inbox.finish(item, "w2", TurnResult(outgoing=("new",)), now=later, more=False)[0]
    (letter,) = queues.outbox.take("s", channels=CHANNELS, now=later, limit=5)
    assert letter.payload == "new"


def test_a_killed_senders_reply_is_sent_again_and_counted(queues: Queues) -> None:
    _reply(queues, "a", "one", "two")
    (letter,) = queues.outbox.take("s1", channels=CHANNELS, now=NOW, limit=5)
    assert queues.outbox.take("s2", channels=CHANNELS, now=NOW, limit=5) == []
    queues.outbox.leases.clear()
    (again,) = queues.outbox.take("s2", channels=CHANNELS, now=NOW, limit=5)
    assert (again.id, again.uncertain, queues.outbox.doubtful()) == (letter.id, 1, 1)
    following = queues.outbox.sent(again, "s2", "m", now=NOW, more=True)
    assert following is not None and (following.payload, following.uncertain) == ("two", 0)


def test_a_refused_reply_waits_and_holds_back_the_next(queues: Queues) -> None:
    _reply(queues, "a", "one", "two")
    (letter,) = queues.outbox.take("s", channels=CHANNELS, now=NOW, limit=5)
    queues.outbox.retry(letter, "s", "429", at=NOW + timedelta(seconds=3), refused=True)
    assert queues.outbox.take("s", channels=CHANNELS, now=NOW, limit=5) == []
    (again,) = queues.outbox.take("s", channels=CHANNELS, now=NOW + timedelta(seconds=4), limit=5)
    assert (again.payload, again.uncertain, again.attempts) == ("one", 0, 2)


def test_dead_letters_are_listed_replayed_and_discarded(queues: Queues) -> None:
    _reply(queues, "a", "one", "two")
    (letter,) = queues.outbox.take("s", channels=CHANNELS, now=NOW, limit=5)
    following = queues.outbox.bury(letter, "s", "400", now=NOW, more=True)
    assert following is not None and following.payload == "two"
    queues.outbox.sent(following, "s", "m", now=NOW, more=False)
    assert [(dead.what, dead.code, dead.attempts) for dead in queues.dead.list()] == [("reply", "400", 1)]
    name = queues.dead.list()[0].id
    assert queues.dead.replay(name) and not queues.dead.replay(name)
    (again,) = queues.outbox.take("s", channels=CHANNELS, now=NOW, limit=5)
    assert again.payload == "one"
    queues.outbox.bury(again, "s", "400", now=NOW, more=False)
    assert queues.dead.discard(name) and queues.dead.count() == 0
    assert not queues.dead.replay("out-999999") and not queues.dead.replay("x") and not queues.dead.replay("in-²")


def test_texts_are_erased_when_done_and_rows_purged_later(queues: Queues) -> None:
    _reply(queues, "a", "one")
    (letter,) = queues.outbox.take("s", channels=CHANNELS, now=NOW, limit=5)
    queues.outbox.sent(letter, "s", "m", now=NOW, more=False)
    with queues.database.reading() as connection:
        assert [row.payload for row in connection.execute(inbox_table.select())] == [""]
    assert purge(queues.database, NOW - timedelta(days=1)) == 0
    assert purge(queues.database, NOW + timedelta(days=1)) == 2


def test_the_guard_sees_every_text_and_platform_id(url: str) -> None:
    from sqlalchemy import text

    from assistant.storage import open_database

    class Reversed:
        def protect(self, text: str) -> str:
            return text[::-1]

        def reveal(self, stored: str) -> str:
            return stored[::-1]

    database = open_database(url, Reversed())
    queues = Queues(database)
    queues.inbox.add([NewMessage("telegram", "1", "person-id", 1, "text", "payload-in")], NOW)
    (item,) = queues.inbox.take("w", channels=CHANNELS, now=NOW, limit=1)
    assert item.payload == "payload-in"
    result = TurnResult(outgoing=("payload-out",), choices=("choice-a",))
    with database.reading() as connection:
        rows = str(connection.execute(text("SELECT * FROM inbox")).all())
        assert "payload-in" not in rows and "ni-daolyap" in rows
    queues.inbox.finish(item, "w", result, now=NOW, more=False)
    with database.reading() as connection:
        rows = str(
            [connection.execute(text(f"SELECT * FROM {name}")).all() for name in ("outbox", "address", "person")]
        )
    assert not any(word in rows for word in ("payload-out", "person-id", "choice-a"))
    person = queues.people.get(item.person)
    assert person is not None and (person.address, person.choices) == ("person-id", ("choice-a",))
    assert "person-id" not in item.person
    database.close()


def test_workers_share_the_queue_without_doubling_and_keep_the_order(
    open_again: Callable[[], Database],
) -> None:
    """Several workers with connections of their own, as several processes have."""
    people, each, workers = 12, 8, 4
    first = Queues(open_again())
    random = Random(2)
    arrivals = [person for person in range(people) for _ in range(each)]
    random.shuffle(arrivals)
    counts = [0] * people
    for person in arrivals:
        counts[person] += 1
        first.add(f"p{person}", counts[person])
    done: list[tuple[str, int]] = []
    lock = threading.Lock()
    busy: set[str] = set()
    faults: list[str] = []

    def work(name: str, queues: Queues) -> None:
        while queues.inbox.depth()[0]:
            for item in queues.inbox.take(name, channels=CHANNELS, now=NOW, limit=2):
                current = item
                while current is not None:
                    with lock:
                        if current.person in busy:
                            faults.append("two workers for one person")
                        busy.add(current.person)
                        done.append((current.person, int(current.payload)))
                        busy.discard(current.person)
                    result = TurnResult(outgoing=(current.payload,))
                    stored, current = queues.inbox.finish(current, name, result, now=NOW, more=True)  # type: ignore[assignment]
                    if not stored:
                        faults.append("lost lease")

    threads = [threading.Thread(target=work, args=(f"w{n}", Queues(open_again()))) for n in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == [] and len(done) == people * each
    for person in {name for name, _ in done}:
        assert [number for name, number in done if name == person] == list(range(1, each + 1))
    assert first.outbox.depth()[0] == people * each


def test_pending_states_are_held_back_until_taken(database: Database) -> None:
    store = SqlStateStore(database)
    store.put("u", b"old")
    pending = PendingStates(store)
    pending.put("u", b"new")
    assert (pending.get("u"), store.get("u")) == (b"new", b"old")
    assert pending.take("u") == {"u": Change(b"new")} and pending.take("u") == {}
    assert pending.get("u") == b"old"
    assert pending.delete("u") and pending.get("u") is None and not pending.delete("u")
    assert pending.take("u") == {"u": Change(None)}


def test_sender_keys_are_stable_and_depend_on_the_secret_key(database: Database) -> None:
    one, other = People(database, b"a" * 32), People(database, b"b" * 32)
    assert one.key_of("telegram", "7") == one.key_of("telegram", "7") != other.key_of("telegram", "7")
    assert one.key_of("telegram", "7") != one.key_of("zalo_bot", "7")
    assert len(one.key_of("telegram", "7" * 500)) <= 128


def _reply(queues: Queues, person: str, *texts: str) -> None:
    queues.add(person, 1)
    (item,) = queues.inbox.take("w", channels=CHANNELS, now=NOW, limit=1)
    queues.inbox.finish(item, "w", TurnResult(outgoing=texts), now=NOW, more=False)
