"""A thin client of the Bot API: one POST with JSON, and the `ok` that HTTP 200 does not promise."""

from __future__ import annotations

from typing import Any

import httpx
import msgspec

from connectors.base.credentials import Secret

__all__ = ["BotClient", "BotError"]


class BotError(Exception):
    """The platform said no. `code` is its error_code; `certain` whether it certainly did nothing."""

    def __init__(self, code: str, *, certain: bool = True) -> None:
        super().__init__(code)
        self.code = code
        self.certain = certain


class BotClient:
    """Calls methods of the Bot API. The token is part of the address, so addresses are never logged."""

    def __init__(self, api: str, token: Secret, *, timeout: float) -> None:
        self._base = f"{api}/bot{token.reveal()}"
        self._client = httpx.AsyncClient(timeout=timeout)

    async def call(self, method: str, *, patience: float | None = None, **values: Any) -> Any:
        """The `result` of a method call.

        Args:
            patience: seconds, where the usual time is not enough.

        Raises:
            BotError: the platform refused, or gave an answer that cannot be read.
            httpx.HTTPError: there was no answer.
        """
        options: dict[str, Any] = {} if patience is None else {"timeout": patience}
        answer = await self._client.post(f"{self._base}/{method}", json=values, **options)
        try:
            data = msgspec.json.decode(answer.content, type=dict)
        except msgspec.DecodeError:
            raise BotError(str(answer.status_code), certain=answer.status_code < 500) from None
        if data.get("ok") is not True:
            # One method spells the field differently.
            raise BotError(str(data.get("error_code") or data.get("errorCode") or answer.status_code))
        return data.get("result")

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()
