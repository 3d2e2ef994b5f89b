"""`assistant keys`: a new key for the texts at rest, and bringing what is stored under the newest one."""

from __future__ import annotations

import argparse

from assistant.cli.database import DEFAULT_STORE
from assistant.errors import UsageError

__all__ = ["add_arguments", "run"]

_ACTIONS = {
    "new": "in ra một khóa mới",
    "rotate": "mã hóa lại những gì đang lưu bằng khóa đứng đầu",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this subcommand."""
    parser.add_argument(
        "action", choices=tuple(_ACTIONS), help="; ".join(f"{name}: {text}" for name, text in _ACTIONS.items())
    )
    parser.add_argument(
        "--store", metavar="URL", help=f"cơ sở dữ liệu (mặc định như 'assistant serve': {DEFAULT_STORE})"
    )


def run(args: argparse.Namespace) -> int:
    """Print a key, or rotate."""
    from assistant.cli.database import open_store_database
    from assistant.safety.vault import KEYS_VARIABLE, Vault
    from assistant.storage import rekey

    if args.action == "new":
        print(Vault.new_key())
        return 0
    vault = Vault.from_environment()
    if vault is None:
        raise UsageError(
            f"chưa đặt {KEYS_VARIABLE}", remedy="Đặt khóa mới rồi đến khóa cũ, cách nhau dấu phẩy (assistant keys new)."
        )
    database = open_store_database(args.store)
    try:
        count = rekey(database, vault.renew)
    finally:
        database.close()
    print(f"Đã mã hóa lại {count} mục bằng khóa đứng đầu. Giờ bỏ khóa cũ khỏi {KEYS_VARIABLE} được rồi.")
    return 0
