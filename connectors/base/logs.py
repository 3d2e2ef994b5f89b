"""Log lines as JSON objects: names of events, codes, counts and times. Never a text, an id or a secret."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from typing import Any

import structlog

from assistant import clock

__all__ = ["Log", "set_up_logs"]

# Libraries that write addresses with tokens, bodies or queries into their logs.
_TALKATIVE = ("httpx", "httpcore", "telegram", "aiohttp", "asyncio", "sqlalchemy", "alembic", "rasa", "apscheduler")


_OURS = "tro-ly-so"


class _Lines(logging.Formatter):
    """Our records as JSON; of foreign records only who wrote them, as their texts may hold anything."""

    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, Any] = getattr(record, "fields", {})
        event = record.getMessage() if record.name.startswith(_OURS) else "library"
        line = {"at": clock.now().isoformat(timespec="milliseconds"), "level": record.levelname.lower(), "event": event}
        if event == "library":
            line |= {"logger": record.name, "place": f"{record.module}:{record.lineno}"}
        if record.exc_info and record.exc_info[0] is not None:
            fields = fields | _fault(record.exc_info[1])
        return json.dumps(line | fields, ensure_ascii=False, default=str)


def _fault(error: BaseException | None) -> dict[str, str]:
    """Which error and where, without its message, which may quote a text or an address."""
    if error is None:
        return {}
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else ""
    return {"error": type(error).__name__, "place": place}


class Log:
    """Writes events with fields.

    Fields hold codes, counts, times, channel names and our own row numbers; nothing else.
    """

    def __init__(self, name: str = _OURS) -> None:
        self._logger = logging.getLogger(name)

    def info(self, event: str, **fields: object) -> None:
        """Something normal."""
        self._logger.info(event, extra={"fields": fields})

    def warning(self, event: str, **fields: object) -> None:
        """Something an officer may want to know."""
        self._logger.warning(event, extra={"fields": fields})

    def fault(self, event: str, error: BaseException, **fields: object) -> None:
        """An error: its kind and place."""
        self._logger.error(event, extra={"fields": fields | _fault(error)})


def set_up_logs(level: int = logging.INFO) -> None:
    """Send all logs of the process to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger(_OURS).disabled = False  # Rasa switches off the loggers that were there before it
    # Rasa's structured log holds message texts and goes past the standard one.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(logging.WARNING)
        logger.handlers.clear()
        logger.propagate = True
