"""From outbox to platform: in order for each person, at the same time for many."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import msgspec

from assistant import clock
from assistant.storage import Letter, Notices, Outbox, People
from assistant.storage.moments import from_ms
from connectors.base.connector import Connector
from connectors.base.delivery import Delivery, Then
from connectors.base.logs import Log
from connectors.base.message import Outgoing
from connectors.base.metrics import Metrics
from connectors.base.pace import Pace
from connectors.base.pool import Pool
from connectors.base.settings import Settings

__all__ = ["Dispatcher"]

_IN_A_ROW = 20
Result = TypeVar("Result")


class Dispatcher:
    """Serves the outbox."""

    def __init__(
        self,
        *,
        holder: str,
        outbox: Outbox,
        people: People,
        notices: Notices,
        connectors: Mapping[str, Connector],
        settings: Settings,
        metrics: Metrics,
        executor: Executor,
    ) -> None:
        self._holder = holder
        self._outbox = outbox
        self._people = people
        self._notices = notices
        self._connectors = connectors
        self._settings = settings
        self._metrics = metrics
        self._executor = executor
        self._paces = {name: Pace(connector.limits.per_second) for name, connector in connectors.items()}
        self._troubled = {notice.channel for notice in notices.list()}
        self._log = Log()
        self.pool: Pool[Letter] = Pool("outbox", self._take, self._serve, size=settings.senders, poll=settings.poll)

    async def _call(self, work: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._executor, partial(work, *args, **kwargs))

    async def _take(self, limit: int) -> Sequence[Letter]:
        channels = tuple(self._connectors)
        return await self._call(self._outbox.take, self._holder, channels=channels, now=clock.now(), limit=limit)

    async def _serve(self, first: Letter) -> None:
        letter: Letter | None = first
        row = 0
        while letter is not None:
            row += 1
            if letter.uncertain:
                self._metrics.doubtful.labels(letter.channel).inc()
            delivery = await self._deliver(letter)
            if delivery.then is not Then.SENT:
                self._metrics.errors.labels(letter.channel, delivery.code).inc()
            more = row < _IN_A_ROW and not self.pool.stopping
            letter = await self._follow(letter, delivery, more=more)

    async def _deliver(self, letter: Letter) -> Delivery:
        person = await self._call(self._people.get, letter.person)
        if person is None or not person.address:
            return Delivery(Then.GIVE_UP, "no_address")
        message = msgspec.json.decode(letter.payload, type=Outgoing)
        if message.until is not None and clock.now() > from_ms(message.until):
            return Delivery(Then.GIVE_UP, "too_late")
        connector = self._connectors[letter.channel]
        age = (clock.now() - from_ms(letter.created)).total_seconds()
        await self._paces[letter.channel].wait()
        try:
            return await asyncio.wait_for(connector.deliver(person, message, age=age), self._settings.send_timeout)
        except Exception as error:  # the network, or a platform's answer that makes no sense
            if not isinstance(error, (OSError, asyncio.TimeoutError)):
                self._log.fault("send_failed", error, channel=letter.channel, row=letter.id)
            return Delivery(Then.RETRY, type(error).__name__, certain=False)

    async def _follow(self, letter: Letter, delivery: Delivery, *, more: bool) -> Letter | None:
        now = clock.now()
        then = delivery.then
        if then is Then.SENT:
            self._metrics.sent.labels(letter.channel).inc()
            if letter.uncertain == 0 and letter.attempts == 1:
                age = (now - from_ms(letter.created)).total_seconds()
                self._metrics.reply_seconds.labels(letter.channel).observe(age)
            if letter.channel in self._troubled:
                self._troubled.discard(letter.channel)
                await self._call(self._notices.clear, letter.channel)
            return await self._call(self._outbox.sent, letter, self._holder, delivery.message, now=now, more=more)
        if then is Then.BLOCKED:
            await self._call(self._people.block, letter.person, delivery.code)
            await self._call(self._outbox.bury, letter, self._holder, delivery.code, now=now, more=False)
            await self._call(self._outbox.bury_person, letter.person, delivery.code, now=now)
            return None
        if then is Then.MOVED:
            await self._call(self._people.move, letter.person, delivery.address)
            await self._retry(letter, delivery, now)
            return None
        if then is Then.OPERATOR:
            await self._tell_officer(letter.channel, delivery.code, now)
        if then is Then.WAIT and delivery.whole_channel:
            await self._call(self._notices.rest, letter.channel, delivery.code, now + self._pause(letter, delivery))
        limit = self._settings.send_attempts if then is Then.RETRY else self._settings.operator_attempts
        if then in (Then.GIVE_UP, Then.REFRESH) or letter.attempts >= limit:
            self._log.warning("dead_letter", queue="outbox", channel=letter.channel, row=letter.id, code=delivery.code)
            return await self._call(self._outbox.bury, letter, self._holder, delivery.code, now=now, more=more)
        await self._retry(letter, delivery, now)
        return None

    async def _retry(self, letter: Letter, delivery: Delivery, now: datetime) -> None:
        at = now + self._pause(letter, delivery)
        await self._call(self._outbox.retry, letter, self._holder, delivery.code, at=at, refused=delivery.certain)

    def _pause(self, letter: Letter, delivery: Delivery) -> timedelta:
        if delivery.after is not None:
            return timedelta(seconds=delivery.after)
        if delivery.then is Then.OPERATOR:
            return timedelta(seconds=self._settings.channel_rest)
        return timedelta(seconds=self._settings.backoff(letter.attempts))

    async def _tell_officer(self, channel: str, code: str, now: datetime) -> None:
        self._troubled.add(channel)
        self._log.warning("officer_needed", channel=channel, code=code)
        await self._call(self._notices.add, channel, code, now)
        await self._call(self._notices.rest, channel, code, now + timedelta(seconds=self._settings.channel_rest))
