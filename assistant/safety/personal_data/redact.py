"""Puts a typed placeholder in the place of each piece of personal data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.dialogue.payloads import parse
from assistant.safety.personal_data.flat import flatten
from assistant.safety.personal_data.judge import Judge
from assistant.safety.personal_data.kinds import placeholder
from assistant.safety.personal_data.rules import read_by_rules

__all__ = ["Found", "Redacted", "Redactor"]

_DIGITS = re.compile(r"\d{3}")  # so many in a row are no argument of a button
_ROUNDS = 4  # which bounds the work; almost always the second finds nothing


@dataclass(frozen=True)
class Found:
    """One piece of personal data; `start` and `end` are offsets in characters of the input, `end` exclusive."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Redacted:
    """A message without its personal data. `found` is sorted and does not overlap."""

    text: str
    found: tuple[Found, ...]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds that were found."""
        return frozenset(item.kind for item in self.found)


class Redactor:
    """Finds personal data by rules and by a trained judge.

    Args:
        judge: what decides beside the rules; None for the rules alone, which finds less and is there to be compared with.
    """

    def __init__(self, judge: Judge | None) -> None:
        self._judge = judge

    def redact(self, text: str) -> Redacted:
        """`text` with placeholders such as `[CCCD]`, and what they stand for.

        Never raises; an empty text stays empty. A text that was redacted before comes back as it is: what is seen only
        once other values are gone is looked for here already. So does what a button of ours sends.
        """
        redacted = Redacted(text, ())
        if _is_tap(text):
            return redacted
        for _ in range(_ROUNDS):
            found = self._find(redacted.text)
            if not found:
                break
            redacted = _with(text, redacted.found, found)
        return redacted

    def _find(self, text: str) -> list[Found]:
        flat = flatten(text)
        if not flat.text.strip():
            return []
        reading = read_by_rules(flat)
        spans = reading.spans if self._judge is None else self._judge.decide(reading)
        return [Found(kind, *flat.span(start, end)) for kind, start, end in spans]


def _is_tap(text: str) -> bool:
    """Whether it is what a button of ours sends: "/reminder_on" is nobody's password, and has to arrive as it is."""
    return text.startswith("/") and parse(text) is not None and _DIGITS.search(text) is None


def _with(text: str, before: Sequence[Found], found: Sequence[Found]) -> Redacted:
    """The message with what was found before, and with what was found in what was left of it then."""
    known = [*before]
    for item in found:
        start, end = _source(before, item.start, at_end=False), _source(before, item.end, at_end=True)
        known = [other for other in known if other.end <= start or end <= other.start]
        known.append(Found(item.kind, start, end))
    known.sort(key=lambda item: item.start)
    parts: list[str] = []
    place = 0
    for item in known:
        parts += [text[place : item.start], placeholder(item.kind)]
        place = item.end
    return Redacted("".join(parts) + text[place:], tuple(known))


def _source(before: Sequence[Found], place: int, *, at_end: bool) -> int:
    """Where a place of the redacted message was in the message; within a placeholder it is the edge of its value."""
    gone = 0  # how many characters less there are up to here
    for item in before:
        start = item.start - gone
        end = start + len(placeholder(item.kind))
        if place <= start:
            break
        if place < end:
            return item.end if at_end else item.start
        gone = item.end - end
    return place + gone
