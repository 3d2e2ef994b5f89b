"""Puts a typed placeholder in the place of each piece of personal data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.safety.personal_data.addresses import addresses
from assistant.safety.personal_data.codes import codes
from assistant.safety.personal_data.contexts import cues
from assistant.safety.personal_data.emails import emails
from assistant.safety.personal_data.flat import flatten
from assistant.safety.personal_data.kinds import placeholder
from assistant.safety.personal_data.lettered_accounts import lettered_accounts
from assistant.safety.personal_data.message import Message
from assistant.safety.personal_data.numbers import numbers
from assistant.safety.personal_data.passwords import passwords

__all__ = ["Found", "Redacted", "redact"]


@dataclass(frozen=True)
class Found:
    """One piece of personal data; `start` and `end` are offsets in characters of the input, `end` exclusive."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Redacted:
    """A message without its personal data. `found` is sorted and does not overlap."""

    text: str
    found: tuple[Found, ...]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds that were found."""
        return frozenset(item.kind for item in self.found)


def _free(candidates: Iterable[tuple[str, int, int]], taken: list[tuple[str, int, int]]) -> None:
    for kind, start, end in candidates:
        if all(end <= other_start or other_end <= start for _, other_start, other_end in taken):
            taken.append((kind, start, end))


def redact(text: str) -> Redacted:
    """`text` with placeholders such as `[CCCD]`, and what they stand for.

    Never raises; an empty text stays empty. A text that was redacted before comes back as it is.
    """
    flat = flatten(text)
    if not flat.text.strip():
        return Redacted(text, ())
    # Shapes that nothing else has come first; a number inside a password or an e-mail address belongs to it.
    message = Message(flat, cues())
    taken: list[tuple[str, int, int]] = []
    _free(emails(message), taken)
    _free(codes(flat), taken)
    _free(lettered_accounts(message), taken)
    _free(passwords(flat), taken)
    _free(numbers(message), taken)
    _free(addresses(message), taken)
    found = sorted((Found(kind, *flat.span(start, end)) for kind, start, end in taken), key=lambda item: item.start)
    parts: list[str] = []
    place = 0
    for item in found:
        parts += [text[place : item.start], placeholder(item.kind)]
        place = item.end
    return Redacted("".join(parts) + text[place:], tuple(found))
