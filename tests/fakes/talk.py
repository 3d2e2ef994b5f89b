"""A stand-in of the assistant: answers by fixed rules and keeps a state, so that order and losses can be counted."""

from __future__ import annotations

import json
import time
from datetime import datetime

from assistant.dialogue.turn import Button, IntentGuess, Reply, Turn
from assistant.learning.constants import Constants
from assistant.storage import PendingStates

__all__ = ["FakeTalk"]


class FakeTalk:
    """Counts the messages of each person in the state; the count stands in every reply.

    `buttons N`, `long N`, `image URL`, `audio URL`, `two`, `fail`, `silent`, `slow S`, `danger`, `forget` make it do just that.
    """

    def __init__(self, states: PendingStates) -> None:
        self._states = states
        self.adopted: int | None = None

    def say(self, sender: str, text: str, *, at: datetime | None = None, level: str | None = None) -> Turn:
        """One message and what came of it."""
        if text == "forget":
            self._states.delete(sender)
            return Turn(sender, text, "profile", IntentGuess("delete_my_data", 1.0), (Reply("gone"),))
        stored = self._states.get(sender)
        count = (json.loads(stored)["count"] if stored else 0) + 1
        self._states.put(sender, json.dumps({"count": count}).encode())
        command, _, argument = text.partition(" ")
        replies = self._replies(command, argument, f"{count}|{text}")
        outcome = "safety" if command == "danger" else "answer"
        return Turn(sender, text, outcome, IntentGuess("ask", 0.5), replies)

    def remind(self, sender: str, *, at: datetime) -> Turn:
        """Says nothing of its own accord."""
        return Turn(sender, "", "quiz", IntentGuess("remind", 1.0), ())

    def adopt(self, constants: Constants, version: int) -> None:
        """Take note of the refitted constants."""
        self.adopted = version

    def _replies(self, command: str, argument: str, echo: str) -> tuple[Reply, ...]:
        if command == "fail":
            raise RuntimeError(f"secret text in an error: {echo}")
        if command == "silent":
            return ()
        if command == "slow":
            time.sleep(float(argument))
        if command == "buttons":
            buttons = tuple(Button(f"Mục {place}", f"/open bai/{place} steps") for place in range(1, int(argument) + 1))
            return (Reply("Chọn giúp", buttons),)
        if command == "deep":
            return (Reply("Chọn", (Button("Sâu", "/open " + "rat-dai/" * 12 + " problems/khong-nhan-duoc"),)),)
        if command == "long":
            return (Reply(" ".join(f"Câu số {place} của **bài**." for place in range(int(argument)))),)
        if command == "image":
            return (Reply("Hình đây", image=argument),)
        if command == "audio":
            return (Reply("Nghe nhé", audio=argument),)
        if command == "two":
            return (Reply(f"{echo} a"), Reply(f"{echo} b"))
        return (Reply(echo),)
