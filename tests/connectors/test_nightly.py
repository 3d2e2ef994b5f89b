"""The server fits the constants at night and hands them to the talker, and takes up what an officer has fitted."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from queue import Queue

import pytest

from assistant.clock import VIETNAM
from assistant.learning.constants import Constants, constants_of
from assistant.learning.refit import Refit
from assistant.learning.table import Table
from assistant.storage import Database, newest_constants, open_database, store_constants
from connectors.base.nightly import Nightly
from tests.fakes.host import Host
from tests.fakes.talk import FakeTalk
from tests.learning.people import people
from tests.learning.test_refit import TRUE
from tests.storage.test_signals import fill

DAY = datetime(2026, 11, 23, tzinfo=VIETNAM)
NIGHT = DAY + timedelta(hours=Table.load().refit.hour, minutes=20)
FITTED = Refit(constants_of(Table.load()), 20, 1000, -0.6, -0.5, enough=True)


class Adopted:
    """Remembers which versions it was given."""

    def __init__(self) -> None:
        self.versions: list[int] = []

    def __call__(self, constants: Constants, version: int) -> None:
        self.versions.append(version)


@pytest.fixture()
def database(url: str) -> Database:
    return open_database(url)


def test_it_refits_once_a_night_from_the_hour_on(database: Database) -> None:
    fill(database, people(45, TRUE, seed=21), day=(DAY - timedelta(days=30)).toordinal())
    adopted = Adopted()
    nightly = Nightly(database, adopted)
    assert not nightly.step(NIGHT - timedelta(hours=1))
    assert adopted.versions == []
    assert nightly.step(NIGHT)
    assert adopted.versions == [1]
    newest = newest_constants(database)
    assert newest is not None and newest.fitted == NIGHT.astimezone(timezone.utc)
    assert newest.after > newest.before
    assert not nightly.step(NIGHT + timedelta(hours=5))
    other = Adopted()
    assert not Nightly(database, other).step(NIGHT + timedelta(hours=6))  # another server, or this one anew
    assert other.versions == [1]


def test_a_night_without_enough_signals_changes_nothing_and_is_not_repeated(database: Database) -> None:
    adopted = Adopted()
    nightly = Nightly(database, adopted)
    assert nightly.step(NIGHT)
    assert not nightly.step(NIGHT + timedelta(minutes=1))
    assert nightly.step(NIGHT + timedelta(days=1))
    assert adopted.versions == [] and newest_constants(database) is None


def test_what_an_officer_fits_during_the_day_is_taken_up(database: Database) -> None:
    adopted = Adopted()
    nightly = Nightly(database, adopted)
    store_constants(database, FITTED, DAY)
    nightly.step(NIGHT)
    store_constants(database, FITTED, NIGHT)
    nightly.step(NIGHT + timedelta(hours=9))
    assert adopted.versions == [1, 2]


def test_the_running_server_refits_by_its_clock_and_the_talker_gets_it(url: str, tmp_path: Path) -> None:
    database = open_database(url)
    fill(database, people(45, TRUE, seed=22), day=(DAY - timedelta(days=30)).toordinal())
    adopted: Queue[int] = Queue()

    class Talk(FakeTalk):
        def adopt(self, constants: Constants, version: int) -> None:
            adopted.put(version)

    with Host(url, tmp_path, load=Talk, now=lambda: NIGHT):
        assert adopted.get(timeout=60) == 1
    found = newest_constants(database)
    assert found is not None and found.people == 45
