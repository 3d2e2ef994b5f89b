"""The web server: webhooks, Rasa's REST channel, health, metrics. No answer holds details of an error."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import msgspec
from aiohttp import web
from sqlalchemy import text

from assistant.knowledge.media import MEDIA_TYPES
from connectors.base.connector import Connector, Refused
from connectors.base.inlet import StoreSlow
from connectors.base.logs import Log
from connectors.base.media import MEDIA_PAGE, is_url
from connectors.base.rest import RestMessage, rest_messages
from connectors.base.runtime import Runtime

__all__ = ["make_app"]

_LARGEST = 1 << 20  # bytes of any body; each connector may set less
_READ_SECONDS = 10.0  # for a body that comes drop by drop
_SENDER_LONGEST = 100
_MEDIA_SECONDS = 86_400  # how long an image may be kept by whoever fetched it
_REST_PREFIX = "rest:"  # keeps senders of the REST channel apart from people of the platforms
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class _Pages:
    """The handlers of one server."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._log = Log()

    async def webhook(self, request: web.Request) -> web.Response:
        """One delivery of a platform: verified, stored, then answered."""
        connector = self._runtime.connectors.get(request.match_info["channel"])
        if connector is None or not connector.webhook:
            return web.Response(status=404)
        if self._runtime.stopping:
            return web.Response(status=503, headers={"Retry-After": "5"})
        try:
            body = await self._body(request, connector)
            inbounds = connector.receive({name.lower(): value for name, value in request.headers.items()}, body)
            await self._runtime.take_webhook(connector, inbounds)
        except Refused as refusal:
            self._runtime.metrics.refused.labels(connector.name, refusal.reason).inc()
            return web.Response(status=refusal.status)
        except StoreSlow:
            self._runtime.metrics.refused.labels(connector.name, "store").inc()
            return web.Response(status=503, headers={"Retry-After": "5"})
        return web.Response()

    async def rest(self, request: web.Request) -> web.Response:
        """Rasa's REST channel."""
        if not self._runtime.ready:
            return web.Response(status=503)
        try:
            message = msgspec.json.decode(await asyncio.wait_for(request.read(), _READ_SECONDS), type=RestMessage)
        except (msgspec.DecodeError, RecursionError, UnicodeError, asyncio.TimeoutError):
            return web.json_response({"status": "failure", "reason": "invalid_body"}, status=400)
        sender = message.sender or "default"
        if message.message is None or len(sender) > _SENDER_LONGEST:
            return web.json_response({"status": "failure", "reason": "invalid_body"}, status=400)
        try:
            turn = await self._runtime.answer(_REST_PREFIX + sender, message.message)
        except Exception as error:
            self._runtime.metrics.failures.labels("rest", type(error).__name__).inc()
            self._log.fault("turn_failed", error, channel="rest")
            return web.json_response({"status": "failure", "reason": "internal"}, status=500)
        replies = tuple(
            msgspec.structs.replace(reply, image=MEDIA_PAGE + reply.image)
            if reply.image and not is_url(reply.image)
            else reply
            for reply in turn.replies
        )
        turn = msgspec.structs.replace(turn, sender=sender, replies=replies)
        return web.Response(body=msgspec.json.encode(rest_messages(turn)), content_type="application/json")

    async def probe(self, request: web.Request) -> web.Response:
        """A browser or a platform looks whether the address exists."""
        known = request.match_info["channel"] in self._runtime.connectors
        return web.Response(status=200 if known else 404)

    async def media(self, request: web.Request) -> web.StreamResponse:
        """An image of a lesson, for the platforms to fetch."""
        file = await asyncio.to_thread(self._runtime.media.file, request.match_info["path"])
        if file is None:
            return web.Response(status=404)
        headers = {
            "Content-Type": MEDIA_TYPES[file.suffix[1:]],
            "Cache-Control": f"public, max-age={_MEDIA_SECONDS}",
            "X-Content-Type-Options": "nosniff",
        }
        return web.FileResponse(file, headers=headers)

    async def health(self, request: web.Request) -> web.Response:
        """The process lives."""
        return web.json_response({"status": "ok"})

    async def ready(self, request: web.Request) -> web.Response:
        """The process works on messages and reaches its database."""
        try:
            await asyncio.wait_for(asyncio.to_thread(self._ask_database), 2)
        except Exception:
            return web.json_response({"status": "database"}, status=503)
        if not self._runtime.ready:
            return web.json_response({"status": "starting"}, status=503)
        return web.json_response({"status": "ok", "channels": sorted(self._runtime.connectors)})

    async def metrics(self, request: web.Request) -> web.Response:
        """For Prometheus."""
        return web.Response(body=self._runtime.metrics.page(), headers={"Content-Type": "text/plain; version=0.0.4"})

    def _ask_database(self) -> None:
        with self._runtime.database.reading() as connection:
            connection.execute(text("SELECT 1"))

    async def _body(self, request: web.Request, connector: Connector) -> bytes:
        largest = connector.limits.body
        if request.content_length is not None and request.content_length > largest:
            raise Refused(413, "oversized")
        try:
            body = await asyncio.wait_for(request.read(), _READ_SECONDS)
        except web.HTTPRequestEntityTooLarge:
            raise Refused(413, "oversized") from None
        except (asyncio.TimeoutError, web.RequestPayloadError, ConnectionError):
            raise Refused(400, "truncated") from None
        if len(body) > largest:
            raise Refused(413, "oversized")
        return body


@web.middleware
async def _no_details(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException as answer:
        return web.Response(status=answer.status)
    except Exception as error:
        Log().fault("request_failed", error, page=request.path.split("/")[1])
        return web.Response(status=500)


def make_app(runtime: Runtime, *, rest: bool) -> web.Application:
    """The pages of the server; `rest` adds Rasa's REST channel."""
    pages = _Pages(runtime)
    app = web.Application(client_max_size=_LARGEST, middlewares=[_no_details])
    if rest:
        app.router.add_post("/webhooks/rest/webhook", pages.rest)
    app.router.add_post("/webhooks/{channel}/webhook", pages.webhook)
    app.router.add_get("/webhooks/{channel}/webhook", pages.probe)
    app.router.add_get(MEDIA_PAGE + "{path:.+}", pages.media)
    app.router.add_get("/health", pages.health)
    app.router.add_get("/ready", pages.ready)
    app.router.add_get("/metrics", pages.metrics)
    return app
