"""The seam through which every text of a person and every platform id passes on its way into the database.

The default keeps texts as they are. The safety package puts redaction or encryption here without any other change.
"""

from __future__ import annotations

from typing import Protocol

__all__ = ["PLAIN", "PlainGuard", "TextGuard"]


class TextGuard(Protocol):
    """Turns a text into what may be stored, and back into what can be worked with."""

    def protect(self, text: str) -> str:
        """What is stored for this text."""

    def reveal(self, stored: str) -> str:
        """The text to work with. A guard that redacts returns the redacted text."""


class PlainGuard:
    """Stores texts as they are."""

    def protect(self, text: str) -> str:
        """See TextGuard."""
        return text

    def reveal(self, stored: str) -> str:
        """See TextGuard."""
        return stored


PLAIN = PlainGuard()
