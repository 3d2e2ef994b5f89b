"""One spelling for each text: the first step of every way through the assistant.

What only looks different becomes the same (composition of letters, place of the tone mark, quotes, dashes, blanks,
fancy fonts, drawn-out words); what means something stays, be it emoji, other scripts or line noise.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from assistant.text.letters import split_tone
from assistant.text.links import outside_links
from assistant.text.syllable import compose, is_syllable

__all__ = ["normalise"]

_SAME_LOOK = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″＂", '"'),
        **dict.fromkeys("‘’‚‛′´`", "'"),
        **dict.fromkeys("‐‑‒–—―−﹣", "-"),
        "…": "...",
        "Ð": "Đ",  # the Icelandic letter and the African one, which old fonts and converters put for ours
        "Ɖ": "Đ",
        "ð": "đ",
    }
)
# Letters of mathematical and full-width fonts, used to dress up names and to slip past filters.
_FANCY = re.compile("[\uff01-\uff5e\U0001d400-\U0001d7ff]+")
_BLANK = re.compile(r"\s+")
# Some keyboards send the tone before the shape; composed in that order they would stay apart.
_PILED_MARKS = re.compile("[\u0300\u0301\u0303\u0309\u0302\u0306]{2,}")
_SHAPE_MARKS = "\u0302\u0306"
_JOINER = "\u200d"
_SELECTORS = "\ufe0e\ufe0f"  # text or emoji look of the character before
_KEYCAPS = "#*0123456789"
_DROPPED_CATEGORIES = ("Cc", "Cf", "Cs")  # controls; zero-width and direction marks; lone surrogates
# With the mark that stayed apart from its last letter: on another letter it could be composed after all.
_WORD = re.compile("[^\\W\\d_]+[\u0300-\u036f]?")
# People draw words out after their first letter ("nhaaaa"); a run at the start is an abbreviation ("cccd", "ttoán").
_DRAWN_OUT = re.compile(r"(?<=\w)(?<!^)([^\W\d_])\1{2,}", re.IGNORECASE)
_DOUBLED = re.compile(r"(?<=\w)([^\W\d_])\1", re.IGNORECASE)
_REPEATED_ON_PURPOSE = re.compile("x+|w+|[IVXLC]+")  # "09xx xxx", "www", "quý III"
_LONGEST_RUN = 3


def normalise(text: str) -> str:
    """`text` in the one spelling that everything downstream works on.

    NFC; tone marks in the older place ("hòa", "thúy", "quý"); no control or zero-width characters, save those that
    hold an emoji together; plain quotes and dashes; each stretch of white space, line ends included, one space;
    letters repeated three times and more once ("đượcccc" gives "được"), but "kkk", "xxx", numbers and links as they
    are. Idempotent; never raises; an empty text stays empty.
    """
    if not text.isprintable() or any(selector in text for selector in _SELECTORS):
        text = _drop_invisible(text)
    if not text.isascii():
        text = _fold_looks(text)
    text = _BLANK.sub(" ", text).strip()
    if _DRAWN_OUT.search(text):
        text = outside_links(text, lambda piece: _WORD.sub(lambda match: _squeeze(match[0]), piece))
    if text.isascii():
        return text
    return outside_links(text, lambda piece: _WORD.sub(lambda match: _tidy(match[0]), piece))


def _fold_looks(text: str) -> str:
    text = _FANCY.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    text = _PILED_MARKS.sub(lambda match: _shape_first(match[0]), unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", text).translate(_SAME_LOOK)


def _shape_first(marks: str) -> str:
    return "".join(sorted(marks, key=lambda mark: mark not in _SHAPE_MARKS))


def _drop_invisible(text: str) -> str:
    kept: list[str] = []
    for i, char in enumerate(text):
        before = kept[-1] if kept else ""
        if char.isspace():
            kept.append(" ")
        elif char == _JOINER:
            if (_is_picture(before) or (before and before in _SELECTORS)) and _is_picture(text[i + 1 : i + 2]):
                kept.append(char)
        elif char in _SELECTORS:
            if _is_picture(before) or (before and before in _KEYCAPS):
                kept.append(char)
        elif unicodedata.category(char) not in _DROPPED_CATEGORIES:
            kept.append(char)
    return "".join(kept)


def _is_picture(char: str) -> bool:
    # The plane of pictures is tested by its range: this Python's tables do not know the newest of them.
    return char != "" and ("\U0001f000" <= char <= "\U0001faff" or unicodedata.category(char) == "So")


def _squeeze(word: str) -> str:
    if _REPEATED_ON_PURPOSE.fullmatch(word):
        return word
    if len(set(word.lower())) == 1:
        return word[:_LONGEST_RUN]  # "kkkk" is laughter: it must not become "k", short for "không"
    return _DRAWN_OUT.sub(r"\1", word)


@lru_cache(maxsize=32768)
def _tidy(word: str) -> str:
    """The word with single letters for doubled ones ("nhéé") and its tone mark in place, if it is a syllable."""
    if word.isascii():
        return word
    single = _DOUBLED.sub(r"\1", word)
    if single != word and not is_syllable(word) and is_syllable(single):
        word = single
    toneless, tones = split_tone(word)
    seated = compose(toneless.lower(), tones[0]) if len(tones) == 1 else None
    if seated is None or len(seated) != len(word):
        return word
    return "".join(new.upper() if old.isupper() else new for old, new in zip(word, seated))
