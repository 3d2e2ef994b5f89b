"""The signs that lie in the words of a message; which words those are is data, in signs.yml."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import msgspec

from assistant.knowledge.yaml_lines import read_yaml
from assistant.safety.danger.compile import Patterns

__all__ = ["word_signs"]


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    phrases: list[str]
    unless: list[str]


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    signs: dict[str, _Entry]


_Compiled = tuple[str, re.Pattern[str], "re.Pattern[str] | None"]


@lru_cache(maxsize=2)
def _compiled(marked: bool) -> tuple[_Compiled, ...]:
    document = read_yaml(Path(__file__).parent / "signs.yml")
    data: _Data = document.convert(_Data)
    patterns = Patterns({})
    rows: list[_Compiled] = []
    for code, entry in data.signs.items():
        unless = patterns.compile(entry.unless, marked=marked) if entry.unless else None
        rows.append((code, patterns.compile(entry.phrases, marked=marked), unless))
    return tuple(rows)


def word_signs(text: str, *, marked: bool) -> list[str]:
    """The code of each sign in a normalised lower-case text; `marked`: it was typed with tone marks.

    Raises:
        DataError: signs.yml does not hold what it should.
    """
    return [
        code
        for code, pattern, unless in _compiled(marked)
        if pattern.search(text) and not (unless and unless.search(text))
    ]
