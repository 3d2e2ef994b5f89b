"""What a platform's folder provides: one Connector, and a `build` function that makes it from credentials.yml."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from assistant.errors import AssistantError
from assistant.storage import Database, Person
from connectors.base.delivery import Delivery
from connectors.base.limits import Limits
from connectors.base.media import Media
from connectors.base.message import Inbound, Outgoing
from connectors.base.metrics import Metrics
from connectors.base.render import Renderer
from connectors.base.settings import Settings
from connectors.base.texts import Texts

__all__ = ["Accept", "Connector", "Refused", "Tools"]

# Stores what came in; returns when it is safe, so that the platform may be told.
Accept = Callable[[Sequence[Inbound]], Awaitable[None]]


class Refused(AssistantError):
    """A webhook call that is not taken. `status` is the HTTP answer, `reason` a word for metrics and logs."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"từ chối webhook ({reason})", remedy="Xem docs/ket-noi.")
        self.status = status
        self.reason = reason

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.status, self.reason)


@dataclass(frozen=True)
class Tools:
    """What every connector is given.

    Attributes:
        media: the images of the lessons.
    """

    database: Database
    settings: Settings
    texts: Texts
    metrics: Metrics
    media: Media

    def image(self, limits: Limits) -> Callable[[str], str | None]:
        """What goes out for the address of a file, on a platform with these limits (see Media.outgoing)."""
        return partial(self.media.outgoing, uploads=limits.upload, largest=limits.image_bytes)


class Connector(ABC):
    """One platform: verifies and parses what comes in, delivers what goes out."""

    name: ClassVar[str]
    limits: Limits
    renderer: Renderer
    webhook: bool = False  # whether updates come to /webhooks/<name>/webhook

    @abstractmethod
    def receive(self, headers: Mapping[str, str], body: bytes) -> Sequence[Inbound]:
        """The messages of a webhook call; empty for what is genuine but of no interest.

        Raises:
            Refused: the call is not genuine, or cannot be read.
        """

    @abstractmethod
    async def deliver(self, to: Person, message: Outgoing, *, age: float) -> Delivery:
        """Hand one message to the platform. `age` is for how many seconds it has waited.

        Network failures may be raised; they count as "unknown whether it arrived".
        """

    async def start(self, accept: Accept) -> None:
        """Begin: check the account, register the webhook, start polling. Must not fail for a slow network."""
        return None

    async def stop(self) -> None:
        """End: stop polling, close connections."""
        return None

    async def at_once(self, inbound: Inbound) -> None:
        """What must not wait for the answer: confirm a tap, show that somebody is typing. May fail."""
        return None
