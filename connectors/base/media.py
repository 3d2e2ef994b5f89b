"""The images of the lessons on their way to a platform: by an address that it can fetch, or by upload."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from assistant.errors import UsageError
from assistant.knowledge.media import media_file
from connectors.base.credentials import ChannelConfig

__all__ = ["MEDIA_PAGE", "Media", "is_url", "public_address"]

MEDIA_PAGE = "/media/"
_ENTRY = "media"  # of credentials.yml


def is_url(address: str) -> bool:
    """Whether a platform can fetch the address by itself; else it is a path below the media folder."""
    return "://" in address


def public_address(configs: Mapping[str, ChannelConfig]) -> str:
    """The address under which platforms reach this server, from credentials.yml; "" where there is none.

    Raises:
        UsageError: it is no web address.
    """
    address = configs[_ENTRY].value("url").rstrip("/") if _ENTRY in configs else ""
    if address and not address.startswith(("http://", "https://")):
        raise UsageError("địa chỉ công khai của máy chủ sai dạng", remedy="Ghi đủ https://tên-miền.")
    return address


class Media:
    """The media folder.

    Args:
        public: the address under which platforms reach this server, or "".
    """

    def __init__(self, folder: Path, public: str = "") -> None:
        self._folder = folder
        self._public = public

    def file(self, address: str) -> Path | None:
        """The file of a path below the folder, or None."""
        return media_file(self._folder, address)

    def outgoing(self, address: str, *, uploads: bool, largest: int) -> str | None:
        """What goes out for an address that the dialogue gave: a URL, a path to upload, or None.

        Args:
            uploads: whether the connector can upload files, so that it takes a path.
            largest: most bytes of a file that the platform takes.
        """
        if is_url(address):
            return address
        file = self.file(address)
        if file is None or file.stat().st_size > largest:
            return None
        if self._public:
            return f"{self._public}{MEDIA_PAGE}{address}"
        return address if uploads else None
