"""Passwords: never recognisable by themselves, only by the words before or after them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.safety.personal_data.flat import Flat
from assistant.text.foreign_words import KEPT
from assistant.text.syllable import is_syllable

__all__ = ["passwords"]

_NAME = r"(?:mat khau|mat ma|maatj khaaur|ma65t kha63u|matkhau|mkhau|mk|pass(?:word|wd)?|pwd?)"
# The words between, at most five: "mật khẩu wifi nhà em là …", "mk facebook của mẹ: …".
_WITH_LINK = re.compile(
    rf"(?<![a-z0-9]){_NAME},?(?: [a-z]{{1,12}}| [^\s@]{{1,40}}@[^\s@]{{3,40}}){{0,5}}? ?(?:(?<= )(?:la|laf|kieu|dat(?: la)?)(?= )|[:=]|(?<= )[-](?= )) *"
)
_DIRECT = re.compile(rf"(?<![a-z0-9]){_NAME} (?:(?!la )[a-z]{{1,12}} ){{0,3}}")
_BEHIND = re.compile(rf"(\S{{4,40}}) (?:la|laf) (?:{_NAME})(?![a-z])")
_QUOTED = re.compile(r"[\"'“”‘’«]([^\"'“”‘’»\n]{3,40})[\"'“”‘’»]")
_TOKEN = re.compile(r"\S{4,64}")
_ENDS = ".,;:?)]}\"'”’…"
_PRODUCT = re.compile(
    r"(?:iphone|ipad|android|windows|win|ios|office|galaxy|samsung|vneid|zalo|facebook|oppo|wifi)[\d.]*"
)
_MEASURE = re.compile(r"\d+[-–]?\d*(?:so|ky|ki|chu|kytu|lan|phut|giay|s|h|k|d|gb|mb)?")
_COUNTED = re.compile(r" ?(?:so|chu so|ky tu|ki tu|chu|lan|phut|giay|ngay|thang|nam|lop|buoc|muc|cap|app)(?![a-z])")
_PIN_WORDS = re.compile(r"mat khau (?:man hinh|the|the atm|mo may|mo khoa|rut tien)\b")


def _trim(token: str) -> str:
    return token.rstrip(_ENDS) or token


def _is_mixed(token: str) -> bool:
    """Letters with digits or signs inside, as no word has them."""
    if "://" in token or re.fullmatch(r"[a-z]+(?:[-/.,][a-z]+)+", token) or _PRODUCT.fullmatch(token):
        return False
    if re.fullmatch(r"\S+@\S+\.\S+|\[\w+\].*", token):
        return False
    letters = any(char.isalpha() for char in token)
    others = any(char.isdigit() or char in "@#$%^&*!_+=~?" for char in token)
    return letters and others and not _MEASURE.fullmatch(token)


def _is_word_secret(token: str) -> bool:
    """One long run of Latin letters that is neither a syllable nor a known foreign word: "yeuconlam"."""
    return len(token) >= 6 and token.isascii() and token.isalpha() and token not in KEPT and not is_syllable(token)


def _candidates(flat: Flat) -> Iterator[tuple[int, int, bool, int]]:
    """(start, end, said to be the password with a linking word, start of the cue)."""
    for match in _WITH_LINK.finditer(flat.text):
        quoted = _QUOTED.match(flat.text, match.end())
        if quoted:
            yield quoted.start(1), quoted.end(1), True, match.start()
        elif token := _TOKEN.match(flat.text, match.end()):
            yield token.start(), token.start() + len(_trim(token[0])), True, match.start()
    for match in _DIRECT.finditer(flat.text):
        for end in _ends(match[0], match.start()):
            quoted = _QUOTED.match(flat.text, end)
            if quoted:
                yield quoted.start(1), quoted.end(1), True, match.start()
            elif token := _TOKEN.match(flat.text, end):
                yield token.start(), token.start() + len(_trim(token[0])), False, match.start()
    for match in _BEHIND.finditer(flat.text):
        yield match.start(1), match.end(1), False, match.start()


def _ends(cue: str, start: int) -> Iterator[int]:
    """Behind each word of the cue, the last first."""
    for place in range(len(cue) - 1, 0, -1):
        if cue[place] == " ":
            yield start + place + 1


def passwords(flat: Flat) -> Iterator[tuple[str, int, int]]:
    """(kind, start, end) in the folded text; a number that opens a screen or a card is a `pin`."""
    text = flat.text
    if not re.search(_NAME, text):
        return
    taken: list[tuple[int, int]] = []
    for start, end, linked, cue in _candidates(flat):
        token = text[start:end]
        if any(start < other_end and other_start < end for other_start, other_end in taken):
            continue
        digits = token.isdigit()
        if digits:
            good = 4 <= len(token) <= 20 and not _COUNTED.match(text, end) and (linked or text[start - 1] in " :=")
            good = good and not (not linked and len(token) == 4 and token[:2] in ("19", "20"))
        else:
            quoted = start > 0 and text[start - 1] in "\"'“‘«"
            raw_plain = flat.raw(start, end).isascii()
            good = (
                _is_mixed(token)
                or (linked and raw_plain and _is_word_secret(token))
                or (linked and quoted and any(char.isdigit() for char in token))
            )
        if not good:
            continue
        if digits and (_PIN_WORDS.match(text, cue) or text[:start].rstrip(" :").endswith(" pin")):
            yield "pin", start, end
        else:
            yield "password", start, end
        taken.append((start, end))
