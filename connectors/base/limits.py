"""What a platform's messages may hold: read from limits.yml in the platform's folder."""

from __future__ import annotations

from pathlib import Path

import msgspec

from connectors.base.data import read_settings

__all__ = ["Limits"]


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The limits of one platform. Lengths count UTF-16 units, never less than what a platform counts.

    Attributes:
        text: longest text message.
        caption: longest text beside an image; 0 sends text and image apart.
        buttons: most buttons of a message; 0 where the platform has none.
        title: longest title of a button.
        data: longest data of a button, in bytes of UTF-8.
        image, audio: whether images and voice can be sent by address.
        image_bytes: largest image file; `upload`: whether the platform takes files that it need not fetch.
        per_second: messages a second over the whole channel that are certainly allowed.
        body: largest webhook body in bytes.
        unasked: for how many seconds after a person's last action the bot may write first; 0 for as long as it is not
            blocked.
    """

    text: int
    caption: int
    buttons: int
    title: int
    data: int
    image: bool
    audio: bool
    image_bytes: int
    upload: bool
    per_second: float
    body: int
    unasked: float

    @classmethod
    def load(cls, folder: Path) -> Limits:
        """Read limits.yml.

        Raises:
            DataError: a value is missing, unknown or of the wrong type.
        """
        return read_settings(folder / "limits.yml", cls)
