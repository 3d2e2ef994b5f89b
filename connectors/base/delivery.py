"""What became of a message that was handed to a platform, and what follows from it."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

import msgspec

from assistant.knowledge.yaml_lines import read_yaml

__all__ = ["Delivery", "ErrorTable", "Then"]


class Then(str, Enum):
    """What follows from an answer of the platform."""

    SENT = "sent"
    RETRY = "retry"  # later, with growing pauses
    WAIT = "wait"  # later, after the pause the platform asks for; the whole channel rests if it is the channel's limit
    REFRESH = "refresh"  # a new access token, then once more
    GIVE_UP = "give_up"  # this message cannot be sent: dead letter
    BLOCKED = "blocked"  # nothing can be sent to this person: dead letters until they write again
    OPERATOR = "operator"  # an officer has to act: the channel rests, the message waits
    MOVED = "moved"  # the conversation has a new id


class Delivery(msgspec.Struct, frozen=True):
    """The outcome of one sending.

    Attributes:
        code: the platform's error code or a word of ours, for metrics and officers; never a text.
        after: seconds to wait before the next attempt, or None for the usual pause.
        certain: whether the platform certainly does not have the message (it said no).
        message: the platform's id of the message, where it was sent.
        address: the new id of the conversation, where it moved.
        whole_channel: with WAIT: the limit is the channel's, not this person's.
    """

    then: Then
    code: str = ""
    after: float | None = None
    certain: bool = True
    message: str = ""
    address: str = ""
    whole_channel: bool = False


class ErrorTable:
    """A platform's error codes with what follows, from errors.yml in its folder."""

    def __init__(self, rules: dict[str, Then]) -> None:
        self._rules = rules

    @classmethod
    def load(cls, folder: Path) -> ErrorTable:
        """Read errors.yml: lists of codes under the name of what follows.

        Raises:
            DataError: an unknown consequence, or a code named twice.
        """
        document = read_yaml(folder / "errors.yml")
        rules: dict[str, Then] = {}
        for name, codes in document.data.items():
            try:
                then = Then(name)
            except ValueError:
                valid = ", ".join(item.value for item in Then)
                raise document.error(f"không có hệ quả '{name}'", name, remedy=f"Dùng một trong: {valid}.") from None
            for code in codes:
                if code in rules:
                    raise document.error(f"mã '{code}' ghi hai lần", name, remedy="Bỏ một chỗ.")
                rules[code] = then
        return cls(rules)

    def codes(self) -> dict[str, Then]:
        """All codes."""
        return dict(self._rules)

    def then(self, code: str, default: Then = Then.GIVE_UP) -> Then:
        """What follows from that code."""
        return self._rules.get(code, default)
