"""Windows and pauses of Zalo OA, read from settings.yml; meaning and unit stand there."""

from __future__ import annotations

from pathlib import Path

import msgspec

from connectors.base.data import read_settings

__all__ = ["ZaloSettings"]


class ZaloSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The values of settings.yml."""

    free_window: float
    reply_window: float
    refresh_early: float
    refresh_lease: float
    refresh_pause: float
    rate_pause: float
    token_life: float
    upload_life: float

    @classmethod
    def load(cls, folder: Path = Path(__file__).parent) -> ZaloSettings:
        """Read settings.yml.

        Raises:
            DataError: a value is missing, unknown or not a number.
        """
        return read_settings(folder / "settings.yml", cls)
