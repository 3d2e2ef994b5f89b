"""Addresses word by word: a trained classifier says of each word whether it begins an address, goes on with one, or is none.

It sees what the rules see (parts, places, cues, chains), but not what they conclude; the best row of answers is then looked
for over the whole message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.safety.linear import Linear
from assistant.safety.personal_data.address_reader import AddressReader
from assistant.safety.personal_data.addresses import Chain
from assistant.safety.personal_data.rules import Reading
from assistant.safety.personal_data.topics import topics

__all__ = ["BEGINS", "GOES_ON", "OUTSIDE", "TAGS", "Stretch", "stretches", "tag_labels", "tag_marks"]

BEGINS, GOES_ON, OUTSIDE = "begins", "goes on", "outside"
TAGS = (BEGINS, GOES_ON, OUTSIDE)

Marks = dict[str, float]

_AROUND = 4  # words on each side that a word is judged by
_REACH = 8  # words on each side in which parts of an address are looked for
_DIGITS = re.compile(r"\d+")
_NEVER = -50.0  # an address that goes on without having begun
# What it costs that a new one begins right behind the first word of an address, or further inside.
_COSTS = np.array([[-3.0, 0.0, 0.0], [-2.0, 0.0, 0.0], [0.0, _NEVER, 0.0]])
_LEAST = 1e-6
_TELLING = ("public", "cue ", "topic public", "topic home", "topic kin", "topic measure")
_SIGNS = frozenset(",.;-–:")


@dataclass(frozen=True)
class Stretch:
    """A stretch of the folded text that is tagged as an address; `share` is how likely its words are inside one, 0 to 1."""

    start: int
    end: int
    share: float


def _of_chains(places: AddressReader, chains: Sequence[Chain]) -> dict[int, list[str]]:
    """For each word of a chain, by its index: its place in the chain, and of which parts and cue that is."""
    starts = {word.start: at for at, word in enumerate(places.words)}
    ends = {word.end: at for at, word in enumerate(places.words)}
    found: dict[int, tuple[Chain, int, int]] = {}
    for chain in chains:
        first, last = starts[chain.start], ends[chain.end]
        for at in range(first, last + 1):
            if at not in found or (chain.is_home and not found[at][0].is_home):
                found[at] = chain, first, last
    marks = {}
    for at, (chain, first, last) in found.items():
        role = "only" if first == last else "first" if at == first else "last" if at == last else "inner"
        kinds = " ".join(part.kind for part in chain.parts[:4])
        marks[at] = [
            f"chain {role}",
            f"chain {role} {kinds}",
            f"chain {kinds} {chain.cue}",
            f"chain {chain.cue} {chain.public}",
            f"chain {kinds} public {chain.public}",
        ]
    return marks


def _words(reading: Reading, places: AddressReader) -> list[tuple[list[str], list[str]]]:
    """For each word: what it is (parts, places, cues, shape), and which word it is."""
    of_chains = _of_chains(places, reading.chains)
    spoken_of: dict[int, list[str]] = {}
    for first, last, topic in topics().find([word.text for word in places.words]):
        for at in range(first, last):
            spoken_of.setdefault(at, []).append(f"topic {topic}")
    rows = []
    for at, word in enumerate(places.words):
        kinds = places.kinds(at)
        if word.is_number:
            kinds.append("house")
        kinds.append("capital" if word.capital else "lower")
        if not word.is_name:
            kinds.append("sign")
        shape = _DIGITS.sub(lambda match: "0" * min(len(match[0]), 5), word.text)
        which = [f"word {shape}", f"raw {word.raw}" if shape == word.text else "raw 0"]
        which += [f"form {form}" for form in places.forms(at)]
        rows.append((kinds, [*which, *of_chains.get(at, ()), *spoken_of.get(at, ())]))
    return rows


def _sides(rows: Sequence[tuple[list[str], list[str]]], at: int) -> Iterator[str]:
    """The parts of an address on each side of a word."""
    for side, reach in (
        ("<", range(at - 1, max(-1, at - _REACH), -1)),
        (">", range(at + 1, min(len(rows), at + _REACH))),
    ):
        parts = [kind for place in reach for kind in rows[place][0] if kind.startswith("part ") or kind == "house"]
        yield from sorted({f"{side} {part}" for part in parts})
        yield f"{side} {min(len(parts), 4)} {'|'.join(rows[at][0])}"
        told = {name for place in reach for name in (*rows[place][0], *rows[place][1]) if name.startswith(_TELLING)}
        for name in sorted(told):
            yield from (f"{side} {name}", f"{side} {name} {'|'.join(rows[at][0])}")


def _near_chains(reading: Reading, places: AddressReader) -> list[bool]:
    """For each word whether it is in a chain or near one: others are never part of an address."""
    spans = [(chain.start, chain.end) for chain in reading.chains]
    inside = [any(start <= word.start < end for start, end in spans) for word in places.words]
    return [any(inside[max(0, at - _REACH) : at + _REACH + 1]) for at in range(len(inside))]


def tag_marks(reading: Reading) -> list[Marks | None]:
    """The marks of each word of `reading.places`, None where it is far from all that reads like an address; empty without a word
    near one."""
    if reading.places is None or not reading.chains:
        return []
    rows = _words(reading, reading.places)
    near_one = _near_chains(reading, reading.places)
    kinds = ["|".join(row[0]) for row in rows]
    words = [row[1][0] for row in rows]
    found: list[Marks | None] = []
    for at in range(len(rows)):
        if not near_one[at]:
            found.append(None)
            continue

        def near(values: Sequence[str], step: int, at: int = at) -> str:
            return values[at + step] if 0 <= at + step < len(values) else "^"

        marks: Marks = {}
        for step in range(-_AROUND, _AROUND + 1):
            own = [*rows[at + step][0], *rows[at + step][1]] if 0 <= at + step < len(rows) else ["^"]
            marks.update((f"{step} {name}", 1.0) for name in own)
        for left in (-2, -1, 0, 1):
            marks[f"kinds {left} {near(kinds, left)} {near(kinds, left + 1)}"] = 1.0
            marks[f"words {left} {near(words, left)} {near(words, left + 1)}"] = 1.0
        for left in (-2, -1):
            marks[f"three {left} {near(kinds, left)} {near(kinds, left + 1)} {near(kinds, left + 2)}"] = 1.0
        marks.update((name, 1.0) for name in _sides(rows, at))
        marks["bare" if reading.places.bare else "rich"] = 1.0
        found.append(marks)
    return found


def tag_labels(reading: Reading, addresses: Sequence[tuple[int, int]]) -> list[str]:
    """What each word is, given where addresses stand in the message (offsets of the source)."""
    labels: list[str] = []
    for word in reading.places.words if reading.places else ():
        start, end = reading.message.flat.span(word.start, word.end)
        inside = next((first for first, last in addresses if first <= start and end <= last), None)
        goes_on = inside is not None and start > inside and labels[-1:] not in ([], [OUTSIDE])
        labels.append(OUTSIDE if inside is None else GOES_ON if goes_on else BEGINS)
    return labels


def _best_row(logs: npt.NDArray[np.float64]) -> list[int]:
    """The likeliest tag of each word, over the whole row (Viterbi)."""
    best = logs[0] + np.array([0.0, _NEVER, 0.0])
    back = np.zeros(logs.shape, dtype=np.int64)
    for at in range(1, len(logs)):
        through = best[:, None] + _COSTS
        back[at] = through.argmax(axis=0)
        best = through.max(axis=0) + logs[at]
    tags = [int(best.argmax())]
    for at in range(len(logs) - 1, 0, -1):
        tags.append(int(back[at][tags[-1]]))
    return tags[::-1]


def _whole_parts(places: AddressReader, chains: Sequence[Chain], first: int, last: int) -> tuple[int, int]:
    """The stretch with the parts that it begins or ends in, and the rest of a name in capitals: "xã Mường [Bám]"."""
    for chain in chains:
        for part in chain.parts:
            if part.first < first < part.last:
                first = part.first
            if part.first <= last < part.last - 1:
                last = part.last - 1
    words = places.words
    while (
        not places.bare
        and last + 1 < len(words)
        and words[last + 1].capital
        and (words[last].capital or words[last].is_number)
        and words[last + 1].text.isalpha()
        and words[last + 1].start <= words[last].end + 1
    ):
        last += 1
    return first, last


def stretches(reading: Reading, model: Linear) -> tuple[list[Stretch], list[float]]:
    """The stretches tagged as addresses, and for each word of `reading.places` how likely it is inside one."""
    marks = tag_marks(reading)
    if not marks or reading.places is None:
        return [], []
    shares = [{OUTSIDE: 1.0} if own is None else model.probabilities("", own) for own in marks]
    logs = np.log(np.array([[share.get(tag, 0.0) for tag in TAGS] for share in shares]) + _LEAST)
    inside = [1.0 - share.get(OUTSIDE, 0.0) for share in shares]
    tags = [*_best_row(logs), TAGS.index(OUTSIDE)]
    found, first = [], -1
    for at, tag in enumerate(tags):
        if first >= 0 and TAGS[tag] != GOES_ON:
            last = at - 1
            while last > first and reading.places.words[last].text in _SIGNS:
                last -= 1
            first, last = _whole_parts(reading.places, reading.chains, first, last)
            share = sum(inside[first : last + 1]) / (last + 1 - first)
            found.append(Stretch(reading.places.words[first].start, reading.places.words[last].end, share))
            first = -1
        if TAGS[tag] == BEGINS:
            first = at
    return found, inside
