"""Actions without a second server: Rasa's action request is answered in this process."""

from __future__ import annotations

from typing import Any

from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from assistant.app import Assistant
from assistant.nlu.actions import ActionReply

__all__ = ["InProcessEndpoint"]


class InProcessEndpoint(EndpointConfig):
    """An action endpoint that runs the action where it is called, with the Assistant it was given."""

    def __init__(self, assistant: Assistant) -> None:
        super().__init__(url="in-process")
        self._executor = ActionExecutor()
        self._executor.register_action(ActionReply(assistant))

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        """Run the action that the request body names; the result is what an action server would send."""
        return await self._executor.run(kwargs["json"])
