"""What goes in and out of one turn: the object that scripts, officers and connectors rely on."""

from __future__ import annotations

from typing import Any

import msgspec

__all__ = ["Button", "Candidate", "IntentGuess", "Reply", "Served", "Turn"]


class Button(msgspec.Struct, frozen=True):
    """A choice. Sending `payload`, or typing `title`, is the same as tapping it."""

    title: str
    payload: str


class Reply(msgspec.Struct, frozen=True):
    """One message to the person. `image` and `audio` are addresses of files, or None."""

    text: str
    buttons: tuple[Button, ...] = ()
    image: str | None = None
    audio: str | None = None


class IntentGuess(msgspec.Struct, frozen=True):
    """The act of conversation that was understood, with a confidence of 0–1."""

    name: str
    confidence: float


class Candidate(msgspec.Struct, frozen=True):
    """A lesson that may have been meant. `score` is a calibrated probability of 0–1."""

    lesson: str
    section: str
    score: float


class Served(msgspec.Struct, frozen=True):
    """What was served. `step` counts from 1 and is None where no single step was shown."""

    id: str
    section: str
    level: str
    step: int | None = None
    steps: int | None = None


class Turn(msgspec.Struct, frozen=True):
    """One message and everything that came of it. `outcome` is a name of outcomes.yml."""

    sender: str
    text: str
    outcome: str
    intent: IntentGuess
    replies: tuple[Reply, ...]
    candidates: tuple[Candidate, ...] = ()
    lesson: Served | None = None
    id: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The turn object of the interface; `id` only where the input had one."""
        data: dict[str, Any] = msgspec.to_builtins(self)
        ordered: dict[str, Any] = {"id": data.pop("id")} if self.id is not None else {}
        data.pop("id", None)
        for candidate in data["candidates"]:
            candidate["score"] = round(candidate["score"], 4)
        data["intent"]["confidence"] = round(data["intent"]["confidence"], 4)
        names = ("sender", "text", "outcome", "intent", "candidates", "lesson", "replies")
        return ordered | {name: data[name] for name in names}
