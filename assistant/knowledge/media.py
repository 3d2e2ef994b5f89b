"""The images of the lessons: where they lie, which names they may have, and what size they are."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from assistant.knowledge.yaml_lines import read_yaml

__all__ = ["MEDIA_TYPES", "MediaRules", "image_size", "media_file"]

# By ending; with the bytes that such a file begins with.
MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_PART = r"[a-z0-9][a-z0-9_-]{0,60}"
# No dot but the one before the ending: there is no way out of the folder.
_ADDRESS = re.compile(rf"(?:{_PART}/){{0,4}}{_PART}\.(?:{'|'.join(MEDIA_TYPES)})", re.ASCII)


class MediaRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What every channel can show: size of a file in bytes, width and height together and their ratio in pixels."""

    bytes_max: int
    sides_max: int
    ratio_max: int

    @classmethod
    def load(cls, folder: Path = Path(__file__).parent) -> MediaRules:
        """Read media.yml.

        Raises:
            DataError: a value is missing, unknown or no number.
        """
        document = read_yaml(folder / "media.yml")
        for key, value in document.data.items():
            if not str(value).isdigit():
                raise document.error(f"{key}: cần số nguyên, thấy '{value}'", key, remedy="Sửa lại số.")
            document.data[key] = int(value)
        rules: MediaRules = document.convert(MediaRules)
        return rules


def media_file(folder: Path, address: str) -> Path | None:
    """The file of that address below the folder; None if there is none, or the address is none of ours."""
    if not _ADDRESS.fullmatch(address):
        return None
    file = folder / address
    # A link inside the folder must not lead out of it either.
    if not file.is_file() or folder.resolve() not in file.resolve().parents:
        return None
    return file


def image_size(data: bytes, ending: str) -> tuple[int, int] | None:
    """Width and height in pixels; None where the bytes are no image of that ending (`png`, `jpg`, `jpeg`)."""
    if ending == "png":
        if not data.startswith(_PNG) or data[12:16] != b"IHDR" or len(data) < 24:
            return None
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    return _jpeg_size(data) if data.startswith(_JPEG) else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """The frame header holds the size; the segments before it are passed over."""
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:
        kind = data[place + 1]
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height, width = data[place + 5 : place + 7], data[place + 7 : place + 9]
            return int.from_bytes(width, "big"), int.from_bytes(height, "big")
        # 0xFF may be repeated before a kind; segments without a length do not occur before the frame.
        place += 1 if kind == 0xFF else 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return None
