"""The one door that every message passes before anything else: what is in it, and what has to be said first. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.safety.danger import Danger, danger
from assistant.safety.message_check import CheckResult, links
from assistant.safety.personal_data import SECRETS, Found, placeholders_in, without_placeholders
from assistant.safety.recognisers import Recognisers
from assistant.safety.wrongdoing import refusal
from assistant.text import fold

__all__ = ["Gate", "gate", "remaining"]

# "Is this message a fraud?", with or without the message itself.
_ASKS = re.compile(
    r"\b(?:tin(?: nhan)?|link|duong (?:link|dan)|trang(?: web)?|web|email|thu|sms)\b.{0,30}"
    r"\b(?:co phai lua|phai lua|lua dao|la that|that khong|that hay gia|gia khong|an toan khong|tin duoc|dang tin|co lua|lua k)"
    r"|\bkiem tra (?:giup |ho |giùm |gium )?(?:toi |em |bac )?(?:tin|link|duong|trang|tin nhan)\b|\bcheck (?:tin|link)"
)
_QUOTES = re.compile(r"[:\n\"“”«»]")  # a message was pasted behind or between them
_POINTS = re.compile(r"\b(?:nay|do|duoi day|sau|vua nhan|toi vua)\b|:")
_SMALL_ORDER = ("password", "pin", "otp")
_CONTEXT_WORDS = frozenset(
    [
        "ma",
        "otp",
        "la",
        "cua",
        "toi",
        "em",
        "minh",
        "bac",
        "chau",
        "co",
        "chu",
        "anh",
        "chi",
        "mat",
        "khau",
        "pass",
        "mk",
        "pin",
        "the",
        "so",
        "moi",
        "day",
        "ne",
        "nhe",
        "a",
        "da",
        "vang",
        "so",
        "xac",
        "nhan",
        "thuc",
        "minh",
        "ve",
        "gui",
    ]
)
_FORWARDED_MIN = 60  # characters from which on a text with a link is taken for a forwarded message


@dataclass(frozen=True)
class Gate:
    """What the door found.

    Attributes:
        text: the message as everything after the door may see and keep it, with typed placeholders.
        found: what the placeholders stand for, offsets in the message as it came.
        notice: code of the warning about a secret that was sent (otp, pin, password), or None.
        danger: the danger told of, or None.
        check: what a forwarded message or link shows, or None where there is none to look at.
        asks_check: the person asks whether some message is a fraud; with `check` None it has still to be sent.
        refuse: code of the refusal, or None.
    """

    text: str
    found: tuple[Found, ...] = ()
    notice: str | None = None
    danger: Danger | None = None
    check: CheckResult | None = None
    asks_check: bool = False
    refuse: str | None = None


def remaining(text: str) -> str:
    """What is left of a redacted message to be answered; empty where only the secret and words around it came."""
    rest = without_placeholders(text)
    return rest if any(word not in _CONTEXT_WORDS for word in re.findall(r"\w+", fold(rest))) else ""


def _notice(kinds: frozenset[str]) -> str | None:
    return next((f"notice_{kind}" for kind in _SMALL_ORDER if kind in kinds and kind in SECRETS), None)


def gate(text: str, recognisers: Recognisers, *, tapped: bool = False) -> Gate:
    """Look at one message. Never raises; a few milliseconds.

    Args:
        tapped: the text is a button that the assistant offered, or its title: nothing to look at but redaction.
    """
    redacted = recognisers.redactor.redact(text)
    kinds = redacted.kinds | placeholders_in(text)
    notice = _notice(kinds)
    if tapped or text.startswith("/"):
        return Gate(redacted.text, redacted.found, notice)
    told = danger(redacted.text, recognisers.lexicon, recognisers.dangers)
    if told and told.severity == "life":
        return Gate(redacted.text, redacted.found, notice, told)
    if refused := refusal(redacted.text, recognisers.lexicon, recognisers.wrongs):
        return Gate(redacted.text, redacted.found, notice, refuse=refused)
    plain = fold(text)
    asks = _ASKS.search(plain) is not None
    check = None
    if not (told and told.severity == "done"):
        found_links = links(text)
        foreign = [link for link in found_links if not recognisers.checker.official.is_official(link.host)]
        anyone = any(recognisers.checker.official.is_open(link.host) for link in found_links)
        if foreign or anyone or (asks and (found_links or len(text) >= _FORWARDED_MIN)):
            check = recognisers.checker.check(text)
            short = len(text) < _FORWARDED_MIN and len(plain.split()) > 2
            if not asks and check.verdict != "danger" and (short or not foreign):
                check = None  # an ordinary question that names some page
            elif not found_links and check.verdict != "danger" and not _QUOTES.search(text):
                check = None  # a question about messages, with none in it
    waits = asks and check is None and told is None and _POINTS.search(plain) is not None
    return Gate(redacted.text, redacted.found, notice, told, check, asks_check=waits)
