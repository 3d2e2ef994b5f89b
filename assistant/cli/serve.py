"""`assistant serve`: the server with all channels that are configured."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.database import DEFAULT_STORE, STORE_VARIABLE, open_store_database
from assistant.errors import UsageError
from assistant.paths import project

if TYPE_CHECKING:
    from assistant.app import StateStore
    from assistant.storage import PendingStates
    from connectors.base.processor import Talker

__all__ = ["add_arguments", "load_talk", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this subcommand."""
    parser.add_argument("--host", default="127.0.0.1", help="địa chỉ nghe (mặc định: chỉ máy này)")
    parser.add_argument("--port", type=int, default=5005, help="cổng (mặc định 5005, như Rasa; 0: cổng trống bất kỳ)")
    parser.add_argument(
        "--store", metavar="URL", help=f"cơ sở dữ liệu (mặc định ${STORE_VARIABLE} hoặc {DEFAULT_STORE})"
    )
    parser.add_argument("--credentials", metavar="TỆP", help="tệp kênh (mặc định credentials.yml)")


def load_talk(store: StateStore) -> Talker:
    """The trained assistant, for the process that works out the answers."""
    from assistant.nlu.talk import Talk

    return Talk.load(store)


def _talk(states: PendingStates) -> Talker:
    from connectors.base.talk_process import TalkProcess

    return TalkProcess(states, load_talk)


def run(args: argparse.Namespace) -> int:
    """Serve until asked to stop."""
    import asyncio

    from assistant.storage import hash_key
    from connectors.base.credentials import read_credentials
    from connectors.base.logs import set_up_logs
    from connectors.base.media import Media, public_address
    from connectors.base.runtime import Runtime
    from connectors.base.server import serve

    if not 0 <= args.port <= 65535:
        raise UsageError(f"cổng {args.port} không có", remedy="Dùng số từ 0 đến 65535.")
    here = project()
    configs = read_credentials(Path(args.credentials or here.root / "credentials.yml"), os.environ)
    # Logs first: what is written while opening must not show addresses or texts either.
    set_up_logs()
    database = open_store_database(args.store)
    key = hash_key(here.var / "assistant.key")
    rest = "rest" in configs
    media = Media(here.media, public_address(configs))

    async def main() -> None:
        runtime = Runtime(database, configs, _talk, key=key, media=media)
        print("Đang mở Trợ lý số…", file=sys.stderr, flush=True)
        await serve(runtime, host=args.host, port=args.port, rest=rest, listening=_listening)

    def _listening(port: int) -> None:
        names = ", ".join(name for name in configs if name != "media")
        print(f"Trợ lý số nghe ở http://{args.host}:{port} (credentials.yml: {names})", file=sys.stderr, flush=True)

    asyncio.run(main())
    return 0
