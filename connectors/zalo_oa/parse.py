"""From Zalo OA's events to the one message type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.base.message import Inbound, Kind

__all__ = ["TAP_PREFIX", "parse", "tap_data"]

# Zalo sends the payload of a tapped button back as an ordinary text; this shows that it was a tap.
TAP_PREFIX = "#tls"
_KINDS = {
    "user_send_image": Kind.IMAGE,
    "user_send_gif": Kind.IMAGE,
    "user_send_audio": Kind.VOICE,
    "user_send_sticker": Kind.STICKER,
    "user_send_location": Kind.LOCATION,
    "user_send_video": Kind.UNSUPPORTED,
    "user_send_file": Kind.UNSUPPORTED,
    "user_send_link": Kind.UNSUPPORTED,
    "user_send_business_card": Kind.UNSUPPORTED,
}
_FOLLOW = {"follow": Kind.FOLLOW, "user_follow": Kind.FOLLOW, "unfollow": Kind.UNFOLLOW, "user_unfollow": Kind.UNFOLLOW}


def tap_data(payload: str) -> str:
    """What a button carries for this payload."""
    return TAP_PREFIX + payload


def parse(event: Mapping[str, Any]) -> Inbound | None:
    """The message of an event, or None for what is of no interest: receipts, echoes of our own, unknown events."""
    name = str(event.get("event_name", ""))
    if name in _FOLLOW or name == "user_click_chatnow":
        follower = event.get("follower")
        person = follower.get("id") if isinstance(follower, dict) else None
        person = person or event.get("user_id") or _id(event, "sender")
        return _made(event, name, person, _FOLLOW.get(name, Kind.FOLLOW), {}) if person else None
    message = event.get("message")
    message = message if isinstance(message, dict) else {}
    if name.startswith("oa_send_"):
        sender = event.get("sender")
        # Only what a person typed in the OA's chat tool has an admin_id; the rest is the echo of our own messages.
        staff = isinstance(sender, dict) and sender.get("admin_id")
        person = _id(event, "recipient")
        return _made(event, name, person, Kind.STAFF, message) if staff and person else None
    person = _id(event, "sender")
    if not person:
        return None
    if name == "user_send_text":
        text = str(message.get("text") or "")
        if text.startswith(TAP_PREFIX + "/"):
            return _made(event, name, person, Kind.TAP, message, text.removeprefix(TAP_PREFIX))
        return _made(event, name, person, Kind.TEXT, message, text)
    kind = _KINDS.get(name)
    return None if kind is None else _made(event, name, person, kind, message, str(message.get("text") or ""))


def _id(event: Mapping[str, Any], role: str) -> str:
    value = event.get(role)
    return str(value.get("id") or "") if isinstance(value, dict) else ""


def _made(
    event: Mapping[str, Any], name: str, person: str, kind: Kind, message: Mapping[str, Any], text: str = ""
) -> Inbound:
    moment = str(event.get("timestamp", ""))
    # Older events name the message id `mid`; events without a message are told apart by person and time.
    update_id = message.get("msg_id") or message.get("mid") or f"{name}:{person}:{moment}"
    attachments = message.get("attachments") or event.get("attachments") or ()
    media = None
    if isinstance(attachments, list) and attachments and isinstance(attachments[0], dict):
        payload = attachments[0].get("payload")
        media = str(payload["url"]) if isinstance(payload, dict) and payload.get("url") else None
    place = int(moment) if moment.isascii() and moment.isdigit() and len(moment) < 16 else 0
    return Inbound(str(update_id)[:200], str(person), kind, place, text=text, media=media)
