"""Mends text typed while the Vietnamese keyboard was off: raw Telex ("caif ddawtj") and raw VNI ("ca2i d9a85t").

Each word is read on its own once, then the whole sentence decides: the clearer the other words are, the more a word
that could be English or a code is taken for raw keys too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from assistant.text.fold import has_tone_marks
from assistant.text.foreign_words import DOUBTFUL, ENGLISH_MARKERS, KEPT, NUMBERED
from assistant.text.links import pieces
from assistant.text.syllable import is_syllable
from assistant.text.typing_methods import TELEX, VNI, Reading, encode, read

__all__ = ["encode_telex", "encode_vni", "repair"]

_WORD = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W\d_]+")

# How far a word shows, by itself, that the keyboard was off. Chosen on the word and sentence lists of the tests.
_SURE = 2.0  # mended in any company
_LIKELY = 1.0
_MAYBE = 0.5
_NO_SIGN = 0.0
_ENGLISH = -1.0  # each word that shows an English sentence
_ENOUGH = 1.5  # from this sum on, the words that are not sure by themselves are mended as well
_ENOUGH_ALONE = 0.5  # a message of one word is rarely English: "co1" answers a question
_ENOUGH_AMONG_MARKS = 2.0  # where other words have their marks the keyboard was on
_BARE_D = re.compile("(?:dd|d9)([bckhmnt]{1,3})")  # "ddc" for "đc", short for "được"
_LONE_VNI = frozenset(("a5", "o6", "y1"))  # ạ, ô, ý; but "a1", "b2", "a4" are licences and paper


@dataclass(frozen=True)
class _Finding:
    """A word that could be raw keys: what it says, how far it is a sign of them, and of which method."""

    mended: str
    weight: float
    is_telex: bool


def repair(text: str) -> str:
    """`text` with the words that are raw Telex or VNI keys turned into what they say; all else exactly as it was.

    A word is mended only if it is no plausible syllable without marks and no known foreign word, and what it says is
    a well-formed syllable with marks; if it could also be something else ("as", "gas", "lop5"), only beside words
    that show raw keys. Idempotent; never raises.
    """
    parts = list(pieces(text))
    words = [word for part, is_link in parts if not is_link for word in _WORD.findall(part)]
    all_capitals = text.isupper()
    findings = {word: found for word in words if (found := _finding(word, all_capitals))}
    if not findings:
        return text
    if has_tone_marks(text):
        # The keyboard was on: a foreign name is likelier than one capitalised word of raw keys.
        findings = {word: found for word, found in findings.items() if not word[0].isupper()}
        enough = _ENOUGH_AMONG_MARKS
    else:
        enough = _ENOUGH if len(words) > 1 else _ENOUGH_ALONE
    english = _ENGLISH * sum(word.lower() in ENGLISH_MARKERS for word in words)
    signs = {is_telex: english + _evidence(findings.values(), is_telex=is_telex) for is_telex in (True, False)}
    mended = {
        word: found.mended
        for word, found in findings.items()
        if found.weight >= _SURE or signs[found.is_telex] >= enough
    }
    return "".join(
        part if is_link else _WORD.sub(lambda match: mended.get(match[0], match[0]), part) for part, is_link in parts
    )


def encode_telex(text: str, *, tone_last: bool = True) -> str:
    """The Telex keys that type `text` ("điện" gives "ddieenj"); with `tone_last` False the tone key follows its vowel.

    Text without Vietnamese letters stays as it is. Never raises.
    """
    return _LETTERS.sub(lambda match: encode(match[0], TELEX, tone_last=tone_last, shape_last=False), text)


def encode_vni(text: str, *, keys_last: bool = False) -> str:
    """The VNI keys that type `text` ("điện" gives "d9ie65n"); with `keys_last` they follow the word ("d9ien65").

    Text without Vietnamese letters stays as it is. Never raises.
    """
    return _LETTERS.sub(lambda match: encode(match[0], VNI, tone_last=keys_last, shape_last=keys_last), text)


def _evidence(findings: Iterable[_Finding], *, is_telex: bool) -> float:
    weights = [found.weight for found in findings if found.is_telex is is_telex]
    # Words that are more often something else say nothing alone, and beside others no more than one of them does.
    return sum(weights) + (_MAYBE if is_telex and any(weights) and _NO_SIGN in weights else 0.0)


@lru_cache(maxsize=65536)
def _finding(word: str, all_capitals: bool) -> _Finding | None:
    if not word.isascii() or not word[0].isalpha():
        return None
    if word.isupper() and len(word) > 1 and not all_capitals:
        return None  # an abbreviation or a code
    lower = word.lower()
    if lower.isalpha():
        return _as_telex(word, lower)
    return _as_vni(word, lower) if lower.isalnum() else None


def _as_telex(word: str, lower: str) -> _Finding | None:
    if lower in KEPT or is_syllable(lower):
        return None
    if bare := _BARE_D.fullmatch(lower):
        return _Finding(_in_case_of(word, "đ" + bare[1]), _NO_SIGN, is_telex=True)
    reading = read(lower, TELEX)
    if reading is None:
        return None
    if lower in DOUBTFUL or reading.loose:
        weight = _NO_SIGN
    elif reading.keys > 1:
        weight = _SURE
    else:
        weight = _telex_weight(lower, reading)
    return _Finding(_in_case_of(word, reading.syllable), weight, is_telex=True)


def _telex_weight(word: str, reading: Reading) -> float:
    """The weight of a word with a single key, by how English and chat shorthand make use of that letter."""
    last = word[-1]
    if "j" in word:
        # Shorthand writes j for i: "toj", "laj".
        return _LIKELY if last == "j" and word[-2] in "aoue" else _SURE
    if "f" in word:
        return _SURE if len(word) > 2 else _LIKELY
    if last == word[-2] or last in "srx" or reading.inner:
        return _LIKELY  # a drawn-out "nhee", a plural, "visa"
    if "w" in word:
        return _LIKELY if len(word) < 4 or word[0] == "w" or last == "w" else _SURE
    return _SURE  # a doubled letter in the middle, or dd


def _as_vni(word: str, lower: str) -> _Finding | None:
    if lower[1:].isdigit() and (word[0].isupper() or (len(word) == 2 and word not in _LONE_VNI)):
        return None  # "B52", "A1", "b2"
    if bare := _BARE_D.fullmatch(lower):
        return _Finding(_in_case_of(word, "đ" + bare[1]), _NO_SIGN, is_telex=False)
    reading = read(lower, VNI)
    if reading is None:
        return None
    if reading.inner:
        weight = _SURE if len(word) > 3 else _LIKELY
    elif (len(word) == 2 or lower.rstrip("0123456789") in NUMBERED) and reading.keys == 1:
        weight = _NO_SIGN
    elif reading.keys == 1 and lower[-1] in VNI.tones:
        weight = _MAYBE
    else:
        weight = _LIKELY if reading.keys < 3 else _SURE
    return _Finding(_in_case_of(word, reading.syllable), weight, is_telex=False)


def _in_case_of(word: str, syllable: str) -> str:
    if word.isupper() and len(word) > 1:
        return syllable.upper()
    return syllable.capitalize() if word[0].isupper() else syllable
