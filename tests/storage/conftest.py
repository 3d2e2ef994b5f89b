"""A database for each test: SQLite always, PostgreSQL where its server programs are installed."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.storage import Database, open_database
from tests.storage.postgres import Cluster, programs

_NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A private PostgreSQL server, stopped at the end."""
    if programs() is None:
        pytest.skip("no PostgreSQL server: apt-get install postgresql")
    with Cluster() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/a.db"
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.database(f"test_{next(_NUMBERS)}")


@pytest.fixture()
def open_again(url: str) -> Iterator[Callable[[], Database]]:
    """Opens the test's database once more, as another process would."""
    opened: list[Database] = []

    def open_one() -> Database:
        opened.append(open_database(url))
        return opened[-1]

    yield open_one
    for database in opened:
        database.close()


@pytest.fixture()
def database(open_again: Callable[[], Database]) -> Database:
    """The test's database, its tables created."""
    return open_again()
