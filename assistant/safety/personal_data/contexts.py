"""What the words around a number say that it is; the words are data, in contexts.yml."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec

from assistant.knowledge.yaml_lines import read_yaml
from assistant.safety.personal_data.kinds import KINDS

__all__ = ["Cue", "Cues", "cues"]

_EXTRA_LABELS = ("bank", "code", "none")


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    labels: dict[str, list[str]]
    filler: list[str]
    units: list[str]
    public_numbers: list[str]
    provinces: str


@dataclass(frozen=True)
class Cue:
    """A word that says what a number is. `adjacent`: nothing but filler words stands between the two."""

    label: str
    gap: int
    adjacent: bool


class Cues:
    """The compiled words of contexts.yml."""

    def __init__(self, data: _Data) -> None:
        words = sorted(
            ((word, label) for label, group in data.labels.items() for word in group),
            key=lambda pair: len(pair[0]),
            reverse=True,
        )
        self._names = {f"g{place}": label for place, (_, label) in enumerate(words)}
        alternatives = "|".join(f"(?P<g{place}>{word})" for place, (word, _) in enumerate(words))
        self._words = re.compile(rf"(?<![a-z])(?:{alternatives})(?![a-z])")
        filler = "|".join(sorted(map(re.escape, set(data.filler)), key=len, reverse=True))
        self._filler = re.compile(rf"[\s:=.,;\-–(\"'*#]*(?:(?:{filler})(?![a-z0-9])[\s:=.,;\-(\"'*#]*)*")
        units = "|".join(sorted(map(re.escape, data.units), key=len, reverse=True))
        self._unit = re.compile(rf"[ ]?(?:{units})(?![a-z])|[ ]?[%đ$°]")
        self.public = frozenset(data.public_numbers)
        self.provinces = frozenset(data.provinces.split())

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """All cue words of a folded text: (start, end, label), in order."""
        return [
            (match.start(), match.end(), self._names[match.lastgroup or ""]) for match in self._words.finditer(text)
        ]

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
        if len(between) > reach or "\n\n" in between:
            return None
        return Cue(label, len(between), self._filler.fullmatch(between) is not None)

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

    def has_unit(self, text: str, end: int) -> bool:
        """Whether a unit follows: money, time, quantity."""
        return self._unit.match(text, end) is not None


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
