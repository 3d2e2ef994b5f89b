"""Brings the tables up to date when the database is opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import inspect, text

__all__ = ["HEAD", "migrate"]

# The newest migration. Kept here so that an up-to-date database is opened without loading Alembic; tested.
HEAD = "0002"
_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 7_221_043  # any number, the same in all our processes


def migrate(connection: Any) -> bool:
    """Run the missing migrations in the transaction of `connection`; whether there were any."""
    if connection.dialect.name == "postgresql":
        # Two servers that start together would both create the tables.
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    if inspect(connection).has_table("alembic_version"):
        row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
        if row is not None and row[0] == HEAD:
            return False
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return True
