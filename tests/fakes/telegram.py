"""A fake Telegram Bot API server (Bot API 10.0, as in platforms.md)."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import web

from tests.fakes.server import FakeServer, Sent, is_image, utf16

__all__ = ["FakeTelegram"]

TOKEN = "123456:fake-telegram-token"
SECRET = "fake_webhook_secret"


class FakeTelegram(FakeServer):
    """Delivers by webhook or getUpdates, takes messages, refuses what the real server refuses."""

    def __init__(self, token: str = TOKEN) -> None:
        super().__init__()
        self.token = token
        self.secret = ""
        self.menu: list[dict[str, str]] = []
        self.answered: list[str] = []
        self.typing = 0
        self.blocked: set[str] = set()
        self.uploads: list[bytes] = []
        self._updates: list[dict[str, Any]] = []
        self._arrived = asyncio.Event()
        self._number = 1000
        self._callbacks: set[str] = set()
        self._chats: set[str] = set()

    # What people do ---------------------------------------------------------------------------------------------

    def say(self, chat: int, text: str) -> dict[str, Any]:
        """A person writes."""
        return self.message(chat, text=text)

    def message(self, chat: int, /, **content: Any) -> dict[str, Any]:
        """A person sends something."""
        self._chats.add(str(chat))
        who = {"id": chat, "is_bot": False, "first_name": "Lan", "language_code": "vi"}
        message = {
            "message_id": self._next(),
            "date": 1790000000,
            "chat": {"id": chat, "type": "private", "first_name": "Lan"},
            "from": who,
        }
        return self._update({"message": message | content}, f"m{chat}")

    def tap(self, chat: int, data: str) -> dict[str, Any]:
        """A person taps a button with this data."""
        number = self._next()
        self._callbacks.add(f"cb{number}")
        query = {
            "id": f"cb{number}",
            "from": {"id": chat, "is_bot": False, "first_name": "Lan"},
            "message": {"message_id": 5, "date": 1790000000, "chat": {"id": chat, "type": "private"}},
            "chat_instance": "x",
            "data": data,
        }
        return self._update({"callback_query": query}, f"c{chat}")

    def block(self, chat: int) -> None:
        """A person blocks the bot."""
        self.blocked.add(str(chat))
        user = {"id": 1, "is_bot": True, "first_name": "Bot"}
        change = {
            "chat": {"id": chat, "type": "private"},
            "from": {"id": chat, "is_bot": False, "first_name": "Lan"},
            "date": 1790000000,
            "old_chat_member": {"user": user, "status": "member"},
            "new_chat_member": {"user": user, "status": "kicked", "until_date": 0},
        }
        self._update({"my_chat_member": change}, f"b{chat}")

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _update(self, content: dict[str, Any], line: str) -> dict[str, Any]:
        update = {"update_id": self._next()} | content
        if self.webhook:
            self.deliver(json.dumps(update).encode(), line=line)
        else:
            self._loop.call_soon_threadsafe(self._add, update)
        return update

    def _add(self, update: dict[str, Any]) -> None:
        self._updates.append(update)
        self._arrived.set()

    def headers(self, body: bytes) -> dict[str, str]:
        return {"X-Telegram-Bot-Api-Secret-Token": self.secret}

    # What the bot calls -----------------------------------------------------------------------------------------

    async def handle(self, request: web.Request) -> web.StreamResponse:
        prefix, _, method = request.path.lstrip("/").partition("/")
        if prefix != f"bot{self.token}":
            return _error(401, "Unauthorized")
        form = dict(await request.post()) if request.method == "POST" else dict(request.query)
        self.calls.append(method)
        handler = getattr(self, f"_{method.lower()}", None)
        if handler is None:
            return _error(404, "Not Found")
        answer: web.StreamResponse = await handler(form, request)
        return answer

    async def _getme(self, form: Any, request: web.Request) -> web.Response:
        return _ok({"id": 123456, "is_bot": True, "first_name": "Trợ lý số", "username": "troly_bot"})

    async def _setwebhook(self, form: Any, request: web.Request) -> web.Response:
        self.webhook, self.secret = form["url"], form.get("secret_token", "")
        return _ok(True)

    async def _deletewebhook(self, form: Any, request: web.Request) -> web.Response:
        self.webhook = None
        return _ok(True)

    async def _setmycommands(self, form: Any, request: web.Request) -> web.Response:
        self.menu = json.loads(form["commands"])
        return _ok(True)

    async def _getupdates(self, form: Any, request: web.Request) -> web.Response:
        if self.webhook:
            return _error(409, "Conflict: can't use getUpdates method while webhook is active")
        offset, timeout = int(form.get("offset", 0)), float(form.get("timeout", 0))
        self._updates = [update for update in self._updates if update["update_id"] >= offset]
        if not self._updates:
            self._arrived.clear()
            try:
                await asyncio.wait_for(self._arrived.wait(), timeout)
            except asyncio.TimeoutError:
                return _ok([])
        return _ok(self._updates[: int(form.get("limit", 100))])

    async def _answercallbackquery(self, form: Any, request: web.Request) -> web.Response:
        if form["callback_query_id"] not in self._callbacks:
            return _error(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.answered.append(form["callback_query_id"])
        return _ok(True)

    async def _sendchataction(self, form: Any, request: web.Request) -> web.Response:
        self.typing += 1
        return _ok(True)

    async def _sendmessage(self, form: Any, request: web.Request) -> web.StreamResponse:
        text = form.get("text", "")
        if not text.strip():
            return self._refuse("message text is empty")
        if utf16(text) > 4096:
            return self._refuse("message is too long")
        return await self._taken(form, request, text=text)

    async def _sendphoto(self, form: Any, request: web.Request) -> web.StreamResponse:
        return await self._media(form, request, "photo", "image")

    async def _sendvoice(self, form: Any, request: web.Request) -> web.StreamResponse:
        return await self._media(form, request, "voice", "audio")

    async def _sendaudio(self, form: Any, request: web.Request) -> web.StreamResponse:
        return await self._media(form, request, "audio", "audio")

    async def _media(self, form: Any, request: web.Request, name: str, kind: str) -> web.StreamResponse:
        given, caption = form[name], form.get("caption", "")
        if isinstance(given, web.FileField):
            data = given.file.read()
            if name != "photo" or not is_image(data):
                return self._refuse("IMAGE_PROCESS_FAILED")
            if len(data) > 10_000_000:
                return self._refuse("Too Large")
            given = f"upload:{given.filename}"
            self.uploads.append(data)
        else:
            content = await self.fetched(given)
            if content is None or (kind == "image" and len(content) > 5_000_000):
                return _error(400, "Bad Request: wrong HTTP URL specified")
        if utf16(caption) > 1024:
            return self._refuse("message caption is too long")
        return await self._taken(form, request, text=caption, **{kind: given})

    async def _taken(self, form: Any, request: web.Request, **content: Any) -> web.StreamResponse:
        chat = str(form["chat_id"])
        if chat in self.blocked:
            return _error(403, "Forbidden: bot was blocked by the user")
        if chat not in self._chats:
            return _error(400, "Bad Request: chat not found")
        rows = json.loads(form["reply_markup"])["inline_keyboard"] if form.get("reply_markup") else []
        buttons = tuple((button["text"], button["callback_data"]) for row in rows for button in row)
        if len(buttons) > 100 or any(len(row) > 8 for row in rows):
            return self._refuse("too many buttons")
        if any(not 1 <= len(data.encode()) <= 64 or not title for title, data in buttons):
            return self._refuse("BUTTON_DATA_INVALID")
        scripted = self.scripted()
        if isinstance(scripted, tuple):
            return web.json_response(scripted[1], status=scripted[0])
        self.take(Sent(chat, buttons=buttons, **content))
        if scripted == "drop":
            return await self.drop(request)
        return _ok({"message_id": self._next(), "date": 1790000000, "chat": {"id": int(chat), "type": "private"}})

    def _refuse(self, reason: str) -> web.Response:
        self.faults.append(reason)
        return _error(400, f"Bad Request: {reason}")


def _ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _error(code: int, description: str) -> web.Response:
    return web.json_response({"ok": False, "error_code": code, "description": description}, status=code)
