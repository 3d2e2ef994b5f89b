"""What a button sends: `/act` for an act of conversation, `/open <lesson> <section>` to open something.

Payloads are short and stable, because an old message may be tapped weeks later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.dialogue.state import Choice
from assistant.text import fold

__all__ = ["Open", "match_choice", "open_payload", "parse"]


@dataclass(frozen=True)
class Open:
    """Open a section of a lesson (`steps`, `summary`, `problems/<name>`), or `guide` to be led; or a `term`."""

    target: str
    section: str


def open_payload(target: str, section: str) -> str:
    """The payload that opens it."""
    return f"/open {target} {section}"


def parse(text: str) -> Open | str | None:
    """An Open, the name of an act, or None when the text is no payload."""
    if not text.startswith("/") or len(text) > 200:
        return None
    words = text[1:].split()
    if len(words) == 3 and words[0] == "open":
        return Open(words[1], words[2])
    if len(words) == 1 and words[0].replace("_", "").isalpha() and words[0].isascii():
        return words[0]
    return None


def match_choice(text: str, choices: Sequence[Choice]) -> Choice | None:
    """The choice that was typed: its number, its title (with or without tone marks), or its payload."""
    plain = fold(text).strip(" .!?)(")
    number = plain.split(" ", 1)[1] if plain.startswith(("so ", "cau ", "muc ")) else plain
    if number.isdigit() and 1 <= int(number) <= len(choices):
        return choices[int(number) - 1]
    for choice in choices:
        if text.strip() == choice.payload or (plain and plain == fold(choice.title).strip(" .!?)(")):
            return choice
    return None
