"""`assistant check-message`: the scam signs of a message or link."""

from __future__ import annotations

import argparse
from typing import Any

from assistant.cli.lines import treat_lines, write_json
from assistant.errors import UsageError
from assistant.paths import project

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this subcommand."""
    parser.add_argument("text", nargs="?", help="tin nhắn hoặc đường dẫn")
    parser.add_argument("--jsonl", metavar="TỆP", help="mỗi dòng một đối tượng có id và text; '-' là đầu vào chuẩn")


def run(args: argparse.Namespace) -> int:
    """One object a message; unreadable lines are reported, the others checked, and the exit code is 2 then."""
    if (args.text is None) == (args.jsonl is None):
        raise UsageError("cần một tin nhắn, hoặc --jsonl TỆP", remedy="Ví dụ: assistant check-message 'bit.ly/abc'.")
    from assistant.safety.message_check import load_checker

    checker = load_checker(project())

    def row(identity: object, text: str) -> dict[str, Any]:
        result = checker.check(text)
        signs = [{"code": sign.code, "text": sign.text} for sign in result.signs]
        return {"id": identity, "verdict": result.verdict, "signs": signs}

    if args.text is not None:
        write_json(row(None, args.text))
        return 0
    return treat_lines(args.jsonl, row)
