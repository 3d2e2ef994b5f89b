"""The Zalo Bot Platform connector."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx

from assistant.errors import UsageError
from assistant.storage import Person
from connectors.base.body import json_object
from connectors.base.connector import Accept, Connector, Refused, Tools
from connectors.base.credentials import ChannelConfig, Secret
from connectors.base.delivery import Delivery, ErrorTable, Then
from connectors.base.limits import Limits
from connectors.base.logs import Log
from connectors.base.message import Inbound, Kind, Outgoing
from connectors.base.render import Renderer
from connectors.zalo_bot.client import BotClient, BotError
from connectors.zalo_bot.parse import parse

__all__ = ["NEEDED", "ZaloBotConnector", "build"]

NEEDED = ("token",)
_HERE = Path(__file__).parent
_API = "https://bot-api.zaloplatforms.com"
_SECRET_HEADER = "x-bot-api-secret-token"
_SECRET_LENGTHS = range(8, 257)
_POLL_SECONDS = 30
_PAUSE_FIRST, _PAUSE_MAX = 1.0, 60.0
_IDLE = "408"  # nothing came while polling


class ZaloBotConnector(Connector):
    """Zalo Bot by webhook or polling.

    Args:
        webhook_url: the address under which Zalo reaches this server, or "" for polling.
    """

    name = "zalo_bot"

    def __init__(self, tools: Tools, *, token: Secret, api: str, webhook_url: str, secret: Secret | None) -> None:
        self.limits = Limits.load(_HERE)
        self.renderer = Renderer(self.limits, tools.texts, media=tools.image(self.limits))
        self.webhook = bool(webhook_url)
        self._errors = ErrorTable.load(_HERE)
        self._tools = tools
        self._url = webhook_url
        self._secret = secret
        self._client = BotClient(api, token, timeout=tools.settings.send_timeout)
        self._task: asyncio.Task[None] | None = None
        self._log = Log()

    def receive(self, headers: Mapping[str, str], body: bytes) -> Sequence[Inbound]:
        """See Connector. Empty probes are answered and have no effect."""
        if body.strip() in (b"", b"{}"):
            return ()
        if self._secret is None or not self._secret.matches(headers.get(_SECRET_HEADER, "")):
            raise Refused(403, "secret")
        inbound = parse(json_object(body))
        return () if inbound is None else (inbound,)

    async def start(self, accept: Accept) -> None:
        """See Connector. Registering and polling go on in the background until they succeed."""
        self._task = asyncio.create_task(self._run(accept))

    async def stop(self) -> None:
        """See Connector."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await self._client.close()

    async def at_once(self, inbound: Inbound) -> None:
        """See Connector: show "typing"."""
        if inbound.kind is not Kind.UNFOLLOW:
            await self._client.call("sendChatAction", chat_id=inbound.person, action="typing")

    async def deliver(self, to: Person, message: Outgoing, *, age: float) -> Delivery:
        """See Connector. A picture that Zalo refuses is left out, its text is sent."""
        try:
            result = await self._send(to.address, message)
        except BotError as error:
            then = self._errors.then(error.code, Then.RETRY)
            if then is Then.GIVE_UP and message.text and (message.image or message.audio):
                return await self.deliver(to, Outgoing(message.text), age=age)
            return Delivery(then, error.code, certain=error.certain)
        return Delivery(Then.SENT, message=str(result.get("message_id", "")) if isinstance(result, dict) else "")

    async def _send(self, chat: str, message: Outgoing) -> object:
        if message.image is not None:
            values: dict[str, Any] = {"caption": message.text} if message.text else {}
            return await self._client.call("sendPhoto", chat_id=chat, photo=message.image, **values)
        if message.audio is not None:
            return await self._client.call("sendVoice", chat_id=chat, voice_url=message.audio)
        return await self._client.call("sendMessage", chat_id=chat, text=message.text)

    async def _run(self, accept: Accept) -> None:
        pause = _PAUSE_FIRST
        ready = False
        while True:
            try:
                if not ready:
                    await self._register()
                    ready = True
                    self._log.info("channel_ready", channel=self.name, webhook=self.webhook)
                if self.webhook:
                    return
                await self._poll(accept)
                pause = _PAUSE_FIRST
            except Exception as error:  # network, store, token: try again, ever more slowly
                code = error.code if isinstance(error, BotError) else type(error).__name__
                self._tools.metrics.errors.labels(self.name, code).inc()
                self._log.warning("polling_failed", channel=self.name, code=code)
                await asyncio.sleep(pause)
                pause = min(_PAUSE_MAX, pause * 2)

    async def _register(self) -> None:
        await self._client.call("getMe")
        if not self.webhook or self._secret is None:
            await self._client.call("deleteWebhook")
            return
        result = await self._client.call("setWebhook", url=self._url, secret_token=self._secret.reveal())
        checked = result.get("verification") if isinstance(result, dict) else None
        if isinstance(checked, dict) and checked.get("ok") is False:
            # Zalo keeps the address all the same; an officer should look at the way to this server.
            self._log.warning("webhook_unreachable", channel=self.name, code=str(checked.get("status_code"))[:10])

    async def _poll(self, accept: Accept) -> None:
        """Fetch and store one update. What Zalo has given out once it does not give again: for trying only."""
        try:
            result = await self._client.call("getUpdates", timeout=_POLL_SECONDS, patience=_POLL_SECONDS + 10.0)
        except BotError as error:
            if error.code == _IDLE:
                return
            raise
        except httpx.ReadTimeout:
            return
        for update in result if isinstance(result, list) else [result]:
            inbound = parse(update) if isinstance(update, dict) else None
            if inbound is not None:
                await self._stored(accept, inbound)

    async def _stored(self, accept: Accept, inbound: Inbound) -> None:
        while True:
            try:
                await accept((inbound,))
                return
            except Exception as error:  # it will not come again, so it is kept until it is stored
                self._log.fault("store_repeated", error, channel=self.name)
                await asyncio.sleep(_PAUSE_FIRST)


def build(config: ChannelConfig, tools: Tools) -> ZaloBotConnector:
    """The connector of an entry in credentials.yml.

    Raises:
        DataError, UsageError: the entry is wrong or incomplete.
    """
    webhook = config.choice("mode", ("webhook", "polling")) == "webhook"
    secret = config.secret("secret") if webhook else None
    if secret is not None and len(secret.reveal()) not in _SECRET_LENGTHS:
        raise UsageError(f"kênh {config.name}: mã bí mật của webhook sai độ dài", remedy="Dùng 8–256 ký tự.")
    url = config.secret("url").reveal() if webhook else ""
    return ZaloBotConnector(
        tools,
        token=config.secret("token"),
        api=config.value("api", _API).rstrip("/"),
        webhook_url=f"{url.rstrip('/')}/webhooks/zalo_bot/webhook" if webhook else "",
        secret=secret,
    )
