"""E-mail addresses, written or read out: "lan.pham@gmail.com", "hùng chấm phạm a còng gmail chấm com".

The @ with the domain behind it is found first; the name is then read backwards from there, through separators that
are spelled out, and for an address that was read out through plain words too, up to the word that leads to it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec

from assistant.knowledge.yaml_lines import read_yaml
from assistant.safety.personal_data.message import Message
from assistant.text.fold import fold
from assistant.text.syllable import is_syllable

__all__ = ["emails", "is_office"]

_SIGNS = re.compile(r"@{1,2}|\((?:at|a)\)|\[(?:at|a)\]|\{at\}")
_HINT = re.compile(r"@|\bat\b|\ba\)|\bcong\b|\bacong\b|\ba[ -]?(?:m|v|k|t|x|d|q|b|c)|mail\.|mail cham|gmail|yahoo")
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._%+-]{0,62}[a-z0-9_])?$")
_SPACED_SIGN = re.compile(r" ?[._-] ?$")
_WORDS_BACK = 8  # words of a name that is read out
_WORDS_BACK_WRITTEN = 3  # blanks that slipped into a written one
_WORD_REACH = 64  # characters before a place in which one word is looked for
_LEADING = ("la", "doc", "ghi")
_MIN_WORD = 5


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    at_words: list[str]
    separators: list[str]
    providers: list[str]
    endings: list[str]
    glued_endings: list[str]
    cues: list[str]
    stops: str
    owners: list[str]
    offices: str
    mailboxes: str
    offices_not_at: str


@dataclass(frozen=True)
class _Words:
    """The compiled lists of emails.yml."""

    anchor: re.Pattern[str]
    separator: re.Pattern[str]
    without_at: re.Pattern[str]
    cues: frozenset[str]
    stops: frozenset[str]
    unmarked_stops: frozenset[str]
    owners: frozenset[str]
    office: re.Pattern[str]


def _split(words: str) -> list[str]:
    return [word.strip() for word in words.split(",")]


def _any(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@lru_cache(maxsize=1)
def _words() -> _Words:
    """The words, compiled once.

    Raises:
        DataError: emails.yml lacks a list or has an unknown one.
    """
    data: _Data = read_yaml(Path(__file__).parent / "emails.yml").convert(_Data)
    dot = r"(?: ?\. ?| ?(?:\(dot\)|\[dot\]|\(\.\)|\[\.\]) ?| (?:dau )?(?:cham|dot) )"
    at = rf"(?: ?(?:{_SIGNS.pattern}) ?| (?:{_any(data.at_words)}) )"
    provider, ending = _any(data.providers), _any(data.endings)
    whole = rf"[a-z0-9][a-z0-9-]{{0,40}}(?:{dot}[a-z0-9-]{{1,40}}){{0,3}}?{dot}(?:{ending})(?:{dot}(?:{ending}))?"
    domain = rf"(?:(?:{provider})(?:(?:{dot}|, ?| )(?:{ending})(?:{dot}(?:{ending}))?)?|{whole})(?![a-z0-9])"
    # Written with the next word glued to it: "lan@gmail.comquên".
    glued = rf"[a-z0-9][a-z0-9-]{{0,40}}(?:\.[a-z0-9-]{{1,40}}){{0,2}}?\.(?:{_any(data.glued_endings)})(?=[a-z0-9])"
    stops = frozenset(word.strip() for word in data.stops.split(","))
    return _Words(
        re.compile(rf"@(?!{whole}(?![a-z0-9]|\.vn[a-z0-9])){glued}|{at}{domain}"),
        re.compile(rf" (?:{_any(data.separators)}) $"),
        re.compile(rf"(?<![a-z0-9])([a-z0-9][a-z0-9._]{{2,40}}) ?(?:gmail|yahoo|hotmail){dot}com(?![a-z0-9])"),
        frozenset(data.cues),
        stops,
        frozenset(map(fold, stops)),
        frozenset(data.owners),
        re.compile(
            rf"(?:(?:{_any(_split(data.offices))})[^@\s]*|{_any(_split(data.mailboxes))})"
            rf"@(?!@?(?:{_any(_split(data.offices_not_at))})\.)\S+"
        ),
    )


class _Reader:
    """Reads the names of the addresses in one message backwards."""

    def __init__(self, message: Message, words: _Words) -> None:
        self._flat = message.flat
        self._text = message.text
        self._marked = message.marked
        self._words = words

    def _last_word(self, end: int) -> tuple[int, str] | None:
        """Where the word that ends at `end` begins, and that word."""
        match = _NAME.search(self._text, max(0, end - _WORD_REACH), end)
        return (match.start(), match[0]) if match else None

    def _is_cue(self, start: int, word: str) -> bool:
        """Whether a word announces an address; "mèo" is none, though "meo" is."""
        raw = self._flat.raw(start, start + len(word))
        return word in self._words.cues and (raw.isascii() or word == "thu")

    def _stops(self, start: int, word: str) -> bool:
        """Whether a word belongs to no name: "thành" does not in "đổi thành …", "Thanh" does."""
        if self._is_cue(start, word):
            return True
        raw = unicodedata.normalize("NFC", self._flat.raw(start, start + len(word))).lower()
        return raw in self._words.stops or (not self._marked and word in self._words.unmarked_stops)

    def _through_separators(self, start: int) -> int:
        """The begin of the name, through "chấm", "gạch dưới" and signs with blanks around."""
        while True:
            head = self._text[max(0, start - _WORD_REACH) : start]
            joint = self._words.separator.search(head) or _SPACED_SIGN.search(head)
            before = self._last_word(start - len(joint[0])) if joint and joint[0].strip() else None
            if before is None or self._is_cue(*before):
                return start
            start = before[0]

    def start(self, end: int, *, spoken: bool) -> int | None:
        """Where the name that ends at `end` begins; None if no name stands there."""
        last = self._last_word(end)
        if last is None:
            return None
        starts = [self._through_separators(last[0])]
        if starts[0] == last[0] and self._stops(*last):
            return None
        led = cued = False
        while len(starts) <= _WORDS_BACK:
            place = starts[-1]
            if place == 0 or self._text[place - 1] != " ":
                led = self._text[max(0, place - 1) : place] in (":", "\n")
                break
            before = self._last_word(place - 1)
            if before is None:
                led = self._text[: place - 1].rstrip(" ")[-1:] in (":", "\n", "-")
                break
            if self._stops(*before):
                led = before[1] in _LEADING
                cued = self._is_cue(*before) or before[1] == "cua"
                break
            starts.append(self._through_separators(before[0]))
        else:
            return starts[0]
        while cued and len(starts) > 1 and self._text[starts[-1] : starts[-2]].strip() in self._words.owners:
            starts.pop()
        if spoken or (led and len(starts) <= _WORDS_BACK_WRITTEN):
            return starts[-1]
        return starts[0]


def is_office(address: str) -> bool:
    """Whether a folded address is the mailbox of an agency, a school or a company, and nobody's own."""
    return _words().office.fullmatch(address) is not None


def emails(message: Message) -> Iterator[tuple[str, int, int]]:
    """("email", start, end) in the folded text."""
    text = message.text
    if not _HINT.search(text):
        return
    words = _words()
    reader = _Reader(message, words)
    for match in words.anchor.finditer(text):
        spoken = _SIGNS.search(match[0]) is None
        start = reader.start(match.start(), spoken=spoken)
        if start is not None and not is_office(text[start : match.end()]):
            yield "email", start, match.end()
    for match in words.without_at.finditer(text):
        name = match[1]
        if any(char.isdigit() for char in name) or (
            len(name) >= _MIN_WORD and name not in words.cues and not is_syllable(name)
        ):
            yield "email", match.start(), match.end()
