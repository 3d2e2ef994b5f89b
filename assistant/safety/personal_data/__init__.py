"""Finds personal data in a message and puts typed placeholders in its place. Pure functions over text.

`redact` asks each room in turn: emails, codes (plates, passports, insurance cards), lettered_accounts, passwords, numbers (and short_codes for
one-time codes and PINs), addresses. The words they look for are in the YAML file of the same name; those around numbers
are in contexts.yml.
"""

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
