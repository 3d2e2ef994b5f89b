"""Fits the assistant's replies to a platform: lengths, buttons, images, plain text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from assistant.dialogue.turn import Button, Reply
from connectors.base.codes import button_code
from connectors.base.limits import Limits
from connectors.base.message import OutButton, Outgoing
from connectors.base.plain import plain
from connectors.base.split import length, shorten, split_text
from connectors.base.texts import Texts

__all__ = ["Rendered", "Renderer"]


class Rendered(msgspec.Struct, frozen=True):
    """A turn as the platform gets it.

    Attributes:
        messages: in order.
        choices: payloads of the choices shown as a numbered list, first number first.
        codes: short button codes with the payload each stands for.
        dropped: how many images and voice messages could not be shown.
    """

    messages: tuple[Outgoing, ...]
    choices: tuple[str, ...]
    codes: dict[str, str]
    dropped: int = 0


class Renderer:
    """Renders for one platform.

    Args:
        data: turns the payload of a button into what the platform carries, e.g. with a prefix.
        media: turns the address of a file into what the connector sends for it, or None if it cannot be shown.
    """

    def __init__(
        self,
        limits: Limits,
        texts: Texts,
        *,
        data: Callable[[str], str] = str,
        media: Callable[[str], str | None] = str,
    ) -> None:
        self._limits = limits
        self._texts = texts
        self._data = data
        self._media = media

    def render(self, replies: Sequence[Reply]) -> Rendered:
        """All replies of one turn."""
        messages: list[Outgoing] = []
        choices: list[str] = []
        codes: dict[str, str] = {}
        dropped = 0
        for reply in replies:
            made, lost = self._reply(reply, choices, codes)
            messages += made
            dropped += lost
        return Rendered(tuple(messages), tuple(choices), codes, dropped)

    def _reply(self, reply: Reply, choices: list[str], codes: dict[str, str]) -> tuple[list[Outgoing], int]:
        limits = self._limits
        text = plain(reply.text)
        buttons: tuple[OutButton, ...] = ()
        if reply.buttons and self._as_buttons(reply.buttons):
            buttons = tuple(self._button(button, codes) for button in reply.buttons)
        elif reply.buttons:
            text = self._numbered(text, reply.buttons, choices)
        image = self._media(reply.image) if reply.image and limits.image else None
        audio = self._media(reply.audio) if reply.audio and limits.audio else None
        dropped = (reply.image is not None and image is None) + (reply.audio is not None and audio is None)
        if buttons and not text:
            text = self._texts.say("choose_above")
        messages = [Outgoing(text=part) for part in split_text(text, limits.text)]
        if image:
            caption = text if messages and len(messages) == 1 and length(text) <= limits.caption and not buttons else ""
            messages = [Outgoing(text=caption, image=image), *([] if caption else messages)]
        if audio:
            messages.insert(0, Outgoing(audio=audio))
        if buttons:
            messages[-1] = msgspec.structs.replace(messages[-1], buttons=buttons)
        return messages, dropped

    def _as_buttons(self, buttons: Sequence[Button]) -> bool:
        limits = self._limits
        # A title that had to be cut may no longer tell the choices apart: such a list is numbered as well.
        return len(buttons) <= limits.buttons and all(length(plain(button.title)) <= limits.title for button in buttons)

    def _button(self, button: Button, codes: dict[str, str]) -> OutButton:
        data = self._data(button.payload)
        if len(data.encode()) > self._limits.data:
            code = button_code(button.payload)
            codes[code] = button.payload
            data = self._data(code)
        return OutButton(shorten(plain(button.title), self._limits.title), data)

    def _numbered(self, text: str, buttons: Sequence[Button], choices: list[str]) -> str:
        lines = []
        for button in buttons:
            choices.append(button.payload)
            lines.append(f"{len(choices)}. {plain(button.title)}")
        return "\n\n".join(part for part in (text, "\n".join(lines), self._texts.say("type_number")) if part)
