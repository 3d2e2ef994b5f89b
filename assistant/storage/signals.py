"""What people did while learning, one row a signal, kept to fit the constants of the learner model again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select

from assistant.clock import VIETNAM
from assistant.learning.learner import Signal
from assistant.storage.database import Database
from assistant.storage.schema import signal as table

__all__ = ["count_signals", "forget_signals", "purge_signals", "read_signals", "write_signals"]


def write_signals(connection: Any, sender: str, signals: Sequence[Signal]) -> None:
    """Store them in the transaction of `connection`, in order."""
    if not signals:
        return
    connection.execute(
        table.insert(),
        [
            {
                "sender": sender,
                "day": one.day,
                "name": one.name,
                "skill": one.skill,
                "y": one.y,
                "level": one.level,
                "lesson": one.lesson,
                "options": one.options,
                "weight": one.weight,
            }
            for one in signals
        ],
    )


def forget_signals(connection: Any, sender: str) -> int:
    """Remove those of one person in the transaction of `connection`; how many."""
    return int(connection.execute(delete(table).where(table.c.sender == sender)).rowcount)


def read_signals(
    database: Database, *, first_day: int = 0, people_max: int | None = None
) -> Mapping[str, tuple[Signal, ...]]:
    """The signals of each person in order, by sender key; their θ before and after were not kept and are 0.

    Args:
        first_day: only people whose first signal is of that day (an ordinal) or later.
        people_max: at most so many, those with the newest signals.
    """
    newest = func.max(table.c.id)
    who = (
        select(table.c.sender).group_by(table.c.sender).having(func.min(table.c.day) >= first_day)
        .order_by(newest.desc()).limit(people_max)
    )  # fmt: skip
    query = select(table).where(table.c.sender.in_(who)).order_by(table.c.sender, table.c.id)
    found: dict[str, list[Signal]] = {}
    with database.reading() as connection:
        for row in connection.execute(query):
            found.setdefault(row.sender, []).append(
                Signal(
                    row.day, row.name, row.skill, row.y, row.level, 0.0, 0.0, 0.0, row.lesson, row.options, row.weight
                )
            )
    return {sender: tuple(signals) for sender, signals in found.items()}


def count_signals(database: Database) -> int:
    """How many are stored."""
    with database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def purge_signals(database: Database, before: datetime) -> int:
    """Remove those of days before that moment's day in Vietnam; how many."""
    day = before.astimezone(VIETNAM).date().toordinal()
    with database.transaction() as connection:
        return int(connection.execute(delete(table).where(table.c.day < day)).rowcount)
