"""E-mail addresses, written or read out: "lan.pham@gmail.com", "hùng chấm phạm a còng gmail chấm com".

The @ with the domain behind it is found first; the name is then read backwards from there, through separators that
are spelled out, and for an address that was read out through plain words too, up to the word that leads to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec

from assistant.knowledge.yaml_lines import read_yaml
from assistant.safety.personal_data.flat import Flat
from assistant.text.syllable import is_syllable

__all__ = ["emails"]

_SIGNS = re.compile(r"@|\((?:at|a)\)|\[(?:at|a)\]|\{at\}")
_HINT = re.compile(r"@|\bat\b|\ba\)|\bcong\b|\bacong\b|\ba[ -]?(?:m|v|k|t|x|d|q|b|c)|mail\.|mail cham|gmail|yahoo")
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._%+-]{0,62}[a-z0-9_])?$")
_SPACED_SIGN = re.compile(r" ?[._-] ?$")
_WORDS_BACK = 8  # words of a name that is read out
_WORDS_BACK_WRITTEN = 2  # blanks that slipped into a written one
_REACH = 130  # characters before the @ that are looked at
_MIN_WORD = 5


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    at_words: list[str]
    separators: list[str]
    providers: list[str]
    endings: list[str]
    cues: list[str]
    stops: list[str]
    owners: list[str]


@dataclass(frozen=True)
class _Words:
    """The compiled lists of emails.yml."""

    anchor: re.Pattern[str]
    separator: re.Pattern[str]
    without_at: re.Pattern[str]
    cues: frozenset[str]
    stops: frozenset[str]
    owners: frozenset[str]


def _any(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@lru_cache(maxsize=1)
def _words() -> _Words:
    """The words, compiled once.

    Raises:
        DataError: emails.yml lacks a list or has an unknown one.
    """
    data: _Data = read_yaml(Path(__file__).parent / "emails.yml").convert(_Data)
    dot = r"(?: ?[.,] ?| ?(?:\(dot\)|\[dot\]|\(\.\)|\[\.\]) ?| (?:dau )?(?:cham|dot) )"
    at = rf"(?: ?(?:{_SIGNS.pattern}) ?| (?:{_any(data.at_words)}) )"
    provider, ending = _any(data.providers), _any(data.endings)
    domain = (
        rf"(?:(?:{provider})(?:(?:{dot}| )(?:{ending})(?:{dot}(?:{ending}))?)?"
        rf"|[a-z0-9][a-z0-9-]{{0,40}}(?:{dot}[a-z0-9-]{{1,40}}){{0,3}}?{dot}(?:{ending})(?:{dot}(?:{ending}))?)(?![a-z0-9])"
    )
    return _Words(
        re.compile(rf"{at}{domain}"),
        re.compile(rf" (?:{_any(data.separators)}) $"),
        re.compile(rf"(?<![a-z0-9])([a-z0-9][a-z0-9._]{{2,40}}) ?(?:gmail|yahoo|hotmail){dot}com(?![a-z0-9])"),
        frozenset(data.cues),
        frozenset(data.stops),
        frozenset(data.owners),
    )


def _last_word(text: str, end: int) -> tuple[int, str] | None:
    """Where the word that ends at `end` begins, and that word."""
    match = _NAME.search(text, max(0, end - 64), end)
    return (match.start(), match[0]) if match else None


def _through_separators(text: str, start: int, words: _Words) -> int:
    """The begin of the name, through "chấm", "gạch dưới" and signs with blanks around."""
    while True:
        head = text[max(0, start - _REACH) : start]
        joint = words.separator.search(head) or _SPACED_SIGN.search(head)
        if joint is None or not joint[0].strip():
            return start
        at = start - len(joint[0])
        before = _last_word(text, at)
        if before is None or before[1] in words.stops or before[1] in words.cues:
            return start
        start = before[0]


def _name_start(text: str, end: int, words: _Words, *, spoken: bool) -> int | None:
    """Where the name that ends at `end` begins; None if no name stands there."""
    last = _last_word(text, end)
    if last is None or last[1] in words.stops or (last[1] in words.cues and not spoken):
        return None
    start = _through_separators(text, last[0], words)
    starts = [start]
    led = cued = False
    for _ in range(_WORDS_BACK):
        if start == 0 or text[start - 1] != " ":
            led = start > 0 and text[start - 1] in ":\n"
            break
        before = _last_word(text, start - 1)
        if before is None:
            led = text[: start - 1].rstrip(" ")[-1:] in (":", "\n", "-")
            break
        if before[1] in words.stops or before[1] in words.cues:
            led, cued = before[1] in ("la", "laf", "doc", "ghi"), before[1] in words.cues or before[1] == "cua"
            break
        start = _through_separators(text, before[0], words)
        starts.append(start)
    else:
        return starts[0]
    if cued:
        while len(starts) > 1 and (text[starts[-1] : starts[-2]].strip() in words.owners):
            starts.pop()
    if spoken:
        return starts[-1]
    return starts[-1] if led and len(starts) <= _WORDS_BACK_WRITTEN else starts[0]


def emails(flat: Flat) -> Iterator[tuple[str, int, int]]:
    """("email", start, end) in the folded text."""
    text = flat.text
    if not _HINT.search(text):
        return
    words = _words()
    for match in words.anchor.finditer(text):
        spoken = _SIGNS.search(match[0]) is None
        start = _name_start(text, match.start(), words, spoken=spoken)
        if start is not None:
            yield "email", start, match.end()
    for match in words.without_at.finditer(text):
        name = match[1]
        if any(char.isdigit() for char in name) or (
            len(name) >= _MIN_WORD and name not in words.cues and not is_syllable(name)
        ):
            yield "email", match.start(), match.end()
