"""Runs web server and workers until the process is asked to stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable

from aiohttp import web

from assistant.errors import UsageError
from connectors.base.runtime import Runtime
from connectors.base.web import make_app

__all__ = ["serve"]


async def serve(
    runtime: Runtime, *, host: str, port: int, rest: bool, listening: Callable[[int], None] | None = None
) -> None:
    """Serve until SIGTERM or SIGINT, then finish what is in hand.

    Args:
        listening: called with the port once the server accepts connections.

    Raises:
        UsageError: the port cannot be used.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    runner = web.AppRunner(make_app(runtime, rest=rest), access_log=None, handle_signals=False, shutdown_timeout=5)
    await runner.setup()
    site = web.TCPSite(runner, host, port, backlog=1024)
    try:
        await site.start()
    except OSError as fault:
        await runner.cleanup()
        raise UsageError(f"không mở được cổng {port} ({fault.strerror})", remedy="Chọn --port khác.") from None
    try:
        if listening is not None:
            listening(runner.addresses[0][1])
        await runtime.start()
        await stop.wait()
    finally:
        # Platforms are told to come again (503) while the workers finish; the connection closes last.
        await runtime.stop()
        await runner.cleanup()
