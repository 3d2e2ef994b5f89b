"""Keeps the talker's learner model up to date: the newest fitted constants at any time, and a refit each night."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from datetime import date, datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from assistant.clock import VIETNAM
from assistant.learning.constants import Constants
from assistant.learning.history import History
from assistant.learning.refit import Refit, enough, refit
from assistant.learning.table import Table
from assistant.storage import Database, newest_constants, refit_from

__all__ = ["Nightly"]

_NICENESS = 10


class Nightly:
    """The job of the night, done by `step`, which is to be called every now and then.

    Args:
        adopt: gives constants with their version to the talker.
    """

    def __init__(self, database: Database, adopt: Callable[[Constants, int], None]) -> None:
        self._database = database
        self._adopt = adopt
        self._table = Table.load()
        self._version: int | None = None
        self._tried: date | None = None
        self._child: BaseProcess | None = None
        self._closed = False

    def step(self, now: datetime) -> bool:
        """Refit if it is time, then give the talker what is new; whether there was a refit. Blocks meanwhile.

        It is time once a day from the hour in signals.yml on, unless a refit of that day is stored already, by another
        server perhaps.
        """
        here = now.astimezone(VIETNAM)
        newest = newest_constants(self._database)
        done = newest is not None and newest.fitted.astimezone(VIETNAM).date() >= here.date()
        due = here.hour >= self._table.refit.hour and self._tried != here.date() and not done
        if due:
            # Marked before: what fails is not tried again all day long.
            self._tried = here.date()
            refit_from(self._database, self._table, now, fit=self._in_child)
            newest = newest_constants(self._database)
        if newest is not None and newest.version != self._version:
            self._adopt(newest.values, newest.version)
            self._version = newest.version
        return due

    def close(self) -> None:
        """Give up a refit that is going on."""
        self._closed = True
        if self._child is not None:
            self._child.kill()

    def _in_child(self, history: History, table: Table, now: Constants) -> Refit:
        """The refit in a process of its own: it computes for minutes, and the server must go on answering."""
        if not enough(history, table):
            return refit(history, table, now)
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        child = context.Process(target=_fit, args=(theirs,), daemon=True, name="refit")
        child.start()
        theirs.close()
        self._child = child
        try:
            if self._closed:
                child.kill()
            ours.send((history, table, now))
            found: Refit = ours.recv()
            return found
        finally:
            ours.close()
            child.join()
            self._child = None


def _fit(pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.nice(_NICENESS)
    history, table, now = pipe.recv()
    pipe.send(refit(history, table, now))
