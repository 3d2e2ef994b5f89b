"""Finds personal data in a message and puts typed placeholders in its place.

A `Redactor` does it, loaded once by load_redactor(). The rules (rules.py) ask each room in turn: emails, codes (plates, passports,
insurance cards), lettered_accounts, passwords, numbers (and short_codes for one-time codes and PINs), addresses. The words
they look for are in the YAML file of the same name; those around numbers are in contexts.yml. Beside them stands a trained
judge (judge.py) that looks at everything of a likely shape (candidates.py) and at the words around it (surroundings.py).
"""

from assistant.safety.personal_data.kinds import KINDS, SECRETS, placeholder, placeholders_in, without_placeholders
from assistant.safety.personal_data.redact import Found, Redacted, Redactor
from assistant.safety.personal_data.train import load_redactor, train_personal_data

__all__ = [
    "KINDS",
    "SECRETS",
    "Found",
    "Redacted",
    "Redactor",
    "load_redactor",
    "placeholder",
    "placeholders_in",
    "train_personal_data",
    "without_placeholders",
]
