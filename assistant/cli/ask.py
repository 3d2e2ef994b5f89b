"""`assistant ask`: one message, or a batch, each from a fresh user."""

from __future__ import annotations

import argparse
import json
from itertools import count
from typing import Any

from assistant.app import level_of
from assistant.cli.lines import treat_lines
from assistant.dialogue.turn import Turn
from assistant.errors import UsageError

__all__ = ["add_arguments", "print_turn", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this subcommand."""
    parser.add_argument("text", nargs="?", help="câu hỏi")
    parser.add_argument("--level", metavar="MỨC", help="basic, standard hoặc advanced")
    parser.add_argument("--json", action="store_true", help="in đối tượng lượt trò chuyện")
    parser.add_argument("--jsonl", metavar="TỆP", help="mỗi dòng một đối tượng có id và text; '-' là đầu vào chuẩn")


def print_turn(turn: Turn) -> None:
    """The replies as a person would see them, buttons as numbered choices."""
    for reply in turn.replies:
        print(reply.text)
        for number, button in enumerate(reply.buttons, start=1):
            print(f"  [{number}] {button.title}")
        print()


def run(args: argparse.Namespace) -> int:
    """Answer; in a batch unreadable lines are reported and the others answered, and the exit code is 2 then."""
    if (args.text is None) == (args.jsonl is None):
        raise UsageError("cần một câu hỏi, hoặc --jsonl TỆP", remedy="Ví dụ: assistant ask 'quen mat khau vneid'.")
    level = level_of(args.level) if args.level else None
    from assistant.nlu.talk import Talk

    if args.text is not None:
        talk = Talk.load()
        turn = talk.say("ask", args.text, level=level)
        if args.json:
            print(json.dumps(turn.to_dict(), ensure_ascii=False, indent=1))
        else:
            print_turn(turn)
        return 0
    loaded: list[Talk] = []  # only when there is a line to answer

    numbers = count(1)

    def answer(identity: object, text: str) -> dict[str, Any]:
        if not loaded:
            loaded.append(Talk.load())
        sender = f"ask-{next(numbers)}"
        turn = loaded[0].say(sender, text, level=level)
        loaded[0].forget(sender)
        return {"id": identity, **turn.to_dict()}

    return treat_lines(args.jsonl, answer)
