"""Every stretch of a message that might be personal data by its shape alone; the judge says what it is.

Shapes are permissive on purpose: what the rules find is always among them, and so is much that is none.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.safety.personal_data.emails import is_office
from assistant.safety.personal_data.kinds import placeholder_spans
from assistant.safety.personal_data.message import Message
from assistant.safety.personal_data.passwords import is_about_password, is_glued
from assistant.safety.personal_data.rules import Reading
from assistant.safety.personal_data.runs import Atom, Piece
from assistant.text.foreign_words import KEPT
from assistant.text.syllable import is_syllable

__all__ = ["CODE", "FAMILIES", "NUMBER", "SPOKEN_PASSPORT", "SPOKEN_PLATE", "TOKEN", "Candidate", "candidates"]

# A code of few digits is told by the words around it, a long number by its structure as well: two things to learn.
CODE, NUMBER, TOKEN = "code", "number", "token"
FAMILIES = (CODE, NUMBER, TOKEN)

_FEWEST, _MOST = 3, 20  # digits
_CODE_MOST = 8  # digits
_ATOM_FEWEST = 6  # digits of a group that is looked at by itself, or one that stands beside a longer one
_ATOM_BESIDE = 8
_TOKEN_FEWEST = 4  # characters
_MOST_CANDIDATES = 60  # of one family in one message, which bounds the work
_JOINS = frozenset((",", ", ", "  ", ") ", "- ", " -", " - ", ". ", " ."))  # where a run may be two numbers
_TOKEN = re.compile(r"[^\s,;:\"“”‘’«»()\[\]{}=<>]+(?:[:=][^\s,;:\"“”()=]+)*")
_EDGES = ".,;:?!)('\"-…/|"
_SPACED = (
    re.compile(r"(?<![0-9./-])[1-9]\d[ .-]?[a-z]{1,2}\d?[ .-]{0,3}(?:\d{3}[. -]?\d{2}|\d{4})(?![a-z0-9/])"),  # plate
    re.compile(r"(?<![a-z0-9])[a-z][ .-]{0,2}\d(?:[ .-]?\d){6,7}(?![a-z0-9])"),  # passport
    re.compile(r"(?<![a-z0-9])[a-z]{2}[ .-]{0,2}(?:\d[ .-]{0,2}){12}\d(?![a-z0-9])"),  # health insurance card
    re.compile(r"(?<![a-z0-9])\d{3} ?[a-z]{1,2}(?: ?\d){7,9}(?![a-z0-9])"),  # lettered account
)
_DIGIT = r"(?:khong|mot|hai|ba|bon|tu|nam|lam|nham|sau|bay|tam|chin|muoi|\d{1,3})"
_LETTER = "(?:[a-z]|be|ca|cu|de|dut|em|em mo|en|ep|et|ge|gio|go|ha|hac|hat|ich|ka|lo|mo|no|pe|po|quy|ro|se|so|te|to|ve|vo|xe|zet)"
SPOKEN_PLATE = re.compile(
    rf"(?<![a-z0-9])(?:\d\d[a-z]{{1,2}}\d?|{_DIGIT}(?:[ ,]{{1,2}}{_DIGIT}){{0,2}}[ ,]{{1,2}}{_LETTER}(?: {_LETTER})?)"
    rf"(?:[ ,.-]{{1,3}}(?:{_DIGIT}|tram|cham)){{4,8}}(?![a-z0-9])"
)
SPOKEN_PASSPORT = re.compile(rf"(?<![a-z0-9]){_LETTER}(?:[ ,]{{1,2}}{_DIGIT}){{7,8}}(?![a-z0-9])")
_WORD_FEWEST = 5  # letters of a word without digits that may be a password
_GLUED_FEWEST = 6  # the same, of syllables without blanks in a message that does not speak of a password
_ALL_DIGITS = re.compile(r"[\d.,+/-]+")
_KEYED = re.compile(r"[#*]\d{3,8}[#*]?|\d{3,8}[#*]")  # as it is entered at a lock: "2580#"


@dataclass(frozen=True)
class Candidate:
    """One stretch of the folded text.

    Attributes:
        rule: the kind that the rules take exactly this stretch for; empty for none.
        piece: the digits of a number.
        cut: what joins a number to the digits before and behind it, "#" between; empty where there are none.
    """

    family: str
    start: int
    end: int
    rule: str = ""
    piece: Piece | None = None
    cut: str = ""


def candidates(reading: Reading) -> list[Candidate]:
    """All candidates but addresses, what the rules find included; each stretch once a family."""
    message = reading.message
    taken = {(start, end): kind for kind, start, end in reading.spans if kind != "address"}
    closed = placeholder_spans(message.flat.source) if "[" in message.text else ()
    found: dict[tuple[str, int, int], Candidate] = {}
    counts = dict.fromkeys(FAMILIES, 0)
    for candidate in _all(message, taken):
        key = (candidate.family, candidate.start, candidate.end)
        if key in found or (counts[candidate.family] >= _MOST_CANDIDATES and not candidate.rule):
            continue
        first, last = message.flat.span(candidate.start, candidate.end)
        if any(first < stop and begin < last for begin, stop in closed):
            continue
        counts[candidate.family] += 1
        found[key] = candidate
    known = {(start, end) for _, start, end in found}
    for (start, end), kind in taken.items():
        if (start, end) not in known:
            found[TOKEN, start, end] = Candidate(TOKEN, start, end, kind)
    return list(found.values())


def _all(message: Message, taken: dict[tuple[int, int], str]) -> Iterator[Candidate]:
    for piece, cut in _pieces(message):
        yield _numbered(message, piece, cut, taken)
    for start, end in _tokens(message):
        yield Candidate(TOKEN, start, end, taken.get((start, end), ""))


def _numbered(message: Message, piece: Piece, cut: str, taken: dict[tuple[int, int], str]) -> Candidate:
    start = piece.start
    while start > 0 and message.text[start - 1] in "+(" and (start - 1, piece.end) in taken:
        start -= 1
    if start == piece.start and message.text[start - 1 : start] == "+":
        start -= 1
    if message.text[start - 1 : start] == "(" and ")" in message.text[start : piece.end]:  # "(+84) 912 …"
        start -= 1
    family = CODE if len(piece.digits) <= _CODE_MOST else NUMBER
    return Candidate(family, start, piece.end, taken.get((start, piece.end), ""), piece, cut=cut)


def _pieces(message: Message) -> Iterator[tuple[Piece, str]]:
    """The runs of digits, whole, and cut where they may be two numbers; with where more digits follow on."""
    for run in message.loose_runs:
        yield from _fitting(run, run)
        parts = _cut(run, lambda left, right: left.spoken != right.spoken)
        parts += _cut(run, lambda left, right: right.joined_by in _JOINS)
        parts += _cut(run, lambda left, right: right.joined_by != (left.joined_by or right.joined_by))
        for part in parts:
            yield from _fitting(part, run)
        longest = max(len(atom.digits) for atom in run)
        for atom in run:
            if len(atom.digits) >= _ATOM_FEWEST or longest >= _ATOM_BESIDE:
                yield from _fitting([atom], run)


def _cut(run: list[Atom], between: Callable[[Atom, Atom], bool]) -> list[list[Atom]]:
    """The parts of a run, cut where `between` holds for two neighbours; empty where it never does."""
    parts = [[run[0]]]
    for left, right in itertools.pairwise(run):
        if between(left, right):
            parts.append([right])
        else:
            parts[-1].append(right)
    return parts if len(parts) > 1 else []


def _fitting(atoms: list[Atom], run: list[Atom]) -> Iterator[tuple[Piece, str]]:
    if _FEWEST <= sum(len(atom.digits) for atom in atoms) <= _MOST:
        before, after = atoms[0].joined_by, ""
        if atoms[-1] is not run[-1]:
            after = run[run.index(atoms[-1]) + 1].joined_by
        yield Piece(tuple(atoms)), f"{before}#{after}" if before or after else ""


def _tokens(message: Message) -> Iterator[tuple[int, int]]:
    """Words with digits or signs inside, or glued of syllables; about a password all that are no words of a sentence."""
    text = message.text
    for pattern in (*_SPACED, SPOKEN_PLATE, SPOKEN_PASSPORT):
        for match in pattern.finditer(text):
            yield match.span()
    secret = is_about_password(message.flat)
    for match in _TOKEN.finditer(text):
        word = match[0].rstrip(_EDGES)
        bare = word.lstrip(_EDGES)
        start = match.start() + len(word) - len(bare)
        if len(bare) < _TOKEN_FEWEST or _ALL_DIGITS.fullmatch(bare) or is_office(bare):
            continue
        letters = any(char.isalpha() for char in bare)
        digits = any(char.isdigit() for char in bare)
        signs = any(not char.isalnum() for char in bare)
        ascii_only = message.flat.raw(start, start + len(bare)).isascii()
        odd = ascii_only and _is_odd(bare) and (secret or is_glued(bare, 2, _GLUED_FEWEST))
        signed = signs and (secret or (letters and ascii_only) or _KEYED.fullmatch(bare) is not None)
        if not (odd or signed or (letters and digits) or "@" in bare):
            continue
        yield start, start + len(bare)
        whole = match[0][start - match.start() :].rstrip(".,;:?)'\"")  # "Thu@quanao!" with its sign
        if len(whole) > len(bare):
            yield start, start + len(whole)


def _is_odd(word: str) -> bool:
    return len(word) >= _WORD_FEWEST and word.isascii() and word not in KEPT and not is_syllable(word)
