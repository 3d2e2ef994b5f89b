"""The body of a consultation message, as OpenAPI v3 wants it."""

from __future__ import annotations

from typing import Any

from connectors.base.message import Outgoing

__all__ = ["MESSAGE_PATH", "body"]

MESSAGE_PATH = "/v3.0/oa/message/cs"


def body(user: str, message: Outgoing) -> dict[str, Any]:
    """The JSON body. `oa.query.hide`: the payload of a tapped button is not shown in the chat."""
    content: dict[str, Any] = {"text": message.text} if message.text else {}
    if message.image is not None:
        element = {"media_type": "image", "url": message.image}
        content["attachment"] = {"type": "template", "payload": {"template_type": "media", "elements": [element]}}
    elif message.buttons:
        buttons = [
            {"title": button.title, "type": "oa.query.hide", "payload": button.data} for button in message.buttons
        ]
        content["attachment"] = {"type": "template", "payload": {"buttons": buttons}}
    return {"recipient": {"user_id": user}, "message": content}
