"""The Vietnamese letters: which tone and which shape a letter has, and how to put them on and take them off.

A letter has a *base* (a e i o u y d), may have a *shape* (ă â ê ô ơ ư đ), and a vowel may carry a *tone*.
"""

from __future__ import annotations

import unicodedata
from enum import Enum

__all__ = ["MARKED", "TONED", "TO_FOLDED", "UNTONED", "VOWELS", "Tone", "split_tone"]


class Tone(str, Enum):
    """The six tones; the value is the combining mark that writes the tone, empty for the level tone."""

    LEVEL = ""
    GRAVE = "\u0300"  # huyền
    HOOK = "\u0309"  # hỏi
    TILDE = "\u0303"  # ngã
    ACUTE = "\u0301"  # sắc
    DOT = "\u0323"  # nặng


VOWELS = frozenset("aăâeêioôơuưy")
"""The twelve vowel letters without tone, in lower case."""

TONED: dict[tuple[str, Tone], str] = {
    (vowel, tone): unicodedata.normalize("NFC", vowel + tone.value)
    for lower in VOWELS
    for vowel in (lower, lower.upper())
    for tone in Tone
}
"""(vowel, tone) to the letter that carries it, in both cases."""

UNTONED: dict[str, tuple[str, Tone]] = {letter: pair for pair, letter in TONED.items()}
"""A vowel letter, with tone or without, to (vowel, tone)."""

_SHAPES = {"ă": "a", "â": "a", "ê": "e", "ô": "o", "ơ": "o", "ư": "u", "đ": "d"}
_SHAPES.update({shaped.upper(): base.upper() for shaped, base in list(_SHAPES.items())})

TO_FOLDED: dict[int, str] = {ord(shaped): base for shaped, base in _SHAPES.items()}
"""For `str.translate`: each Vietnamese letter to its base letter, case kept."""
TO_FOLDED.update({ord(letter): _SHAPES.get(vowel, vowel) for letter, (vowel, _) in UNTONED.items()})

MARKED = frozenset(chr(code) for code, base in TO_FOLDED.items() if chr(code) != base)
"""The letters which only Vietnamese typing gives: those with a shape, a tone or both."""


def split_tone(word: str) -> tuple[str, list[Tone]]:
    """The word without its tones, and the tones it carried, from left to right (a sound syllable has at most one)."""
    letters: list[str] = []
    tones: list[Tone] = []
    for letter in word:
        vowel, tone = UNTONED.get(letter, (letter, Tone.LEVEL))
        letters.append(vowel)
        if tone is not Tone.LEVEL:
            tones.append(tone)
    return "".join(letters), tones
