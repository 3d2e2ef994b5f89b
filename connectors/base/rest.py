"""Rasa's REST format: what it takes and what it gives."""

from __future__ import annotations

from typing import Any

import msgspec

from assistant.dialogue.turn import Turn

__all__ = ["RestMessage", "rest_messages"]


class RestMessage(msgspec.Struct, frozen=True):
    """What is posted; other fields of Rasa's format are accepted and have no effect."""

    sender: str | None = None
    message: str | None = None


def rest_messages(turn: Turn) -> list[dict[str, Any]]:
    """One object a reply. The last one carries the rest of the turn object under `custom`."""
    rest = turn.to_dict()
    rest.pop("replies")
    messages: list[dict[str, Any]] = []
    for place, reply in enumerate(turn.replies):
        message: dict[str, Any] = {"recipient_id": turn.sender, "text": reply.text}
        if reply.buttons:
            message["buttons"] = [{"title": button.title, "payload": button.payload} for button in reply.buttons]
        if reply.image:
            message["image"] = reply.image
        custom = ({"audio": reply.audio} if reply.audio else {}) | (rest if place == len(turn.replies) - 1 else {})
        if custom:
            message["custom"] = custom
        messages.append(message)
    return messages or [{"recipient_id": turn.sender, "custom": rest}]
