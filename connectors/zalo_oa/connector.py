"""The Zalo Official Account connector."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import msgspec

from assistant import clock
from assistant.storage import Notices, Person, Tokens, Uploads
from connectors.base.body import json_object
from connectors.base.connector import Accept, Connector, Refused, Tools
from connectors.base.credentials import ChannelConfig, Secret
from connectors.base.delivery import Delivery, ErrorTable, Then
from connectors.base.limits import Limits
from connectors.base.logs import Log
from connectors.base.media import is_url
from connectors.base.message import Inbound, Outgoing
from connectors.base.render import Renderer
from connectors.zalo_oa.parse import parse, tap_data
from connectors.zalo_oa.send import MESSAGE_PATH, UPLOAD_PATH, body
from connectors.zalo_oa.settings import ZaloSettings
from connectors.zalo_oa.signature import HEADER, verify
from connectors.zalo_oa.tokens import NoToken, TokenKeeper

__all__ = ["NEEDED", "ZaloOAConnector", "build"]

NEEDED = ("app_id", "app_secret", "oa_secret", "refresh_token")
_HERE = Path(__file__).parent
_API = "https://openapi.zalo.me"
_OAUTH = "https://oauth.zaloapp.com"
_EXPIRED = "-100"  # the id of an uploaded file


class ZaloOAConnector(Connector):
    """One Zalo OA behind one app.

    Args:
        proof: send appsecret_proof with each call.
        paid: allow messages after 48 hours, which cost money.
    """

    name = "zalo_oa"
    webhook = True

    def __init__(
        self,
        tools: Tools,
        *,
        app_id: str,
        app_secret: Secret,
        oa_secret: Secret,
        api: str,
        oauth: str,
        proof: bool,
        paid: bool,
    ) -> None:
        self.limits = Limits.load(_HERE)
        self.renderer = Renderer(self.limits, tools.texts, data=tap_data, media=tools.image(self.limits))
        self._errors = ErrorTable.load(_HERE)
        self._settings = ZaloSettings.load()
        self._tools = tools
        self._app_id = app_id
        self._app_secret = app_secret
        self._oa_secret = oa_secret
        self._api = api
        self._proof = proof
        self._paid = paid
        self._client = httpx.AsyncClient(timeout=tools.settings.send_timeout)
        self._uploads = Uploads(tools.database, f"{self.name}:{app_id}")
        self._keeper = TokenKeeper(
            Tokens(tools.database),
            f"{self.name}:{app_id}",
            app_id=app_id,
            app_secret=app_secret,
            oauth=oauth,
            settings=self._settings,
        )
        self._task: asyncio.Task[None] | None = None
        self._log = Log()

    def receive(self, headers: Mapping[str, str], body: bytes) -> Sequence[Inbound]:
        """See Connector. The empty probe of the console is answered and has no effect."""
        if body.strip() in (b"", b"{}"):
            return ()
        event = json_object(body)
        if not self._genuine(headers.get(HEADER, ""), body, event):
            raise Refused(403, "signature")
        inbound = parse(event)
        return () if inbound is None else (inbound,)

    async def start(self, accept: Accept) -> None:
        """See Connector: keeps the token fresh in the background, so that no reply has to wait for it."""
        self._task = asyncio.create_task(self._keep_token())

    async def stop(self) -> None:
        """See Connector."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await self._client.aclose()

    async def deliver(self, to: Person, message: Outgoing, *, age: float) -> Delivery:
        """See Connector. Outside the windows nothing is sent, as it would be refused or cost money."""
        silent = (clock.now() - to.last_inbound).total_seconds()
        if silent > self._settings.reply_window:
            return Delivery(Then.GIVE_UP, "window_7d")
        if silent > self._settings.free_window and not self._paid:
            return Delivery(Then.GIVE_UP, "window_48h")
        try:
            pair = await self._keeper.current(self._client)
            delivery = await self._post(pair.access, to.address, message)
            if delivery.then is Then.REFRESH:
                pair = await self._keeper.refresh(self._client, pair.version)
                delivery = await self._post(pair.access, to.address, message)
        except NoToken as error:
            if error.again:
                return Delivery(Then.RETRY, "token_later", after=self._settings.refresh_pause)
            return Delivery(Then.OPERATOR, "token")
        # Still refused with a token that is brand new: nothing that a further refresh could mend.
        return Delivery(Then.OPERATOR, delivery.code) if delivery.then is Then.REFRESH else delivery

    def _genuine(self, signature: str, body: bytes, event: Mapping[str, Any]) -> bool:
        app_id, timestamp = event.get("app_id"), event.get("timestamp")
        if str(app_id) != self._app_id or not isinstance(timestamp, (str, int)):
            return False
        return verify(signature, self._app_id, body, str(timestamp), self._oa_secret.reveal())

    async def _post(self, token: str, user: str, message: Outgoing) -> Delivery:
        """Send it; an image that cannot be shown is left out, its text is sent."""
        delivery = await self._post_whole(token, user, message)
        if delivery.then is not Then.GIVE_UP or message.image is None or not message.text:
            return delivery
        self._tools.metrics.dropped.labels(self.name).inc()
        return await self._post_whole(token, user, Outgoing(message.text))

    async def _post_whole(self, token: str, user: str, message: Outgoing) -> Delivery:
        if message.image is None or is_url(message.image):
            return await self._message(token, body(user, message))
        file = self._tools.media.file(message.image)
        if file is None:
            return Delivery(Then.GIVE_UP, "media")
        data = await asyncio.to_thread(file.read_bytes)
        attachment, fault = await self._attachment(token, file.name, data)
        if attachment is None:
            return fault
        delivery = await self._message(token, body(user, message, attachment))
        if delivery.code == _EXPIRED:  # sooner than Zalo says: uploaded once more
            await asyncio.to_thread(self._uploads.drop, data)
            attachment, fault = await self._attachment(token, file.name, data)
            return fault if attachment is None else await self._message(token, body(user, message, attachment))
        return delivery

    async def _attachment(self, token: str, name: str, data: bytes) -> tuple[str | None, Delivery]:
        """Zalo's id of an image, uploaded if need be; or None, and what became of the upload."""
        known = await asyncio.to_thread(self._uploads.get, data, clock.now())
        if known is not None:
            return known, Delivery(Then.SENT)
        # Whatever may be lost on the way here, no message was sent: no failure is a doubtful one.
        try:
            answer = await self._client.post(
                f"{self._api}{UPLOAD_PATH}", files={"file": (name, data)}, headers=self._headers(token)
            )
        except httpx.HTTPError as error:
            return None, Delivery(Then.RETRY, type(error).__name__)
        fault, result = self._read(answer)
        attachment = result.get("attachment_id")
        if fault.then is not Then.SENT:
            return None, msgspec.structs.replace(fault, certain=True)
        if not isinstance(attachment, str) or not attachment:
            return None, Delivery(Then.GIVE_UP, "upload")
        until = clock.now() + timedelta(seconds=self._settings.upload_life)
        await asyncio.to_thread(self._uploads.put, data, attachment, until)
        return attachment, fault

    async def _message(self, token: str, content: Mapping[str, Any]) -> Delivery:
        answer = await self._client.post(f"{self._api}{MESSAGE_PATH}", json=content, headers=self._headers(token))
        delivery, result = self._read(answer)
        if delivery.then is not Then.SENT:
            return delivery
        return msgspec.structs.replace(delivery, message=str(result.get("message_id", "")))

    def _headers(self, token: str) -> dict[str, str]:
        headers = {"access_token": token}
        if self._proof:
            secret = self._app_secret.reveal().encode()
            headers["appsecret_proof"] = hmac.new(secret, token.encode(), sha256).hexdigest()
        return headers

    def _read(self, answer: httpx.Response) -> tuple[Delivery, Mapping[str, Any]]:
        """What an answer means, and its data where the call succeeded."""
        if answer.status_code == 429:
            return Delivery(Then.WAIT, "429", after=self._settings.rate_pause, whole_channel=True), {}
        if answer.status_code >= 500:
            return Delivery(Then.RETRY, str(answer.status_code), certain=False), {}
        try:
            data = msgspec.json.decode(answer.content, type=dict)
        except msgspec.DecodeError:
            return Delivery(Then.RETRY, "no_json", certain=False), {}
        code = str(data.get("error", answer.status_code))
        if code == "0":
            result = data.get("data")
            return Delivery(Then.SENT), result if isinstance(result, dict) else {}
        then = self._errors.then(code)
        if then is Then.WAIT:
            return Delivery(then, code, after=self._settings.rate_pause, whole_channel=True), {}
        return Delivery(then, code), {}

    async def _keep_token(self) -> None:
        notices = Notices(self._tools.database)
        while True:
            pause = self._settings.refresh_early / 6
            try:
                await self._keeper.current(self._client)
            except NoToken as error:
                self._tools.metrics.errors.labels(self.name, "token").inc()
                if error.again:
                    pause = self._settings.refresh_pause
                else:
                    self._log.warning("officer_needed", channel=self.name, code="token")
                    await asyncio.to_thread(notices.add, self.name, "token", clock.now())
            except Exception as error:
                self._log.fault("token_check_failed", error, channel=self.name)
            await asyncio.sleep(pause)


def build(config: ChannelConfig, tools: Tools) -> ZaloOAConnector:
    """The connector of an entry in credentials.yml; tokens pasted in for the first time are stored.

    Raises:
        DataError, UsageError: the entry is wrong or incomplete.
    """
    app_id = config.secret("app_id").reveal()
    access = config.value("access_token")
    # Without an access token the first call refreshes; with one, its true end is unknown, so it is used only shortly.
    expires = clock.now() + timedelta(hours=2 if access else 0)
    Tokens(tools.database).seed(
        f"zalo_oa:{app_id}", access=access, refresh=config.secret("refresh_token").reveal(), expires=expires
    )
    return ZaloOAConnector(
        tools,
        app_id=app_id,
        app_secret=config.secret("app_secret"),
        oa_secret=config.secret("oa_secret"),
        api=config.value("api", _API).rstrip("/"),
        oauth=config.value("oauth", _OAUTH).rstrip("/"),
        proof=config.choice("proof", ("off", "on")) == "on",
        paid=config.choice("paid", ("off", "on")) == "on",
    )
