"""Finds personal data in a message and puts typed placeholders in its place. Pure functions over text."""

from assistant.safety.personal_data.kinds import KINDS, SECRETS, placeholder, placeholders_in, without_placeholders
from assistant.safety.personal_data.redact import Found, Redacted, redact

__all__ = [
    "KINDS",
    "SECRETS",
    "Found",
    "Redacted",
    "placeholder",
    "placeholders_in",
    "redact",
    "without_placeholders",
]
