"""The one action: hands the understood message to the dialogue and sends what it says."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from assistant import clock
from assistant.app import Assistant
from assistant.dialogue.turn import IntentGuess
from assistant.paths import project

__all__ = ["ActionReply"]


@lru_cache(maxsize=1)
def _standalone() -> Assistant:
    """The assistant of a separate action server (`rasa run actions --actions assistant.nlu.actions`)."""
    return Assistant.load(project())


class ActionReply(Action):
    """Answers every message. Which words those are is decided in assistant/dialogue, not here."""

    def __init__(self, assistant: Assistant | None = None) -> None:
        self._assistant = assistant

    def name(self) -> str:
        """The name under which rules.yml and domain.yml know it."""
        return "action_reply"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Take one turn; the last message carries the rest of the turn object under `custom`."""
        message = tracker.latest_message
        metadata = message.get("metadata") or {}
        intent = message.get("intent") or {}
        assistant = self._assistant or _standalone()
        turn = assistant.reply(
            sender=tracker.sender_id,
            text=message.get("text") or "",
            intent=IntentGuess(str(intent.get("name") or "ask"), float(intent.get("confidence") or 0.0)),
            at=datetime.fromisoformat(metadata["at"]) if metadata.get("at") else clock.now(),
            level=metadata.get("level"),
        ).to_dict()
        replies = turn.pop("replies")
        for place, reply in enumerate(replies):
            custom = {"audio": reply["audio"], **(turn if place == len(replies) - 1 else {})}
            dispatcher.utter_message(
                text=reply["text"], buttons=reply["buttons"] or None, image=reply["image"], json_message=custom
            )
        return []
