"""Requests for wrongdoing: forging, stealing codes, breaking in, spying, fraud, and making the assistant leave its role.

Who tells that something was done to them asks for help, and is helped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec

from assistant.knowledge.yaml_lines import read_yaml
from assistant.safety.danger.compile import Patterns
from assistant.safety.danger.rules import Condition
from assistant.text import Lexicon, views

__all__ = ["WrongRule", "wrong_rules", "wrongdoing"]

_LONGEST = 1500
_MARKED = 0.5


class _Tests(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    yes: list[str]
    no: list[str]


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    reply: str
    when: list[list[str]]
    unless: list[str]
    tests: _Tests


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: dict[str, list[str]]
    rules: list[_Entry]


@dataclass(frozen=True)
class WrongRule:
    """One kind of wrongdoing. `reply` is the code of the refusal, which names the lawful way."""

    id: str
    reply: str
    marked: Condition
    plain: Condition
    yes: tuple[str, ...]
    no: tuple[str, ...]


def _condition(entry: _Entry, patterns: Patterns, *, marked: bool) -> Condition:
    when: tuple[re.Pattern[str], ...] = tuple(patterns.compile(phrases, marked=marked) for phrases in entry.when)
    return Condition(when, patterns.compile(entry.unless, marked=marked) if entry.unless else None)


@lru_cache(maxsize=1)
def wrong_rules() -> tuple[WrongRule, ...]:
    """The rules of wrongdoing.yml.

    Raises:
        DataError: the file does not hold what it should.
    """
    data: _Data = read_yaml(Path(__file__).parent / "wrongdoing.yml").convert(_Data)
    patterns = Patterns(data.words)
    return tuple(
        WrongRule(
            entry.id,
            entry.reply,
            _condition(entry, patterns, marked=True),
            _condition(entry, patterns, marked=False),
            tuple(entry.tests.yes),
            tuple(entry.tests.no),
        )
        for entry in data.rules
    )


def wrongdoing(text: str, lexicon: Lexicon) -> WrongRule | None:
    """The wrongdoing that `text` asks for, or None. Never raises."""
    view = views(text[:_LONGEST], lexicon)
    marked = view.tone_share >= _MARKED
    for rule in wrong_rules():
        if (rule.marked if marked else rule.plain).holds(view.exact):
            return rule
    return None
