"""Zalo's webhook signature: a plain SHA-256 over app id, raw body, timestamp and the OA's secret key."""

from __future__ import annotations

from hashlib import sha256
from hmac import compare_digest

__all__ = ["HEADER", "sign", "verify"]

HEADER = "x-zevent-signature"
_PREFIX = "mac="


def sign(app_id: str, body: bytes, timestamp: str, secret: str) -> str:
    """The signature of exactly these bytes, 64 hexadecimal digits."""
    return sha256(app_id.encode() + body + timestamp.encode() + secret.encode()).hexdigest()


def verify(header: str, app_id: str, body: bytes, timestamp: str, secret: str) -> bool:
    """Whether the header (with or without "mac=") is the signature, compared in constant time."""
    given = header.strip().removeprefix(_PREFIX).lower()
    return compare_digest(given.encode("utf-8", "surrogateescape"), sign(app_id, body, timestamp, secret).encode())
