"""`assistant signals`: the stored signals for research, as JSON lines in which nobody can be recognised."""

from __future__ import annotations

import argparse
import hmac
from datetime import date
from hashlib import sha256

from assistant.cli.database import DEFAULT_STORE, open_store_database
from assistant.cli.lines import write_json
from assistant.paths import project

__all__ = ["add_arguments", "run"]

_DIGITS = 24  # hexadecimal digits of a person's name in the export: 96 bits


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this subcommand."""
    parser.add_argument(
        "--store", metavar="URL", help=f"cơ sở dữ liệu (mặc định như 'assistant serve': {DEFAULT_STORE})"
    )


def run(args: argparse.Namespace) -> int:
    """Write one line a signal, those of one person together and in order.

    The person is a keyed hash of the sender key: always the same for the same secret key, and not to be brought
    together with any other table without that key.
    """
    from assistant.storage import hash_key, read_signals

    database = open_store_database(args.store)
    try:
        key = hash_key(project().var / "assistant.key")
        for sender, signals in read_signals(database).items():
            person = hmac.new(key, f"signals\0{sender}".encode(), sha256).hexdigest()[:_DIGITS]
            for one in signals:
                write_json(
                    {
                        "person": person,
                        "day": date.fromordinal(one.day).isoformat(),
                        "signal": one.name,
                        "skill": one.skill,
                        "y": one.y,
                        "level": one.level,
                        "lesson": one.lesson,
                        "options": one.options,
                        "weight": one.weight,
                    }
                )
        return 0
    finally:
        database.close()
