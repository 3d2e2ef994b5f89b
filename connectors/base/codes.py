"""Short codes for buttons whose payload is longer than a platform carries."""

from __future__ import annotations

from base64 import b32encode
from hashlib import sha256

__all__ = ["button_code", "is_code"]

_PREFIX = "/~"
_DIGITS = 16  # 80 bits: two payloads never share a code


def button_code(payload: str) -> str:
    """The code of a payload: always the same for the same payload, so that old messages keep working."""
    digest = b32encode(sha256(payload.encode()).digest()).decode().lower()
    return _PREFIX + digest[:_DIGITS]


def is_code(text: str) -> bool:
    """Whether the text looks like a code."""
    return text.startswith(_PREFIX) and len(text) == len(_PREFIX) + _DIGITS
