"""The verdict on a message: three steps, every sign named in plain words, never a promise that something is safe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.safety.message_check.link_signs import link_signs
from assistant.safety.message_check.links import links
from assistant.safety.message_check.official import Official
from assistant.safety.message_check.word_signs import word_signs
from assistant.safety.texts import sentence
from assistant.text import fold, normalise, tone_share

__all__ = ["CheckResult", "Sign", "Verdict", "check_message"]

Verdict = Literal["danger", "unclear", "no_sign"]

_MARKED = 0.5
_DANGER = 3  # sum of the weights of signs from which on the answer is "many signs"
_UNCLEAR = 1
_WORDS_ALONE_MAX = 2  # urgency, a call to tap: without anything worse they say little
_STATE_TALK = frozenset(("bocongan", "thue", "bhxh", "vneid", "dichvucong"))
_LONGEST = 4000


@dataclass(frozen=True)
class Sign:
    """One sign: a stable code and what it means, in plain words."""

    code: str
    text: str


@dataclass(frozen=True)
class CheckResult:
    """What was seen. `has_link`: whether there was any link at all."""

    verdict: Verdict
    signs: tuple[Sign, ...]
    has_link: bool


def check_message(text: str, official: Official) -> CheckResult:
    """The signs of `text`, a forwarded message or a link. Opens nothing, asks no server, never raises."""
    text = text[:_LONGEST]
    plain = normalise(text)
    found_links = links(plain)
    weights: dict[str, int] = {}
    signs: dict[str, Sign] = {}

    def add(code: str, weight: int, **values: str) -> None:
        if weight > weights.get(code, 0):
            weights[code] = weight
        signs.setdefault(code, Sign(code, sentence(f"sign_{code}", **values)))

    bad_links = [link for link in found_links if not official.is_official(link.host)]
    for link in found_links:
        for code, weight, values in link_signs(link, official):
            add(code, weight, **values)
    words = plain
    for link in found_links:
        words = words.replace(link.text, " ")
    folded = fold(words)
    named = official.brands_in(folded)
    if bad_links and named and not {"lookalike", "extra_words", "wrong_ending", "false_gov"} & set(weights):
        label = ", ".join(official.brands[key].label for key in sorted(named)[:2])
        add("brand_elsewhere", 3, brand=label, link=bad_links[0].host)
    for code, weight in word_signs(words.lower(), marked=tone_share(words) >= _MARKED):
        add(code, weight)
    _settle(weights, has_bad_link=bool(bad_links), has_link=bool(found_links))
    total = sum(weights.values())
    verdict: Verdict = "danger" if total >= _DANGER else "unclear" if total >= _UNCLEAR else "no_sign"
    kept = tuple(sign for code, sign in signs.items() if code in weights)
    return CheckResult(verdict, kept, bool(found_links))


def _settle(weights: dict[str, int], *, has_bad_link: bool, has_link: bool) -> None:
    """Light signs count only in the company of others: every genuine reminder has a date and asks for something."""
    if not has_bad_link:
        weights.pop("link_call", None)
    if has_link and not has_bad_link and not any(weight >= 3 for weight in weights.values()):
        # Everything points to real domains: a reminder may name what happens otherwise.
        for code in ("threat", "urgency", "link_call", "prize"):
            weights.pop(code, None)
    if set(weights) == {"urgency"}:
        weights.pop("urgency")
