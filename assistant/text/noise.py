"""Seeded noise: the ways in which people's typing departs from the written standard, for training and for tests.

Every function is pure: the same text and the same state of the random generator give the same result.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from random import Random

from assistant.errors import UsageError
from assistant.text.fold import fold
from assistant.text.keystrokes import encode_telex, encode_vni
from assistant.text.letters import TONED, UNTONED, Tone
from assistant.text.shorthand import SHORT_FORMS, SHORT_PHRASES
from assistant.text.syllable import is_syllable

__all__ = ["NoiseKind", "noisy"]


class NoiseKind(str, Enum):
    """The kinds of noise."""

    FOLD = "fold"  # no tone marks
    TELEX = "telex"  # keyboard off, Telex keys
    VNI = "vni"  # keyboard off, VNI keys
    TYPO = "typo"  # one or two slips
    TEENCODE = "teencode"  # shorthand

    @classmethod
    def parse(cls, name: str) -> NoiseKind:
        """The kind of this name; UsageError, which lists the names, if there is none."""
        try:
            return cls(name)
        except ValueError as error:
            names = ", ".join(kind.value for kind in cls)
            raise UsageError(f"There is no noise of the kind {name!r}", remedy=f"Choose one of {names}") from error


_WORD = re.compile(r"[^\W\d_]+")
_WORDS_PER_SLIP = 8
_SHARE_SHORTENED = 0.6
_SHARE_KEYS_LAST = 0.7  # most people type the tone key when the word is done

_NEIGHBOURS = {
    letter: row[max(i - 1, 0) : i] + row[i + 1 : i + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for i, letter in enumerate(row)
}
_SOUND_ALIKES = {"s": "x", "x": "s", "ch": "tr", "tr": "ch", "d": "gi", "gi": "d", "r": "d", "l": "n", "n": "l"}
_ONSET = re.compile("(?:ch|tr|gi(?=[aàáảãạăâeêoôơuư])|[sxdr]|[ln](?![gh]))", re.IGNORECASE)
_HOOK_TILDE = {Tone.HOOK: Tone.TILDE, Tone.TILDE: Tone.HOOK}


def noisy(text: str, rng: Random, kind: NoiseKind | str) -> str:
    """`text` with noise of `kind`; `text` itself where that noise finds nothing to change.

    Raises UsageError for an unknown kind, and otherwise never.
    """
    return _MAKERS[NoiseKind.parse(kind)](text, rng)


def _fold(text: str, rng: Random) -> str:
    return fold(text)


def _telex(text: str, rng: Random) -> str:
    return encode_telex(text, tone_last=rng.random() < _SHARE_KEYS_LAST)


def _vni(text: str, rng: Random) -> str:
    return encode_vni(text, keys_last=rng.random() < _SHARE_KEYS_LAST)


def _teencode(text: str, rng: Random) -> str:
    def shorten(match: re.Match[str]) -> str:
        # Case-blind matching lets in letters such as ſ, which lower() does not turn into the s of the table.
        short = rng.choice(_SHORT.get(match[0].lower(), (match[0],)))
        return short if rng.random() < _SHARE_SHORTENED else match[0]

    return _SHORT_PATTERN.sub(shorten, text)


def _typo(text: str, rng: Random) -> str:
    words = list(_WORD.finditer(text))
    places = [i for i, match in enumerate(words) if len(match[0]) > 1]
    slips = rng.sample(places, min(len(places), 1 + (len(words) >= _WORDS_PER_SLIP and rng.random() < 0.5)))
    for place in sorted(slips, reverse=True):  # from the end, so that the places before stay good
        start, end = words[place].span()
        text = text[:start] + _slip(words[place][0], rng) + text[end:]
    return text


def _slip(word: str, rng: Random) -> str:
    """`word` with one slip; the kinds are tried in random order until one changes it."""
    for slip in rng.sample(_SLIPS, len(_SLIPS)):
        slipped = slip(word, rng)
        if slipped != word:
            return slipped
    return word


def _swap(word: str, rng: Random) -> str:
    i = rng.randrange(len(word) - 1)
    return word[:i] + word[i + 1] + word[i] + word[i + 2 :]


def _drop(word: str, rng: Random) -> str:
    i = rng.randrange(len(word))
    return word[:i] + word[i + 1 :]


def _double(word: str, rng: Random) -> str:
    i = rng.randrange(len(word))
    return word[: i + 1] + word[i:]


def _neighbour(word: str, rng: Random) -> str:
    places = [i for i, letter in enumerate(word) if letter.lower() in _NEIGHBOURS]
    if not places:
        return word
    i = rng.choice(places)
    return word[:i] + rng.choice(_NEIGHBOURS[word[i].lower()]) + word[i + 1 :]


def _other_tone(word: str, rng: Random) -> str:
    return _with_tone(word, lambda tone: rng.choice([other for other in Tone if other is not tone]))


def _hook_for_tilde(word: str, rng: Random) -> str:
    return _with_tone(word, lambda tone: _HOOK_TILDE.get(tone, tone))


def _sound_alike(word: str, rng: Random) -> str:
    onset = _ONSET.match(word)
    if onset is None:
        return word
    other = _SOUND_ALIKES.get(onset[0].lower(), onset[0])
    return (other.capitalize() if word[0].isupper() else other) + word[onset.end() :]


def _with_tone(word: str, change: Callable[[Tone], Tone]) -> str:
    """The word with the tone of its marked letter changed; a word without one, or no syllable, as it is."""
    for i, letter in enumerate(word):
        vowel, tone = UNTONED.get(letter, ("", Tone.LEVEL))
        if tone is not Tone.LEVEL and is_syllable(word):
            return word[:i] + TONED[vowel, change(tone)] + word[i + 1 :]
    return word


_SLIPS = (_swap, _drop, _double, _neighbour, _other_tone, _hook_for_tilde, _sound_alike)
_SHORT = {**SHORT_FORMS, **SHORT_PHRASES}
_SHORT_PATTERN = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, _SHORT), key=len, reverse=True))})\b", re.IGNORECASE
)
_MAKERS: dict[NoiseKind, Callable[[str, Random], str]] = {
    NoiseKind.FOLD: _fold,
    NoiseKind.TELEX: _telex,
    NoiseKind.VNI: _vni,
    NoiseKind.TYPO: _typo,
    NoiseKind.TEENCODE: _teencode,
}
