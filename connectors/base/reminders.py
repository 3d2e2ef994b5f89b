"""Asks the dialogue, at decent hours, to remind those who agreed to it and have something to review.

A reminder is a message of an internal kind in the person's inbox. So it keeps its place among what the person writes,
is answered exactly once, and is repeated after a failure, like everything else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from datetime import datetime, timedelta, timezone

from assistant import clock
from assistant.clock import VIETNAM
from assistant.storage import Database, queue_reminders
from connectors.base.connector import Connector
from connectors.base.logs import Log
from connectors.base.message import Kind
from connectors.base.settings import Settings

__all__ = ["Reminders", "last_moment"]

_EVER = datetime(1970, 1, 1, tzinfo=timezone.utc)


def last_moment(now: datetime, settings: Settings) -> datetime | None:
    """Until when a reminder may be sent that is wanted now; None outside the hours for it."""
    here = now.astimezone(VIETNAM)
    if not settings.remind_from <= here.hour < settings.remind_until:
        return None
    return here.replace(hour=settings.remind_until, minute=0, second=0, microsecond=0)


class Reminders:
    """Looks for people to remind, all day long.

    Args:
        queued: called when reminders were put into the inbox.
    """

    def __init__(
        self,
        database: Database,
        connectors: Mapping[str, Connector],
        settings: Settings,
        executor: Executor,
        *,
        queued: Callable[[], None],
    ) -> None:
        self._database = database
        self._windows = {name: connector.limits.unasked for name, connector in connectors.items()}
        self._settings = settings
        self._executor = executor
        self._queued = queued
        self._log = Log()

    def look(self, now: datetime) -> int:
        """Put the reminders that are wanted at this moment into the inbox; how many."""
        if last_moment(now, self._settings) is None:
            return 0
        since = {name: now - timedelta(seconds=span) if span else _EVER for name, span in self._windows.items()}
        return queue_reminders(
            self._database,
            Kind.REMIND.value,
            since,
            silent_since=now - timedelta(seconds=self._settings.remind_quiet),
            day=now.astimezone(VIETNAM).date(),
            now=now,
            limit=self._settings.remind_batch,
        )

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            try:
                if await asyncio.get_running_loop().run_in_executor(self._executor, self.look, clock.now()):
                    self._queued()
            except Exception as error:
                self._log.fault("remind_failed", error)
            await asyncio.sleep(self._settings.remind_every)
