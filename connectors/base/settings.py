"""How the queues work, read from settings.yml; meaning and unit of each value stand there."""

from __future__ import annotations

from pathlib import Path

import msgspec

from assistant.safety.limits import Limit, Limits
from connectors.base.data import read_settings

__all__ = ["Settings"]


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The values of settings.yml."""

    lease: float
    poll: float
    processors: int
    senders: int
    turn_attempts: int
    crash_attempts: int
    send_attempts: int
    backoff_first: float
    backoff_max: float
    channel_rest: float
    operator_attempts: int
    staff_pause: float
    send_timeout: float
    stop_timeout: float
    store_wait: float
    first_contact: bool
    person_burst: int
    person_per_minute: float
    channel_burst: int
    channel_per_minute: float
    text_max: int
    remind_from: int
    remind_until: int
    remind_quiet: float
    remind_every: float
    remind_batch: int

    @classmethod
    def load(cls, folder: Path = Path(__file__).parent) -> Settings:
        """Read settings.yml.

        Raises:
            DataError: a value is missing, unknown or not a number.
        """
        return read_settings(folder / "settings.yml", cls)

    @property
    def limits(self) -> Limits:
        """How much one person and one channel may send."""
        person = Limit(self.person_burst, self.person_per_minute)
        return Limits(person, Limit(self.channel_burst, self.channel_per_minute), self.text_max)

    def backoff(self, attempts: int) -> float:
        """Seconds to wait after that many failed attempts (from 1)."""
        return min(self.backoff_max, self.backoff_first * 2.0 ** min(attempts - 1, 30))
