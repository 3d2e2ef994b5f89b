"""What the classifier is shown of a message: its words with links evened out, and marks of what was found in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.safety.message_check.link_signs import link_signs
from assistant.safety.message_check.links import Link, links
from assistant.safety.message_check.marks import marks_in
from assistant.safety.message_check.official import Official
from assistant.safety.message_check.word_signs import word_signs
from assistant.text import fold, normalise, tone_share

__all__ = ["Features", "features"]

_MARKED = 0.5  # share of marked syllables from which on a text counts as typed with tone marks
_LONGEST = 4000
_FULL_LENGTH = 400  # characters from which on a longer message is not longer to the classifier
# Words that stand for links by their owner, and for the name of a brand; no Vietnamese word is spelled so.
_KNOWN_LINK, _OPEN_LINK, _OTHER_LINK = " linkquen ", " linkmo ", " linkla "
_LINK_PARTS = re.compile(r"[.\-/]")
_LETTER_PAIR = re.compile(r"[^\W\d_]{2}")
_NAME = " tenhang "
# Signs that already say that the link is not where the message says it is from.
_TELLING = frozenset(("lookalike", "extra_words", "wrong_ending", "false_gov"))


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


def _without_names(text: str, official: Official) -> str:
    """The text with one word for every brand: which bank it is says nothing."""
    folded = fold(text)
    if len(folded) != len(text):
        return text
    parts, end = [], 0
    for match in official.name_pattern.finditer(folded):
        parts += [text[end : match.start()], _NAME]
        end = match.end()
    return "".join(parts) + text[end:]


def features(text: str, official: Official) -> Features:
    """Look at one message. Opens nothing, never raises."""
    plain = normalise(text[:_LONGEST])
    found = links(plain)
    others = [link for link in found if not official.is_official(link.host)]
    words = bare = plain
    for link in found:
        words = words.replace(link.text, _stand_in(link, official))
        bare = bare.replace(link.text, " ")
    words = _without_names(words, official)
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
    marks |= {name: 1.0 for name in marks_in(bare, folded)}
    marks["links of unknown owner" if others else "links of known owners" if found else "no link"] = 1.0
    if alone:
        marks["alone, unknown" if others else "alone, known"] = 1.0
    marks["length"] = min(len(bare), _FULL_LENGTH) / _FULL_LENGTH
    return Features(words, marks, tuple(signs.items()), tuple(found), tuple(others), alone)
