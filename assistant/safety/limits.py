"""Rate limits per person and per channel, and the largest message that is read. Pure: state and time are passed in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

import msgspec

__all__ = ["Bucket", "Limit", "Limits", "Traffic", "Verdict", "admit", "take"]

_PEOPLE_MAX = 20_000  # persons remembered; beyond it, those whose buckets are full again are forgotten


class Limit(msgspec.Struct, frozen=True):
    """A token bucket: `burst` messages at once, then `per_minute` more each minute. Both above 0."""

    burst: int
    per_minute: float


class Bucket(msgspec.Struct, frozen=True):
    """What is left: `tokens` (0 to burst) at the moment `at` (aware). `told`: the person knows that they have to wait."""

    tokens: float
    at: datetime
    told: bool = False


def take(bucket: Bucket | None, limit: Limit, now: datetime) -> tuple[Bucket, bool]:
    """One message: the new bucket, and whether there was a token. A new bucket is full; time never runs back."""
    if bucket is None:
        return Bucket(limit.burst - 1.0, now), True
    passed = max(0.0, (now - bucket.at).total_seconds())
    tokens = min(float(limit.burst), bucket.tokens + passed * limit.per_minute / 60)
    if tokens < 1:
        return Bucket(tokens, max(now, bucket.at), bucket.told), False
    return Bucket(tokens - 1, max(now, bucket.at)), True


class Limits(msgspec.Struct, frozen=True):
    """The limits in use. A person types at most a few messages a minute; a channel carries many persons.

    Attributes:
        text: characters of a message that are read.
    """

    person: Limit
    channel: Limit
    text: int


@dataclass(frozen=True)
class Traffic:
    """The buckets of all persons and channels."""

    people: dict[str, Bucket] = field(default_factory=dict)
    channels: dict[str, Bucket] = field(default_factory=dict)


Verdict = Literal["ok", "limit_person", "limit_channel", "limit_size", "silent"]


def admit(
    traffic: Traffic, limits: Limits, *, sender: str, channel: str, text: str, now: datetime
) -> tuple[Traffic, Verdict]:
    """Whether a message is taken: the new traffic, and `ok` or the code of the polite answer.

    Whoever goes on sending after that answer gets none until a message is taken again (`silent`). A person who sends
    too much does not use up the channel's tokens. `traffic` itself is not changed.
    """
    if len(text) > limits.text:
        return traffic, "limit_size"
    person, allowed = take(traffic.people.get(sender), limits.person, now)
    if allowed:
        room, allowed = take(traffic.channels.get(channel), limits.channel, now)
        traffic = replace(traffic, channels={**traffic.channels, channel: room})
        verdict: Verdict = "ok" if allowed else "limit_channel"
    else:
        verdict = "limit_person"
    if verdict != "ok":
        verdict, person = "silent" if person.told else verdict, msgspec.structs.replace(person, told=True)
    people = {**traffic.people, sender: person}
    if len(people) > _PEOPLE_MAX:
        people = {key: bucket for key, bucket in people.items() if (now - bucket.at).total_seconds() < 60}
    return replace(traffic, people=people), verdict
