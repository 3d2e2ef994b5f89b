"""Account numbers with letters inside, as one bank gave them out for years: "711A83620175"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.safety.personal_data.message import Message

__all__ = ["lettered_accounts"]

_ACCOUNT = re.compile(r"(?<![a-z0-9])\d{3} ?[a-z]{1,2}(?: ?\d){7,9}(?![a-z0-9])")
_REACH = 40  # characters before it in which a word for an account or a bank is looked for
_AFTER = 14
_NAMES = frozenset(("bank_account", "bank"))


def lettered_accounts(message: Message) -> Iterator[tuple[str, int, int]]:
    """("bank_account", start, end) in the folded text, where a word for an account or a bank leads to it or follows."""
    for match in _ACCOUNT.finditer(message.text):
        before = message.cues.before(message.text, message.found, match.start(), _REACH)
        if before and before.adjacent:
            named = before.label in _NAMES
        else:
            after = message.cues.after(message.text, message.found, match.end(), _AFTER)
            named = after is not None and after.label == "bank"
        if named:
            yield "bank_account", match.start(), match.end()
