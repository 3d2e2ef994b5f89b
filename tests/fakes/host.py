"""Runs the real server with the fake assistant: in a thread, or as a process of its own that can be killed."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import msgspec
from aiohttp import web

from assistant import clock
from assistant.cli.serve import load_talk
from assistant.storage import PendingStates, open_database
from connectors.base.credentials import read_credentials
from connectors.base.logs import set_up_logs
from connectors.base.media import Media, public_address
from connectors.base.processor import Talker
from connectors.base.runtime import Runtime
from connectors.base.server import serve
from connectors.base.settings import Settings
from connectors.base.talk_process import TalkProcess
from connectors.base.web import make_app
from tests.fakes import telegram, zalo_bot, zalo_oa
from tests.fakes.server import FakeServer
from tests.fakes.talk import FakeTalk
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_bot import FakeZaloBot
from tests.fakes.zalo_oa import FakeZaloOA

__all__ = ["CREDENTIALS", "FAKES", "KEY", "Host", "Process", "environment", "fast", "free_port"]

ROOT = Path(__file__).resolve().parents[2]
CREDENTIALS = ROOT / "credentials.yml"
KEY = b"k" * 32
FAKES: dict[str, type[FakeServer]] = {"telegram": FakeTelegram, "zalo_oa": FakeZaloOA, "zalo_bot": FakeZaloBot}


def fast(**changes: Any) -> Settings:
    """The settings with short pauses."""
    quick: dict[str, Any] = {
        "poll": 0.05,
        "lease": 5.0,
        "backoff_first": 0.02,
        "backoff_max": 0.2,
        "channel_rest": 0.2,
        "send_timeout": 2.0,
        "send_attempts": 4,
        # Most tests look at answers alone, and many messages of few people.
        "first_contact": False,
        "person_burst": 10_000,
    }
    return msgspec.structs.replace(Settings.load(), **(quick | changes))


def environment(fake: FakeServer, port: int, *, mode: str = "webhook") -> dict[str, str]:
    """The variables that credentials.yml names, for the channel of this fake platform."""
    public = f"http://127.0.0.1:{port}"
    if isinstance(fake, FakeTelegram):
        values = {"TELEGRAM_TOKEN": fake.token, "TELEGRAM_API_URL": fake.url}
        hook = {"TELEGRAM_WEBHOOK_SECRET": telegram.SECRET, "PUBLIC_URL": public}
        return values | (hook if mode == "webhook" else {})
    if isinstance(fake, FakeZaloBot):
        values = {"ZALO_BOT_TOKEN": fake.token, "ZALO_BOT_API_URL": fake.url}
        return values | {"ZALO_BOT_WEBHOOK_SECRET": zalo_bot.SECRET, "PUBLIC_URL": public}
    assert isinstance(fake, FakeZaloOA)
    fake.webhook = f"{public}/webhooks/zalo_oa/webhook"
    return {
        "ZALO_OA_APP_ID": zalo_oa.APP_ID,
        "ZALO_OA_APP_SECRET": zalo_oa.APP_SECRET,
        "ZALO_OA_SECRET_KEY": zalo_oa.OA_SECRET,
        "ZALO_OA_ACCESS_TOKEN": "access-1",
        "ZALO_OA_REFRESH_TOKEN": "refresh-1",
        "ZALO_OA_API_URL": fake.url,
        "ZALO_OA_OAUTH_URL": fake.url,
    }


def free_port() -> int:
    """A port that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _credentials(mode: Mapping[str, str], folder: Path):  # type: ignore[no-untyped-def]
    text = CREDENTIALS.read_text(encoding="utf-8")
    for channel, word in mode.items():
        head, _, tail = text.partition(f"\n{channel}:\n")
        other = "webhook" if word == "polling" else "polling"
        entry, gap, rest = tail.partition("\n\n")
        text = f"{head}\n{channel}:\n{entry.replace(f'mode: {other}', f'mode: {word}')}{gap}{rest}"
    file = folder / "credentials.yml"
    file.write_text(text, encoding="utf-8")
    yield file


class Host:
    """The server in a thread of this process. Use it as a context manager.

    Args:
        mode: `webhook` or `polling` for each channel that has both.
    """

    def __init__(
        self,
        url: str,
        folder: Path,
        *fakes: FakeServer,
        mode: str = "webhook",
        settings: Settings | None = None,
        load: Callable[..., Any] = FakeTalk,
        talk_threads: int = 4,
        port: int | None = None,
        extra: Mapping[str, str] = {},
        media: Path | None = None,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self.port = port or free_port()
        values: dict[str, str] = {}
        for fake in fakes:
            values |= environment(fake, self.port, mode=mode)
        values |= extra
        with _credentials({"telegram": mode, "zalo_bot": mode}, folder) as file:
            configs = read_credentials(file, values)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.runtime = Runtime(
            open_database(url),
            configs,
            load,
            key=KEY,
            settings=settings or fast(),
            talk_threads=talk_threads,
            media=Media(media or folder, public_address(configs)),
            now=now,
        )
        self._fakes = fakes

    @property
    def url(self) -> str:
        """Base address of the server."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Host:
        self._thread.start()
        self.wait(self._start(), 180)  # the real assistant takes its time to load
        for fake in self._fakes:  # those with a webhook to register do it in the background
            if any(connector.webhook for connector in self.runtime.connectors.values()):
                fake.wait(lambda fake=fake: fake.webhook is not None, 10, "the webhook")
            else:
                fake.wait(lambda fake=fake: "getUpdates" in fake.calls, 10, "getUpdates")
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop gracefully; a second call does nothing."""
        if self._thread.is_alive():
            self.wait(self._stop())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(5)

    def wait(self, work: Any, timeout: float = 30) -> Any:
        """Run a coroutine in the server's loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout)

    async def _start(self) -> None:
        self._runner = web.AppRunner(make_app(self.runtime, rest=True), access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        await self.runtime.start()

    async def _stop(self) -> None:
        await self.runtime.stop()
        await self._runner.cleanup()


class Process:
    """The server as a process, for killing it. Its log goes to a file."""

    def __init__(
        self,
        url: str,
        folder: Path,
        fake: FakeServer,
        *,
        mode: str = "webhook",
        lease: float = 2.0,
        talk: str = "fake",
    ) -> None:
        self._folder = folder
        self._port = free_port()
        with _credentials({"telegram": mode, "zalo_bot": mode}, folder) as file:
            self._command = [sys.executable, "-m", "tests.fakes.host", "--store", url, "--port", str(self._port)]
            self._command += ["--credentials", str(file), "--lease", str(lease), "--talk", talk]
        self._environment = os.environ | environment(fake, self._port, mode=mode) | {"ASSISTANT_KEY": KEY.decode()}
        self.log = folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Base address of the server."""
        return f"http://127.0.0.1:{self._port}"

    def start(self, *, wait: bool = True) -> None:
        """Start it, and wait until it works on messages."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, cwd=ROOT, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )
        end = time.monotonic() + 180
        while wait and not self._up():
            if time.monotonic() > end or self._process.poll() is not None:
                raise TimeoutError(self.log.read_text(encoding="utf-8")[-2000:])
            time.sleep(0.05)

    def kill(self) -> None:
        """kill -9: no warning, no clean-up."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(10)

    def stop(self) -> int:
        """SIGTERM and wait; the exit code."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(30)

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None
        return self._process.pid

    def _up(self) -> bool:
        try:
            with urlopen(f"{self.url}/ready", timeout=1) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


def _real_talk(states: PendingStates) -> Talker:
    return TalkProcess(states, load_talk)


def main() -> None:
    """The process that Process starts."""
    parser = argparse.ArgumentParser()
    for name in ("--store", "--credentials"):
        parser.add_argument(name, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--lease", type=float, required=True)
    parser.add_argument("--talk", choices=("fake", "real"), default="fake")
    args = parser.parse_args()
    set_up_logs()
    configs = read_credentials(Path(args.credentials), os.environ)
    database = open_database(args.store)

    async def run() -> None:
        runtime = Runtime(
            database,
            configs,
            FakeTalk if args.talk == "fake" else _real_talk,
            key=os.environ["ASSISTANT_KEY"].encode(),
            settings=fast(lease=args.lease, send_attempts=100, crash_attempts=1000),
            talk_threads=4 if args.talk == "fake" else 1,
        )
        await serve(runtime, host="127.0.0.1", port=args.port, rest=True)

    asyncio.run(run())


if __name__ == "__main__":
    main()
