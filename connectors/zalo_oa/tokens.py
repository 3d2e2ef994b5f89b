"""Zalo OA's tokens: an access token of about a day, and a refresh token that can be used once.

If two processes refreshed at the same time, one would burn the token of the other and the OA would be cut off until
an officer grants access again. So only the holder of a lock in the database refreshes, and the new pair is stored
before anything is done with it.
"""

from __future__ import annotations

import asyncio
import uuid
from datetime import timedelta

import httpx
import msgspec

from assistant import clock
from assistant.errors import AssistantError
from assistant.storage import TokenPair, Tokens
from connectors.base.credentials import Secret
from connectors.base.logs import Log
from connectors.zalo_oa.settings import ZaloSettings

__all__ = ["NoToken", "TokenKeeper"]

_PATH = "/v4/oa/access_token"


class NoToken(AssistantError):
    """There is no valid token. `code` is Zalo's, `again` whether trying later can help without an officer."""

    def __init__(self, code: str, *, again: bool) -> None:
        super().__init__(
            f"không có token Zalo OA hợp lệ ({code})", remedy="Xem docs/ket-noi/zalo-oa.md, mục cấp quyền lại."
        )
        self.code = code
        self.again = again

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.code, self.again)


def _rebuild(code: str, again: bool) -> NoToken:
    return NoToken(code, again=again)


class TokenKeeper:
    """Gives out the access token and refreshes it in time."""

    def __init__(
        self, tokens: Tokens, name: str, *, app_id: str, app_secret: Secret, oauth: str, settings: ZaloSettings
    ) -> None:
        self._tokens = tokens
        self._name = name
        self._app_id = app_id
        self._app_secret = app_secret
        self._oauth = oauth
        self._settings = settings
        self._holder = uuid.uuid4().hex
        self._refreshing = asyncio.Lock()
        self._log = Log()

    async def current(self, client: httpx.AsyncClient) -> TokenPair:
        """The pair to use, refreshed if its time is nearly over.

        Raises:
            NoToken: there is none, or it could not be refreshed and is over.
        """
        pair = await self._stored()
        left = (pair.expires - clock.now()).total_seconds()
        if left > self._settings.refresh_early:
            return pair
        try:
            return await self.refresh(client, pair.version)
        except NoToken:
            if left > 0:
                return pair
            raise

    async def refresh(self, client: httpx.AsyncClient, version: int) -> TokenPair:
        """A pair newer than that version, whoever gets it.

        Raises:
            NoToken: Zalo refused, or did not answer.
        """
        async with self._refreshing:
            deadline = asyncio.get_running_loop().time() + self._settings.refresh_lease
            while True:
                pair = await self._stored()
                if pair.version != version:
                    return pair
                lease = timedelta(seconds=self._settings.refresh_lease)
                if await asyncio.to_thread(
                    self._tokens.lock, self._name, self._holder, version=version, now=clock.now(), lease=lease
                ):
                    return await self._fetch(client, pair)
                if asyncio.get_running_loop().time() > deadline:
                    raise NoToken("locked", again=True)
                await asyncio.sleep(0.2)

    async def _stored(self) -> TokenPair:
        pair = await asyncio.to_thread(self._tokens.get, self._name)
        if pair is None:
            raise NoToken("none", again=False)
        return pair

    async def _fetch(self, client: httpx.AsyncClient, pair: TokenPair) -> TokenPair:
        form = {"refresh_token": pair.refresh, "app_id": self._app_id, "grant_type": "refresh_token"}
        try:
            answer = await client.post(
                f"{self._oauth}{_PATH}", data=form, headers={"secret_key": self._app_secret.reveal()}
            )
            data = msgspec.json.decode(answer.content, type=dict)
        except (httpx.HTTPError, msgspec.DecodeError):
            # The lock is kept until it runs out: if the answer was lost, the refresh token may be used up already,
            # and hurrying does not bring it back.
            raise NoToken("no_answer", again=True) from None
        access, refresh = data.get("access_token"), data.get("refresh_token")
        if not access or not refresh:
            await asyncio.to_thread(self._tokens.unlock, self._name, self._holder)
            code = str(data.get("error", answer.status_code))
            self._log.warning("token_refused", channel="zalo_oa", code=code[:20])
            raise NoToken(code[:20], again=answer.status_code >= 500)
        try:
            life = float(data.get("expires_in", self._settings.token_life))
        except (TypeError, ValueError):
            life = self._settings.token_life
        await asyncio.to_thread(
            self._tokens.replace,
            self._name,
            self._holder,
            version=pair.version,
            access=str(access),
            refresh=str(refresh),
            expires=clock.now() + timedelta(seconds=life),
        )
        self._log.info("token_refreshed", channel="zalo_oa", version=pair.version + 1)
        return await self._stored()
