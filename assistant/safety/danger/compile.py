"""Turns the phrases of danger.yml into bounded regular expressions over the views of a message."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.text import fold, normalise

__all__ = ["Patterns", "UnknownGroup"]

_REFERENCE = re.compile(r"<([a-z_]+)>")
_GAP = r"\b.{0,45}?\b"


class UnknownGroup(ValueError):
    """A phrase names a group that does not exist; `args[0]` is the name."""


class Patterns:
    """Compiles lists of phrases; a group is expanded wherever it is named."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        self._words = words

    def compile(self, phrases: Sequence[str], *, marked: bool) -> re.Pattern[str]:
        """One pattern for any of the phrases, whole words only, to be searched in the exact view in lower case.

        Args:
            marked: for a text typed with tone marks: each word must have its own. Otherwise a word without any
                mark counts as well, save in phrases that begin with "=", which without marks say something else
                ("bạo hành", but also "bảo hành").

        Raises:
            UnknownGroup: a `<name>` that is no group, or groups that name each other in a circle.
        """
        return re.compile(rf"(?<!\w)(?:{self._alternatives(phrases, (), marked)})(?!\w)")

    def _alternatives(self, phrases: Sequence[str], inside: tuple[str, ...], marked: bool) -> str:
        return "|".join(
            dict.fromkeys(
                self._phrase(phrase.removeprefix("="), inside, marked or phrase.startswith("=")) for phrase in phrases
            )
        )

    def _phrase(self, phrase: str, inside: tuple[str, ...], marked: bool) -> str:
        gap_parts = [part.strip() for part in phrase.replace("…", "...").split("...")]
        return _GAP.join(self._part(part, inside, marked) for part in gap_parts if part)

    def _part(self, part: str, inside: tuple[str, ...], marked: bool) -> str:
        return r"\W{1,3}".join(self._word(word, inside, marked) for word in part.split())

    def _word(self, word: str, inside: tuple[str, ...], marked: bool) -> str:
        if reference := _REFERENCE.fullmatch(word):
            name = reference[1]
            if name not in self._words or name in inside:
                raise UnknownGroup(name)
            return f"(?:{self._alternatives(self._words[name], (*inside, name), marked)})"
        full = normalise(word).lower()
        plain = fold(full)
        return re.escape(full) if marked or plain == full else f"(?:{re.escape(full)}|{re.escape(plain)})"
