"""Reads the body of a webhook call, which anybody may have written."""

from __future__ import annotations

from typing import Any

import msgspec

from connectors.base.connector import Refused

__all__ = ["json_object"]


def json_object(body: bytes) -> dict[str, Any]:
    """The body as a JSON object.

    Raises:
        Refused: it is none, or is nested deeper than any update.
    """
    try:
        data: dict[str, Any] = msgspec.json.decode(body, type=dict)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        raise Refused(400, "malformed") from None
    return data
