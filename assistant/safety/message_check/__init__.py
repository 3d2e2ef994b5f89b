"""Explains the scam signs of a message or a link, without ever opening it and without network."""

from assistant.safety.message_check.check import Checker, CheckResult, Sign
from assistant.safety.message_check.links import Link, links
from assistant.safety.message_check.official import Official, official_of
from assistant.safety.message_check.train import load_checker, train_messages

__all__ = [
    "CheckResult",
    "Checker",
    "Link",
    "Official",
    "Sign",
    "links",
    "load_checker",
    "official_of",
    "train_messages",
]
