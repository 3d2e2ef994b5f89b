"""Keeps up to a number of persons in hand at once, each served in order by its own task."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from connectors.base.logs import Log

__all__ = ["Pool"]

Work = TypeVar("Work")


class Pool(Generic[Work]):
    """Takes work from a queue in the database and serves it.

    Args:
        take: up to that many pieces of work, each of a different person.
        serve: does the piece and all that follows for the same person; must not raise.
        size: how many persons at once.
        poll: seconds between looks into the queue when nobody says that there is work.
    """

    def __init__(
        self,
        name: str,
        take: Callable[[int], Awaitable[Sequence[Work]]],
        serve: Callable[[Work], Awaitable[None]],
        *,
        size: int,
        poll: float,
    ) -> None:
        self._name = name
        self._take = take
        self._serve = serve
        self._size = size
        self._poll = poll
        self._wake = asyncio.Event()
        self._stopping = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._log = Log()

    @property
    def stopping(self) -> bool:
        """Whether no further work is to be begun."""
        return self._stopping

    def wake(self) -> None:
        """Say that there may be work."""
        self._wake.set()

    def stop(self) -> None:
        """Begin nothing new."""
        self._stopping = True
        self._wake.set()

    async def run(self) -> None:
        """Work until stopped, then until what is in hand is done."""
        while not self._stopping:
            self._wake.clear()
            free = self._size - len(self._tasks)
            taken: Sequence[Work] = ()
            if free > 0:
                try:
                    taken = await self._take(free)
                except Exception as error:
                    self._log.fault("take_failed", error, queue=self._name)
            for work in taken:
                task = asyncio.create_task(self._one(work))
                self._tasks.add(task)
                task.add_done_callback(self._done)
            if len(taken) < free or not free:
                await self._pause()
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _one(self, work: Work) -> None:
        try:
            await self._serve(work)
        except Exception as error:  # the lease runs out and the work is taken up again
            self._log.fault("serve_failed", error, queue=self._name)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._wake.set()

    async def _pause(self) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), self._poll)
        except asyncio.TimeoutError:
            return
