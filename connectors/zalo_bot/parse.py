"""From Zalo Bot's updates to the one message type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.base.message import Inbound, Kind

__all__ = ["parse"]

_KINDS = {
    "message.text.received": Kind.TEXT,
    "message.image.received": Kind.IMAGE,
    "message.voice.received": Kind.VOICE,
    "message.sticker.received": Kind.STICKER,
    "message.unsupported.received": Kind.UNSUPPORTED,
}


def parse(update: Mapping[str, Any]) -> Inbound | None:
    """The message of an update, or None for what is of no interest: groups, bots, unknown events.

    The documentation wraps the update in `{"ok", "result"}`, real traffic does not; both are read.
    """
    inner = update.get("result")
    if isinstance(inner, dict) and "event_name" in inner:
        update = inner
    kind = _KINDS.get(str(update.get("event_name", "")))
    message = update.get("message")
    if kind is None or not isinstance(message, dict):
        return None
    sender, chat = message.get("from"), message.get("chat")
    if not isinstance(chat, dict) or not chat.get("id") or not message.get("message_id"):
        return None
    if str(chat.get("chat_type", "PRIVATE")).upper() != "PRIVATE":
        return None
    if isinstance(sender, dict) and sender.get("is_bot"):
        return None
    date = str(message.get("date", ""))
    return Inbound(
        update_id=str(message["message_id"])[:200],
        person=str(chat["id"]),
        kind=kind,
        place=int(date) if date.isascii() and date.isdigit() and len(date) < 16 else 0,
        text=str(message.get("text") or message.get("caption") or ""),
        # `photo_url` in real traffic, `photo` in the documentation
        media=str(message.get("photo_url") or message.get("photo") or message.get("voice_url") or "") or None,
    )
