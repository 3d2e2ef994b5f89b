"""What stands around one stretch of a message: words by position, cue words, the clause."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

from assistant.safety.personal_data.message import Message
from assistant.safety.personal_data.passwords import password_names
from assistant.safety.personal_data.topics import topics

__all__ = ["Surroundings"]

_WORD = re.compile(r"[^\W_]+|[^\w\s]|\n")
_LEFT, _RIGHT = 6, 5  # words that count by their position
_WIDE = 12  # words on each side that count wherever they stand
_BESIDE = 7  # words within which a topic counts for its side
_NEAR, _FAR = 15, 45  # characters
_DIGITS = re.compile(r"\d")
_ENDS = frozenset(".?!\n")


class Surroundings:
    """The words of one message, for each candidate in it."""

    def __init__(self, message: Message) -> None:
        self.message = message
        self._words = [(match.start(), match.end(), _shape(match[0])) for match in _WORD.finditer(message.text)]
        self._starts = [start for start, _, _ in self._words]
        self._topics = topics().find([word for _, _, word in self._words])

    @cached_property
    def names(self) -> list[tuple[int, int]]:
        """Where the words for a password stand."""
        return password_names(self.message.flat)

    @cached_property
    def wide(self) -> tuple[str, ...]:
        """The labels of all cue words, and what else holds for the whole message."""
        labels = {f"has {label}" for label in self.message.labels}
        if self.message.asks:
            labels.add("has asks")
        if self.names:
            labels.add("has name")
        return tuple(sorted(labels))

    def numbers(self, start: int | None, end: int | None) -> list[str]:
        """The digits of the numbers behind `start`, or before `end`, nearest first."""
        if start is not None:
            return ["".join(atom.digits for atom in run) for run in self.message.loose_runs if run[0].start >= start]
        before = [run for run in self.message.loose_runs if end is not None and run[-1].end <= end]
        return ["".join(atom.digits for atom in run) for run in reversed(before)]

    def _sides(self, start: int, end: int) -> tuple[list[str], list[str]]:
        """The words before, nearest first, and behind."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end)
        before = [word for _, stop, word in self._words[max(0, first - _WIDE) : first] if stop <= start]
        return before[::-1], [word for _, _, word in self._words[last : last + _WIDE]]

    def window(self, start: int, end: int) -> str:
        """The words around, from left to right, with a sign for the stretch itself."""
        before, after = self._sides(start, end)
        return " ".join([*before[::-1], "xx", *after])

    def marks(self, start: int, end: int) -> Iterator[str]:
        """What stands around, by name."""
        before, after = self._sides(start, end)
        for side, words, most in (("b", before, _LEFT), ("a", after, _RIGHT)):
            padded = [*words[:most], *(["^"] if len(words) < most else [])]
            for place, word in enumerate(padded, start=1):
                yield f"{side}{place} {word}"
            yield f"{side}12 {' '.join(padded[:2])}"
            yield f"{side}123 {' '.join(padded[:3])}"
            clause = next((place for place, word in enumerate(words) if word in _ENDS), len(words))
            for word in sorted(set(words[:clause])):
                yield f"{side} {word}"
        yield from self._spoken_of(start, end)
        yield from self._cued(start, end)
        yield from self.wide

    def _spoken_of(self, start: int, end: int) -> Iterator[str]:
        """The topics on each side, by how near they are."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        found = set()
        for begin, stop, topic in self._topics:
            gap = first - stop if stop <= first else begin - last
            if gap < 0:
                continue
            side = "<" if stop <= first else ">"
            found.add(f"topic {topic}")
            if gap <= _BESIDE:
                found.add(f"topic{side} {topic}")
            if gap == 0:
                found.add(f"topic{side}0 {topic}")
            elif gap <= 3:
                found.add(f"topic{side}3 {topic}")
        yield from sorted(found)

    def _cued(self, start: int, end: int) -> Iterator[str]:
        """The cue words on each side with how near they are, and whether only fillers stand between."""
        message = self.message
        text, cues = message.text, message.cues
        labels = [(stop, label) for _, stop, label in message.found if stop <= start]
        for rank, (stop, label) in enumerate(reversed(labels[-3:])):
            reach = _reach(start - stop)
            yield f"cue{rank} {label}"
            yield f"cue{rank} {label} {reach}"
            if rank == 0:
                joint = "joined" if cues.is_filler(text[stop:start]) else "apart"
                yield f"cue {label} {joint}"
                yield f"cue {label} {'linked' if re.search(r'(?:[:=]| la) ?$', text[stop:start]) else 'unlinked'}"
        if not labels:
            yield "cue none before"
        else:
            yield "cues " + " ".join(label for _, label in labels[-2:])
        later = [(begin, label) for begin, _, label in message.found if begin >= end][:2]
        for rank, (begin, label) in enumerate(later):
            yield f"later{rank} {label} {_reach(begin - end)}"
            if rank == 0 and cues.is_filler(text[end:begin]):
                yield f"later {label} joined"
        if cues.leads(text, start):
            yield "led"
        if cues.told_after(text, end):
            yield "told"
        yield from self._named(start, end)

    def _named(self, start: int, end: int) -> Iterator[str]:
        """Words for a password on each side."""
        text = self.message.text
        before = [stop for _, stop in self.names if stop <= start]
        after = [begin for begin, _ in self.names if begin >= end]
        if before:
            between = text[before[-1] : start]
            yield f"name before {min(len(between.split()), 6)}"
            if link := re.search(r"(?:[:=/]| (?:la|thanh|sang|dat|go|nhap))(?= ?$)", between):
                yield f"name linked {link[0].strip()}"
        if after:
            yield f"name after {min(len(text[end : after[0]].split()), 6)}"


def _reach(gap: int) -> str:
    return "at" if gap <= 2 else "near" if gap <= _NEAR else "far" if gap <= _FAR else "away"


def _shape(word: str) -> str:
    return "0" * min(len(word), 7) if word.isdigit() else _DIGITS.sub("0", word)
