"""The words of addresses.yml, compiled once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec

from assistant.knowledge.yaml_lines import read_yaml
from assistant.text.fold import fold

__all__ = ["AddressWords", "Form", "address_words", "is_same"]


@dataclass(frozen=True)
class Form:
    """One way to name a part ("tổ dân phố"), a place or a cue: its words with their marks, in lower case."""

    words: tuple[str, ...]
    kind: str  # street, local, ward, place, …

    @property
    def text(self) -> str:
        """The form as one string."""
        return " ".join(self.words)


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    street: str
    local: str
    ward: str
    needs_number: str
    name_tails: str
    house: str
    places: str
    home_cues: str
    address_cues: str
    place_cues: str
    linkers: str
    unmarked_no_cues: str
    counted: str
    names: str
    public: str
    stops: str
    marked_stops: str
    not_parts: str
    never_first: str


@dataclass(frozen=True)
class AddressWords:
    """The lists of addresses.yml. The dictionaries go from the folded first word to the forms, the longest first."""

    parts: dict[str, list[Form]]
    places: dict[str, list[Form]]
    names: dict[str, list[Form]]
    name_tails: dict[str, list[Form]]
    cues: dict[str, list[Form]]
    public: dict[str, list[Form]]
    needs_number: frozenset[str]
    house: tuple[Form, ...]
    linkers: frozenset[str]
    unmarked_no_cues: frozenset[str]
    counted: frozenset[str]
    stops: frozenset[str]
    marked_stops: frozenset[str]
    not_parts: frozenset[str]
    never_first: frozenset[str]


def is_same(word: str, form: str, *, marked: bool) -> bool:
    """Whether a lower-case word of a message is that of a form; in a text typed with tone marks it must have them."""
    return word == form or (not marked and word.isascii() and word == fold(form))


def _split(text: str) -> list[str]:
    return [entry.strip().lower() for entry in text.split(",") if entry.strip()]


def _by_first(**groups: str) -> dict[str, list[Form]]:
    forms: dict[str, list[Form]] = {}
    for kind, group in groups.items():
        for entry in _split(group):
            form = Form(tuple(entry.split()), kind)
            forms.setdefault(fold(form.words[0]), []).append(form)
    for rows in forms.values():
        rows.sort(key=lambda form: -len(form.words))
    return forms


@lru_cache(maxsize=1)
def address_words() -> AddressWords:
    """The words.

    Raises:
        DataError: addresses.yml lacks a list, has an unknown one, or wants a number behind a word that names no part.
    """
    document = read_yaml(Path(__file__).parent / "addresses.yml")
    data: _Data = document.convert(_Data)
    needs_number = frozenset(_split(data.needs_number))
    if unknown := needs_number - {*_split(data.street), *_split(data.local), *_split(data.ward)}:
        raise document.error(
            f"'{min(unknown)}' không có trong street, local, ward", "needs_number", remedy="Thêm vào đó, hoặc bỏ đi."
        )
    return AddressWords(
        parts=_by_first(street=data.street, local=data.local, ward=data.ward),
        places=_by_first(place=data.places),
        names=_by_first(name=data.names),
        name_tails=_by_first(tail=data.name_tails),
        cues=_by_first(address=data.address_cues, home=data.home_cues, place=data.place_cues),
        public=_by_first(public=data.public),
        needs_number=needs_number,
        house=tuple(sorted((Form(tuple(w.split()), "house") for w in _split(data.house)), key=lambda f: -len(f.words))),
        unmarked_no_cues=frozenset(_split(data.unmarked_no_cues)),
        counted=frozenset(_split(data.counted)),
        linkers=frozenset(_split(data.linkers)),
        stops=frozenset(_split(data.stops)),
        marked_stops=frozenset(_split(data.marked_stops)),
        not_parts=frozenset(_split(data.not_parts)),
        never_first=frozenset(_split(data.never_first)),
    )
