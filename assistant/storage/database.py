"""Opens the database, brings its tables up to date, and hands out transactions."""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from sqlalchemy import create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool, StaticPool

from assistant.errors import AssistantError, UsageError
from assistant.paths import project
from assistant.storage.guard import PLAIN, TextGuard
from assistant.storage.migrate import migrate

__all__ = ["Database", "InUse", "open_database"]

_BUSY_MS = 10_000  # how long SQLite waits for another process's transaction
# Pages that each of up to 20 connections keeps, in KiB. SQLite's own 2 MiB would make the server grow for hours; the
# system keeps the file in memory anyway.
_CACHE_KIB = 256
_EXAMPLE = "Ví dụ đúng: sqlite:///var/assistant.db hoặc postgresql://user@host/ten."


class InUse(AssistantError):
    """Another server process works on this SQLite file."""


class Database:
    """One database and the guard through which texts go into it.

    On SQLite, writers of this process queue at a lock and begin at once as writers (BEGIN IMMEDIATE), so that no
    transaction fails half-way because another one was first.
    """

    def __init__(self, engine: Any, guard: TextGuard = PLAIN) -> None:
        self.engine = engine
        self.guard = guard
        self.is_sqlite: bool = engine.dialect.name == "sqlite"
        self._writing = threading.Lock()
        self._lock_file: IO[str] | None = None

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        """A connection whose changes are stored together on leaving, or not at all on an exception."""
        if not self.is_sqlite:
            with self.engine.begin() as connection:
                yield connection
            return
        with self._writing, self.engine.connect().execution_options(immediate=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """A connection for reading."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    def scrub(self) -> None:
        """After something was erased for good: leave no copy of it in the files.

        SQLite keeps the pages of past transactions in its log until they are overwritten. PostgreSQL's server cleans
        up by itself (autovacuum, its own log), at times that its operator sets.
        """
        if self.is_sqlite:
            with self._writing, self.engine.connect() as connection:
                # Waits for nobody: readers at this moment leave the rest to the next time.
                connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def insert(self, table: Any) -> Any:
        """An INSERT of this database's dialect, which knows ON CONFLICT."""
        return (sqlite if self.is_sqlite else postgresql).insert(table)

    def claim_alone(self) -> bool:
        """On SQLite: be the only server on this file, or fail. Whether this process is now certainly alone.

        Raises:
            InUse: another server has the file.
        """
        name = self.engine.url.database
        if not self.is_sqlite or not name:
            return self.is_sqlite
        if self._lock_file is None:
            handle = Path(f"{name}.serve.lock").open("w")  # noqa: SIM115 - held open as long as the server runs
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                handle.close()
                raise InUse(
                    "cơ sở dữ liệu SQLite này đang có một máy chủ khác dùng",
                    remedy="Dừng máy chủ kia, hoặc dùng PostgreSQL để chạy nhiều máy chủ.",
                ) from None
            self._lock_file = handle
        return True

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()
        if self._lock_file is not None:
            self._lock_file.close()
            self._lock_file = None


def _prepare_sqlite(engine: Any) -> None:
    @event.listens_for(engine, "connect")  # type: ignore[untyped-decorator, unused-ignore]
    def connected(connection: Any, _: Any) -> None:
        # The driver would begin transactions by its own rules; `begun` below does it instead.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
        cursor.execute("PRAGMA journal_mode=WAL")
        # FULL: what was answered with 200 survives a power cut, not only the end of the process.
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        # What is deleted is overwritten: a person who asks to be forgotten is not left in free pages.
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
        cursor.close()

    @event.listens_for(engine, "begin")  # type: ignore[untyped-decorator, unused-ignore]
    def begun(connection: Any) -> None:
        immediate = connection.get_execution_options().get("immediate")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _engine(url: str) -> Any:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_size=10, max_overflow=10, pool_pre_ping=True)
    name = parsed.database
    if not name or name == ":memory:":
        engine = create_engine(parsed, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        file = Path(name)
        if not file.is_absolute() and file.parts[0] == "var":
            # The default address means the project's own folder, wherever the command is started.
            file = project().root / file
            parsed = parsed.set(database=str(file))
        file.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            parsed, poolclass=QueuePool, pool_size=10, max_overflow=10, connect_args={"check_same_thread": False}
        )
    _prepare_sqlite(engine)
    return engine


def open_database(url: str, guard: TextGuard = PLAIN) -> Database:
    """The database at an address, its tables created or brought up to date.

    Raises:
        UsageError: the address is no database that can be opened. It is not repeated, as it may hold a password.
    """
    try:
        database = Database(_engine(url), guard)
        with database.transaction() as connection:
            migrate(connection)
        return database
    except (SQLAlchemyError, ImportError, OSError) as fault:
        raise UsageError(f"không mở được cơ sở dữ liệu ({type(fault).__name__})", remedy=_EXAMPLE) from None
