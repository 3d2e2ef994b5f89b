"""Recognises in what a person tells that they are in danger, and which."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from assistant.safety.danger.examples import NONE
from assistant.safety.danger.model import seen
from assistant.safety.danger.rules import Rule, Severity, cuts, progress, rule_for, rules
from assistant.safety.linear import Linear
from assistant.text import Lexicon, Views

__all__ = ["Danger", "danger"]


_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Danger:
    """What was recognised.

    Attributes:
        id: name of the rule.
        severity: `life`, `done` (already paid, installed, told a code) or `now` (the fraud is going on).
        first: code of the text that says what to do now (assistant/safety/texts.yml).
        lesson: id of the lesson to lead to afterwards, or None.
        probability: that the message tells of a danger at all, 0 to 1; 1 where only rules were asked.
        also: code of the next likely first action, where the message leaves it open, or None: whether a code was only
            asked for or already told is often said in half a word.
        bare: told in a few words, with nobody else in it and nothing lost. Whoever is being led through a lesson says
            so that a step is done.
    """

    id: str
    severity: Severity
    first: str
    lesson: str | None
    probability: float = 1.0
    also: str | None = None
    bare: bool = False


def danger(text: str, lexicon: Lexicon, model: Linear | None) -> Danger | None:
    """The danger that `text` tells of, or None.

    Missing tone marks, dialect, shorthand and raw Telex are understood through the views of the text. Never raises.

    Args:
        model: the trained model; None asks the rules alone, which know the usual words only.
    """
    look = seen(text, lexicon)
    rule = rule_for(look)
    if model is None:
        return None if rule is None else _told(rule, 1.0, None, look)
    shares = model.probabilities(look.exact)
    probability = 1.0 - shares[NONE]
    if rule is None and len(_WORD.findall(look.exact)) < cuts().words:
        return None
    if probability < (cuts().alone if rule is None else cuts().with_rule):
        return None
    likeliest, also = _likeliest(shares, probability)
    return _told(likeliest, probability, also, look)


def _likeliest(shares: dict[str, float], probability: float) -> tuple[Rule, str | None]:
    """The likeliest rule of the likeliest first action (several rules may lead to the same), and the next action."""
    by_first: dict[str, float] = defaultdict(float)
    for rule in rules():
        by_first[rule.first] += shares.get(rule.id, 0.0)
    first, second = sorted(by_first, key=lambda code: by_first[code], reverse=True)[:2]
    likeliest = max((rule for rule in rules() if rule.first == first), key=lambda rule: shares.get(rule.id, 0.0))
    return likeliest, second if by_first[second] >= cuts().also * probability else None


def _told(rule: Rule, probability: float, also: str | None, look: Views) -> Danger:
    bare = progress().holds(look)
    return Danger(rule.id, rule.severity, rule.first, rule.lesson, probability, also, bare)
