"""Opening creates and updates the tables; the migrations say the same as the schema."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from assistant.errors import UsageError
from assistant.storage import Database, SqlStateStore, open_database, open_store
from assistant.storage.migrate import HEAD, migrate
from assistant.storage.schema import METADATA


def _ours(name: str | None, kind: str, _: object) -> bool:
    return not (kind == "table" and name == "sqlite_sequence")  # SQLite's own counter


def test_the_migrations_make_the_tables_of_the_schema(database: Database) -> None:
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": _ours})
        assert compare_metadata(context, METADATA) == []
        assert "dead_letter" in inspect(connection).get_view_names()


def test_the_noted_head_is_the_newest_migration() -> None:
    config = Config()
    folder = Path(__file__).resolve().parents[2] / "assistant" / "storage" / "migrations"
    config.set_main_option("script_location", str(folder))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_opening_again_changes_nothing(open_again: Callable[[], Database]) -> None:
    store = SqlStateStore(open_again())
    store.put("u", b"1")
    again = open_again()
    with again.transaction() as connection:
        assert not migrate(connection)
    assert SqlStateStore(again).get("u") == b"1"


def test_several_processes_may_open_an_empty_database_at_once(open_again: Callable[[], Database]) -> None:
    faults: list[BaseException] = []

    def open_one() -> None:
        try:
            open_again()
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=open_one) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_states_written_before_there_were_migrations_are_kept(url: str) -> None:
    engine = create_engine(url)
    kind = "BLOB" if url.startswith("sqlite") else "BYTEA"
    with engine.begin() as connection:
        connection.execute(
            text(f"CREATE TABLE conversation_state (sender VARCHAR(128) PRIMARY KEY, state {kind} NOT NULL)")
        )
        connection.execute(text("INSERT INTO conversation_state VALUES ('u', :state)"), {"state": b"old"})
    engine.dispose()
    assert open_store(url).get("u") == b"old"


@pytest.mark.parametrize(
    "bad", ["nonsense", "sqlite:////proc/none/a.db", "postgresql://u:secret@127.0.0.1:1/x", "x://y"]
)
def test_an_address_that_cannot_be_opened_is_one_error_without_the_address(bad: str) -> None:
    with pytest.raises(UsageError) as fault:
        open_database(bad)
    assert "secret" not in str(fault.value) and fault.value.__cause__ is None
