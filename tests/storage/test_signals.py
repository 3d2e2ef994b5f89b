"""What people did is stored with their state or not at all, goes with it, and gives the constants that are in force."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import msgspec
import pytest
from sqlalchemy import insert

from assistant.learning.constants import constants_of
from assistant.learning.learner import Signal
from assistant.learning.table import Table
from assistant.storage import (
    Change,
    Database,
    Inbox,
    NewMessage,
    PendingStates,
    People,
    SqlStateStore,
    TurnResult,
    constants_history,
    count_signals,
    newest_constants,
    purge_signals,
    read_signals,
    refit_from,
)
from assistant.storage.schema import signal as table
from tests.learning.people import people
from tests.learning.test_refit import TRUE

NOW = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
DAY = NOW.date().toordinal()


def one(day: int = DAY, name: str = "quiz", y: int = 1) -> Signal:
    return Signal(day, name, "thiet-bi", y, "basic", 0.0, 0.0, 0.0, "dien-thoai/lam-quen", 3, 0.5)


def fill(database: Database, signals: dict[str, tuple[Signal, ...]], *, day: int) -> None:
    """Store the signals of many people at once, their first ones on that day."""
    rows = []
    for sender, own in signals.items():
        shift = day - own[0].day
        rows += [
            {
                "sender": sender,
                **{
                    name: getattr(each, name) for name in ("name", "skill", "y", "level", "lesson", "options", "weight")
                },
                "day": each.day + shift,
            }
            for each in own
        ]
    with database.transaction() as connection:
        connection.execute(insert(table), rows)


def test_signals_come_back_as_they_were_person_by_person_in_order(database: Database) -> None:
    store = SqlStateStore(database)
    store.put("b", b"{}", [one(y=1), one(y=0)])
    store.put("a", b"{}", [one()])
    store.put("b", b"{}", [one(DAY + 1, "lesson")])
    assert read_signals(database) == {"a": (one(),), "b": (one(y=1), one(y=0), one(DAY + 1, "lesson"))}
    assert count_signals(database) == 4


def test_forgetting_a_person_removes_the_signals_and_nobody_elses(database: Database) -> None:
    store = SqlStateStore(database)
    for name in ("u", "v"):
        store.put(name, b"{}", [one()])
    assert store.delete("u")
    assert set(read_signals(database)) == {"v"}


def test_a_turn_that_is_not_stored_leaves_no_signals(database: Database) -> None:
    inbox = Inbox(database, People(database, b"k" * 32), lease=timedelta(seconds=30))
    inbox.add([NewMessage("telegram", "1", "7", 1, "text", '{"text": "a"}')], NOW)
    (item,) = inbox.take("w", channels=("telegram",), now=NOW, limit=1)
    bad = TurnResult(states={item.person: Change(b"{}", (one(),))}, outgoing=("one", None))  # type: ignore[arg-type]
    with pytest.raises(Exception):  # noqa: B017 - whatever the database says of a missing text
        inbox.finish(item, "w", bad, now=NOW, more=False)
    assert count_signals(database) == 0
    good = msgspec.structs.replace(bad, outgoing=("one",))
    assert inbox.finish(item, "w", good, now=NOW, more=False)[0]
    assert read_signals(database) == {item.person: (one(),)}


def test_signals_held_back_add_up_and_go_when_the_person_is_forgotten(database: Database) -> None:
    store = SqlStateStore(database)
    store.put("u", b"old", [one()])
    pending = PendingStates(store)
    pending.put("u", b"1", [one(y=0)])
    pending.put("u", b"2", [one(y=1)])
    assert pending.take("u") == {"u": Change(b"2", (one(y=0), one(y=1)))}
    pending.put("u", b"3", [one()])
    pending.delete("u")
    pending.put("u", b"4", [one(y=0)])
    assert pending.take("u") == {"u": Change(b"4", (one(y=0),), anew=True)}
    assert pending.take("u") == {}


def test_signals_before_a_moment_are_purged_by_their_day_in_vietnam(database: Database) -> None:
    SqlStateStore(database).put("u", b"{}", [one(DAY - 2), one(DAY - 1), one(DAY)])
    evening = datetime(2026, 11, 22, 20, tzinfo=timezone.utc)  # the 23rd in Vietnam
    assert purge_signals(database, evening) == 2
    assert read_signals(database) == {"u": (one(DAY),)}


def test_only_people_who_began_lately_and_at_most_so_many_are_read(database: Database) -> None:
    store = SqlStateStore(database)
    store.put("old", b"{}", [one(DAY - 9), one(DAY)])
    for name in ("a", "b", "c"):
        store.put(name, b"{}", [one()])
    store.put("a", b"{}", [one()])
    assert set(read_signals(database, first_day=DAY - 1)) == {"a", "b", "c"}
    assert set(read_signals(database, first_day=DAY - 1, people_max=2)) == {"a", "c"}


def test_a_refit_puts_new_constants_in_force_and_the_earlier_stay(database: Database) -> None:
    rules = Table.load()
    fill(database, people(45, TRUE, seed=11), day=DAY - 30)
    tried = refit_from(database, rules, NOW, keep=False)
    assert tried.refit.enough and tried.stored is None and newest_constants(database) is None
    first = refit_from(database, rules, NOW)
    assert first.earlier == constants_of(rules)
    assert first.stored == newest_constants(database)
    assert first.stored is not None and first.stored.version == 1 and first.stored.values == tried.refit.constants
    assert (first.stored.fitted, first.stored.people, first.stored.signals) == (NOW, 45, 45 * 96)
    assert first.stored.after > first.stored.before
    fill(database, {f"x{name}": own for name, own in people(45, TRUE, seed=12).items()}, day=DAY - 30)
    second = refit_from(database, rules, NOW + timedelta(days=1))
    assert second.earlier == first.stored.values
    assert [each.version for each in constants_history(database)] == [2, 1]


def test_too_little_data_and_people_of_long_ago_put_nothing_in_force(database: Database) -> None:
    rules = Table.load()
    fill(database, people(45, TRUE, seed=13), day=date(2025, 1, 1).toordinal())
    fill(database, {f"x{name}": own for name, own in people(3, TRUE, seed=14).items()}, day=DAY - 30)
    outcome = refit_from(database, rules, NOW)
    assert not outcome.refit.enough and outcome.refit.people == 3
    assert newest_constants(database) is None
