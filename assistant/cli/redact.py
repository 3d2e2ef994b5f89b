"""`assistant redact`: the personal data of a message, with placeholders in its place."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING, Any

from assistant.cli.lines import treat_lines, write_json
from assistant.errors import UsageError
from assistant.paths import project

if TYPE_CHECKING:
    from assistant.safety.personal_data import Redactor

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this subcommand."""
    parser.add_argument("text", nargs="?", help="tin nhắn")
    parser.add_argument("--jsonl", metavar="TỆP", help="mỗi dòng một đối tượng có id và text; '-' là đầu vào chuẩn")


def _row(redactor: Redactor, identity: object, text: str) -> dict[str, Any]:
    redacted = redactor.redact(text)
    found = [{"kind": item.kind, "start": item.start, "end": item.end} for item in redacted.found]
    return {"id": identity, "redacted": redacted.text, "found": found}


def run(args: argparse.Namespace) -> int:
    """One object a message; unreadable lines are reported, the others treated, and the exit code is 2 then."""
    if (args.text is None) == (args.jsonl is None):
        raise UsageError("cần một tin nhắn, hoặc --jsonl TỆP", remedy="Ví dụ: assistant redact 'mã là 482913'.")
    from assistant.safety.personal_data import load_redactor

    redactor = load_redactor(project())
    if args.text is not None:
        write_json(_row(redactor, None, args.text))
        return 0
    return treat_lines(args.jsonl, partial(_row, redactor))
