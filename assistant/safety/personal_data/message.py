"""One message with its cue words, shared by all that judge the numbers in it."""

from __future__ import annotations

import re
from functools import cached_property

from assistant.safety.personal_data.contexts import Cues
from assistant.safety.personal_data.flat import Flat
from assistant.safety.personal_data.runs import Atom, runs
from assistant.text.fold import tone_share

__all__ = ["Message"]

_MARKED = 0.5  # share of syllables with tone marks from which on a text counts as typed with them
_GLUED_LOOSELY = 3  # digits
_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2} ?[./-] ?\d{1,2} ?[./-] ?(?:19|20)\d\d|(?:19|20)\d\d ?[./-] ?\d{1,2} ?[./-] ?\d{1,2})(?!\d)"
)


class Message:
    """The folded text, its cue words and its dates; each is found once, when it is asked for."""

    def __init__(self, flat: Flat, cues: Cues) -> None:
        self.flat = flat
        self.text = flat.text
        self.cues = cues

    @cached_property
    def marked(self) -> bool:
        """Whether it was typed with tone marks."""
        return not self.flat.source.isascii() and tone_share(self.flat.source) >= _MARKED

    @cached_property
    def found(self) -> list[tuple[int, int, str]]:
        """The cue words: (start, end, label), in order."""
        return self.cues.find(self.flat)

    @cached_property
    def labels(self) -> frozenset[str]:
        """The labels of all its cue words."""
        return frozenset(label for _, _, label in self.found)

    @cached_property
    def asks(self) -> bool:
        """Whether someone asks for, reads out or sends something in it."""
        return self.cues.asks(self.flat, marked=self.marked)

    @cached_property
    def runs(self) -> list[list[Atom]]:
        """Its runs of digits."""
        return list(runs(self.flat, marked=self.marked))

    @cached_property
    def loose_runs(self) -> list[list[Atom]]:
        """Its runs of digits, those included that touch a word: "so0912 447 083"."""
        return list(runs(self.flat, marked=self.marked, glued=_GLUED_LOOSELY))

    @cached_property
    def _dates(self) -> list[tuple[int, int]]:
        return [match.span() for match in _DATE.finditer(self.text)]

    def in_date(self, start: int, end: int) -> bool:
        """Whether this stretch touches a date."""
        return any(start < stop and begin < end for begin, stop in self._dates)
