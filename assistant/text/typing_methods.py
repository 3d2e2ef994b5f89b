"""Telex and VNI, the two ways of typing Vietnamese letters on a plain keyboard, as tables and in both directions.

Telex doubles letters and uses spare ones ("ddieenj"), VNI uses digits ("d9ie65n"): both give "điện".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.text.letters import TO_FOLDED, UNTONED, VOWELS, Tone
from assistant.text.syllable import compose

__all__ = ["TELEX", "VNI", "Method", "Reading", "encode", "read"]


@dataclass(frozen=True)
class Method:
    """A typing method: `tones` maps a key to its tone, `shapes` a key to the letters it changes and what into."""

    tones: Mapping[str, Tone]
    shapes: Mapping[str, Mapping[str, str]]
    lone: Mapping[str, str]
    """Keys that give a letter of their own where there is no vowel yet to change ("tw" for "tư")."""

    @property
    def shape_keys(self) -> dict[str, str]:
        """Each shaped letter to its key."""
        return {shaped: key for key, changes in self.shapes.items() for shaped in changes.values()}

    @property
    def tone_keys(self) -> dict[Tone, str]:
        """Each tone to its key."""
        return {tone: key for key, tone in self.tones.items()}


@dataclass(frozen=True)
class Reading:
    """What a word says when its keys are read by a method.

    `syllable` is lower case; `keys` counts the keys that made marks; `inner` tells that one of them stands before a
    letter, `loose` that one stands away from the letter it changes ("tiene").
    """

    syllable: str
    keys: int
    inner: bool
    loose: bool


TELEX = Method(
    tones={"s": Tone.ACUTE, "f": Tone.GRAVE, "r": Tone.HOOK, "x": Tone.TILDE, "j": Tone.DOT},
    shapes={
        "a": {"a": "â"},
        "e": {"e": "ê"},
        "o": {"o": "ô"},
        "w": {"u": "ư", "o": "ơ", "a": "ă"},
        "d": {"d": "đ"},
    },
    lone={"w": "ư"},
)
VNI = Method(
    tones={"1": Tone.ACUTE, "2": Tone.GRAVE, "3": Tone.HOOK, "4": Tone.TILDE, "5": Tone.DOT},
    shapes={
        "6": {"a": "â", "e": "ê", "o": "ô"},
        "7": {"u": "ư", "o": "ơ"},
        "8": {"a": "ă"},
        "9": {"d": "đ"},
    },
    lone={},
)

_LONGEST = 12  # "nghuwowngxs" is 11; anything longer is no syllable, and reading it would only cost time


@dataclass(frozen=True)
class _Draft:
    letters: str
    keys: int = 0
    loose: bool = False


def read(word: str, method: Method) -> Reading | None:
    """The syllable that typing `word` (plain letters and digits, lower case) gives; None if it gives none with a mark.

    Keys may stand anywhere after their letter, as in the real thing, but a tone key pressed twice ("pass") cancels
    itself there, and so it does here: no reading.
    """
    if len(word) > _LONGEST:
        return None
    drafts = [_Draft("")]
    tone = Tone.LEVEL
    vowel_seen = inner = False
    for place, char in enumerate(word):
        rest = word[place + 1 :]
        before_letter = rest != "" and not rest.isdigit()
        if vowel_seen and char in method.tones:
            if tone is not Tone.LEVEL:
                return None
            tone = method.tones[char]
            inner = inner or before_letter
            continue
        changed = [new for draft in drafts for new in _changed(draft, char, method)]
        if char.isdigit():
            if not changed:
                return None
            drafts = changed
            inner = inner or before_letter
        elif char in method.lone and changed:
            drafts = changed
        elif char in method.lone:
            if vowel_seen:
                return None
            drafts = [_Draft(draft.letters + method.lone[char], draft.keys + 1) for draft in drafts]
        else:
            # The doubled letter may also be a letter: both are carried on, and the syllable tables decide.
            drafts = changed + [_Draft(draft.letters + char, draft.keys, draft.loose) for draft in drafts]
        vowel_seen = vowel_seen or char in VOWELS or char in method.lone
    return _first_sound(drafts, tone, inner=inner)


def _changed(draft: _Draft, key: str, method: Method) -> list[_Draft]:
    """What `key` can make of the letters so far, the likeliest first."""
    changes = method.shapes.get(key, {})
    letters = draft.letters
    found: list[str] = []
    if "u" in changes and "uo" in letters:
        found.append(letters.replace("uo", "ươ"))
    for i in reversed(range(len(letters))):
        if letters[i] in changes and (letters[i] != "d" or i == 0):
            found.append(letters[:i] + changes[letters[i]] + letters[i + 1 :])
    loose = draft.loose or (key in changes and not letters.endswith(key))
    return [_Draft(new, draft.keys + 1, loose) for new in found]


def _first_sound(drafts: list[_Draft], tone: Tone, *, inner: bool) -> Reading | None:
    for draft in drafts:
        keys = draft.keys + (tone is not Tone.LEVEL)
        if keys == 0:
            continue
        # One horn key is enough for ươ, whichever of the two letters it came after.
        for letters in (draft.letters, draft.letters.replace("ưo", "ươ"), draft.letters.replace("uơ", "ươ")):
            syllable = compose(letters, tone)
            if syllable is not None:
                return Reading(syllable, keys, inner, draft.loose)
    return None


def encode(word: str, method: Method, *, tone_last: bool, shape_last: bool) -> str:
    """The keys that type `word`; without a Vietnamese letter in it, `word` itself.

    `tone_last` puts the tone key after the whole word, else after its vowel; `shape_last` does so for the keys of
    shaped vowels. Capital letters stay capital; added keys are capital in a word of capitals only.
    """
    shape_keys, tone_keys = method.shape_keys, method.tone_keys
    typed: list[str] = []
    shapes_at_end = tones_at_end = ""
    for i, char in enumerate(word):
        vowel, tone = UNTONED.get(char.lower(), (char.lower(), Tone.LEVEL))
        shape_key = shape_keys.get(vowel, "")
        base = vowel.translate(TO_FOLDED)
        typed.append(base.upper() if char.isupper() else base)
        if shape_key and shape_last and vowel != "đ":
            shapes_at_end += shape_key if shape_key not in shapes_at_end else ""
        elif not (vowel == "ư" and word[i + 1 : i + 2].lower() in _HORNED_O):
            typed.append(shape_key)
        if tone_last:
            tones_at_end += tone_keys.get(tone, "")
        else:
            typed.append(tone_keys.get(tone, ""))
    keys = "".join(typed) + shapes_at_end + tones_at_end
    return keys.upper() if len(word) > 1 and word.isupper() else keys


_HORNED_O = frozenset("ơớờởỡợ")  # after ư, its one key serves for both letters
