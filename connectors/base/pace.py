"""Spreads sendings over time, so that a platform's limit a second is kept from the start."""

from __future__ import annotations

import asyncio

__all__ = ["Pace"]


class Pace:
    """At most `per_second` passages a second, evenly spread, with small bursts.

    Args:
        burst: how many may pass at once after a quiet time.
    """

    def __init__(self, per_second: float, *, burst: int = 5) -> None:
        self._gap = 1 / per_second
        self._slack = burst * self._gap
        self._next = 0.0

    async def wait(self) -> None:
        """Return when it is this caller's turn."""
        now = asyncio.get_running_loop().time()
        self._next = max(self._next, now - self._slack) + self._gap
        delay = self._next - now
        if delay > 0:
            await asyncio.sleep(delay)
