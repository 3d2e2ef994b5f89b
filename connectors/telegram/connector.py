"""The Telegram connector."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from telegram import Bot, BotCommand, Update
from telegram.error import RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from assistant.errors import UsageError
from assistant.storage import Person
from connectors.base.body import json_object
from connectors.base.connector import Accept, Connector, Refused, Tools
from connectors.base.credentials import ChannelConfig, Secret
from connectors.base.delivery import Delivery, ErrorTable
from connectors.base.limits import Limits
from connectors.base.logs import Log
from connectors.base.media import is_url
from connectors.base.message import Inbound, Outgoing
from connectors.base.render import Renderer
from connectors.telegram.parse import ALLOWED_UPDATES, parse
from connectors.telegram.send import send

__all__ = ["NEEDED", "TelegramConnector", "build"]

NEEDED = ("token",)
_HERE = Path(__file__).parent
_API = "https://api.telegram.org"
_SECRET_HEADER = "x-telegram-bot-api-secret-token"
_SECRET_FORM = re.compile(r"[A-Za-z0-9_-]{8,256}")
_POLL_SECONDS = 25
_PAUSE_FIRST, _PAUSE_MAX = 1.0, 60.0


class TelegramConnector(Connector):
    """Telegram by long polling or webhook.

    Args:
        api: base address of the Bot API server.
        webhook_url: the address under which Telegram reaches this server, or "" for polling.
    """

    name = "telegram"

    def __init__(self, tools: Tools, *, token: Secret, api: str, webhook_url: str, secret: Secret | None) -> None:
        self.limits = Limits.load(_HERE)
        self.renderer = Renderer(self.limits, tools.texts, media=tools.image(self.limits))
        self.webhook = bool(webhook_url)
        self._errors = ErrorTable.load(_HERE)
        self._tools = tools
        self._url = webhook_url
        self._secret = secret
        timeout = tools.settings.send_timeout
        self._bot = Bot(
            token.reveal(),
            base_url=f"{api}/bot",
            base_file_url=f"{api}/file/bot",
            request=HTTPXRequest(connection_pool_size=64, read_timeout=timeout, pool_timeout=timeout),
            get_updates_request=HTTPXRequest(connection_pool_size=1, read_timeout=_POLL_SECONDS + 10),
        )
        self._task: asyncio.Task[None] | None = None
        self._log = Log()

    def receive(self, headers: Mapping[str, str], body: bytes) -> Sequence[Inbound]:
        """See Connector. The secret is checked before anything is read."""
        if self._secret is None or not self._secret.matches(headers.get(_SECRET_HEADER, "")):
            raise Refused(403, "secret")
        data = json_object(body)
        try:
            update = Update.de_json(data, self._bot)
            inbound = parse(update) if update is not None else None
        except (TypeError, KeyError, ValueError, AttributeError) as error:
            # Genuine but in no form we know. Telegram would repeat it and hold up the chat, so it counts as taken.
            self._tools.metrics.errors.labels(self.name, "unreadable").inc()
            self._log.fault("unreadable_update", error, channel=self.name)
            return ()
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
        await self._bot.shutdown()

    async def at_once(self, inbound: Inbound) -> None:
        """See Connector: confirm a tap, show "typing"."""
        if inbound.control is None:
            return
        if inbound.control.callback is not None:
            await self._bot.answer_callback_query(inbound.control.callback)
        await self._bot.send_chat_action(int(inbound.person), "typing")

    async def deliver(self, to: Person, message: Outgoing, *, age: float) -> Delivery:
        """See Connector."""
        upload = None
        if message.image is not None and not is_url(message.image):
            file = self._tools.media.file(message.image)
            upload = await asyncio.to_thread(file.read_bytes) if file is not None else b""
        return await send(self._bot, int(to.address), message, self._errors, upload=upload)

    async def _run(self, accept: Accept) -> None:
        pause = _PAUSE_FIRST
        offset = 0
        ready = False
        while True:
            try:
                if not ready:
                    await self._register()
                    ready = True
                    self._log.info("channel_ready", channel=self.name, webhook=self.webhook)
                if self.webhook:
                    return
                offset = await self._poll(offset, accept)
                pause = _PAUSE_FIRST
            except Exception as error:  # network, store, token: try again, ever more slowly
                self._tools.metrics.errors.labels(self.name, type(error).__name__).inc()
                self._log.warning("polling_failed", channel=self.name, code=type(error).__name__)
                wait = _seconds(error) if isinstance(error, RetryAfter) else pause
                await asyncio.sleep(wait)
                pause = min(_PAUSE_MAX, pause * 2)

    async def _register(self) -> None:
        await self._bot.initialize()
        if self.webhook:
            secret = self._secret.reveal() if self._secret else None
            await self._bot.set_webhook(self._url, secret_token=secret, allowed_updates=ALLOWED_UPDATES)
        else:
            await self._bot.delete_webhook()
        say = self._tools.texts.say
        commands = [BotCommand("start", say("command_start")), BotCommand("help", say("command_help"))]
        try:
            await self._bot.set_my_commands(commands)
        except TelegramError as error:  # only the menu
            self._log.warning("menu_failed", channel=self.name, code=type(error).__name__)

    async def _poll(self, offset: int, accept: Accept) -> int:
        """Fetch, store, and only then confirm: the new offset."""
        updates = await self._bot.get_updates(offset=offset, timeout=_POLL_SECONDS, allowed_updates=ALLOWED_UPDATES)
        inbounds = [inbound for update in updates if (inbound := parse(update)) is not None]
        await accept(inbounds)
        return updates[-1].update_id + 1 if updates else offset


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def build(config: ChannelConfig, tools: Tools) -> TelegramConnector:
    """The connector of an entry in credentials.yml.

    Raises:
        DataError, UsageError: the entry is wrong or incomplete.
    """
    webhook = config.choice("mode", ("polling", "webhook")) == "webhook"
    secret = config.secret("secret") if webhook else None
    if secret is not None and not _SECRET_FORM.fullmatch(secret.reveal()):
        raise UsageError(
            f"kênh {config.name}: mã bí mật của webhook sai dạng", remedy="Dùng 8–256 chữ cái, số, _ hoặc -."
        )
    url = config.secret("url").reveal() if webhook else ""
    return TelegramConnector(
        tools,
        token=config.secret("token"),
        api=config.value("api", _API).rstrip("/"),
        webhook_url=f"{url.rstrip('/')}/webhooks/telegram/webhook" if webhook else "",
        secret=secret,
    )
