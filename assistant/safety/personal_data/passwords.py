"""Passwords: never recognisable by themselves, only by the words before, behind or around them.

Behind a word for a password the next words are read one by one: a link ("là", ":", "thành") makes the word after it
the password, and a word with digits or signs inside is one without a link as well.
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
from assistant.text.foreign_words import KEPT
from assistant.text.syllable import is_syllable

__all__ = ["is_about_password", "is_glued", "password_names", "passwords"]

_WIFI = re.compile(r"(?<![a-z0-9])wi-?fi(?![a-z0-9])")
_TOKEN = re.compile(r"[:=,/;(\n-](?= |$)|[:=(]|[^\s:=(,;\"“”‘’«»]+(?:[:=(][^\s,;:=()]+)*")
_QUOTED = re.compile(r"[\"'“”‘’«]([^\"'“”‘’»\n]{3,40})[\"'“”‘’»]")
_LOGIN = re.compile(r"@[a-z0-9-]{2,40}(?:\.[a-z]{2,6}){1,2} ?[/|:] ?(\S{4,40})")  # "lan@gmail.com / Hoa@123"
_BLANK_PASSWORD = re.compile(r"(?:[a-z]{1,12} ){1,3}\d{2,8}(?![a-z0-9/.-])")
_CLAUSE_END = re.compile(r"[.,!? ]{0,3}(?:$|\n)|,")
_ENDS = ".,;?)]}\"'”’…"
_NAMED_REACH = 40  # characters before a word in which the name of a user is looked for
_WORDS_BEHIND = 8  # words read behind the word for a password
_WORDS_BEHIND_LINKED = 24  # words read as far as a link leads to one
_WORD_MIN, _WIFI_WORD_MIN, _MIXED_MIN, _GLUED_MIN = 6, 8, 4, 9
_NEXT_WORD_MIN = 7  # letters of two syllables without blanks right behind the word for a password
_WIFI_WORDS = 3  # words that may stand between the two: "pass wifi quán chaomung"
_DIGITS_MIN, _DIGITS_MAX = 4, 20


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    names: str
    links: str
    strong_links: str
    between: str
    leads: str
    chosen: str
    limits: str
    moves: str
    named: str
    networks: str
    described: str
    receivers: str
    pins: str
    code_words: str
    products: str
    portals: str
    measures: str
    counted: str
    count_words: str


@dataclass(frozen=True)
class _Words:
    """The compiled lists of passwords.yml."""

    name: re.Pattern[str]
    behind: re.Pattern[str]
    named: re.Pattern[str]
    network: re.Pattern[str]
    described: re.Pattern[str]
    receiver: re.Pattern[str]
    pin: re.Pattern[str]
    code_word: re.Pattern[str]
    product: re.Pattern[str]
    measure: re.Pattern[str]
    counted: re.Pattern[str]
    links: frozenset[str]
    strong_links: frozenset[str]
    between: frozenset[str]
    leads: frozenset[str]
    chosen: frozenset[str]
    limits: frozenset[str]
    moves: frozenset[str]
    portals: frozenset[str]
    count_words: frozenset[str]


def _list(text: str) -> frozenset[str]:
    return frozenset(entry.strip() for entry in text.split(",") if entry.strip())


def _any(text: str) -> str:
    return "|".join(sorted(map(re.escape, _list(text)), key=len, reverse=True))


@lru_cache(maxsize=1)
def _words() -> _Words:
    """The words, compiled once.

    Raises:
        DataError: passwords.yml lacks a list, has an unknown one, or a strong link is no link.
    """
    document = read_yaml(Path(__file__).parent / "passwords.yml")
    data: _Data = document.convert(_Data)
    if unknown := _list(data.strong_links) - _list(data.links):
        raise document.error(f"'{min(unknown)}' không có trong links", "strong_links", remedy="Thêm vào links.")
    name = rf"(?<![a-z0-9])(?:{_any(data.names)})(?![a-z0-9])"
    return _Words(
        name=re.compile(name),
        behind=re.compile(rf"(\S{{4,40}}) (?:la|laf) {name}"),
        named=re.compile(rf"(?<![a-z])(?:{_any(data.named)})(?: (?:la|cua|nha|em|toi))*[ :]*$"),
        network=re.compile(rf"(?:{_any(data.networks)})[-_]?[a-z0-9_-]*"),
        described=re.compile(rf"[ ,(]+(?:{_any(data.described)})(?![a-z])"),
        receiver=re.compile(rf" (?:{_any(data.receivers)}) $"),
        pin=re.compile(rf"(?:{_any(data.pins)})(?![a-z])"),
        code_word=re.compile(rf"(?<![a-z])(?:{_any(data.code_words)}) $"),
        product=re.compile(rf"(?:{_any(data.products)})[\d.]*"),
        measure=re.compile(rf"\d+[-–.,]?\d*(?:{_any(data.measures)}|đ)?|\d{{1,2}}h\d{{1,2}}"),
        counted=re.compile(rf" ?(?:{_any(data.counted)})(?![a-z])"),
        links=_list(data.links),
        strong_links=_list(data.strong_links),
        between=_list(data.between),
        leads=_list(data.leads) | {","},
        chosen=_list(data.chosen),
        limits=_list(data.limits),
        moves=_list(data.moves),
        portals=_list(data.portals),
        count_words=_list(data.count_words),
    )


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    text: str


def _tokens(text: str, start: int, most: int) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text, start):
        if most == 0:
            return
        most -= 1
        word = match[0] if match[0] in ":=,/;(-\n" else (match[0].rstrip(_ENDS) or match[0])
        yield _Token(match.start(), match.start() + len(word), word)


def _is_mixed(token: str) -> bool:
    """Letters with digits or signs inside, as no word has them."""
    if "://" in token or re.fullmatch(r"[a-z]+(?:[-/.,][a-z]+)+", token) or _words().product.fullmatch(token):
        return False
    if re.fullmatch(r"\S+@\S+\.\S+|\[\w+\].*", token) or len(token) < _MIXED_MIN:
        return False
    letters = any(char.isalpha() for char in token)
    others = any(char.isdigit() or char in "@#$%^&*!_+=~?" for char in token[:-1]) or token[-1].isdigit()
    return letters and (others or token[-1] in "@#$%^&*!") and not _words().measure.fullmatch(token)


def _is_strong(token: str) -> bool:
    """Mixed beyond doubt, for places where no link leads to it: "tui gõ vuonrau2021 mà nó kêu mật khẩu sai"."""
    letters, digits = sum(char.isalpha() for char in token), sum(char.isdigit() for char in token)
    return (
        _is_mixed(token) and len(token) >= _WORD_MIN and letters >= 2 and digits >= 1 and not re.search(r"[/.-]", token)
    )


def _is_word_secret(flat: Flat, token: _Token, least: int = _WORD_MIN) -> bool:
    """One long run of Latin letters that is neither a syllable nor a known foreign word: "yeuconlam"."""
    word = token.text
    return (
        len(word) >= least
        and word.isascii()
        and word.isalpha()
        and flat.raw(token.start, token.end).isascii()
        and word not in KEPT
        and not is_syllable(word)
    )


def is_glued(word: str, syllables: int = 3, least: int = _GLUED_MIN) -> bool:
    """Whether it is so many syllables or more without blanks, of `least` letters: "khongnoidau"."""
    if len(word) < least or not word.isascii() or not word.isalpha() or word in KEPT or word in _words().portals:
        return False
    fewest = {0: 0}
    for end in range(1, len(word) + 1):
        counts = [
            fewest[start] + 1
            for start in range(max(0, end - 7), end)
            if start in fewest and is_syllable(word[start:end])
        ]
        if counts:
            fewest[end] = min(counts)
    return fewest.get(len(word), 0) >= syllables


class _Reader:
    """One message about a password."""

    def __init__(self, flat: Flat) -> None:
        self._flat = flat
        self._text = flat.text

    def _quoted(self, start: int) -> tuple[int, int] | None:
        match = _QUOTED.match(self._text, start)
        return match.span(1) if match else None

    def _with_blanks(self, token: _Token) -> tuple[int, int] | None:
        """A password of words with a number at the end ("Lan Anh 1985"), but no "ngày sinh 1985"."""
        match = _BLANK_PASSWORD.match(self._text, token.start)
        if (
            match is None
            or _words().count_words & set(match[0].split())
            or _words().counted.match(self._text, match.end())
        ):
            return None
        raw = self._flat.raw(*match.span())
        capital = raw[0].isupper() and not self._flat.source.isupper()
        unmarked = raw.isascii() and not self._flat.source.isascii() and self._ends_here(match.end())
        return match.span() if capital or unmarked or _is_word_secret(self._flat, token, 5) else None

    def _ends_here(self, end: int) -> bool:
        """Whether a clause ends at `end`."""
        return _CLAUSE_END.match(self._text, end) is not None

    def _is_number(self, token: _Token, *, linked: bool) -> bool:
        if not token.text.isdigit() or not _DIGITS_MIN <= len(token.text) <= _DIGITS_MAX:
            return False
        if _words().counted.match(self._text, token.end) or self._text[token.end : token.end + 1] in ("/", "-"):
            return False
        is_year = len(token.text) == 4 and token.text[:2] in ("19", "20")
        return linked or not (is_year or token.text.endswith("000"))

    def behind(self, name_start: int, name_end: int) -> Iterator[tuple[str, int, int]]:
        """The password that follows a word for one, or a PIN."""
        linked = strong = False
        before = ""
        for place, token in enumerate(_tokens(self._text, name_end, _WORDS_BEHIND_LINKED)):
            word = token.text
            if word == "\n" or (place and not linked and _words().name.fullmatch(word)):
                return
            if place >= _WORDS_BEHIND and not linked and word not in _words().strong_links:
                continue
            moved, before = word == "qua" and before in _words().moves, word
            if moved:
                continue
            if word in _words().limits:
                return
            if word in _words().between:
                continue
            if word in _words().links:
                linked, strong = True, word in _words().strong_links
                if quoted := self._quoted_after(token.end):
                    yield "password", *quoted
                    return
                continue
            if (quoted := self._quoted(token.start - 1)) and not _words().receiver.search(
                self._text, name_end, token.start - 1
            ):
                yield "password", *quoted
                return
            if linked and (blanks := self._with_blanks(token)):
                yield "password", *blanks
                return
            if _is_mixed(word) or (strong and _is_word_secret(self._flat, token)) or self._is_unlinked(token, name_end):
                yield "password", token.start, token.end
                return
            if self._is_number(token, linked=linked) and not _words().code_word.search(self._text[:name_start][-20:]):
                pin = _words().pin.match(self._text, name_start) or self._text[name_end : token.start].rstrip(
                    " :"
                ).endswith(" pin")
                yield ("pin" if pin else "password"), token.start, token.end
                return
            if word not in (",", "(", "/", ";", "-"):
                linked = strong = False

    def _is_named(self, token: _Token) -> bool:
        """Whether it is the name of a user or a network."""
        if _WIFI.search(self._text) and _words().network.fullmatch(token.text):
            return True
        return _words().named.search(self._text[max(0, token.start - _NAMED_REACH) : token.start]) is not None

    def _is_unlinked(self, token: _Token, name_end: int) -> bool:
        """Whether it needs no link: syllables without blanks, a foreign word at the end about a wifi, or one of which
        is said how it is written."""
        if is_glued(token.text):
            return True
        if _words().product.fullmatch(token.text):
            return False
        between = self._text[name_end : token.start]
        near = between == " " or (_WIFI.search(self._text) and len(between.split()) <= _WIFI_WORDS)
        if near and self._flat.raw(token.start, token.end).isascii() and is_glued(token.text, 2, _NEXT_WORD_MIN):
            return True  # "mật khẩu khongcho á chị"
        if _words().described.match(self._text, token.end) and _is_word_secret(self._flat, token):
            return True
        about_wifi = _WIFI.search(self._text, name_end, token.start) is not None
        return about_wifi and self._ends_here(token.end) and _is_word_secret(self._flat, token, _WIFI_WORD_MIN)

    def _quoted_after(self, end: int) -> tuple[int, int] | None:
        rest = re.compile(r" *").match(self._text, end)
        return self._quoted(rest.end()) if rest else None

    def anywhere(self, *, ends_count: bool) -> Iterator[tuple[str, int, int]]:
        """Words with digits inside that a message about a password leads to.

        Args:
            ends_count: whether the end of a clause is enough.
        """
        before: tuple[str, ...] = ("", "")
        for token in _tokens(self._text, 0, 200):
            named = self._is_named(token)
            led = before[-1] in _words().leads or before[-1] == ""
            ends = ends_count and self._ends_here(token.end)
            chosen = before[-1] in _words().chosen and before[-2:] != ("dang", "nhap")
            plain = chosen and _is_word_secret(self._flat, token)
            if not named and (plain or ((led or ends) and _is_strong(token.text))):
                yield "password", token.start, token.end
            before = (*before[1:], token.text)

    def wifi(self, end: int) -> Iterator[tuple[str, int, int]]:
        """The password in "wifi quán cafe1234", "wifi: camonquykhach"."""
        before = ""
        for token in _tokens(self._text, end, 5):
            if token.text == "\n":
                return
            mixed = (
                not self._is_named(token) and _is_strong(token.text) and sum(char.isdigit() for char in token.text) >= 2
            )
            plain = before in (":", "=", "la", "a") and _is_word_secret(self._flat, token, _WIFI_WORD_MIN)
            if mixed or plain:
                yield "password", token.start, token.end
                return
            before = token.text


def password_names(flat: Flat) -> list[tuple[int, int]]:
    """Where the words for a password stand in the folded text."""
    return [match.span() for match in _words().name.finditer(flat.text)]


def is_about_password(flat: Flat) -> bool:
    """Whether a word for a password or a wifi network stands in the message."""
    return _words().name.search(flat.text) is not None or _WIFI.search(flat.text) is not None


def passwords(flat: Flat) -> Iterator[tuple[str, int, int]]:
    """(kind, start, end) in the folded text; a number that opens a screen or a card is a `pin`."""
    text = flat.text
    names = list(_words().name.finditer(text))
    reader = _Reader(flat)
    for name in names:
        yield from reader.behind(name.start(), name.end())
    if names:
        for match in _words().behind.finditer(text):
            token = _Token(match.start(1), match.end(1), match[1])
            if _is_mixed(match[1]) or _is_word_secret(flat, token):
                yield "password", match.start(1), match.end(1)
        yield from reader.anywhere(ends_count=True)
    for match in _LOGIN.finditer(text):
        if _is_mixed(match[1].rstrip(_ENDS)):
            yield "password", match.start(1), match.start(1) + len(match[1].rstrip(_ENDS))
    wifi = list(_WIFI.finditer(text))
    for match in wifi:
        yield from reader.wifi(match.end())
    if wifi and not names:
        yield from reader.anywhere(ends_count=False)
