"""Thousands of messages with seeded personal data through the whole server, then a search for them in all that was stored.

    python -m benchmarks.safety.seeded_run nlu_data/personal_data/*.jsonl tests/safety/data/personal-data-*.jsonl [--count 5000] [--talk fake]

A fake Telegram delivers the messages over HTTP to the real server with the real, trained assistant (`--talk fake`: a
stand-in that echoes what it is given, far quicker). Searched: the database files, also while the run goes on; the
server's log; its metrics; what `assistant outbox --json` exports. Rasa's tracker is in the child process and keeps one turn,
which has already been redacted (tests/nlu). It shows nothing about values that the recognisers do not know: see
benchmarks/safety/personal_data.py for how many those are. Values shorter than six characters are not searched for, as
they stand in numbers of all kinds.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.fakes.host import Process
from tests.fakes.telegram import FakeTelegram

_PEOPLE = 250
_SHORTEST = 6


def _stored(folder: Path) -> str:
    return b"".join(file.read_bytes() for file in sorted(folder.glob("a.db*"))).decode("utf-8", "ignore")


def main() -> None:
    """Print how many messages ran and how many seeded values were found again, place by place."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--talk", choices=("real", "fake"), default="real")
    args = parser.parse_args()
    items = [json.loads(line) for file in args.files for line in file.read_text(encoding="utf-8").splitlines()]
    items = [item for item in items if item["found"]]
    values = {item["text"][gold["start"] : gold["end"]] for item in items for gold in item["found"]}
    values = {value for value in values if len(value) >= _SHORTEST}
    found: dict[str, set[str]] = {}
    started = time.monotonic()

    def look(place: str, text: str) -> None:
        found.setdefault(place, set()).update(value for value in values if value in text)

    with tempfile.TemporaryDirectory() as name, FakeTelegram() as fake:
        folder = Path(name)
        url = f"sqlite:///{folder}/a.db"
        server = Process(url, folder, fake, talk=args.talk)
        server.start()
        fake.wait(lambda: fake.webhook is not None, 30, "webhook")
        for number, item in enumerate(itertools.islice(itertools.cycle(items), args.count), start=1):
            fake.say(number % _PEOPLE + 1, item["text"])  # type: ignore[attr-defined]
            if number % 250 == 0:
                fake.wait_delivered(600)
                look("database files during the run", _stored(folder))
                print(
                    f"{number}/{args.count} messages, {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True
                )
        fake.wait(lambda: 'queue="inbox"} 0.0' in _metrics(server.url), 3600, "an empty queue")
        time.sleep(5)  # the last replies, and the gauges
        look("metrics", _metrics(server.url))
        code = server.stop()
        look("database files at the end", _stored(folder))
        look("log", server.log.read_text(encoding="utf-8"))
        command = [sys.executable, "-m", "assistant.cli.main", "outbox", "--json", "--store", url]
        look("export of dead letters", subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        replies = "\n".join(message.text for message in fake.sent)
    look("replies", replies)
    print(
        f"{args.count} messages, {len(values)} different seeded values of at least {_SHORTEST} characters, exit {code}"
    )
    for place, seen in found.items():
        print(f"  {place}: {len(seen)} found {sorted(seen)[:5]}")


def _metrics(url: str) -> str:
    page: bytes = urllib.request.urlopen(f"{url}/metrics").read()
    return page.decode()


if __name__ == "__main__":
    main()
