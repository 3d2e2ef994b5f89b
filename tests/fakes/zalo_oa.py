"""A fake Zalo OA: OpenAPI v3, the OAuth server with single-use refresh tokens, and signed webhooks."""

from __future__ import annotations

import hmac
import json
import time
from collections import deque
from hashlib import sha256
from typing import Any

from aiohttp import web

from tests.fakes.server import FakeServer, Sent, is_image, utf16

__all__ = ["FakeZaloOA"]

APP_ID = "3608465111"
APP_SECRET = "fake-app-secret"
OA_SECRET = "fake-oa-secret-key"
OA = "9000000001"
_DAY_MS = 86_400_000


class FakeZaloOA(FakeServer):
    """Tokens die when they are replaced; a refresh token that comes twice is refused; windows are kept."""

    retry_after = (0.03, 0.3, 0.9, 1.8, 3.6)  # 30 s, 5 min, 15 min, 30 min, 1 h, a thousand times faster

    def __init__(self, *, proof: bool = False) -> None:
        super().__init__()
        self.proof = proof
        self.access, self.refresh = "access-1", "refresh-1"
        self.version = 1
        self.expires_in = "90000"
        self.used_refresh: list[str] = []
        self.refreshes = 0
        self.refuse_refresh = False
        self.last_seen: dict[str, int] = {}
        self.uploads: dict[str, bytes] = {}
        self.expired: set[str] = set()
        self.upload_script: deque[tuple[int, Any] | str] = deque()
        self._number = 0

    # What people do ---------------------------------------------------------------------------------------------

    def say(self, user: str, text: str, **more: Any) -> bytes:
        """A person writes."""
        return self.event("user_send_text", user, {"text": text}, **more)

    def tap(self, user: str, data: str) -> bytes:
        """A person taps a button: Zalo sends its payload as a text."""
        return self.say(user, data)

    def event(
        self,
        name: str,
        user: str,
        message: dict[str, Any] | None = None,
        *,
        deliver: bool = True,
        from_oa: bool = False,
        admin: str | None = None,
        stamp: int | None = None,
    ) -> bytes:
        """Any event about a person; its body."""
        self._number += 1
        stamp = stamp or int(time.time() * 1000)
        person, oa = {"id": user}, {"id": OA}
        sender = oa | ({"admin_id": admin} if admin else {}) if from_oa else person
        body: dict[str, Any] = {"app_id": APP_ID, "event_name": name, "timestamp": str(stamp)}
        if name in ("follow", "unfollow"):
            body |= {"oa_id": OA, "follower": person, "source": "oa_profile"}
        elif name == "user_click_chatnow":
            body |= {"oa_id": OA, "user_id": user}
        else:
            body |= {"sender": sender, "recipient": person if from_oa else oa}
            body["message"] = {"msg_id": f"m{self._number:08x}"} | (message or {})
        if not from_oa:
            self.last_seen[user] = int(time.time() * 1000)
        raw = json.dumps(body, ensure_ascii=False).encode()
        if deliver:
            self.deliver(raw, line=f"{user}")
        return raw

    def headers(self, body: bytes) -> dict[str, str]:
        try:
            data = json.loads(body)
        except (ValueError, RecursionError):
            data = None
        stamp = str(data.get("timestamp", "")) if isinstance(data, dict) else ""
        mac = sha256(APP_ID.encode() + body + stamp.encode() + OA_SECRET.encode()).hexdigest()
        return {"X-ZEvent-Signature": f"mac={mac}"}

    def again(self, headers: dict[str, str], attempt: int) -> dict[str, str]:
        return headers | ({"num_retry": str(attempt)} if attempt else {})

    # What the bot calls -----------------------------------------------------------------------------------------

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.calls.append(request.path)
        if request.path == "/v4/oa/access_token":
            return await self._token(request)
        if request.path.startswith("/v2.0/oa/message"):
            return _answer(-240, "version 2 closed")
        if request.path == "/v3.0/oa/message/cs":
            return await self._send(request)
        if request.path == "/v2.0/oa/upload/image":
            return await self._upload(request)
        return _answer(404, "empty api")

    def _stranger(self, request: web.Request) -> web.Response | None:
        """The refusal of a call without a valid token."""
        token = request.headers.get("access_token", "")
        if token != self.access:
            return _answer(-216, "Access token is invalid")
        proof = hmac.new(APP_SECRET.encode(), token.encode(), sha256).hexdigest()
        if self.proof and request.headers.get("appsecret_proof") != proof:
            return _answer(-242, "appsecret_proof is invalid")
        return None

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        if (refusal := self._stranger(request)) is not None:
            return refusal
        scripted = self.upload_script.popleft() if self.upload_script else None
        if scripted == "drop":
            return await self.drop(request)
        if isinstance(scripted, tuple):
            return web.json_response(scripted[1], status=scripted[0])
        file = (await request.post()).get("file")
        data = file.file.read() if isinstance(file, web.FileField) else b""
        if not is_image(data):
            return _answer(-201, "file is not an image")
        if len(data) > 1 << 20:
            self.faults.append("image larger than 1 MB")
            return _answer(-210, "file too large")
        identity = f"attachment-{len(self.uploads) + 1}"
        self.uploads[identity] = data
        return web.json_response({"data": {"attachment_id": identity}, "error": 0, "message": "Success"})

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        if request.headers.get("secret_key") != APP_SECRET:
            return web.json_response({"error": 404, "message": "empty api"}, status=404)
        if request.content_type != "application/x-www-form-urlencoded" or form.get("app_id") != APP_ID:
            return web.json_response({"error": -14001, "error_name": "Invalid request"})
        given = str(form.get("refresh_token"))
        if form.get("grant_type") != "refresh_token" or given != self.refresh or self.refuse_refresh:
            if given in self.used_refresh:
                self.faults.append("refresh token used twice")
            return web.json_response({"error": -118, "error_name": "invalid_grant", "error_description": "dead"})
        self.used_refresh.append(given)
        self.refreshes += 1
        self.version += 1
        self.access, self.refresh = f"access-{self.version}", f"refresh-{self.version}"
        return web.json_response(
            {"access_token": self.access, "refresh_token": self.refresh, "expires_in": self.expires_in}
        )

    async def _send(self, request: web.Request) -> web.StreamResponse:
        if (refusal := self._stranger(request)) is not None:
            return refusal
        data = await request.json()
        user, message = data["recipient"]["user_id"], data["message"]
        fault = _fault(message)
        if fault is not None:
            self.faults.append(fault[1])
            return _answer(*fault)
        image = None
        for element in message.get("attachment", {}).get("payload", {}).get("elements", ()):
            if (fault := await self._unshown(element)) is not None:
                return _answer(*fault)
            image = element.get("url") or element["attachment_id"]
        seen = self.last_seen.get(user)
        if seen is None or time.time() * 1000 - seen > 7 * _DAY_MS:
            return _answer(-230, "User has not interacted with the OA in the past 7 days")
        scripted = self.scripted()
        if isinstance(scripted, tuple):
            return web.json_response(scripted[1], status=scripted[0])
        payload = message.get("attachment", {}).get("payload", {})
        buttons = tuple((button["title"], button["payload"]) for button in payload.get("buttons", ()))
        self.take(Sent(user, message.get("text", ""), buttons, image))
        if scripted == "drop":
            return await self.drop(request)
        result = {"message_id": f"o{len(self.sent)}", "user_id": user, "quota": {"quota_type": "reply"}}
        return web.json_response({"data": result, "error": 0, "message": "Success"})

    async def _unshown(self, element: dict[str, Any]) -> tuple[int, str] | None:
        """Why Zalo would not show this image."""
        if "url" in element:
            data = await self.fetched(element["url"])
            return (-201, "image cannot be fetched") if data is None or len(data) > 1 << 20 else None
        identity = element["attachment_id"]
        if identity in self.expired:
            return -100, "attachment expired"
        return None if identity in self.uploads else (-201, "attachment_id is invalid")


def _fault(message: dict[str, Any]) -> tuple[int, str] | None:
    """Why Zalo would refuse this message."""
    text = message.get("text", "")
    if utf16(text) > 2000:
        return -210, "text longer than 2000"
    payload = message.get("attachment", {}).get("payload", {})
    buttons, elements = payload.get("buttons", ()), payload.get("elements", ())
    if len(buttons) > 5:
        return -210, "more than 5 buttons"
    for button in buttons:
        if button["type"] not in ("oa.query.show", "oa.query.hide"):
            return -201, "button type"
        if not 1 <= utf16(button["title"]) <= 100 or not 1 <= utf16(button["payload"]) <= 1000:
            return -201, "button title or payload"
    if "elements" in payload:
        if payload.get("template_type") != "media" or len(elements) != 1:
            return -201, "media element"
        if len({"url", "attachment_id"} & set(elements[0])) != 1:
            return -201, "either url or attachment_id"
    elif not text:
        return -201, "empty message"
    return None


def _answer(code: int, message: str) -> web.Response:
    return web.json_response({"error": code, "message": message})
