"""Recognises in what a person tells that they are in danger, and which."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.safety.danger.rules import Severity, rules
from assistant.text import Lexicon, views

__all__ = ["Danger", "danger"]

_LONGEST = 1500  # characters: a longer message is looked at from its beginning only

_MARKED = 0.5  # share of syllables with marks from which a word without any is taken at its word


@dataclass(frozen=True)
class Danger:
    """What was recognised.

    Attributes:
        id: name of the rule.
        severity: `life`, `done` (already paid, installed, told a code) or `now` (the fraud is going on).
        first: code of the text that says what to do now (assistant/safety/texts.yml).
        lesson: id of the lesson to lead to afterwards, or None.
    """

    id: str
    severity: Severity
    first: str
    lesson: str | None


def danger(text: str, lexicon: Lexicon) -> Danger | None:
    """The danger that `text` tells of, or None.

    Missing tone marks, dialect, shorthand and raw Telex are understood through the views of the text. Never raises.
    """
    view = views(text[:_LONGEST], lexicon)
    marked = view.tone_share >= _MARKED
    for rule in rules():
        if rule.holds(view.exact, marked=marked):
            return Danger(rule.id, rule.severity, rule.first, rule.lesson)
    return None
