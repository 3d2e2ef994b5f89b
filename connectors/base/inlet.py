"""The way in: stores updates before the platform is told that they arrived.

Updates that come in while a transaction is being written go into the next one together. Under load the number of
transactions stays the same and each holds more, so the time to store hardly grows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from time import perf_counter

import msgspec

from assistant import clock
from assistant.safety.personal_data import Redactor
from assistant.storage import Inbox, NewMessage
from connectors.base.connector import Connector
from connectors.base.logs import Log
from connectors.base.message import Inbound, Kind
from connectors.base.metrics import Metrics

__all__ = ["Inlet", "StoreSlow"]

_BATCH = 200  # messages in one transaction
_AT_ONCE = 64  # confirmations under way; more than that are left out


class StoreSlow(Exception):
    """The message could not be stored in time; the platform is asked to deliver it again."""


@dataclass
class _Waiting:
    messages: list[NewMessage]
    stored: asyncio.Future[list[bool]]


class Inlet:
    """Stores what the connectors receive.

    Args:
        woken: called when there is new work.
        wait: seconds after which an update counts as not stored.
        text_max: characters of a text that are read; a little more is stored, so that it is seen to be longer.
        redactor: takes personal data out before a message is stored.
    """

    def __init__(
        self,
        inbox: Inbox,
        executor: Executor,
        metrics: Metrics,
        *,
        woken: Callable[[], None],
        wait: float,
        text_max: int,
        redactor: Redactor,
    ) -> None:
        self._inbox = inbox
        self._executor = executor
        self._metrics = metrics
        self._woken = woken
        self._wait = wait
        self._text_max = text_max
        self._redactor = redactor
        self._log = Log()
        self._waiting: list[_Waiting] = []
        self._writer: asyncio.Task[None] | None = None
        self._side: set[asyncio.Task[None]] = set()

    async def accept(self, connector: Connector, inbounds: Sequence[Inbound]) -> None:
        """Store the messages; those that came before are counted and dropped.

        Raises:
            StoreSlow: it took too long or the database failed. The messages may be stored nevertheless.
        """
        if not inbounds:
            return
        started = perf_counter()
        entry = _Waiting(
            [self._stored_form(connector.name, inbound) for inbound in inbounds],
            asyncio.get_running_loop().create_future(),
        )
        self._waiting.append(entry)
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        try:
            fresh = await asyncio.wait_for(asyncio.shield(entry.stored), self._wait)
        except asyncio.TimeoutError:
            entry.stored.add_done_callback(lambda future: future.cancelled() or future.exception())
            raise StoreSlow from None
        self._metrics.store_seconds.labels(connector.name).observe(perf_counter() - started)
        for inbound, new in zip(inbounds, fresh):
            if new:
                self._metrics.received.labels(connector.name, inbound.kind.value).inc()
                self._confirm(connector, inbound)
            else:
                self._metrics.repeated.labels(connector.name).inc()
        self._woken()

    async def close(self) -> None:
        """Wait for what is being stored and confirmed."""
        tasks = [*self._side, *([self._writer] if self._writer else [])]
        if tasks:
            await asyncio.wait(tasks, timeout=5)

    async def _write(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch: list[_Waiting] = []
            size = 0
            while self._waiting and size < _BATCH:
                batch.append(self._waiting.pop(0))
                size += len(batch[-1].messages)
            messages = [message for entry in batch for message in entry.messages]
            try:
                fresh = await loop.run_in_executor(self._executor, self._inbox.add, messages, clock.now())
            except Exception as error:
                self._log.fault("store_failed", error, messages=len(messages))
                for entry in batch:
                    if not entry.stored.done():
                        entry.stored.set_exception(StoreSlow())
                continue
            position = 0
            for entry in batch:
                if not entry.stored.done():
                    entry.stored.set_result(fresh[position : position + len(entry.messages)])
                position += len(entry.messages)

    def _confirm(self, connector: Connector, inbound: Inbound) -> None:
        if len(self._side) >= _AT_ONCE:
            return
        task = asyncio.create_task(self._at_once(connector, inbound))
        self._side.add(task)
        task.add_done_callback(self._side.discard)

    async def _at_once(self, connector: Connector, inbound: Inbound) -> None:
        try:
            await asyncio.wait_for(connector.at_once(inbound), 5)
        except Exception as error:  # a courtesy: the answer comes anyway
            self._metrics.errors.labels(connector.name, type(error).__name__).inc()

    def _stored_form(self, channel: str, inbound: Inbound) -> NewMessage:
        # Personal data never reaches the database: what people write is redacted before it is stored.
        written = inbound.kind in (Kind.TEXT, Kind.IMAGE)
        text = self._redactor.redact(inbound.text[: self._text_max + 1]).text if written else inbound.text
        payload = {"text": text, "media": inbound.media}
        return NewMessage(
            channel=channel,
            # PostgreSQL stores no NUL in a text; no platform has one in an id.
            update_id=inbound.update_id.replace("\0", "?")[:200],
            platform_id=inbound.person.replace("\0", "?"),
            place=inbound.place,
            kind=inbound.kind.value,
            payload=msgspec.json.encode(payload).decode(),
            by_person=inbound.kind not in (Kind.STAFF, Kind.UNFOLLOW),
        )
