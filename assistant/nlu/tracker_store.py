"""A tracker that holds one turn.

What is remembered of a person lives in assistant/storage. Rasa replays all events of a tracker for each message,
so a tracker that grows makes every message slower (and keeps what people wrote); this one never grows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker

__all__ = ["OneTurnTrackerStore"]


class OneTurnTrackerStore(TrackerStore):
    """Gives each message a fresh tracker that listens, and keeps nothing."""

    async def retrieve(self, sender_id: str) -> DialogueStateTracker:
        """A tracker in which the session has started and the assistant listens."""
        slots = self.domain.slots if self.domain else []
        events = [SessionStarted(), ActionExecuted(ACTION_LISTEN_NAME)]
        return DialogueStateTracker.from_events(sender_id, evts=events, slots=slots)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep nothing: the conversation's state was stored when the action ran."""

    async def keys(self) -> Iterable[str]:
        """No conversation is kept here."""
        return []

    async def delete(self, sender_id: str) -> None:
        """Nothing to delete."""

    def serialise_tracker(self, tracker: DialogueStateTracker) -> Any:
        """Unused: nothing is stored."""
        return ""
