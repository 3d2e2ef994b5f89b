"""How long each kind of stored data is kept, as configuration, and the job that enforces it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import msgspec

from assistant.errors import UsageError
from assistant.knowledge.yaml_lines import read_yaml

__all__ = ["Periods", "Purge", "enforce"]

_DAYS_MAX = 400
_REDELIVERY_DAYS = 2  # Telegram repeats an update for 24 hours, Zalo for about two


class Periods(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Days for which each kind is kept after it was last used; 0 to 400.

    Attributes:
        finished_messages: traces of answered messages, without their texts; at least 2, or a repetition by the
            platform would be answered again.
        dead_letters: messages and replies that wait for an officer.
        conversation_state: what was being talked about (lesson in progress, last replies, choices).
        learner_progress: everything else about a person who does not come back, their address included.
    """

    finished_messages: int
    dead_letters: int
    conversation_state: int
    learner_progress: int

    @classmethod
    def load(cls, file: Path = Path(__file__).parent / "retention.yml") -> Periods:
        """Read retention.yml.

        Raises:
            DataError: a period is missing, unknown, no number, beyond 400 days, or too short.
        """
        document = read_yaml(file)
        for name, value in document.data.items():
            if not str(value).isdigit() or int(value) > _DAYS_MAX:
                raise document.error(f"{name} là '{value}'", name, remedy=f"Dùng số ngày từ 0 đến {_DAYS_MAX}.")
            document.data[name] = int(value)
        periods: Periods = document.convert(cls)
        if periods.finished_messages < _REDELIVERY_DAYS:
            raise document.error(
                f"finished_messages là {periods.finished_messages}: tin gửi lại sẽ bị trả lời hai lần",
                "finished_messages",
                remedy=f"Dùng ít nhất {_REDELIVERY_DAYS} ngày.",
            )
        return periods


class Purge(Protocol):
    """Removes what was last used before a moment."""

    def __call__(self, before: datetime) -> int:
        """Remove it; how many entries."""


def enforce(periods: Periods, purges: Mapping[str, Purge], now: datetime) -> dict[str, int]:
    """Run each purge with its own limit; how many entries went, by kind.

    Args:
        purges: by the names of Periods. A kind without a purge is left alone.
        now: aware.

    Raises:
        UsageError: there is no such kind, or `now` has no time zone.
    """
    if now.tzinfo is None:
        raise UsageError("thời điểm thiếu múi giờ", remedy="Dùng datetime có tzinfo.")
    days = msgspec.structs.asdict(periods)
    unknown = sorted(set(purges) - set(days))
    if unknown:
        raise UsageError(f"không có loại '{unknown[0]}'", remedy=f"Dùng một trong: {', '.join(days)}.")
    return {name: purge(now - timedelta(days=days[name])) for name, purge in purges.items()}
