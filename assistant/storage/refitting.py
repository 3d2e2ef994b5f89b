"""Refits the constants of the learner model from the stored signals, and puts them in force."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from assistant.clock import VIETNAM
from assistant.learning.constants import Constants, constants_of
from assistant.learning.history import History, history_of
from assistant.learning.refit import Refit, refit
from assistant.learning.table import Table
from assistant.storage.constants import FittedConstants, newest_constants, store_constants
from assistant.storage.database import Database
from assistant.storage.signals import read_signals

__all__ = ["Outcome", "refit_from"]

Fit = Callable[[History, Table, Constants], Refit]


class Outcome(msgspec.Struct, frozen=True):
    """What a refit changed.

    Attributes:
        earlier: the constants that were in force.
        stored: the version that is in force now, or None where nothing was put in force.
    """

    refit: Refit
    earlier: Constants
    stored: FittedConstants | None


def refit_from(database: Database, table: Table, now: datetime, *, keep: bool = True, fit: Fit = refit) -> Outcome:
    """Fit the constants to the people who began to learn lately, and put them in force where they changed.

    Args:
        table: as signals.yml states it.
        now: aware.
        keep: False only tells what would be fitted.
        fit: does the fitting (elsewhere, perhaps).
    """
    newest = newest_constants(database)
    earlier = newest.values if newest else constants_of(table)
    first = now.astimezone(VIETNAM).date() - timedelta(days=table.refit.days)
    people = read_signals(database, first_day=first.toordinal(), people_max=table.refit.people_max)
    found = fit(history_of(list(people.values()), table), table, earlier)
    changed = found.enough and found.constants != earlier
    return Outcome(found, earlier, store_constants(database, found, now) if keep and changed else None)
