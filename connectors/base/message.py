"""What comes in from any platform, and what goes out to it."""

from __future__ import annotations

from enum import Enum

import msgspec

__all__ = ["Control", "Inbound", "Kind", "OutButton", "Outgoing"]


class Kind(str, Enum):
    """What a person did."""

    TEXT = "text"
    TAP = "tap"  # `text` is the payload of the button
    IMAGE = "image"  # `text` is the caption
    VOICE = "voice"
    LOCATION = "location"
    STICKER = "sticker"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    STAFF = "staff"  # an officer wrote to this person in the platform's own tool
    UNSUPPORTED = "unsupported"
    REMIND = "remind"  # nobody did anything: the server asks whether there is something to remind this person of


class Control(msgspec.Struct, frozen=True):
    """What the platform wants at once, before the message is worked on. Never stored.

    Attributes:
        callback: id of a tap that the platform wants confirmed.
    """

    callback: str | None = None


class Inbound(msgspec.Struct, frozen=True):
    """One thing a person did, the same for all platforms.

    Attributes:
        update_id: the platform's id of it; the same again when it is delivered again.
        person: the platform's id of the conversation, to which replies go.
        place: order within the person: the platform's time in milliseconds, or its running number.
        text: what was written, the payload of a tap, or the caption of an image.
        media: the platform's address or file id of an image or voice message.
    """

    update_id: str
    person: str
    kind: Kind
    place: int
    text: str = ""
    media: str | None = None
    control: Control | None = None


class OutButton(msgspec.Struct, frozen=True):
    """A button as the platform gets it: `data` comes back when it is tapped."""

    title: str
    data: str


class Outgoing(msgspec.Struct, frozen=True):
    """One message as the platform gets it. At most one of `image` and `audio`; `text` is its caption.

    Attributes:
        image: an address, or a path below the media folder where the connector uploads.
        audio: an address.
        until: milliseconds since 1970 after which it is not sent any more, or None.
    """

    text: str = ""
    buttons: tuple[OutButton, ...] = ()
    image: str | None = None
    audio: str | None = None
    until: int | None = None
