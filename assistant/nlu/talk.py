"""A conversation with the whole assistant in this process: Rasa understands, the dialogue answers."""

from __future__ import annotations

import asyncio
import logging
import os
from datetime import datetime

import structlog

from assistant.app import Assistant, Explanation, StateStore
from assistant.dialogue.turn import Turn
from assistant.errors import AssistantError
from assistant.learning.constants import Constants
from assistant.paths import Project, project

__all__ = ["Talk", "quiet"]


def quiet() -> None:
    """Keep TensorFlow's and Rasa's start-up chatter away from people."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    logging.captureWarnings(capture=True)  # deprecations inside old dependencies: nothing a person can act on
    logging.getLogger("py.warnings").setLevel(logging.CRITICAL)
    logging.getLogger("rasa").setLevel(logging.ERROR)
    # Rasa's structured log goes to standard output at debug level, texts included, unless it is configured.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))


class Talk:
    """Sends messages through Rasa to the assistant and returns the turns."""

    def __init__(self, assistant: Assistant, here: Project) -> None:
        quiet()
        from rasa.core.agent import Agent
        from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

        from assistant.nlu.endpoint import InProcessEndpoint
        from assistant.nlu.lean import make_lean
        from assistant.nlu.tracker_store import OneTurnTrackerStore
        from assistant.nlu.train import current_model

        self.assistant = assistant
        self._message, self._channel = UserMessage, CollectingOutputChannel
        self._loop = asyncio.new_event_loop()
        self._agent = Agent.load(
            str(current_model(here)),
            tracker_store=OneTurnTrackerStore(None),
            action_endpoint=InProcessEndpoint(assistant),
        )
        make_lean(self._agent.processor)

    @classmethod
    def load(cls, store: StateStore | None = None) -> Talk:
        """Load what `assistant train` built.

        Raises:
            AssistantError: something is missing, stale or corrupt.
        """
        here = project()
        return cls(Assistant.load(here, store), here)

    def say(self, sender: str, text: str, *, at: datetime | None = None, level: str | None = None) -> Turn:
        """One message and what came of it.

        Raises:
            AssistantError: no answer came out, which is a defect.
        """
        metadata = {"at": at.isoformat() if at else None, "level": level}
        # Rasa keeps and logs what it is given: personal data is taken out before. The rest sees the placeholders.
        text = self.assistant.redact(text)
        # Rasa drops an empty message; a blank stands for it and is answered as empty.
        message = self._message(text or " ", self._channel(), sender, metadata=metadata)
        self.assistant.forget_explanation(sender)  # a turn that fails must not show the one before
        self._loop.run_until_complete(self._agent.handle_message(message))
        explanation = self.assistant.explain(sender)
        if explanation is None:
            raise AssistantError("tin nhắn không được trả lời", remedy="Chạy 'assistant train' rồi thử lại.")
        return explanation.turn

    def remind(self, sender: str, *, at: datetime) -> Turn:
        """The reminder to review, if there is one: nobody wrote, so there is nothing to understand."""
        return self.assistant.remind(sender=sender, at=at)

    def explain(self, sender: str) -> Explanation | None:
        """Why the last turn came out as it did."""
        return self.assistant.explain(sender)

    def adopt(self, constants: Constants, version: int) -> None:
        """Use these refitted constants of the learner model from the next message on."""
        self.assistant.adopt(constants, version)

    def forget(self, sender: str) -> None:
        """Forget the person."""
        self.assistant.forget(sender)
