"""Fills the placeholders of a text: facts by name, forms of address by person.

`{fact:tong-dai-dinh-danh}` becomes the fact's value; `{bạn}`, `{Bạn}`, `{tôi}`, `{Tôi}` become the words with
which this person and the assistant address each other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.knowledge.model import Fact

__all__ = ["ADDRESS_WORDS", "NEUTRAL", "PLACEHOLDER", "Address", "Filled", "fill"]

PLACEHOLDER = re.compile(r"\{(?:(?P<kind>[a-z]+):)?(?P<name>[^{}:\s]+)\}")
ADDRESS_WORDS = ("bạn", "tôi")


@dataclass(frozen=True)
class Address:
    """How the assistant calls the person (`you`) and itself (`me`), in lower case."""

    you: str = "bạn"
    me: str = "mình"


NEUTRAL = Address()


@dataclass(frozen=True)
class Filled:
    """A text ready to be read, and the cautions of the facts in it that are still to be checked."""

    text: str
    cautions: tuple[str, ...]


def fill(text: str, facts: Mapping[str, Fact], address: Address = NEUTRAL) -> Filled:
    """Replace all placeholders.

    Raises:
        KeyError: the text names a fact that does not exist (`assistant check` prevents this).
    """
    cautions: dict[str, None] = {}
    words = {"bạn": address.you, "tôi": address.me}

    def replace(match: re.Match[str]) -> str:
        name = match["name"]
        if match["kind"] == "fact":
            fact = facts[name]
            if fact.status == "to_check" and fact.caution:
                cautions[fact.caution] = None
            return fact.value
        word = words.get(name.lower())
        if word is None:
            return match.group(0)
        return word[:1].upper() + word[1:] if name[:1].isupper() else word

    return Filled(PLACEHOLDER.sub(replace, text), tuple(cautions))
