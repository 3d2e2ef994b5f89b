"""A fake Zalo Bot Platform: JSON methods, webhook with a secret header, both shapes of updates."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from aiohttp import web

from tests.fakes.server import FakeServer, Sent, utf16

__all__ = ["FakeZaloBot"]

TOKEN = "424242:fake-zalo-bot-token"
SECRET = "fake-bot-secret"


class FakeZaloBot(FakeServer):
    """Wraps every second update in `result`, as the documentation shows; the others are flat, as in real traffic."""

    def __init__(self, token: str = TOKEN) -> None:
        super().__init__()
        self.token = token
        self.secret = ""
        self.typing = 0
        self.poll_seconds = 1.0
        self._updates: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._number = 0
        self._chats: set[str] = set()

    # What people do ---------------------------------------------------------------------------------------------

    def say(self, user: str, text: str) -> bytes:
        """A person writes."""
        return self.event("message.text.received", user, text=text)

    def event(
        self, name: str, user: str, *, deliver: bool = True, group: bool = False, is_bot: bool = False, **content: Any
    ) -> bytes:
        """Any event of a person; its body."""
        self._number += 1
        self._chats.add(user)
        message = {
            "message_id": f"{self._number:020x}",
            "date": int(time.time() * 1000),
            "chat": {"id": user, "chat_type": "GROUP" if group else "PRIVATE"},
            "from": {"id": user, "display_name": "Lan", "is_bot": is_bot},
        } | content
        update: dict[str, Any] = {"event_name": name, "message": message}
        if self._number % 2 == 0:
            update = {"ok": True, "result": update}
        raw = json.dumps(update, ensure_ascii=False).encode()
        if not deliver:
            return raw
        if self.webhook:
            self.deliver(raw, line=user)
        else:
            self._loop.call_soon_threadsafe(self._updates.put_nowait, update)
        return raw

    def headers(self, body: bytes) -> dict[str, str]:
        return {"X-Bot-Api-Secret-Token": self.secret}

    # What the bot calls -----------------------------------------------------------------------------------------

    async def handle(self, request: web.Request) -> web.StreamResponse:
        prefix, _, method = request.path.lstrip("/").partition("/")
        if prefix != f"bot{self.token}":
            return _error(401, "Unauthorized")
        self.calls.append(method)
        values = await request.json() if request.can_read_body else {}
        if method == "getMe":
            return _ok({"id": "bot", "account_name": "Bot Trợ lý số"})
        if method == "setWebhook":
            if not 8 <= len(values["secret_token"]) <= 256:
                return _error(400, "secret_token")
            self.webhook, self.secret = values["url"], values["secret_token"]
            self._loop.create_task(self._post(b"", {}))  # the probe
            return _ok({"url": values["url"], "updated_at": 1, "verification": {"ok": True, "status_code": 200}})
        if method == "deleteWebhook":
            self.webhook = None
            return _ok({})
        if method == "getUpdates":
            return await self._poll()
        if method == "sendChatAction":
            self.typing += 1
            return web.json_response({"ok": True})
        if method in ("sendMessage", "sendPhoto", "sendVoice"):
            return await self._send(method, values, request)
        return _error(404, "Not Found")

    async def _poll(self) -> web.Response:
        if self.webhook:
            return _error(409, "webhook is set")
        try:
            update = await asyncio.wait_for(self._updates.get(), self.poll_seconds)
        except asyncio.TimeoutError:
            return web.json_response({"ok": False, "error_code": 408, "description": "Request timeout"})
        return _ok(update.get("result", update))

    async def _send(self, method: str, values: Any, request: web.Request) -> web.StreamResponse:
        chat = values["chat_id"]
        if chat not in self._chats:
            return _error(400, "chat not found")
        text = values["text"] if method == "sendMessage" else values.get("caption", "")
        if utf16(text) > 2000 or (method == "sendMessage" and not text.strip()):
            self.faults.append("text length")
            return _error(400, "Bad request")
        image, audio = values.get("photo"), values.get("voice_url")
        address = image or audio
        if address is not None and await self.fetched(address) is None:
            return _error(400, "Bad request")
        unknown = set(values) - {"chat_id", "text", "photo", "voice_url", "caption"}
        if unknown:
            self.faults.append(f"unknown fields {sorted(unknown)}")
            return _error(400, "Bad request")
        scripted = self.scripted()
        if isinstance(scripted, tuple):
            return web.json_response(scripted[1], status=scripted[0])
        self.take(Sent(chat, text, image=image, audio=audio))
        if scripted == "drop":
            return await self.drop(request)
        return _ok({"message_id": f"s{len(self.sent)}", "date": int(time.time() * 1000)})


def _ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _error(code: int, description: str) -> web.Response:
    return web.json_response({"ok": False, "error_code": code, "description": description})
