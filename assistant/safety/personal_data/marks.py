"""What the judge sees of a candidate: its shape, the words around it, and both together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from assistant.safety.personal_data.candidates import SPOKEN_PASSPORT, SPOKEN_PLATE, Candidate
from assistant.safety.personal_data.numbers import is_card, is_cccd, is_phone, luhn
from assistant.safety.personal_data.passwords import is_glued
from assistant.safety.personal_data.surroundings import Surroundings
from assistant.text.syllable import is_syllable

__all__ = ["marks"]

_JOINED_WITH_SHAPE = (
    "edge",
    "first",
    "last",
    "alone",
    "b1 ",
    "b2 ",
    "a1 ",
    "cue",
    "later",
    "has ",
    "name",
    "topic",
    "led",
    "told",
    "b12 ",
    "b ",
)
_YEAR = re.compile(r"19[2-9]\d|20[0-3]\d")
_LANDLINE = re.compile(r"(?:0|(?:00)?84)2")
_HOTLINE = re.compile(r"1[89]00\d{4,6}")
_KEYED = re.compile(r"[#*]?\d+[#*]?")
_PLATE = re.compile(r"[1-9]\d[ .-]?[a-z]{1,2}\d?[ .-]{0,3}(?:\d{3}[. -]?\d{2}|\d{4})")
_PASSPORT = re.compile(r"[a-z][ .-]{0,2}\d(?:[ .-]?\d){6,7}")
_HEALTH = re.compile(r"[a-z]{2}[ .-]{0,2}\d(?:[ .-]{0,2}\d){12}")
_ACCOUNT = re.compile(r"\d{3} ?[a-z]{1,2}(?: ?\d){7,9}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}")
_FREE_MAIL = re.compile(r"(?:gmail|yahoo|ymail|hotmail|outlook|icloud|live|zoho|proton|protonmail|yandex|msn)\.[a-z.]+")
_SITE = re.compile(r"(?:https?:|www\.).*|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:vn|com|net|org|info|top|xyz|gov|edu)(?:/.*)?")

_CODE_DIGITS, _CODE_LENGTH = 3, 6  # of a code in capitals: "C3JK74P1X"


def marks(candidate: Candidate, around: Surroundings) -> dict[str, float]:
    """The marks of one candidate, by name."""
    if candidate.piece is not None:
        own, shapes = _number(candidate, around)
    else:
        own, shapes = _token(candidate, around)
    found = dict.fromkeys((*own, *(f"is {shape}" for shape in shapes)), 1.0)
    for mark in (*_edges(candidate, around), *around.marks(candidate.start, candidate.end)):
        found[mark] = 1.0
        if mark.startswith(_JOINED_WITH_SHAPE):
            for shape in shapes:
                found[f"{shape}|{mark}"] = 1.0
    return found


def _edges(candidate: Candidate, around: Surroundings) -> Iterator[str]:
    text = around.message.text
    before, after = text[candidate.start - 1 : candidate.start], text[candidate.end : candidate.end + 1]
    yield f"edge before {'letter' if before.isalpha() else 'digit' if before.isdigit() else before}"
    yield f"edge after {'letter' if after.isalpha() else 'digit' if after.isdigit() else after}"
    if candidate.start == 0 or not text[: candidate.start].strip():
        yield "first"
    if not text[candidate.end :].strip(" .,!?"):
        yield "last"
    if not text[candidate.end :].strip() and not text[: candidate.start].strip():
        yield "alone"


def _number(candidate: Candidate, around: Surroundings) -> tuple[list[str], list[str]]:
    piece, message = candidate.piece, around.message
    assert piece is not None
    digits, size = piece.digits, len(piece.digits)
    what = _structure(digits, message.cues.provinces)
    if what != "phone" and message.text[candidate.start] == "+":
        what = "foreign"
    spoken = "spoken" if piece.spoken == len(piece.atoms) else "mixed" if piece.spoken else "written"
    groups = "-".join(str(len(atom.digits)) for atom in piece.atoms[:8])
    joints = "".join(sorted({atom.joined_by for atom in piece.atoms[1:]}))
    own = [
        f"size {size}",
        f"groups {groups}",
        f"joints {joints}",
        f"{spoken}",
        f"{spoken} {size}",
    ]
    shape = f"{what}{size}"
    if piece.is_amount:
        own.append("amount")
        shape += "amount"
    elif size <= 8 and digits.endswith("000"):
        own.append("round")
        shape += "round"
    if message.cues.has_unit(message.text, candidate.end):
        own.append("unit")
        shape += "unit"
    if message.in_date(candidate.start, candidate.end):
        own.append("date")
        shape += "date"
    if piece.has_odd_word:
        own.append("odd word")
    if piece.ends_in_question:
        own.append("question")
    if luhn(digits) and size >= 13:
        own.append("luhn")
    if len(set(digits)) == 1 or digits in "01234567890" or digits in "09876543210":
        own.append("plain")
    if digits in message.cues.public:
        own.append("public")
    own += [f"head {size} {digits[0]}", f"head {size} {digits[:2]}", f"head {size} {digits[:3]}"]
    if candidate.cut:
        own.append(f"cut {candidate.cut}")
        shape += "cut"
    own += _others(candidate, around)
    size_class = "short" if size <= 3 else "code" if size <= 8 else "long"
    return own, [shape, size_class, f"{size_class} {spoken}"]


def _others(candidate: Candidate, around: Surroundings) -> Iterator[str]:
    """The other numbers of the message, the nearest by their side."""
    size = len(candidate.piece.digits) if candidate.piece else 0
    for side, others in (
        ("before", around.numbers(None, candidate.start)),
        ("after", around.numbers(candidate.end, None)),
    ):
        for rank, digits in enumerate(others):
            what = f"{_structure(digits, around.message.cues.provinces)}{len(digits)}"
            yield from (f"other {what}", f"other {what}|{size}")
            if rank == 0:
                yield from (f"{side} {what}", f"{side} {what}|{size}")


def _structure(digits: str, provinces: frozenset[str]) -> str:
    if is_card(digits):
        return "card"
    if is_cccd(digits, provinces):
        return "cccd"
    if is_phone(digits):
        return "landline" if _LANDLINE.match(digits) else "phone"
    if _HOTLINE.fullmatch(digits):
        return "hotline"
    if len(digits) in (16, 19) and digits[0] in "234569":
        return "cardlike"
    return "year" if _YEAR.fullmatch(digits) else "n"


def _token(candidate: Candidate, around: Surroundings) -> tuple[list[str], list[str]]:
    message = around.message
    word = message.text[candidate.start : candidate.end]
    raw = message.flat.raw(candidate.start, candidate.end)
    pattern = "".join(
        "A" if char.isupper() else "a" if char.isalpha() else "0" if char.isdigit() else char for char in raw
    )
    squeezed = "".join(key for key, _ in groupby(pattern))
    letters = re.sub(r"[^a-z]", "", word)
    sized = "".join(f"{key}{len(list(group))}" for key, group in groupby(pattern.lower()))
    shape = _token_shape(word, raw)
    own = [
        f"pattern {squeezed[:12]}",
        f"pattern {squeezed[:12].lower()}",
        f"sized {sized[:16]}",
        f"length {min(len(word), 16)}",
        f"digits {min(sum(char.isdigit() for char in word), 9)}",
        f"letters {min(len(letters), 9)}",
        *(f"sign {sign}" for sign in sorted(set(re.sub(r"[\w\s]", "", word)))),
        *(f"piece {head}" for head in sorted({word[:2], word[:3], word[-2:], letters[:4]})),
        f"head {letters}",
    ]
    if "@" in word:
        name, _, domain = word.rpartition("@")
        labels = domain.split(".")
        own += [f"domain {domain}", *(f"under {'.'.join(labels[place:])}" for place in range(1, len(labels)))]
        own += [f"box {name}", f"box head {name[:3]}", f"box head {name[:4]}"]
        written = "digits" if any(char.isdigit() for char in name) else "dotted" if "." in name else "plain"
        own.append(f"name {written}")
        if is_glued(name, 2, 4):
            own.append("name glued")
        if shape == "email":
            host = "free" if _FREE_MAIL.fullmatch(domain) else "gov" if ".gov" in domain else "own"
            own.append(f"{host} name {written}")
            shape = f"email {host}"
    if raw.isupper():
        own.append("capitals")
    if letters and is_syllable(letters):
        own.append("syllable")
    if is_glued(letters, 2, 4):
        own.append("glued")
    if not raw.isascii():
        own.append("marked")
    return own, [shape, "token"]


def _token_shape(word: str, raw: str) -> str:
    for name, pattern in (
        ("spoken plate", SPOKEN_PLATE),
        ("spoken passport", SPOKEN_PASSPORT),
        ("keyed", _KEYED),
        ("site", _SITE),
        ("email", _EMAIL),
        ("plate", _PLATE),
        ("passport", _PASSPORT),
        ("health", _HEALTH),
        ("account", _ACCOUNT),
    ):
        if pattern.fullmatch(word):
            return name
    if " " in word:
        return "phrase"
    digits = sum(char.isdigit() for char in word)
    if not digits:
        return "word" if word.isalpha() else "signs"
    if not all(char.isalnum() for char in word):
        return "mixed signs"
    if raw.isupper() and digits >= _CODE_DIGITS and len(word) >= _CODE_LENGTH:
        return "code"
    return "mixed0" if word[0].isdigit() else "mixed"
