"""The body of a consultation message, as OpenAPI v3 wants it."""

from __future__ import annotations

from typing import Any

from connectors.base.message import Outgoing

__all__ = ["MESSAGE_PATH", "UPLOAD_PATH", "body"]

MESSAGE_PATH = "/v3.0/oa/message/cs"
UPLOAD_PATH = "/v2.0/oa/upload/image"  # uploads have stayed with version 2


def body(user: str, message: Outgoing, attachment: str | None = None) -> dict[str, Any]:
    """The JSON body. `oa.query.hide`: the payload of a tapped button is not shown in the chat.

    Args:
        attachment: Zalo's id of the image, where it was uploaded.
    """
    content: dict[str, Any] = {"text": message.text} if message.text else {}
    if message.image is not None:
        where = {"url": message.image} if attachment is None else {"attachment_id": attachment}
        element = {"media_type": "image"} | where
        content["attachment"] = {"type": "template", "payload": {"template_type": "media", "elements": [element]}}
    elif message.buttons:
        buttons = [
            {"title": button.title, "type": "oa.query.hide", "payload": button.data} for button in message.buttons
        ]
        content["attachment"] = {"type": "template", "payload": {"buttons": buttons}}
    return {"recipient": {"user_id": user}, "message": content}
