"""From inbox to outbox: each message becomes a turn, whose state and replies are stored together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from datetime import datetime, timedelta
from functools import partial
from time import perf_counter
from typing import Any, Protocol, TypeVar

import msgspec

from assistant import clock
from assistant.dialogue.remind import remind_on
from assistant.dialogue.settings import Settings as DialogueSettings
from assistant.dialogue.state import State
from assistant.dialogue.turn import Reply, Turn
from assistant.learning.constants import Constants
from assistant.safety.limits import Traffic, Verdict, admit
from assistant.storage import Inbox, Item, Outbox, PendingStates, People, Person, TurnResult
from assistant.storage.moments import from_ms, to_ms
from connectors.base.codes import is_code
from connectors.base.connector import Connector
from connectors.base.logs import Log
from connectors.base.message import Kind
from connectors.base.metrics import Metrics
from connectors.base.pool import Pool
from connectors.base.reminders import last_moment
from connectors.base.settings import Settings
from connectors.base.texts import Texts

__all__ = ["GREETING", "Processor", "Talker"]

GREETING = "/greet"
_IN_A_ROW = 10  # messages of one person before others get a chance
_ANSWERED_BY_CONNECTOR = {
    Kind.IMAGE: "image",
    Kind.VOICE: "voice",
    Kind.LOCATION: "location",
    Kind.STICKER: "sticker",
    Kind.UNSUPPORTED: "unsupported",
}
Result = TypeVar("Result")


class Talker(Protocol):
    """What works out the answers: assistant.nlu.talk.Talk, or a stand-in in tests."""

    def say(self, sender: str, text: str, *, at: datetime | None = None, level: str | None = None) -> Turn:
        """One message and what came of it."""

    def remind(self, sender: str, *, at: datetime) -> Turn:
        """The reminder to review for a person who has not written; without replies where there is none."""

    def adopt(self, constants: Constants, version: int) -> None:
        """Use these refitted constants of the learner model from the next message on."""


class Processor:
    """Serves the inbox.

    Args:
        talking: the executor on which the talker runs; one thread unless the talker allows more.
        replied: called when there are replies to send.
    """

    def __init__(
        self,
        *,
        holder: str,
        inbox: Inbox,
        outbox: Outbox,
        people: People,
        pending: PendingStates,
        talker: Talker,
        connectors: Mapping[str, Connector],
        settings: Settings,
        texts: Texts,
        metrics: Metrics,
        executor: Executor,
        talking: Executor,
        replied: Callable[[], None],
    ) -> None:
        self._holder = holder
        self._inbox = inbox
        self._outbox = outbox
        self._people = people
        self._pending = pending
        self._talker = talker
        self._connectors = connectors
        self._settings = settings
        self._texts = texts
        self._metrics = metrics
        self._executor = executor
        self._talking = talking
        self._replied = replied
        self._rules = DialogueSettings.load()
        self._log = Log()
        self._traffic = Traffic()
        self.pool: Pool[Item] = Pool("inbox", self._take, self._serve, size=settings.processors, poll=settings.poll)

    async def _call(self, work: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._executor, partial(work, *args, **kwargs))

    async def _take(self, limit: int) -> Sequence[Item]:
        channels = tuple(self._connectors)
        return await self._call(self._inbox.take, self._holder, channels=channels, now=clock.now(), limit=limit)

    async def _serve(self, first: Item) -> None:
        item: Item | None = first
        row = 0
        while item is not None:
            row += 1
            if item.attempts > self._settings.crash_attempts:
                await self._bury(item, "crash")
                return
            try:
                result = await self._turn(item)
            except Exception as error:
                self._pending.take(item.person)
                await self._failed(item, error)
                return
            more = row < _IN_A_ROW and not self.pool.stopping
            stored, following = await self._call(
                self._inbox.finish, item, self._holder, result, now=clock.now(), more=more
            )
            if not stored:
                self._log.warning("lease_lost", queue="inbox", row=item.id)
            elif result.outgoing:
                self._replied()
            item = following

    async def _turn(self, item: Item) -> TurnResult:
        person = await self._call(self._people.get, item.person)
        if person is None:
            return TurnResult()
        kind = Kind(item.kind)
        now = clock.now()
        if kind is Kind.STAFF:
            await self._call(self._people.pause, person.key, now + timedelta(seconds=self._settings.staff_pause))
            return TurnResult()
        if kind is Kind.UNFOLLOW:
            await self._call(self._people.block, person.key, "unfollowed")
            await self._call(self._outbox.bury_person, person.key, "unfollowed", now=now)
            return TurnResult()
        if person.paused_until is not None and person.paused_until > now:
            return TurnResult()
        if kind is Kind.REMIND:
            return await self._remind(item, person)
        text = await self._text(item, kind, person)
        verdict = self._admit(item, text or "")
        if verdict == "silent":
            return TurnResult()
        if verdict != "ok":
            return self._result(item, (Reply(self._texts.say(verdict)),), keep_choices=True)
        first = self._settings.first_contact and not person.noticed
        notice = (Reply(self._texts.say("first_contact")),) if first else ()
        if text is None:
            said = Reply(self._texts.say(_ANSWERED_BY_CONNECTOR[kind]))
            result = self._result(item, (*notice, said), keep_choices=True)
            return msgspec.structs.replace(result, noticed=first)
        started = perf_counter()
        turn = await asyncio.get_running_loop().run_in_executor(
            self._talking, partial(self._talker.say, item.person, text, at=from_ms(item.received))
        )
        self._metrics.turn_seconds.labels(item.channel).observe(perf_counter() - started)
        # Who is in danger is told first what to do now.
        replies = (*turn.replies, *notice) if turn.outcome == "safety" else (*notice, *turn.replies)
        return msgspec.structs.replace(self._with_state(item, self._result(item, replies)), noticed=first)

    def _admit(self, item: Item, text: str) -> Verdict:
        """Whether the message is taken, by the moment at which it came, not at which its turn comes."""
        self._traffic, verdict = admit(
            self._traffic,
            self._settings.limits,
            sender=item.person,
            channel=item.channel,
            text=text,
            now=from_ms(item.received),
        )
        if verdict != "ok":
            self._metrics.limited.labels(item.channel, verdict).inc()
        return verdict

    async def _remind(self, item: Item, person: Person) -> TurnResult:
        """Say the reminder, if the dialogue has one and what allowed it when it was queued still holds."""
        now = clock.now()
        until = last_moment(now, self._settings)
        silent = (now - person.last_inbound).total_seconds()
        window = self._connectors[item.channel].limits.unasked
        if until is None or silent < self._settings.remind_quiet or (window and silent > window):
            return TurnResult()
        turn = await asyncio.get_running_loop().run_in_executor(
            self._talking, partial(self._talker.remind, item.person, at=now)
        )
        self._metrics.reminders.labels(item.channel, "said" if turn.replies else "not_said").inc()
        if not turn.replies:
            return TurnResult()
        return self._with_state(item, self._result(item, turn.replies, until=to_ms(until)))

    def _with_state(self, item: Item, result: TurnResult) -> TurnResult:
        states = self._pending.take(item.person)
        change = states.get(item.person)
        state = change.state if change else None
        day = remind_on(msgspec.json.decode(state, type=State), self._rules) if state else None
        return msgspec.structs.replace(result, states=states, remind_on=day)

    async def _text(self, item: Item, kind: Kind, person: Person) -> str | None:
        """The text for the assistant, or None where the connector answers by itself."""
        text: str = msgspec.json.decode(item.payload)["text"]
        if kind is Kind.FOLLOW:
            return GREETING
        if kind is Kind.TAP:
            return (await self._call(self._inbox.button, text)) or GREETING if is_code(text) else text
        if kind is Kind.TEXT:
            number = text.strip().strip(".)")
            if number.isascii() and number.isdigit() and 1 <= int(number[:4]) <= len(person.choices):
                return person.choices[int(number[:4]) - 1]
            return text
        return text if kind is Kind.IMAGE and text.strip() else None

    def _result(
        self, item: Item, replies: Sequence[Reply], *, keep_choices: bool = False, until: int | None = None
    ) -> TurnResult:
        rendered = self._connectors[item.channel].renderer.render(replies)
        if rendered.dropped:
            self._metrics.dropped.labels(item.channel).inc(rendered.dropped)
        return TurnResult(
            outgoing=tuple(
                msgspec.json.encode(msgspec.structs.replace(message, until=until)).decode()
                for message in rendered.messages
            ),
            choices=None if keep_choices else rendered.choices,
            buttons=rendered.codes,
        )

    async def _failed(self, item: Item, error: Exception) -> None:
        code = type(error).__name__
        self._metrics.failures.labels(item.channel, code).inc()
        self._log.fault("turn_failed", error, channel=item.channel, row=item.id, attempts=item.attempts)
        if item.attempts >= self._settings.turn_attempts:
            await self._bury(item, code)
            return
        retry_at = clock.now() + timedelta(seconds=self._settings.backoff(item.attempts))
        await self._call(self._inbox.fail, item, self._holder, code, retry_at=retry_at, now=clock.now())

    async def _bury(self, item: Item, code: str) -> None:
        """Give the message up and tell the person so; an officer can have it taken up again."""
        # Who asked nothing is not told of a failure.
        sorry = () if item.kind == Kind.REMIND.value else (Reply(self._texts.say("failed")),)
        apology = self._result(item, sorry, keep_choices=True).outgoing
        await self._call(
            self._inbox.fail, item, self._holder, code[:64], retry_at=None, now=clock.now(), outgoing=apology
        )
        self._log.warning("dead_letter", queue="inbox", channel=item.channel, row=item.id, code=code)
        self._replied()
        self.pool.wake()
