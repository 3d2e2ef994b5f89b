"""What the words around a number say that it is; the words are data, in contexts.yml."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec

from assistant.knowledge.yaml_lines import read_yaml
from assistant.safety.personal_data.flat import Flat
from assistant.safety.personal_data.kinds import KINDS
from assistant.text.fold import fold

__all__ = ["Cue", "Cues", "cues"]

_EXTRA_LABELS = ("bank", "code", "battery", "count", "cvv", "keypad", "sms", "transaction", "none")


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    labels: dict[str, list[str]]
    spelled: dict[str, str]
    leads: list[str]
    lead_filler: list[str]
    asks: str
    told_after: list[str]
    filler: list[str]
    pair_joints: list[str]
    units: list[str]
    public_numbers: list[str]
    provinces: str


_LINKED = re.compile(r"[^\d.?!;\n]* la ?|[^\d.?!;\n]*[:=] ?")
_LINKED_REACH = 90  # characters between a cue and a number that a link leads to
_PAIR_REACH = 50  # characters on each side of a number in which the one that belongs to it is looked for
_LEAD_REACH = 30  # characters before a number in which a leading word is looked for


@dataclass(frozen=True)
class Cue:
    """A word that says what a number is.

    Attributes:
        gap: characters between the two.
        adjacent: nothing but filler words stands between them.
        linked: a link ("là", ":") leads to the number, in the sentence of the word.
    """

    label: str
    gap: int
    adjacent: bool
    linked: bool = False


class Cues:
    """The compiled words of contexts.yml."""

    def __init__(self, data: _Data) -> None:
        words = sorted(
            ((word, label) for label, group in data.labels.items() for word in group),
            key=lambda pair: len(pair[0]),
            reverse=True,
        )
        self._names = {f"g{place}": label for place, (_, label) in enumerate(words)}
        # Without named groups the search skips a word by its first letter; the groups then only name what was found.
        plain = "|".join(f"(?:{word})" for word, _ in words)
        named = "|".join(f"(?P<g{place}>{word})" for place, (word, _) in enumerate(words))
        self._words = re.compile(rf"(?<![a-z])(?:{plain})(?![a-z])")
        self._which = re.compile(rf"(?:{named})(?![a-z])")
        filler = "|".join(sorted(map(re.escape, set(data.filler)), key=len, reverse=True))
        self._filler = re.compile(rf"[\s:=.,;\-–(\"'*#]*(?:(?:{filler})(?![a-z0-9])[\s:=.,;\-(\"'*#]*)*")
        joint = rf"[ ,.:;(/-]*(?:(?<![a-z])(?:{'|'.join(data.pair_joints)})(?![a-z])[ ,.:;()/-]*)+"
        self._number_before = re.compile(rf"(?<![\d.-])(\d(?:[ .-]?\d)*){joint}$")
        self._number_after = re.compile(rf"{joint}(\d(?:[ .-]?\d)*)")
        units = "|".join(sorted(map(re.escape, data.units), key=len, reverse=True))
        self._unit = re.compile(rf"[ ]?(?:{units})(?![a-z])|[ ]?[%đ$°]")
        self._spelled = {word: frozenset(_split(forms)) for word, forms in data.spelled.items()}
        self._leads = _ending(data.leads, data.lead_filler)
        asks = [word.strip() for word in data.asks.split(",")]
        self._asks = re.compile(rf"(?<!\w)(?:{'|'.join(asks)})(?!\w)")
        self._asks_unmarked = re.compile(rf"(?<![a-z])(?:{'|'.join(map(fold, asks))})(?![a-z])")
        self._told_after = re.compile(rf" (?:{'|'.join(sorted(data.told_after, key=len, reverse=True))})(?![a-z0-9])")
        self.public = frozenset(data.public_numbers)
        self.provinces = frozenset(data.provinces.split())

    def find(self, flat: Flat) -> list[tuple[int, int, str]]:
        """All cue words of a message: (start, end, label), in order."""
        return [
            (match.start(), match.end(), self._label(match))
            for match in self._words.finditer(flat.text)
            if self._is_spelled_so(flat, match)
        ]

    def _label(self, match: re.Match[str]) -> str:
        which = self._which.match(match.string, match.start())
        return self._names[which.lastgroup or ""] if which else "none"

    def _is_spelled_so(self, flat: Flat, match: re.Match[str]) -> bool:
        """Whether a cue has its own tone marks ("mã", "hồ sơ") or none at all, and not another's ("mà", "hộ số").

        Where the whole cue is not listed, its first word counts.
        """
        listed = match[0] if match[0] in self._spelled else match[0].split()[0]
        forms = self._spelled.get(listed)
        if forms is None or flat.source.isascii():
            return True
        raw = unicodedata.normalize("NFC", flat.raw(match.start(), match.start() + len(listed))).lower()
        return raw.isascii() or raw in forms

    def before(
        self,
        text: str,
        found: Sequence[tuple[int, int, str]],
        start: int,
        reach: int,
        *,
        past: frozenset[str] = frozenset(),
    ) -> Cue | None:
        """The nearest cue that ends before `start`, at most `reach` characters away and in the same line.

        A link right before `start` reaches further: "số tài khoản mà xã bắt tôi làm hồi tháng trước là 5203…".

        Args:
            past: labels to look past, for a stronger cue that stands before them ("mã pin thẻ Agribank 1234").
        """
        place = _last_before(found, start)
        while place >= 0 and found[place][2] in past:
            place -= 1
        if place < 0:
            return None
        _, end, label = found[place]
        between = text[end:start]
        linked = _LINKED.fullmatch(between) is not None
        if (len(between) > reach and not (linked and len(between) <= _LINKED_REACH)) or "\n\n" in between:
            return None
        return Cue(label, len(between), self._filler.fullmatch(between) is not None, linked)

    def after(self, text: str, found: Sequence[tuple[int, int, str]], end: int, reach: int) -> Cue | None:
        """The first cue after `end`, with only filler words between: "482913 là mã otp"."""
        for begin, _, label in found[_last_before(found, end) + 1 :]:
            if begin < end:
                continue
            between = text[end:begin]
            if len(between) > reach or not self._filler.fullmatch(between):
                return None
            return Cue(label, len(between), adjacent=True)
        return None

    def paired(self, text: str, start: int, end: int) -> list[str]:
        """The digits of the numbers right before and behind a number that words such as "số cũ … số mới" tie to it."""
        head, tail = text[max(0, start - _PAIR_REACH) : start], text[end : end + _PAIR_REACH]
        matches = (self._number_before.search(head), self._number_after.match(tail))
        return [re.sub(r"\D", "", match[1]) for match in matches if match]

    def is_filler(self, text: str) -> bool:
        """Whether nothing but filler words and punctuation stands in `text`."""
        return self._filler.fullmatch(text) is not None

    def leads(self, text: str, start: int) -> bool:
        """Whether a word that leads to a told value stands right before `start`: "nó dòm tui bấm 8264"."""
        return self._leads.search(text[max(0, start - _LEAD_REACH) : start]) is not None

    def asks(self, flat: Flat, *, marked: bool) -> bool:
        """Whether a message has a word of asking for, reading out or sending a code.

        Args:
            marked: whether it was typed with tone marks, so that the word must have its own.
        """
        if marked:
            return self._asks.search(unicodedata.normalize("NFC", flat.source).lower()) is not None
        return self._asks_unmarked.search(flat.text) is not None

    def told_after(self, text: str, end: int) -> bool:
        """Whether a word follows that is said of a code: "582017 đọc cho nó rồi"."""
        return self._told_after.match(text, end) is not None

    def has_unit(self, text: str, end: int) -> bool:
        """Whether a unit follows: money, time, quantity."""
        return self._unit.match(text, end) is not None


def _split(forms: str) -> list[str]:
    return [form.strip() for form in forms.split(",")]


def _ending(words: list[str], between: list[str]) -> re.Pattern[str]:
    """A text that ends with one of the words, or with one and a few of those that may stand between."""
    first, rest = ("|".join(sorted(group, key=len, reverse=True)) for group in (words, between))
    return re.compile(rf"(?<![a-z0-9])(?:{first})(?: (?:{rest})){{0,4}}[ :=,.;\-–(\"'*#]*$")


def _last_before(found: Sequence[tuple[int, int, str]], start: int) -> int:
    """Index of the last cue that ends at or before `start`; -1 for none."""
    place = len(found) - 1
    while place >= 0 and found[place][1] > start:
        place -= 1
    return place


@lru_cache(maxsize=1)
def cues() -> Cues:
    """The cues, compiled once.

    Raises:
        DataError: contexts.yml lacks something or names an unknown label.
    """
    document = read_yaml(Path(__file__).parent / "contexts.yml")
    data: _Data = document.convert(_Data)
    for label, words in data.labels.items():
        if label not in (*KINDS, *_EXTRA_LABELS):
            raise document.error(f"nhãn '{label}' không có", "labels", label, remedy="Dùng tên loại dữ liệu hoặc none.")
        for place, word in enumerate(words):
            try:
                re.compile(word)
            except re.error as fault:
                raise document.error(f"'{word}': {fault}", "labels", label, place, remedy="Sửa biểu thức.") from fault
    return Cues(data)
