"""Runs of digits as people write them: in groups split by blanks, dots, dashes, or spelled out in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.safety.personal_data.flat import Flat

__all__ = ["Atom", "Piece", "pieces", "runs"]

# The readings of each digit in all regions; "mốt", "tư", "lăm" and "nhăm" are what is said behind a ten.
_READINGS = {
    "không": "0",
    "một": "1",
    "mốt": "1",
    "hai": "2",
    "ba": "3",
    "bốn": "4",
    "tư": "4",
    "năm": "5",
    "lăm": "5",
    "nhăm": "5",
    "sáu": "6",
    "bảy": "7",
    "bẩy": "7",
    "tám": "8",
    "chín": "9",
}
# Typed without marks; "nham" is left out, as it is far more often "nhầm".
_UNMARKED = {
    "khong": "0",
    "mot": "1",
    "hai": "2",
    "ba": "3",
    "bon": "4",
    "tu": "4",
    "nam": "5",
    "lam": "5",
    "sau": "6",
    "bay": "7",
    "tam": "8",
    "chin": "9",
}
_ONE = "|".join((*_UNMARKED, "nham"))
# A digit group, an "o" written for a zero included ("o9o3", "83o"); or a digit or a ten spelled out ("chín mươi mốt").
_ATOM = re.compile(
    r"(?:\d|(?<![a-z0-9])o(?=\d))(?:\d|(?<=\d)o(?=\d|(?![a-z])))*"
    rf"|(?<![a-z0-9])(?:(?:(?:{_ONE}) )?muoi(?: (?:{_ONE}))?|{_ONE})(?![a-z0-9])"
)
# At least four digits in a row without marks are digits even in a text that has them: "mã bay hai khong mot".
_UNMARKED_RUN = re.compile(rf"(?<![a-z0-9])(?:{_ONE})(?:[ ,.-]{{1,2}}(?:{_ONE})){{3,}}(?![a-z0-9])")
_JOIN = re.compile(r" {1,2}| ?[.\-·_] ?|\) ?|\)?[ .\-]\(?|,|, ")
_GLUED_MIN = 9  # from this length on, letters may touch the digits: "sdt0912345678"
_RUN_MAX = 40  # atoms; longer lists of numbers are cut, which bounds the work
_GROUP = 3  # a group of this many digits is no digit that was read out by itself
_SENTENCE_START = re.compile(r"(?:^|[.:;,!?\n\"(-]) *$")


@dataclass(frozen=True)
class Atom:
    """One digit group: its place in the folded text and its digits."""

    start: int
    end: int
    digits: str
    spoken: bool
    joined_by: str  # what stands between it and the atom before; empty for the first


@dataclass(frozen=True)
class Piece:
    """Neighbouring atoms of one run, as a candidate for one number."""

    atoms: tuple[Atom, ...]

    @property
    def start(self) -> int:
        """Where it begins in the folded text."""
        return self.atoms[0].start

    @property
    def end(self) -> int:
        """Where it ends in the folded text."""
        return self.atoms[-1].end

    @cached_property
    def digits(self) -> str:
        """All digits."""
        return "".join(atom.digits for atom in self.atoms)

    @cached_property
    def spoken(self) -> int:
        """How many of its atoms were written as words."""
        return sum(atom.spoken for atom in self.atoms)

    @property
    def has_odd_word(self) -> bool:
        """Whether its first or last word only touches a written number: "0912345678 ba nghe máy", "chú tư 0912…"."""
        if len(self.atoms) == 1 or not 0 < self.spoken < len(self.atoms):
            return False
        ends = ((self.atoms[0], self.atoms[1]), (self.atoms[-1], self.atoms[-2]))
        return any(
            edge.spoken and not inner.spoken and (len(inner.digits) >= _GROUP or len(self.atoms) == 2)
            for edge, inner in ends
        )

    @property
    def ends_in_question(self) -> bool:
        """Whether its last word is a spoken zero, which may as well be the "không" of a question or of "không được"."""
        return len(self.atoms) > 1 and self.atoms[-1].spoken and self.atoms[-1].digits == "0"

    @property
    def is_amount(self) -> bool:
        """Whether it is grouped as amounts are: 1.500.000."""
        first, *rest = self.atoms
        return (
            bool(rest)
            and not self.spoken
            and first.digits[0] != "0"
            and len(first.digits) <= _GROUP
            and all(len(atom.digits) == _GROUP and atom.joined_by in (".", ",") for atom in rest)
        )


def _words(flat: Flat, start: int, end: int) -> list[str]:
    return unicodedata.normalize("NFC", flat.raw(start, end)).lower().split()


def _digit(word: str, *, marked: bool) -> str | None:
    return _READINGS.get(word) if marked or not word.isascii() else _UNMARKED.get(word)


def _spelled(flat: Flat, start: int, end: int, *, marked: bool) -> list[tuple[int, int, str]]:
    """(start, end, digits) of the digit words in a match; empty where they are other words ("Nam", "sau", "lắm")."""
    if flat.raw(start, start + 1).isupper() and not (
        flat.source.isupper() or _SENTENCE_START.search(flat.text[max(0, start - 3) : start])
    ):
        return []  # "chú Ba", "Nam Á": a name
    words = _words(flat, start, end)
    tens = next((place for place, word in enumerate(words) if word in ("mười", "mươi", "muoi")), None)
    if tens is None:
        digit = _digit(words[0], marked=marked) if len(words) == 1 else None
        return [(start, end, digit)] if digit else []
    digits = [_digit(word, marked=marked) for place, word in enumerate(words) if place != tens]
    if None in digits:
        return []
    unit = digits[-1] if tens < len(words) - 1 else "0"
    if tens == 0:
        return [(start, end, f"1{unit}")]
    if words[tens] == "mười":  # "sáu, mười hai"
        split = start + len(flat.text[start:end].split()[0])
        return [(start, split, str(digits[0])), (split + 1, end, f"1{unit}")]
    return [(start, end, f"{digits[0]}{unit}")]


def runs(flat: Flat, *, marked: bool, glued: int = _GLUED_MIN) -> Iterator[list[Atom]]:
    """The runs of a message, in order.

    Args:
        marked: whether it was typed with tone marks, so that digit words must have theirs.
        glued: from this number of digits on letters may touch them.
    """
    text = flat.text
    unmarked = [
        match.span() for match in (_UNMARKED_RUN.finditer(text) if marked else ()) if flat.raw(*match.span()).isascii()
    ]
    run: list[Atom] = []
    for match in _ATOM.finditer(text):
        start, end = match.span()
        spoken = match[0][0].isalpha() and not any(char.isdigit() for char in match[0])
        if spoken:
            in_unmarked = any(begin <= start and end <= stop for begin, stop in unmarked)
            groups = _spelled(flat, start, end, marked=marked and not in_unmarked)
        else:
            digits = match[0].replace("o", "0")
            touched = (start > 0 and text[start - 1].isalpha()) or text[end : end + 1].isalpha()
            groups = [] if touched and len(digits) < glued else [(start, end, digits)]
        if not groups:
            if run:
                yield run
            run = []
            continue
        for begin, stop, digits in groups:
            between = text[run[-1].end : begin] if run else ""
            if run and (len(run) >= _RUN_MAX or not _JOIN.fullmatch(between)):
                yield run
                run = []
            run.append(Atom(begin, stop, digits, spoken, between if run else ""))
    if run:
        yield run


def pieces(run: list[Atom], first: int, longest: int) -> Iterator[Piece]:
    """The candidates that begin at atom `first`, the longest first, of at most `longest` digits."""
    last, total = first, 0
    while last < len(run) and total + len(run[last].digits) <= longest:
        total += len(run[last].digits)
        last += 1
    for end in range(last, first, -1):
        piece = Piece(tuple(run[first:end]))
        if not piece.has_odd_word:
            yield piece
