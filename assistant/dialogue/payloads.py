"""What a button sends: `/act`, `/act arguments` or `/open <lesson> <section>`.

Payloads are short and stable, because an old message may be tapped weeks later. A button of a step names its lesson and
step, so that an old one does not move a lesson that has gone on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.dialogue.state import Choice
from assistant.text import fold

__all__ = ["Open", "Tap", "match_choice", "open_payload", "parse", "tap_payload"]

# Acts of buttons that carry arguments, with how many.
_ARGUMENTS = {
    "next": 2,  # lesson, step
    "stuck": 2,
    "repeat": 2,
    "look": 2,
    "quiz": 3,  # lesson, question, option
    "review": 1,  # lesson
    "place": 2,  # stage, option
    "path": 1,
    "call": 1,
}
_ARGUMENT = re.compile(r"[\w/-]{1,80}")
_LETTERS = "abcdefgh"


@dataclass(frozen=True)
class Open:
    """Open a section of a lesson (`steps`, `summary`, `problems/<name>`), or `guide` to be led; or a `term`."""

    target: str
    section: str


@dataclass(frozen=True)
class Tap:
    """A tapped act with its arguments."""

    name: str
    arguments: tuple[str, ...]


def open_payload(target: str, section: str) -> str:
    """The payload that opens it."""
    return f"/open {target} {section}"


def tap_payload(name: str, *arguments: object) -> str:
    """The payload of an act with arguments."""
    return " ".join([f"/{name}", *map(str, arguments)])


def parse(text: str) -> Open | Tap | str | None:
    """An Open, a Tap, the name of an act, or None when the text is no payload."""
    if not text.startswith("/") or len(text) > 200:
        return None
    name, *arguments = text[1:].split() or [""]
    if len(arguments) == 2 and name == "open":
        return Open(*arguments)
    if arguments:
        fits = len(arguments) == _ARGUMENTS.get(name) and all(_ARGUMENT.fullmatch(part) for part in arguments)
        return Tap(name, tuple(arguments)) if fits else None
    if name.replace("_", "").isalpha() and name.isascii():
        return name
    return None


def match_choice(text: str, choices: Sequence[Choice]) -> Choice | None:
    """The choice that was typed: its number, its letter, its title (with or without tone marks), or its payload."""
    plain = fold(text).strip(" .!?)(")
    number = plain.split(" ", 1)[1] if plain.startswith(("so ", "cau ", "muc ", "dap an ", "chon ")) else plain
    number = number.removeprefix("an ").strip()
    if number.isdigit() and 1 <= int(number) <= len(choices):
        return choices[int(number) - 1]
    quiz = any(choice.payload.startswith(("/quiz ", "/place ")) for choice in choices)
    if quiz and len(number) == 1 and number in _LETTERS[: len(choices)]:
        return choices[_LETTERS.index(number)]
    for choice in choices:
        if text.strip() == choice.payload or (plain and plain == fold(choice.title).strip(" .!?)(")):
            return choice
    return None
