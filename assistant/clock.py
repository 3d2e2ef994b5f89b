"""The one place that reads the clock. Everything else is given the time."""

from __future__ import annotations

from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

__all__ = ["VIETNAM", "now", "today"]

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(timezone.utc)


def today() -> date:
    """Today's date in Vietnam."""
    return datetime.now(VIETNAM).date()
