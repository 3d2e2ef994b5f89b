"""What the fake platforms share: an HTTP server in a thread, deliveries of webhooks, scripted faults."""

from __future__ import annotations

import asyncio
import threading
import time
import zlib
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web

__all__ = ["PNG", "Delivered", "FakeServer", "Sent", "is_image", "utf16"]

IMAGES = ("image/png", "image/jpeg")


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content).to_bytes(4, "big")
    return len(content).to_bytes(4, "big") + kind + content + checksum


# One grey point.
PNG = b"".join(
    (
        b"\x89PNG\r\n\x1a\n",
        _chunk(b"IHDR", bytes((0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0))),
        _chunk(b"IDAT", zlib.compress(b"\0\x80")),
        _chunk(b"IEND", b""),
    )
)


def is_image(data: bytes) -> bool:
    """Whether it is a PNG or JPEG, by its first bytes."""
    return data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"))


def utf16(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


@dataclass(frozen=True)
class Sent:
    """A message that the platform took from the bot."""

    person: str
    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    image: str | None = None
    audio: str | None = None
    at: float = field(default_factory=time.monotonic)


@dataclass(frozen=True)
class Delivered:
    """One webhook call: its answer (0: no connection) and how many seconds it took."""

    status: int
    seconds: float
    body: bytes


class FakeServer:
    """A fake platform. Use it as a context manager.

    Attributes:
        webhook: where updates are delivered, or None.
        retry_after: pauses in seconds before each further delivery of an update that was not taken; the last one
            is repeated up to `tries`.
        sent: what the bot sent, in order.
        faults: what was refused, as words; a test that expects none compares with an empty list.
        script: answers for the next sendings, in order: a (status, body) pair, "drop" to take the message and close
            the connection without an answer, or None for the normal answer.
    """

    retry_after: tuple[float, ...] = (0.02, 0.05, 0.1)
    tries = 400

    def __init__(self) -> None:
        self.webhook: str | None = None
        self.sent: list[Sent] = []
        self.faults: list[str] = []
        self.calls: list[str] = []
        self.deliveries: list[Delivered] = []
        self.script: deque[tuple[int, Any] | str | None] = deque()
        self.on_sent: Callable[[Sent], None] | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._runner: web.AppRunner | None = None
        self._client: aiohttp.ClientSession | None = None
        self._lines: dict[str, asyncio.Queue[tuple[bytes, dict[str, str]]]] = {}
        self._open = 0
        self.port = 0

    @property
    def url(self) -> str:
        """Base address of the fake platform."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> FakeServer:
        self._thread.start()
        self._wait(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        self._wait(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def _wait(self, work: Any, timeout: float = 20) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout)

    async def _start(self) -> None:
        app = web.Application(client_max_size=64 << 20)
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self._client = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))

    async def _stop(self) -> None:
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert self._client is not None and self._runner is not None
        await self._client.close()
        await self._runner.cleanup()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        try:
            return await self.handle(request)
        except ConnectionError:  # the bot was killed while it was calling
            return web.Response(status=500)
        except (KeyError, ValueError, TypeError) as error:
            self.faults.append(f"malformed {request.path.rpartition('/')[2]}: {type(error).__name__}")
            return web.json_response({"ok": False, "error_code": 400, "description": "Bad Request"}, status=400)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call of the bot."""
        raise NotImplementedError

    async def fetched(self, address: str) -> bytes | None:
        """The image at an address, as the platform fetches it; None if it cannot.

        Only this machine is asked. Any other address counts as an image, unless it has "missing" in it.
        """
        url = urlsplit(address)
        if url.scheme not in ("http", "https") or not url.hostname or "missing" in url.path:
            return None
        if url.hostname != "127.0.0.1":
            return PNG
        assert self._client is not None
        async with self._client.get(address, timeout=aiohttp.ClientTimeout(total=10)) as answer:
            return await answer.read() if answer.status == 200 and answer.content_type in IMAGES else None

    def take(self, message: Sent) -> None:
        """The message has arrived at the person."""
        self.sent.append(message)
        if self.on_sent is not None:
            self.on_sent(message)

    def scripted(self) -> tuple[int, Any] | str | None:
        """The answer that the script has for this sending, if any."""
        return self.script.popleft() if self.script else None

    async def drop(self, request: web.Request) -> web.StreamResponse:
        """Close the connection without an answer."""
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)

    def headers(self, body: bytes) -> dict[str, str]:
        """The headers with which this body is delivered."""
        raise NotImplementedError

    def deliver(self, body: bytes, *, line: str, headers: Mapping[str, str] | None = None) -> None:
        """Deliver to the webhook in the background until it is taken; one after the other within a line."""
        entry = (body, dict(self.headers(body) if headers is None else headers))
        self._open += 1
        self._loop.call_soon_threadsafe(self._enqueue, line, entry)

    def post(self, body: bytes, headers: Mapping[str, str] | None = None) -> Delivered:
        """Deliver once and wait for the answer."""
        chosen = self.headers(body) if headers is None else headers
        result: Delivered = self._wait(self._post(body, dict(chosen)))
        return result

    def wait_delivered(self, timeout: float = 30) -> None:
        """Wait until every update was taken.

        Raises:
            TimeoutError: some were not.
        """
        self.wait(lambda: self._open == 0, timeout, "deliveries")

    def wait_sent(self, count: int, timeout: float = 20) -> list[Sent]:
        """Wait until the bot has sent that many messages; all that it sent.

        Raises:
            TimeoutError: it sent fewer.
        """
        self.wait(lambda: len(self.sent) >= count, timeout, f"{count} messages, has {len(self.sent)}")
        return list(self.sent)

    def wait(self, ready: Callable[[], bool], timeout: float, what: str) -> None:
        """Wait for something.

        Raises:
            TimeoutError: it did not happen.
        """
        end = time.monotonic() + timeout
        while not ready():
            if time.monotonic() > end:
                raise TimeoutError(f"waited {timeout} s for {what}")
            time.sleep(0.005)

    def _enqueue(self, line: str, entry: tuple[bytes, dict[str, str]]) -> None:
        if line not in self._lines:
            self._lines[line] = asyncio.Queue()
            self._loop.create_task(self._work(self._lines[line]))
        self._lines[line].put_nowait(entry)

    async def _work(self, queue: asyncio.Queue[tuple[bytes, dict[str, str]]]) -> None:
        while True:
            body, headers = await queue.get()
            for attempt in range(self.tries):
                answer = await self._post(body, self.again(headers, attempt))
                self.deliveries.append(answer)
                if 200 <= answer.status < 300:
                    break
                await asyncio.sleep(self.retry_after[min(attempt, len(self.retry_after) - 1)])
            self._open -= 1

    def again(self, headers: dict[str, str], attempt: int) -> dict[str, str]:
        """The headers of that repetition (from 0)."""
        return headers

    async def _post(self, body: bytes, headers: dict[str, str]) -> Delivered:
        assert self._client is not None and self.webhook is not None
        started = time.monotonic()
        try:
            headers = {"Content-Type": "application/json"} | headers
            timeout = aiohttp.ClientTimeout(total=10)
            async with self._client.post(self.webhook, data=body, headers=headers, timeout=timeout) as answer:
                content = await answer.read()
                return Delivered(answer.status, time.monotonic() - started, content)
        except (aiohttp.ClientError, OSError, asyncio.TimeoutError):
            return Delivered(0, time.monotonic() - started, b"")
