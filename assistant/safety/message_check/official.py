"""Which domains are the real ones: those of facts.yml, and those of the names that fraudsters borrow."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec

from assistant.knowledge import Fact
from assistant.knowledge.yaml_lines import read_yaml
from assistant.safety.message_check.links import split_host

__all__ = ["Brand", "Official", "official_of"]

_RESERVED = ("gov.vn", "edu.vn")  # given only to the state, and to schools


class Brand(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name that is borrowed: how it is written in texts, its real domains, what it is called to people."""

    names: list[str]
    domains: list[str]
    label: str


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    brands: dict[str, Brand]
    known: dict[str, list[str]]
    open_pages: list[str]
    shorteners: list[str]
    shared_hosts: list[str]
    cheap_suffixes: list[str]
    odd_suffixes: list[str]


@dataclass(frozen=True)
class Official:
    """The real domains and the names that point to them.

    Attributes:
        domains: registered domains and hosts that are real.
        imitated: those of them that links are compared with: of the brands and of facts.yml.
        open_pages: hosts of a known owner where anybody may publish.
        brands: by key; `name_pattern` finds their names in a folded text, its group names the brand.
    """

    domains: frozenset[str]
    imitated: frozenset[str]
    open_pages: frozenset[str]
    brands: Mapping[str, Brand]
    shorteners: frozenset[str]
    shared_hosts: frozenset[str]
    cheap_suffixes: frozenset[str]
    odd_suffixes: frozenset[str]
    name_pattern: re.Pattern[str]

    def is_official(self, host: str) -> bool:
        """Whether a host is a real one, or lies under one, or where only the state and schools may have any."""
        if not host.isascii() or "xn--" in host:
            return False  # letters of another script imitate a real name
        if any(host == suffix or host.endswith(f".{suffix}") for suffix in _RESERVED):
            return True
        labels = host.split(".")
        return any(".".join(labels[place:]) in self.domains for place in range(len(labels) - 1))

    def is_open(self, host: str) -> bool:
        """Whether anybody may publish on that host."""
        labels = host.split(".")
        return any(".".join(labels[place:]) in self.open_pages for place in range(len(labels) - 1))

    def brands_in(self, folded: str) -> set[str]:
        """The keys of the brands that a folded text names."""
        return {match.lastgroup for match in self.name_pattern.finditer(folded) if match.lastgroup}


@lru_cache(maxsize=1)
def _data() -> _Data:
    document = read_yaml(Path(__file__).parent / "brands.yml")
    data: _Data = document.convert(_Data)
    return data


def official_of(facts: Mapping[str, Fact]) -> Official:
    """The real domains, with those of the url facts.

    Raises:
        DataError: brands.yml does not hold what it should.
    """
    data = _data()
    domains = {domain for brand in data.brands.values() for domain in brand.domains}
    for fact in facts.values():
        if fact.kind == "url":
            host = fact.value.removeprefix("https://").removeprefix("http://").split("/")[0].lower()
            name, suffix = split_host(host)
            domains.add(host)
            if name and suffix:
                domains.add(f"{name}.{suffix}")
    names = sorted(
        ((name, key) for key, brand in data.brands.items() for name in brand.names),
        key=lambda pair: len(pair[0]),
        reverse=True,
    )
    by_brand: dict[str, list[str]] = {}
    for name, key in names:
        by_brand.setdefault(key, []).append(re.escape(name))
    pattern = "|".join(f"(?P<{key}>{'|'.join(group)})" for key, group in by_brand.items())
    known = {domain for group in data.known.values() for domain in group}
    return Official(
        frozenset(domains | known | set(data.open_pages)),
        frozenset(domains),
        frozenset(data.open_pages),
        data.brands,
        frozenset(data.shorteners),
        frozenset(data.shared_hosts),
        frozenset(data.cheap_suffixes),
        frozenset(data.odd_suffixes),
        re.compile(rf"(?<![a-z0-9.@/-])(?:{pattern})(?![a-z0-9])"),
    )
