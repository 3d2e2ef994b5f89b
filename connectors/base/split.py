"""Cuts a long text into messages, where a reader would pause."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["length", "shorten", "split_text"]

# Best place first: after a paragraph, a line, a sentence, a part of a sentence, a word.
_PLACES = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?…:;])[\"”’)\]]*\s+"),
    re.compile(r"(?<=,)\s+"),
    re.compile(r"\s+"),
)
_JOINER = "\u200d"


def length(text: str) -> int:
    """Length in UTF-16 units, as Telegram counts; for other platforms never too small."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def _fits(text: str, limit: int) -> int:
    """How many characters of the text are at most `limit` long."""
    if length(text) <= limit:
        return len(text)
    total = 0
    for index, letter in enumerate(text):
        total += 2 if letter > "\uffff" else 1
        if total > limit:
            return index
    return len(text)


def _glued(text: str, place: int) -> bool:
    """Whether the characters around `place` belong together (a letter and its mark, joined emoji)."""
    after = text[place]
    return bool(unicodedata.combining(after)) or after in "\ufe0f\u200d" or text[place - 1] == _JOINER


def split_text(text: str, limit: int) -> list[str]:
    """The text in parts of at most `limit` UTF-16 units, none of them empty.

    Cuts between paragraphs if that leaves no part too small, else between lines, sentences, phrases, words; inside a
    word only where it alone is longer than the limit. Nothing but white space at the cuts is lost.
    """
    parts: list[str] = []
    rest = text.strip()
    while length(rest) > limit:
        size = _fits(rest, limit)
        cut, resume = size, size
        for pattern in _PLACES:
            found = [match for match in pattern.finditer(rest, 0, min(len(rest), size + 2)) if match.start() <= size]
            # A first part of less than a third would send many small messages.
            if found and found[-1].start() * 3 >= size:
                cut, resume = found[-1].start(), found[-1].end()
                if pattern is _PLACES[2]:  # closing quotes belong to the sentence
                    cut = found[-1].start() + len(found[-1].group().rstrip())
                    if cut > size:
                        cut, resume = size, size
                        continue
                break
        else:
            while cut > 1 and _glued(rest, cut):
                cut -= 1
            resume = cut
        parts.append(rest[:cut].rstrip())
        rest = rest[resume:].lstrip()
    if rest:
        parts.append(rest)
    return parts


def shorten(text: str, limit: int) -> str:
    """The text, or its beginning with “…” if it is longer than `limit` UTF-16 units."""
    if length(text) <= limit:
        return text
    cut = _fits(text, limit - 1)
    while cut > 1 and _glued(text, cut):
        cut -= 1
    return text[:cut].rstrip() + "…"
