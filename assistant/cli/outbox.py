"""`assistant outbox`: what could not be answered or sent, for the officer to replay or to give up."""

from __future__ import annotations

import argparse
from typing import Any

from assistant.cli.database import DEFAULT_STORE, open_store_database
from assistant.cli.lines import write_json
from assistant.clock import VIETNAM
from assistant.errors import UsageError

__all__ = ["add_arguments", "run"]

_ACTIONS = {
    "list": "liệt kê các tin đang chờ cán bộ (mặc định)",
    "replay": "đưa lại vào hàng đợi",
    "discard": "bỏ hẳn và xóa nội dung",
}
_NOTICE_REMEDY = "Xem docs/ket-noi/ và docs/delivery.md."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this subcommand."""
    parser.add_argument(
        "action",
        nargs="?",
        default="list",
        choices=tuple(_ACTIONS),
        help="; ".join(f"{name}: {text}" for name, text in _ACTIONS.items()),
    )
    parser.add_argument("ids", nargs="*", metavar="MÃ", help="mã trong danh sách, ví dụ out-12 hoặc in-7")
    parser.add_argument("--all", action="store_true", help="mọi tin trong danh sách")
    parser.add_argument("--channel", metavar="KÊNH", help="chỉ kênh này")
    parser.add_argument(
        "--store", metavar="URL", help=f"cơ sở dữ liệu (mặc định như 'assistant serve': {DEFAULT_STORE})"
    )
    parser.add_argument("--json", action="store_true", help="mỗi tin một dòng JSON")


def run(args: argparse.Namespace) -> int:
    """List, replay or discard."""
    from assistant.storage import DeadLetters

    if args.action == "list" and (args.ids or args.all):
        raise UsageError("'list' không nhận mã", remedy="Dùng 'assistant outbox replay MÃ' hoặc 'discard MÃ'.")
    if args.action != "list" and bool(args.ids) == args.all:
        raise UsageError("cần mã của tin, hoặc --all", remedy="Xem mã bằng 'assistant outbox'.")
    database = open_store_database(args.store)
    try:
        letters = DeadLetters(database)
        if args.action == "list":
            _list(database, letters, args)
            return 0
        ids = args.ids or [letter.id for letter in letters.list(channel=args.channel)]
        change = letters.replay if args.action == "replay" else letters.discard
        unknown = [one for one in ids if not change(one)]
        word = "đã đưa lại vào hàng đợi" if args.action == "replay" else "đã bỏ"
        print(f"{len(ids) - len(unknown)} tin {word}.")
        if unknown:
            raise UsageError(f"không có tin chờ mang mã {', '.join(unknown)}", remedy="Xem mã bằng 'assistant outbox'.")
        return 0
    finally:
        database.close()


def _list(database: Any, letters: Any, args: argparse.Namespace) -> None:
    from assistant.storage import Notices

    found = letters.list(channel=args.channel)
    if args.json:
        for letter in found:
            write_json(
                {
                    "id": letter.id,
                    "channel": letter.channel,
                    "what": letter.what,
                    "since": letter.since.isoformat(timespec="seconds"),
                    "attempts": letter.attempts,
                    "code": letter.code,
                }
            )
        return
    for notice in Notices(database).list():
        when = notice.last_at.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")
        print(f"CẦN CÁN BỘ XỬ LÝ  kênh {notice.channel}: {notice.code} (gần nhất {when}). {_NOTICE_REMEDY}")
    if not found:
        print("Không có tin nào chờ cán bộ.")
        return
    print(f"{'MÃ':<10} {'KÊNH':<10} {'LOẠI':<12} {'TỪ LÚC':<17} {'SỐ LẦN':>6}  LỖI")
    for letter in found:
        when = letter.since.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")
        kind = "trả lời" if letter.what == "reply" else f"tin {letter.what}"
        print(f"{letter.id:<10} {letter.channel:<10} {kind:<12} {when:<17} {letter.attempts:>6}  {letter.code}")
