"""What the classifier is shown of a message: its words with links evened out, and marks of what was found in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.safety.message_check.link_signs import link_signs
from assistant.safety.message_check.links import Link, links
from assistant.safety.message_check.official import Official
from assistant.safety.message_check.word_signs import word_signs
from assistant.text import fold, normalise, tone_share

__all__ = ["Features", "features"]

_MARKED = 0.5  # share of marked syllables from which on a text counts as typed with tone marks
_UNMARKED = 0.3
_LONGEST = 4000
_FULL_LENGTH = 400  # characters from which on a longer message is not longer to the classifier
# Words that stand for a link of a known owner and of an unknown one; no Vietnamese word is spelled so.
_KNOWN_LINK, _OPEN_LINK, _OTHER_LINK = " linkquen ", " linkmo ", " linkla "
_LINK_PARTS = re.compile(r"[.\-/]")
_LETTER_PAIR = re.compile(r"[^\W\d_]{2}")
# Signs that already say that the link is not where the message says it is from.
_TELLING = frozenset(("lookalike", "extra_words", "wrong_ending", "false_gov"))
_MARKS = {
    "mobile": re.compile(r"(?<!\d)0[35789]\d{1,2}[ .]?[\dx]{3}[ .]?[\dx]{3,4}(?!\d)"),
    "hotline": re.compile(r"(?<!\d)(?:1[89]00[ .]?[\dx]{2,4}[ .]?[\dx]{0,4}|198)(?!\d)"),
    "account": re.compile(r"(?<![\d/])\d{4} ?\d{3,4} ?\d{2,}(?: ?\d+)*(?!\d)"),
    "money": re.compile(r"\d(?:[\d.,]*\d)?\s?(?:d|vnd|k|tr|trieu|ty|ngan|nghin|usd|usdt|do|cu)\b|\d+tr\d"),
    "sender": re.compile(r"^\s*\[?[a-z][\w&.\- ]{1,24}\]?\s?[:\]]"),
    "warns": re.compile(
        r"\bkhong (?:bao gio )?(?:goi|yeu cau|thu|cung cap|chia se|nhan tin|gui link|bam|tai|cai|chuyen|lam viec)\b"
    ),
}  # looked for in the folded text without links


@dataclass(frozen=True)
class Features:
    """One message as it is judged.

    Attributes:
        words: the text for the classifier.
        marks: name to value, 0 to 1, of what was found besides.
        signs: (code, values for its text) of the signs, each code once, those of links first.
        links: all links; `others` are those of no known owner.
        link_alone: there is nothing but links.
    """

    words: str
    marks: Mapping[str, float]
    signs: tuple[tuple[str, Mapping[str, str]], ...]
    links: tuple[Link, ...]
    others: tuple[Link, ...]
    link_alone: bool


def _stand_in(link: Link, official: Official) -> str:
    if official.is_open(link.host):
        return _OPEN_LINK
    if official.is_official(link.host):
        return _KNOWN_LINK
    return f"{_OTHER_LINK}{_LINK_PARTS.sub(' ', link.host)} "


def features(text: str, official: Official) -> Features:
    """Look at one message. Opens nothing, never raises."""
    plain = normalise(text[:_LONGEST])
    found = links(plain)
    others = [link for link in found if not official.is_official(link.host)]
    words = bare = plain
    for link in found:
        words = words.replace(link.text, _stand_in(link, official))
        bare = bare.replace(link.text, " ")
    folded = fold(bare)
    share = tone_share(bare)
    signs: dict[str, Mapping[str, str]] = {}
    for link in found:
        for code, values in link_signs(link, official):
            signs.setdefault(code, values)
    named = official.brands_in(folded)
    if others and named and not _TELLING & set(signs):
        label = ", ".join(official.brands[key].label for key in sorted(named)[:2])
        signs["brand_elsewhere"] = {"brand": label, "link": others[0].host}
    for code in word_signs(bare.lower(), marked=share >= _MARKED):
        if code != "link_call" or others:
            signs.setdefault(code, {})
    alone = bool(found) and not _LETTER_PAIR.search(bare)
    marks = {f"sign {code}": 1.0 for code in signs}
    marks |= {f"ending {link.suffix}": 1.0 for link in others}
    marks |= {f"open {link.registered}": 1.0 for link in found if official.is_open(link.host)}
    marks |= {name: 1.0 for name, pattern in _MARKS.items() if pattern.search(folded)}
    marks["links of unknown owner" if others else "links of known owners" if found else "no link"] = 1.0
    if alone:
        marks["alone, unknown" if others else "alone, known"] = 1.0
    if share < _UNMARKED and not alone:
        marks["without tone marks"] = 1.0
    marks["length"] = min(len(bare), _FULL_LENGTH) / _FULL_LENGTH
    return Features(words, marks, tuple(signs.items()), tuple(found), tuple(others), alone)
