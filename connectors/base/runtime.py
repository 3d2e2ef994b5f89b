"""The running server: database, connectors, the workers of both queues, and an orderly end."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial

import msgspec

from assistant import clock
from assistant.dialogue.state import State, faded
from assistant.dialogue.turn import Turn
from assistant.paths import project
from assistant.safety.personal_data import Redactor, load_redactor
from assistant.safety.retention import Periods, Purge, enforce
from assistant.storage import (
    Database,
    DeadLetters,
    Inbox,
    Notices,
    Outbox,
    PendingStates,
    People,
    SqlStateStore,
    fade_states,
    finish_forgetting,
    forget_absent,
    purge,
    purge_dead,
    purge_signals,
)
from assistant.storage.moments import from_ms
from assistant.storage.states import write_state
from connectors.base.connector import Connector, Tools
from connectors.base.credentials import ChannelConfig
from connectors.base.dispatcher import Dispatcher
from connectors.base.inlet import Inlet
from connectors.base.logs import Log
from connectors.base.media import Media
from connectors.base.message import Inbound
from connectors.base.metrics import Metrics
from connectors.base.nightly import Nightly
from connectors.base.processor import Processor, Talker
from connectors.base.registry import build_connectors
from connectors.base.reminders import Reminders
from connectors.base.settings import Settings
from connectors.base.talk_process import TalkProcess
from connectors.base.texts import Texts

__all__ = ["Runtime"]

_GAUGE_SECONDS = 2.0
_PURGE_SECONDS = 3600.0
_NIGHTLY_SECONDS = 60.0
_DATABASE_THREADS = 8


class Runtime:
    """Everything of one server process but the web server.

    Args:
        key: the secret key of the sender keys.
        load: makes the talker, given the store of conversation states. Called in the thread in which it will work.
        talk_threads: in how many threads the talker may be called at once.
        media: the images of the lessons; by default those of the project, and no public address.
        redactor: takes personal data out before a message is stored; by default as `assistant train` trained it.
        now: the clock by which nightly work is done.
    """

    def __init__(
        self,
        database: Database,
        configs: Mapping[str, ChannelConfig],
        load: Callable[[PendingStates], Talker],
        *,
        key: bytes,
        settings: Settings | None = None,
        talk_threads: int = 1,
        media: Media | None = None,
        redactor: Redactor | None = None,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self.database = database
        self.metrics = Metrics()
        self.settings = settings or Settings.load()
        self._texts = Texts.load()
        self._periods = Periods.load()
        self.people = People(database, key)
        lease = timedelta(seconds=self.settings.lease)
        self.inbox = Inbox(database, self.people, lease=lease)
        self.outbox = Outbox(database, lease=lease)
        self._notices = Notices(database)
        self._dead = DeadLetters(database)
        self._pending = PendingStates(SqlStateStore(database))
        self._load = load
        self._talker: Talker | None = None
        self._now = now
        self._nightly: Nightly | None = None
        self._nights = ThreadPoolExecutor(1, "nightly")
        self._executor = ThreadPoolExecutor(_DATABASE_THREADS, "database")
        # Storing what comes in never waits behind other work.
        self._storing = ThreadPoolExecutor(1, "inlet")
        self._talking = ThreadPoolExecutor(talk_threads, "talk")
        self.media = media or Media(project().media)
        tools = Tools(database, self.settings, self._texts, self.metrics, self.media)
        self.connectors: dict[str, Connector] = build_connectors(configs, tools)
        self._inlet = Inlet(
            self.inbox,
            self._storing,
            self.metrics,
            woken=self._wake_processor,
            wait=self.settings.store_wait,
            text_max=self.settings.text_max,
            redactor=redactor or load_redactor(project()),
        )
        self.reminders = Reminders(
            database, self.connectors, self.settings, self._executor, queued=self._wake_processor
        )
        self._processor: Processor | None = None
        self._dispatcher: Dispatcher | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._log = Log()
        self.stopping = False

    @property
    def ready(self) -> bool:
        """Whether messages are worked on."""
        return self._processor is not None and not self.stopping

    async def start(self) -> None:
        """Take the database, load the talker, start everything.

        Raises:
            AssistantError: the database is in use, or the assistant is not trained.
        """
        if self.database.claim_alone():
            # Whoever held these is dead; waiting for the leases to run out would only lose time.
            self.inbox.leases.clear()
            self.outbox.leases.clear()
        loop = asyncio.get_running_loop()
        for connector in self.connectors.values():
            await connector.start(partial(self._inlet.accept, connector))
        # Messages are already stored while the assistant loads.
        talker = await loop.run_in_executor(self._talking, self._load, self._pending)
        self._talker = talker
        self._nightly = Nightly(self.database, talker.adopt)
        holder = uuid.uuid4().hex
        self._processor = Processor(
            holder=holder,
            inbox=self.inbox,
            outbox=self.outbox,
            people=self.people,
            pending=self._pending,
            talker=talker,
            connectors=self.connectors,
            settings=self.settings,
            texts=self._texts,
            metrics=self.metrics,
            executor=self._executor,
            talking=self._talking,
            replied=self._wake_dispatcher,
        )
        self._dispatcher = Dispatcher(
            holder=holder,
            outbox=self.outbox,
            people=self.people,
            notices=self._notices,
            connectors=self.connectors,
            settings=self.settings,
            metrics=self.metrics,
            executor=self._executor,
        )
        work = (
            self._processor.pool.run(),
            self._dispatcher.pool.run(),
            self._measure(),
            self._tidy(),
            self.reminders.run(),
            self._night(),
        )
        self._tasks = [asyncio.create_task(one) for one in work]
        self._log.info("started", channels=sorted(self.connectors))

    async def stop(self) -> None:
        """Take nothing new, finish what is in hand, close."""
        self.stopping = True
        for connector in self.connectors.values():
            if not connector.webhook:
                await connector.stop()
        await self._inlet.close()
        pools = [part.pool for part in (self._processor, self._dispatcher) if part is not None]
        for pool in pools:
            pool.stop()
        if self._tasks:
            _, unfinished = await asyncio.wait(self._tasks[:2], timeout=self.settings.stop_timeout)
            if unfinished:
                self._log.warning("stop_unfinished", queues=len(unfinished))
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
        for connector in self.connectors.values():
            if connector.webhook:
                await connector.stop()
        if isinstance(self._talker, TalkProcess):
            self._talker.close()
        if self._nightly is not None:
            self._nightly.close()
        for executor in (self._nights, self._talking, self._storing, self._executor):
            executor.shutdown(wait=True)
        self._log.info("stopped")
        self.database.close()

    async def take_webhook(self, connector: Connector, inbounds: Sequence[Inbound]) -> None:
        """Store what a webhook brought.

        Raises:
            StoreSlow: it was not stored in time.
        """
        await self._inlet.accept(connector, inbounds)

    async def answer(self, sender: str, text: str) -> Turn:
        """Answer at once, for the REST channel; the state is stored before this returns."""
        if self._talker is None:
            raise RuntimeError("not started")
        return await asyncio.get_running_loop().run_in_executor(self._talking, self._answer, sender, text)

    def _answer(self, sender: str, text: str) -> Turn:
        assert self._talker is not None
        try:
            turn = self._talker.say(sender, text, at=clock.now())
        finally:
            changed = self._pending.take(sender)
        with self.database.transaction() as connection:
            for name, change in changed.items():
                write_state(self.database, connection, name, change, clock.now())
        return turn

    def _wake_processor(self) -> None:
        if self._processor is not None:
            self._processor.pool.wake()

    def _wake_dispatcher(self) -> None:
        if self._dispatcher is not None:
            self._dispatcher.pool.wake()

    async def _measure(self) -> None:
        while True:
            try:
                await asyncio.get_running_loop().run_in_executor(self._executor, self._gauges)
            except Exception as error:
                self._log.fault("measure_failed", error)
            await asyncio.sleep(_GAUGE_SECONDS)

    def _gauges(self) -> None:
        now = clock.now()
        for name, queue in (("inbox", self.inbox), ("outbox", self.outbox)):
            count, oldest = queue.depth()
            self.metrics.depth.labels(name).set(count)
            age = 0.0 if oldest is None else max(0.0, (now - from_ms(oldest)).total_seconds())
            self.metrics.oldest.labels(name).set(age)
        self.metrics.dead.set(self._dead.count())

    async def _tidy(self) -> None:
        while True:
            try:
                await asyncio.get_running_loop().run_in_executor(self._executor, self.tidy, clock.now())
            except Exception as error:
                self._log.fault("purge_failed", error)
            await asyncio.sleep(_PURGE_SECONDS)

    def tidy(self, now: datetime) -> dict[str, int]:
        """Remove what is kept no longer (retention.yml), and who asked to be forgotten; how many, by kind."""
        database = self.database
        purges: dict[str, Purge] = {
            "finished_messages": partial(purge, database),
            "dead_letters": partial(purge_dead, database),
            "conversation_state": partial(fade_states, database, fade=_faded),
            "learner_progress": self._forget_absent,
        }
        gone = enforce(self._periods, purges, now)
        with database.transaction() as connection:
            gone["forgotten"] = finish_forgetting(connection)
        if any(gone.values()):
            database.scrub()
            self._log.info("purged", **gone)
        return gone

    def _forget_absent(self, before: datetime) -> int:
        return forget_absent(self.database, before) + purge_signals(self.database, before)

    async def _night(self) -> None:
        assert self._nightly is not None
        while True:
            try:
                await asyncio.get_running_loop().run_in_executor(self._nights, self._nightly.step, self._now())
            except Exception as error:
                self._log.fault("refit_failed", error)
            await asyncio.sleep(_NIGHTLY_SECONDS)


def _faded(state: bytes) -> bytes:
    return msgspec.json.encode(faded(msgspec.json.decode(state, type=State)))
