"""Times in the database: whole milliseconds since 1970 (UTC), the same on every database server."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

__all__ = ["from_ms", "span_ms", "to_ms"]

_START = datetime(1970, 1, 1, tzinfo=timezone.utc)


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970 of an aware moment.

    Raises:
        ValueError: the moment is naive.
    """
    if moment.tzinfo is None:
        raise ValueError("moment must be aware")
    return (moment - _START) // timedelta(milliseconds=1)


def from_ms(value: int) -> datetime:
    """The aware moment (UTC) of that many milliseconds."""
    return _START + timedelta(milliseconds=value)


def span_ms(seconds: float) -> int:
    """That many seconds in milliseconds."""
    return round(seconds * 1000)
