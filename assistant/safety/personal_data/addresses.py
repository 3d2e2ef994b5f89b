"""Home addresses: a chain of parts (house, lane, street, hamlet, ward …) that reaches below the ward.

A ward, a commune or a province alone is not personal data, and neither is the seat of an agency.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.safety.personal_data.address_reader import ROOMS, AddressReader, Part
from assistant.safety.personal_data.message import Message

__all__ = ["Chain", "address_reader", "chains"]

_HINT = re.compile(
    r"(?<![a-z])(?:so|sn|nha|duong|pho|ngo|ngach|hem|kiet|thon|ap|to|kp|tdp|kdc|khu|xom|buon|bon|ban|khoi|khom|doi|lang|can|phong|lo|toa|dia chi|d/c"
    r"|o|ship|giao|gui|(?:nguoi|ng) nhan|tp|tx|que|phuong|xa|quan|plei|chung cu|tap the)(?![a-z])|\d/\d"
)
_LATER_CUE = re.compile(r"[ ,]*(?:la|chinh la) (?:nha|dia chi|cho o|noi o)(?![a-z])")
_OWN_HOME = re.compile(r"(?<![a-z])nha (?:toi|tui|em|minh|con|chau|bac|ba|ong|me|ma|bo)(?![a-z])")
_RECIPIENT = re.compile(r"(?<![a-z])(?:nguoi|ng) nhan(?![a-z])[^\n]*$")


@dataclass(frozen=True)
class Chain:
    """Parts that follow each other, with what the words around them say.

    Attributes:
        start, end: place in the folded text.
        cue: `address`, `home` or `place` for a word that leads to it; empty for none.
        numbered: for each part whether it ends with a number.
        later: whether a word for a home follows.
        public: whether an agency, a shop or a public place is named before it.
        listed: whether it is an item of its own: "anh Tư, 09…, ấp 5 xã Mỹ Lộc, hỏi …".
        bare: whether neither marks nor capitals tell names from other words in this message.
    """

    parts: tuple[Part, ...]
    start: int
    end: int
    cue: str
    numbered: tuple[bool, ...]
    later: bool
    public: bool
    listed: bool
    bare: bool

    @property
    def is_home(self) -> bool:
        """Whether the rules take it for somebody's address."""
        told = not self.bare or self.cue in ("address", "home") or _is_told(self)
        return told and _is_home(self)


def _is_told(chain: Chain) -> bool:
    """Whether a chain in a text without marks and capitals has a part that can hardly be other words: a ward, a named
    street, a numbered hamlet, a number that is said to be that of a house."""
    return any(
        part.kind in ("ward", "place")
        or (part.kind == "street" and part.form != "")
        or (part.kind == "local" and number)
        or (part.kind == "house" and part.sure)
        for part, number in zip(chain.parts, chain.numbered, strict=True)
    )


def _is_home(chain: Chain) -> bool:
    parts, cue, public = chain.parts, chain.cue, chain.public
    kinds = [part.kind for part in parts]
    house, street, local = ("house" in kinds, "street" in kinds, "local" in kinds)
    ward = sum(kind in ("ward", "name", "place") for kind in kinds)
    # "3 con bò": a bare number and words without capitals; only a ward makes a house and its street of them.
    vague = kinds[:2] == ["house", "street"] and not (parts[0].form not in ("", "nhà") or parts[1].sure) and not ward
    counted = kinds[:2] == ["house", "local"] and not parts[0].sure and parts[1].form in ROOMS  # "nhà 2 tầng 4 phòng"
    if counted or (vague and cue != "address"):
        return False
    if chain.later:
        return house or street or local
    own = cue in ("address", "home")
    if own or (cue and not public):
        if house and (street or local):
            return own or street or ward > 0
        several = own and (kinds.count("local") > 1 or kinds.count("street") > 1)
        return several or (local and (ward > 0 or street)) or (street and ward > 0)
    if public:
        return False
    sure_house = any(part.kind == "house" and part.sure for part in parts)
    sure_street = any(part.kind == "street" and part.sure for part in parts)
    if (sure_house and (street or local)) or (house and sure_street and ward > 0):
        return True
    return (
        parts[0].sure
        and (local or kinds.count("street") > 1)
        and kinds[0] in ("local", "street")
        and (ward > 1 or (ward > 0 and (chain.listed or kinds.count("local") > 1)))
    )


def _chain(reader: AddressReader, message: Message, place: int, parts: list[Part], own_home: str) -> Chain:
    text = message.text
    start, end = reader.words[parts[0].first].start, reader.words[parts[-1].last - 1].end
    before, after = text[:start].rstrip(" ")[-1:], text[end:].lstrip(" ")[:1]
    listed = before in ("", ",", ":", ";", "\n") and after in (",", ";", ".", "\n", "")
    cue = reader.cue(place) or own_home
    if listed and any(part.kind in ("ward", "place") for part in parts) and _RECIPIENT.search(text[:start]):
        cue = "address"  # "nguoi nhan Bui Xuan Soan, 233 tran hung dao, tp phu ly"
    return Chain(
        tuple(parts),
        start,
        end,
        cue,
        tuple(reader.words[part.last - 1].is_number for part in parts),
        later=_LATER_CUE.match(text, end) is not None,
        public=reader.is_public(place) or reader.is_seat(place),
        listed=listed,
        bare=reader.bare,
    )


def address_reader(message: Message) -> AddressReader | None:
    """The words of a message as those of an address; None where nothing hints at one."""
    return AddressReader(message) if _HINT.search(message.text) else None


def chains(message: Message, reader: AddressReader) -> Iterator[Chain]:
    """Everything that reads like an address, left to right; nothing overlaps one that is a home."""
    own_home = "place" if _OWN_HOME.search(message.text) else ""  # the message is about someone's home
    place = 0
    while place < len(reader.words):
        parts = reader.chain(place) if reader.words[place].is_name else []
        if not parts:
            place += 1
            continue
        chain = _chain(reader, message, place, parts, own_home)
        yield chain
        place = parts[-1].last if chain.is_home else place + 1
