"""Runs of digits as people write them: in groups split by blanks, dots, dashes, or spelled out in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Atom", "Piece", "pieces", "runs"]

_WORDS = {
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
# A digit group, an "o" written for a zero included ("o9o3"); or a digit spelled out.
_ATOM = re.compile(
    r"(?:\d|(?<![a-z0-9])o(?=\d))(?:\d|(?<=\d)o(?=\d))*|(?<![a-z0-9])(?:" + "|".join(_WORDS) + r")(?![a-z0-9])"
)
_JOIN = re.compile(r" {1,2}| ?[.\-·_] ?|\) ?|\)?[ .\-]\(?|,|, ")
_GLUED_MIN = 9  # from this length on, letters may touch the digits: "sdt0912345678"
_RUN_MAX = 40  # atoms; longer lists of numbers are cut, which bounds the work


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

    @property
    def digits(self) -> str:
        """All digits."""
        return "".join(atom.digits for atom in self.atoms)

    @property
    def spoken(self) -> int:
        """How many of its digits were written as words."""
        return sum(atom.spoken for atom in self.atoms)

    @property
    def is_amount(self) -> bool:
        """Whether it is grouped as amounts are: 1.500.000."""
        first, *rest = self.atoms
        return (
            bool(rest)
            and not self.spoken
            and first.digits[0] != "0"
            and len(first.digits) <= 3
            and all(len(atom.digits) == 3 and atom.joined_by in (".", ",") for atom in rest)
        )


def runs(text: str) -> Iterator[list[Atom]]:
    """The runs of a folded text, in order."""
    run: list[Atom] = []
    for match in _ATOM.finditer(text):
        spoken = match[0][0].isalpha() and match[0] in _WORDS
        digits = _WORDS[match[0]] if spoken else match[0].replace("o", "0")
        start, end = match.span()
        glued = (start > 0 and text[start - 1].isalpha()) or text[end : end + 1].isalpha()
        if glued and len(digits) < _GLUED_MIN:
            if run:
                yield run
            run = []
            continue
        between = text[run[-1].end : start] if run else ""
        if run and (len(run) >= _RUN_MAX or not _JOIN.fullmatch(between)):
            yield run
            run = []
        run.append(Atom(start, end, digits, spoken, between if run else ""))
    if run:
        yield run


def pieces(run: list[Atom], first: int, longest: int) -> Iterator[Piece]:
    """The candidates that begin at atom `first`, the longest first, of at most `longest` digits."""
    last, total = first, 0
    while last < len(run) and total + len(run[last].digits) <= longest:
        total += len(run[last].digits)
        last += 1
    for end in range(last, first, -1):
        yield Piece(tuple(run[first:end]))
