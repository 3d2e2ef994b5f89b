"""Thousands of messages with seeded personal data through the whole assistant, then a search for them in what was stored.

    python -m benchmarks.safety.seeded_run tests/safety/data/personal-data-1.jsonl tests/safety/data/personal-data-2.jsonl

Uses the real door, dialogue and SQLite state store, with a searcher that never knows, so that neither Rasa nor the
index is needed. Scans the database file and everything that was logged, in any form the values were sent in. It does
not cover the connectors' inbox, which stores what the platform sent until it is answered.
"""

from __future__ import annotations

import argparse
import io
import itertools
import json
import logging
import tempfile
from datetime import datetime, timezone
from pathlib import Path

from assistant.app import Assistant
from assistant.dialogue.turn import IntentGuess
from assistant.knowledge.load import load
from assistant.paths import project
from assistant.retrieval.decide import Decision
from assistant.safety.respond import Doorkeeper
from assistant.storage import open_store


class _NothingFound:
    def decide(self, text: str) -> Decision:
        return Decision("abstain", ())


def main() -> None:
    """Print how many messages ran and how many seeded values were found again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--count", type=int, default=5000)
    args = parser.parse_args()
    items = [json.loads(line) for file in args.files for line in file.read_text(encoding="utf-8").splitlines()]
    items = [item for item in items if item["found"]]
    values = {item["text"][gold["start"] : gold["end"]] for item in items for gold in item["found"]}
    values = {value for value in values if len(value) >= 6}
    log = io.StringIO()
    logging.basicConfig(stream=log, level=logging.DEBUG, force=True)
    base = load(project()).base
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/a.db")
        assistant = Assistant(base, _NothingFound(), store, Doorkeeper.load(base, project()))  # type: ignore[arg-type]
        now = datetime.now(timezone.utc)
        kept: list[str] = []
        for number, item in enumerate(itertools.islice(itertools.cycle(items), args.count)):
            turn = assistant.reply(sender=f"p{number % 40}", text=item["text"], intent=IntentGuess("ask", 1.0), at=now)
            kept.append(json.dumps(turn.to_dict(), ensure_ascii=False))
        stored = b"".join(file.read_bytes() for file in Path(folder).iterdir()).decode("utf-8", "ignore")
    places = {"database": stored, "turns": "\n".join(kept), "log": log.getvalue()}
    print(f"{args.count} messages, {len(values)} different seeded values of at least 6 characters")
    for name, text in places.items():
        found = [value for value in values if value in text]
        print(f"  {name}: {len(found)} found {found[:5]}")


if __name__ == "__main__":
    main()
