"""Fitted constants of the learner model: the newest are in force, all earlier ones can be looked up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select

from assistant.learning.constants import Constants
from assistant.learning.refit import Refit
from assistant.storage.database import Database
from assistant.storage.moments import from_ms, to_ms
from assistant.storage.schema import constants as table

__all__ = ["FittedConstants", "constants_history", "newest_constants", "store_constants"]


class FittedConstants(msgspec.Struct, frozen=True):
    """One set of constants: its version (from 1), when it was fitted (aware), on what, and with which gain.

    `before` and `after`: mean log likelihood of a signal with the constants before, and with these.
    """

    version: int
    fitted: datetime
    people: int
    signals: int
    before: float
    after: float
    values: Constants


def store_constants(database: Database, refit: Refit, now: datetime) -> FittedConstants:
    """Put newly fitted constants in force."""
    row = {
        "fitted": to_ms(now),
        "people": refit.people,
        "signals": refit.signals,
        "before": refit.before,
        "after": refit.after,
        "values": msgspec.json.encode(refit.constants).decode(),
    }
    with database.transaction() as connection:
        version = int(connection.execute(table.insert().values(**row)).inserted_primary_key[0])
    return FittedConstants(version, now, refit.people, refit.signals, refit.before, refit.after, refit.constants)


def newest_constants(database: Database) -> FittedConstants | None:
    """Those in force, or None where nothing was ever fitted."""
    found = _read(database, limit=1)
    return found[0] if found else None


def constants_history(database: Database) -> Sequence[FittedConstants]:
    """All, newest first."""
    return _read(database, limit=None)


def _read(database: Database, *, limit: int | None) -> list[FittedConstants]:
    with database.reading() as connection:
        rows = connection.execute(select(table).order_by(table.c.version.desc()).limit(limit)).all()
    return [_row(row) for row in rows]


def _row(row: Any) -> FittedConstants:
    values = msgspec.json.decode(row._mapping["values"], type=Constants)
    return FittedConstants(row.version, from_ms(row.fitted), row.people, row.signals, row.before, row.after, values)
