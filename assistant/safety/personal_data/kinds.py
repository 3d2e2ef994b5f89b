"""The kinds of personal data, and the placeholders that stand for them in every stored text."""

from __future__ import annotations

import re

__all__ = ["KINDS", "SECRETS", "placeholder", "placeholder_spans", "placeholders_in", "without_placeholders"]

KINDS = (
    "cccd",
    "cmnd",
    "phone",
    "bank_account",
    "card",
    "otp",
    "pin",
    "password",
    "email",
    "address",
    "social_insurance",
    "plate",
    "passport",
)
"""All kinds, by the names of the interface."""

SECRETS = frozenset({"otp", "pin", "password"})
"""The kinds that nobody may ever be told; whoever sends one is warned at once."""

_PLACEHOLDER = re.compile(r"\[(" + "|".join(kind.upper() for kind in KINDS) + r")\]")


def placeholder(kind: str) -> str:
    """What stands in the text instead of the value: `cccd` gives `[CCCD]`."""
    return f"[{kind.upper()}]"


def placeholders_in(text: str) -> frozenset[str]:
    """The kinds whose placeholders stand in a text that was redacted before."""
    return frozenset(kind.lower() for kind in _PLACEHOLDER.findall(text)) if "[" in text else frozenset()


def placeholder_spans(text: str) -> list[tuple[int, int]]:
    """Where placeholders stand in a text that was redacted before."""
    return [match.span() for match in _PLACEHOLDER.finditer(text)]


def without_placeholders(text: str) -> str:
    """The words that remain, for finding out what the person asks. Unchanged where there is no placeholder."""
    return " ".join(_PLACEHOLDER.sub(" ", text).split()) if placeholders_in(text) else text
