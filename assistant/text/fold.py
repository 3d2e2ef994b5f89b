"""The accent-folded view of a text, and how much of a text was typed with tone marks."""

from __future__ import annotations

import re
import unicodedata

from assistant.text.letters import MARKED, TO_FOLDED
from assistant.text.syllable import is_syllable

__all__ = ["fold", "has_tone_marks", "tone_share"]

_LATIN_MARKS = re.compile("[\u0300-\u036f]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_MARKED = re.compile(f"[{''.join(sorted(MARKED))}]")


def fold(text: str) -> str:
    """`text` in lower case without tone marks, letter shapes and đ: "Cài đặt" gives "cai dat".

    Other scripts, digits and emoji stay. For normalised text each character gives exactly one, so that offsets into
    the folded text hold in the text itself. Idempotent; never raises.
    """
    folded = text.lower().translate(TO_FOLDED)
    if folded.isascii():
        return folded
    # What is left is foreign (é of "café" is Vietnamese too, ñ is not), decomposed, or no Latin at all.
    bare = _LATIN_MARKS.sub("", unicodedata.normalize("NFD", folded))
    return unicodedata.normalize("NFC", bare).lower().translate(TO_FOLDED)


def has_tone_marks(text: str) -> bool:
    """Whether any letter of `text` is one that only Vietnamese typing gives: with a tone, a shape, or đ."""
    return not text.isascii() and _MARKED.search(unicodedata.normalize("NFC", text)) is not None


def tone_share(text: str) -> float:
    """The share of the Vietnamese syllables in `text` that carry a mark, 0 to 1; 0 where there is no syllable.

    Careful typing gives about 0.8, as some syllables have no mark to carry ("trong", "cho"). Foreign words such as
    "Facebook" are not counted, so that a sentence full of brands is not taken for one without tone marks.
    """
    syllables = marked = 0
    for word in _LETTERS.findall(unicodedata.normalize("NFC", text)):
        if _MARKED.search(word):
            marked += 1
            syllables += 1
        elif is_syllable(word):
            syllables += 1
    return marked / syllables if syllables else 0.0
