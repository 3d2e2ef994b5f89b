"""Rate limits per person and per channel, and the largest message that is read. Pure: state and time are passed in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

import msgspec

__all__ = ["TEXT_MAX", "Bucket", "Limit", "Limits", "Traffic", "admit", "take"]

TEXT_MAX = 4000
"""Characters of a message that are read; Telegram's own limit is 4,096."""

_PEOPLE_MAX = 20_000  # persons remembered; beyond it, those whose buckets are full again are forgotten


class Limit(msgspec.Struct, frozen=True):
    """A token bucket: `burst` messages at once, then `per_minute` more each minute. Both above 0."""

    burst: int
    per_minute: float


class Bucket(msgspec.Struct, frozen=True):
    """What is left: `tokens` (0 to burst) at the moment `at` (aware)."""

    tokens: float
    at: datetime


def take(bucket: Bucket | None, limit: Limit, now: datetime) -> tuple[Bucket, bool]:
    """One message: the new bucket, and whether there was a token. A new bucket is full; time never runs back."""
    if bucket is None:
        return Bucket(limit.burst - 1.0, now), True
    passed = max(0.0, (now - bucket.at).total_seconds())
    tokens = min(float(limit.burst), bucket.tokens + passed * limit.per_minute / 60)
    if tokens < 1:
        return Bucket(tokens, max(now, bucket.at)), False
    return Bucket(tokens - 1, max(now, bucket.at)), True


class Limits(msgspec.Struct, frozen=True):
    """The limits in use. A person types at most a few messages a minute; a channel carries many persons."""

    person: Limit = Limit(burst=12, per_minute=12)
    channel: Limit = Limit(burst=300, per_minute=600)


@dataclass(frozen=True)
class Traffic:
    """The buckets of all persons and channels."""

    people: dict[str, Bucket] = field(default_factory=dict)
    channels: dict[str, Bucket] = field(default_factory=dict)


Verdict = Literal["ok", "limit_person", "limit_channel", "limit_size"]


def admit(
    traffic: Traffic, limits: Limits, *, sender: str, channel: str, text: str, now: datetime
) -> tuple[Traffic, Verdict]:
    """Whether a message is taken: the new traffic, and `ok` or the code of the polite answer (texts.yml).

    A person who sends too much does not use up the channel's tokens. `traffic` itself is not changed.
    """
    if len(text) > TEXT_MAX:
        return traffic, "limit_size"
    person, allowed = take(traffic.people.get(sender), limits.person, now)
    people = {**traffic.people, sender: person}
    if len(people) > _PEOPLE_MAX:
        people = {key: bucket for key, bucket in people.items() if (now - bucket.at).total_seconds() < 60}
    if not allowed:
        return replace(traffic, people=people), "limit_person"
    room, allowed = take(traffic.channels.get(channel), limits.channel, now)
    return Traffic(people, {**traffic.channels, channel: room}), "ok" if allowed else "limit_channel"
