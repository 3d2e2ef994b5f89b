"""The rules of danger.yml, checked and compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from assistant.knowledge.yaml_lines import Document, read_yaml
from assistant.safety.danger.compile import Patterns, UnknownGroup
from assistant.text import Views

__all__ = ["Cuts", "Progress", "Rule", "Severity", "cuts", "load_rules", "progress", "rule_for", "rules"]

Severity = Literal["life", "done", "now"]
_FILE = Path(__file__).parent / "danger.yml"
_WORD = re.compile(r"\w+")
_MARKED = 0.5  # share of syllables with marks from which a word without any is taken at its word


class Cuts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From which probability (0 to 1) of any danger there is an alarm.

    Attributes:
        alone: where the model alone sees it.
        with_rule: where a rule holds as well.
        words: a shorter message, in words, tells too little for the model alone.
        also: from which share (0 to 1) of the danger another first action is named beside the likeliest.
    """

    alone: float
    with_rule: float
    words: int
    also: float


class _Tests(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    yes: list[str]
    no: list[str]


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    severity: Severity
    first: str
    lesson: str | None
    when: list[list[str]]
    tests: _Tests
    unless: list[str] = []


class _Progress(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: int
    unless: list[str]


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: dict[str, list[str]]
    rules: list[_Entry]
    cuts: dict[str, str] = {}
    progress: dict[str, str | list[str]] = {}


@dataclass(frozen=True)
class Condition:
    """All of `when` must be found, and nothing of `unless`."""

    when: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None

    def holds(self, text: str) -> bool:
        """Whether it is so in this text."""
        return all(pattern.search(text) for pattern in self.when) and not (self.unless and self.unless.search(text))


@dataclass(frozen=True)
class Progress:
    """How somebody who is led through a lesson says that a step is done.

    Attributes:
        words: at most so many.
        unless: what shows that somebody else is in the story, or that something was lost.
    """

    words: int
    unless: re.Pattern[str]

    def holds(self, look: Views) -> bool:
        """Whether a message may be just that."""
        return len(_WORD.findall(look.exact)) <= self.words and not self.unless.search(look.exact)


@dataclass(frozen=True)
class Rule:
    """One situation.

    Attributes:
        severity: `life`, `done` (already paid, installed, told) or `now` (the fraud is going on).
        first: code of the text that says what to do now.
        lesson: id of the lesson to lead to, or None.
        marked, plain: what must be found, and what may not be, in texts with and without tone marks.
        yes, no: its own test cases.
    """

    id: str
    severity: Severity
    first: str
    lesson: str | None
    marked: Condition
    plain: Condition
    yes: tuple[str, ...]
    no: tuple[str, ...]

    def holds(self, text: str, *, marked: bool) -> bool:
        """Whether a text (exact view, lower case; `marked`: typed with tone marks) tells of this situation."""
        return (self.marked if marked else self.plain).holds(text)


def _rule(document: Document, place: int, entry: _Entry, patterns: Patterns) -> Rule:
    if not entry.when or not entry.tests.yes:
        raise document.error(f"luật {entry.id} thiếu 'when' hoặc ca thử", "rules", place, remedy="Viết đủ hai phần.")
    try:
        plain, marked = (
            Condition(
                tuple(patterns.compile(phrases, marked=strict) for phrases in entry.when),
                patterns.compile(entry.unless, marked=strict) if entry.unless else None,
            )
            for strict in (False, True)
        )
    except UnknownGroup as fault:
        raise document.error(
            f"luật {entry.id}: không có nhóm <{fault.args[0]}>, hoặc các nhóm gọi vòng quanh",
            "rules",
            place,
            remedy="Thêm nhóm vào words.",
        ) from fault
    return Rule(
        entry.id,
        entry.severity,
        entry.first,
        entry.lesson,
        marked,
        plain,
        tuple(entry.tests.yes),
        tuple(entry.tests.no),
    )


def load_rules(file: Path = _FILE) -> tuple[Rule, ...]:
    """Read and compile the rules, in their order.

    Raises:
        DataError: with file and line, where the file does not hold what it should.
    """
    document = read_yaml(file)
    data: _Data = document.convert(_Data)
    patterns = Patterns(data.words)
    return tuple(_rule(document, place, entry, patterns) for place, entry in enumerate(data.rules))


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """The rules of the project, read once."""
    return load_rules()


@lru_cache(maxsize=1)
def progress() -> Progress:
    """How progress in a lesson is told, read once.

    Raises:
        DataError: the file says nothing of it, or names an unknown group.
    """
    document = read_yaml(_FILE)
    data: _Data = document.convert(_Data)
    try:
        found = msgspec.convert(data.progress, _Progress, strict=False)
        unless = Patterns(data.words).compile(found.unless, marked=False)
    except (msgspec.ValidationError, UnknownGroup) as fault:
        raise document.error(
            f"progress: {fault}", "progress", remedy="Viết words (số từ) và unless (các cụm, nhóm có trong words)."
        ) from fault
    return Progress(found.words, unless)


@lru_cache(maxsize=1)
def cuts() -> Cuts:
    """The cuts of the project, read once.

    Raises:
        DataError: one is missing or no number from 0 to 1.
    """
    document = read_yaml(_FILE)
    try:
        found = msgspec.convert(document.data.get("cuts"), Cuts, strict=False)
    except msgspec.ValidationError as fault:
        raise document.error(
            f"cuts: {fault}", "cuts", remedy="Ghi alone, with_rule và also, từ 0 đến 1, và words, số từ."
        ) from fault
    if not 0 <= found.with_rule <= found.alone <= 1:
        raise document.error(
            f"cuts là {found.with_rule} và {found.alone}", "cuts", remedy="Cần 0 ≤ with_rule ≤ alone ≤ 1."
        )
    if not 0 < found.also <= 1:
        raise document.error(f"cuts: also là {found.also}", "cuts", remedy="Ghi also lớn hơn 0, không quá 1.")
    return found


def rule_for(look: Views) -> Rule | None:
    """The first rule that holds for a message, or None."""
    marked = look.tone_share >= _MARKED
    return next((rule for rule in rules() if rule.holds(look.exact, marked=marked)), None)
