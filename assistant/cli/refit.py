"""`assistant refit`: fits the constants of the learner model to the stored signals, and says what changed."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from assistant import clock
from assistant.cli.database import DEFAULT_STORE, open_store_database
from assistant.cli.lines import write_json

if TYPE_CHECKING:
    from assistant.learning.constants import Constants
    from assistant.learning.table import Table
    from assistant.storage import Database, Outcome

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this subcommand."""
    parser.add_argument(
        "--store", metavar="URL", help=f"cơ sở dữ liệu (mặc định như 'assistant serve': {DEFAULT_STORE})"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--dry-run", action="store_true", help="chỉ nói sẽ đổi gì, không dùng")
    what.add_argument("--history", action="store_true", help="liệt kê các lần ước lượng trước, mới nhất trước")
    parser.add_argument("--json", action="store_true", help="in JSON")


def run(args: argparse.Namespace) -> int:
    """Refit, or list the earlier refits."""
    from assistant.learning.table import Table
    from assistant.storage import refit_from

    database = open_store_database(args.store)
    try:
        if args.history:
            _history(database, args)
            return 0
        table = Table.load()
        outcome = refit_from(database, table, clock.now(), keep=not args.dry_run)
        if args.json:
            _json(outcome, dry=args.dry_run)
        else:
            _say(outcome, table, dry=args.dry_run)
        return 0
    finally:
        database.close()


def _json(outcome: Outcome, *, dry: bool) -> None:
    import msgspec

    found = outcome.refit
    write_json(
        {
            "enough": found.enough,
            "people": found.people,
            "signals": found.signals,
            "before": round(found.before, 5),
            "after": round(found.after, 5),
            "earlier": msgspec.to_builtins(outcome.earlier),
            "constants": msgspec.to_builtins(found.constants),
            "version": outcome.stored.version if outcome.stored else None,
            "dry_run": dry,
        }
    )


def _say(outcome: Outcome, table: Table, *, dry: bool) -> None:
    found, rules = outcome.refit, table.refit
    amount = f"{found.signals} tín hiệu của {found.people} người bắt đầu học trong {rules.days} ngày gần đây"
    if not found.enough:
        print(f"Có {amount}; cần ít nhất {rules.signals_min} tín hiệu của {rules.people_min} người.")
        print("Chưa đủ, nên các hằng số giữ nguyên.")
        return
    print(f"Ước lượng từ {amount}.")
    changes = _changes(outcome.earlier, found.constants, table)
    if not changes:
        print("Không hằng số nào đổi.")
        return
    for line in changes:
        print(line)
    print(f"Log của xác suất đoán trước mỗi tín hiệu: {found.before:.4f} → {found.after:.4f} (càng gần 0 càng tốt).")
    if dry:
        print("Chỉ xem thử: chưa hằng số nào được đổi.")
    elif outcome.stored:
        print(f"Dùng từ bây giờ: lần ước lượng số {outcome.stored.version}. Máy chủ đang chạy nhận trong một phút.")


def _changes(earlier: Constants, now: Constants, table: Table) -> list[str]:
    """One line for each constant that changed."""
    return [
        f"  {rule.text}: {getattr(earlier, name):.2f} → {getattr(now, name):.2f}"
        for name, rule in table.refit.constants.items()
        if getattr(earlier, name) != getattr(now, name)
    ]


def _history(database: Database, args: argparse.Namespace) -> None:
    import msgspec

    from assistant.clock import VIETNAM
    from assistant.storage import constants_history

    found = constants_history(database)
    for one in found:
        if args.json:
            write_json(msgspec.to_builtins(one))
            continue
        when = one.fitted.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")
        values = ", ".join(f"{name} {value:.2f}" for name, value in msgspec.structs.asdict(one.values).items())
        print(f"số {one.version}, {when}: {one.people} người, {one.signals} tín hiệu,", end=" ")
        print(f"{one.before:.4f} → {one.after:.4f}; {values}")
    if not found and not args.json:
        print("Chưa ước lượng lại lần nào: đang dùng hằng số của assistant/learning/signals.yml.")
