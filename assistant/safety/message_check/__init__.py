"""Explains the scam signs of a message or a link, without ever opening it and without network."""

from assistant.safety.message_check.check import CheckResult, Sign, check_message
from assistant.safety.message_check.links import Link, links
from assistant.safety.message_check.official import Official, official_of

__all__ = ["CheckResult", "Link", "Official", "Sign", "check_message", "links", "official_of"]
