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
from assistant.safety.danger.model import seen
from assistant.safety.danger.rules import Condition
from assistant.safety.linear import Linear
from assistant.safety.wrongdoing_model import WRONG
from assistant.text import Lexicon, Views, fold

__all__ = ["WrongRule", "refusal", "wrong_cuts", "wrong_rule_for", "wrong_rules"]

_GENERAL = "refuse_general"
_MARKED = 0.5  # share of syllables with marks from which a word without any is taken at its word


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
    cut: str
    cut_honest: str
    honest: list[str]
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


@dataclass(frozen=True)
class _Cuts:
    """From which probability (0 to 1) the model alone refuses, and for texts with a word of somebody honest."""

    plain: float
    honest: float
    words: re.Pattern[str]


@lru_cache(maxsize=1)
def wrong_cuts() -> _Cuts:
    """The cuts of wrongdoing.yml, read once.

    Raises:
        DataError: one is missing, no number, or out of order.
    """
    document = read_yaml(Path(__file__).parent / "wrongdoing.yml")
    data: _Data = document.convert(_Data)
    try:
        plain, honest = float(data.cut), float(data.cut_honest)
    except ValueError:
        raise document.error("cut hoặc cut_honest không phải là số", "cut", remedy="Viết số từ 0 đến 1.") from None
    if not 0 < plain <= honest < 1:
        raise document.error(f"cut là {plain}, cut_honest là {honest}", "cut", remedy="Cần 0 < cut ≤ cut_honest < 1.")
    # Compared without tone marks: half-marked words ("nhận biêt") are common, and a doubt speaks for the person.
    return _Cuts(plain, honest, Patterns({}).compile([fold(phrase) for phrase in data.honest], marked=True))


def refusal(text: str, lexicon: Lexicon, model: Linear) -> str | None:
    """The code of the refusal that `text` gets, or None where it asks for nothing wrong. Never raises.

    A rule names the refusal that fits; what no rule knows and the model sees gets a general one.
    """
    look = seen(text, lexicon)
    if rule := wrong_rule_for(look):
        return rule.reply
    cuts = wrong_cuts()
    cut = cuts.honest if cuts.words.search(look.folded) else cuts.plain
    return _GENERAL if model.probabilities(look.exact)[WRONG] >= cut else None


def wrong_rule_for(look: Views) -> WrongRule | None:
    """The first rule that holds for a message, or None."""
    marked = look.tone_share >= _MARKED
    return next((rule for rule in wrong_rules() if (rule.marked if marked else rule.plain).holds(look.exact)), None)
