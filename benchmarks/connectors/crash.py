"""1,000 messages of 100 people on each connector, the server killed at random 20 times; a JSON line each.

    python -m benchmarks.connectors.crash [--channel NAME] [--store URL] [--seed N]

What it cannot show: a power cut (the disk's own caches), and a platform that behaves otherwise than the fake one.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import tempfile
from pathlib import Path

from tests.fakes.crash import crash
from tests.fakes.host import FAKES

__all__ = ["main"]


def main() -> None:
    """Run and print the counts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--channel", choices=tuple(FAKES), help="only this one")
    parser.add_argument("--store", help="an empty PostgreSQL database; default: SQLite in a temporary folder")
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    for channel in [args.channel] if args.channel else FAKES:
        with tempfile.TemporaryDirectory() as folder:
            result = crash(
                channel,
                args.store or f"sqlite:///{folder}/a.db",
                Path(folder),
                messages=args.messages,
                people=args.people,
                kills=args.kills,
                seed=args.seed,
            )
        print(json.dumps({"channel": channel} | dataclasses.asdict(result)), flush=True)


if __name__ == "__main__":
    main()
