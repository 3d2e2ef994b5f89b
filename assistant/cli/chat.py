"""`assistant chat`: the officer's shell, or a scripted conversation."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.app import level_of
from assistant.cli.ask import print_turn
from assistant.cli.line_reader import line_reader
from assistant.cli.lines import BadLine, json_lines, write_json
from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.nlu.talk import Talk
    from assistant.storage import Database

__all__ = ["add_arguments", "run"]

_HELP = """\
:why           vì sao lượt vừa rồi trả lời như vậy
:level MỨC     đổi mức: basic, standard, advanced
:user TÊN      nói chuyện với tư cách người khác
:reset         quên người đang nói chuyện
:help          lệnh này
:quit          thoát (hoặc Ctrl-D)
Gõ số để bấm nút tương ứng."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this subcommand."""
    parser.add_argument("--jsonl", metavar="TỆP", help='kịch bản: mỗi dòng {"sender","text","at"?}')
    parser.add_argument("--store", metavar="URL", help="cơ sở dữ liệu giữ trạng thái (mặc định: chỉ trong bộ nhớ)")


def run(args: argparse.Namespace) -> int:
    """Run the script, or the shell."""
    from assistant.storage import open_database

    database = open_database(args.store) if args.store else None
    if args.jsonl:
        return _script(args.jsonl, database)
    return _shell(database)


def _load(database: Database | None) -> Talk:
    """The assistant, with the newest fitted constants where there is a database."""
    from assistant.nlu.talk import Talk
    from assistant.storage import SqlStateStore, newest_constants

    if database is None:
        return Talk.load()
    talk = Talk.load(SqlStateStore(database))
    if newest := newest_constants(database):
        talk.adopt(newest.values, newest.version)
    return talk


def _moment(text: object) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    except ValueError:
        raise UsageError(f"at là '{text}'", remedy="Dùng ISO 8601, ví dụ 2026-11-23T09:00:00+07:00.") from None
    if moment.tzinfo is None:
        from assistant.clock import VIETNAM

        return moment.replace(tzinfo=VIETNAM)
    return moment


def _script(name: str, database: Database | None) -> int:
    talk: Talk | None = None
    bad = 0
    for line in json_lines(name, {"sender": str, "text": str}):
        try:
            if isinstance(line, BadLine):
                raise line
            moment = _moment(line.get("at"))
        except (BadLine, UsageError) as fault:
            print(f"assistant: {fault}", file=sys.stderr, flush=True)
            bad += 1
            continue
        if talk is None:
            talk = _load(database)
        turn = talk.say(line["sender"], line["text"], at=moment)
        write_json(({"id": line["id"]} if "id" in line else {}) | turn.to_dict())
    return 2 if bad else 0


def _shell(database: Database | None) -> int:
    print("Đang mở Trợ lý số…", file=sys.stderr, flush=True)
    from assistant.cli.why import why

    talk = _load(database)
    sender, level = "can-bo", None
    print("Trợ lý số sẵn sàng. Gõ câu hỏi như người dân gõ; ':help' xem các lệnh.\n")
    prompt = line_reader()
    while True:
        try:
            text = prompt(f"{sender}> ")
        except (EOFError, KeyboardInterrupt):
            print()
            return 0
        command, _, argument = text.strip().partition(" ")
        if not command.startswith(":"):
            print()
            print_turn(talk.say(sender, text, level=level))
        elif command == ":why":
            print(why(talk.explain(sender), talk.assistant.base))
        elif command == ":level":
            try:
                level = level_of(argument.strip())
                print(f"Mức: {level}")
            except UsageError as fault:
                print(fault)
        elif command == ":user":
            sender = argument.strip() or sender
            print(f"Người nói: {sender}")
        elif command == ":reset":
            talk.forget(sender)
            level = None
            print("Đã quên.")
        elif command in (":quit", ":q", ":exit"):
            return 0
        else:
            if command != ":help":
                print(f"Không có lệnh '{command}'.")
            print(_HELP)
