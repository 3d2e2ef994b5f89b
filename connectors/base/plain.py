"""Takes out the marks of formatted text, which the platforms would show as symbols."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["plain"]

_RULES = (
    (re.compile(r"```[a-z]*\n?|```"), ""),
    (re.compile(r"!?\[([^\]\n]+)\]\((https?://[^\s)]+)\)"), r"\1: \2"),
    (re.compile(r"^ {0,3}#{1,6} +(?=\S)", re.M), ""),
    (re.compile(r"^ {0,3}> ?", re.M), ""),
    (re.compile(r"^( *)[*+] +(?=\S)", re.M), r"\1- "),
    # Pairs only: *101# and 2*3 stay what they are.
    (re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*"), r"\1"),
    (re.compile(r"(?<!\w)__(?=\S)([^_\n]+?)(?<=\S)__(?!\w)"), r"\1"),
    (re.compile(r"~~(?=\S)([^~\n]+?)(?<=\S)~~"), r"\1"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
    (re.compile(r"</?(?:b|i|u|strong|em|br|p)\s*/?>", re.I), ""),
)
# Control characters other than line breaks; a platform may refuse the whole message for one of them.
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def plain(text: str) -> str:
    """The text without formatting marks and control characters, composed (NFC)."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    text = _CONTROL.sub("", text)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text.strip()
