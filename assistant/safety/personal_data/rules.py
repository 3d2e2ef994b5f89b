"""What the rules alone make of a message: room by room, each stretch once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.safety.personal_data.address_reader import AddressReader
from assistant.safety.personal_data.addresses import Chain, address_reader, chains
from assistant.safety.personal_data.codes import codes
from assistant.safety.personal_data.contexts import cues
from assistant.safety.personal_data.emails import emails
from assistant.safety.personal_data.flat import Flat
from assistant.safety.personal_data.lettered_accounts import lettered_accounts
from assistant.safety.personal_data.message import Message
from assistant.safety.personal_data.numbers import numbers
from assistant.safety.personal_data.passwords import passwords

__all__ = ["Reading", "Span", "free", "read_by_rules"]

Span = tuple[str, int, int]  # kind, start and end in the folded text


@dataclass(frozen=True)
class Reading:
    """One message as the rules read it.

    Attributes:
        places: its words as those of an address; None where nothing hints at one.
        chains: everything that reads like an address.
        spans: the personal data that the rules are sure of; nothing overlaps.
    """

    message: Message
    places: AddressReader | None
    chains: tuple[Chain, ...]
    spans: tuple[Span, ...]


def free(found: Iterable[Span], taken: list[Span]) -> None:
    """Add to `taken` what overlaps nothing in it."""
    for kind, start, end in found:
        if all(end <= other_start or other_end <= start for _, other_start, other_end in taken):
            taken.append((kind, start, end))


def read_by_rules(flat: Flat) -> Reading:
    """The message with all that the rules find. Never raises."""
    message = Message(flat, cues())
    places = address_reader(message)
    read = tuple(chains(message, places)) if places else ()
    # Shapes that nothing else has come first; a number inside a password or an e-mail address belongs to it.
    taken: list[Span] = []
    free(emails(message), taken)
    free(codes(flat), taken)
    free(lettered_accounts(message), taken)
    free(passwords(flat), taken)
    free(numbers(message), taken)
    free((("address", chain.start, chain.end) for chain in read if chain.is_home), taken)
    return Reading(message, places, read, tuple(taken))
