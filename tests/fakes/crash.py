"""The crash test: messages keep coming while the server is killed again and again; then everything is counted."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

from assistant.storage import DeadLetters, Outbox, open_database
from tests.fakes.host import FAKES, Process
from tests.fakes.server import FakeServer

__all__ = ["CrashResult", "crash", "person_name"]


@dataclass(frozen=True)
class CrashResult:
    """What came of it.

    Attributes:
        lost: messages without an answer.
        disordered: answers that came before an earlier one of the same person, or with a wrong count of the state.
        doubled: answers that came more than once.
        doubtful: how many of those the server counted itself as possible.
    """

    messages: int
    kills: int
    lost: int
    disordered: int
    doubled: int
    doubtful: int
    dead: int
    seconds: float


def person_name(channel: str, number: int) -> str:
    """A platform id; Telegram's are numbers."""
    return str(number + 100) if channel == "telegram" else f"user-{number}"


def _say(fake: FakeServer, channel: str, person: str, text: str) -> None:
    fake.say(int(person) if channel == "telegram" else person, text)  # type: ignore[attr-defined]


def crash(
    channel: str, url: str, folder: Path, *, messages: int, people: int, kills: int, seed: int, mode: str = "webhook"
) -> CrashResult:
    """Send `messages` messages of `people` persons through that channel and kill the server `kills` times.

    Args:
        mode: `webhook`, or `polling` for Telegram. Zalo Bot's polling loses what is on the way, as documented.
    """
    random = Random(seed)
    started = time.monotonic()
    counts = [0] * people
    with FAKES[channel]() as fake:
        server = Process(url, folder, fake, mode=mode)
        server.start()
        fake.wait(lambda: fake.webhook is not None or mode == "polling", 10, "webhook")
        todo = messages
        for kill in range(kills + 1):
            part = todo if kill == kills else min(todo, round(messages / (kills + 1)))
            todo -= part
            for _ in range(part):
                number = random.randrange(people)
                counts[number] += 1
                _say(fake, channel, person_name(channel, number), f"n{counts[number]}")
            if kill == kills:
                break
            time.sleep(random.uniform(0.0, 0.6))
            server.kill()
            server.start(wait=random.random() < 0.7)  # sometimes killed while it starts
        fake.wait_delivered(120)
        expected = {(person_name(channel, place), n) for place in range(people) for n in range(1, counts[place] + 1)}

        def heard() -> set[tuple[str, int]]:
            return {(sent.person, int(sent.text.partition("|n")[2])) for sent in list(fake.sent)}

        end = time.monotonic() + 120
        while heard() < expected and time.monotonic() < end:
            time.sleep(0.1)
        server.stop()
        database = open_database(url)
        last: dict[str, int] = {}
        disordered = doubled = 0
        for sent in fake.sent:
            count, _, number = sent.text.partition("|n")
            if int(number) == last.get(sent.person):
                doubled += 1
            elif int(number) != last.get(sent.person, 0) + 1 or count != number:
                disordered += 1
            last[sent.person] = max(int(number), last.get(sent.person, 0))
        result = CrashResult(
            messages=messages,
            kills=kills,
            lost=len(expected - heard()),
            disordered=disordered,
            doubled=doubled,
            doubtful=Outbox(database, lease=timedelta(seconds=1)).doubtful(),
            dead=DeadLetters(database).count(),
            seconds=round(time.monotonic() - started, 1),
        )
        database.close()
        return result
