"""Danger signs: what a caller or message wants, what was already done, threats to life. The rules are data."""

from assistant.safety.danger.recognise import Danger, danger
from assistant.safety.danger.rules import Rule, Severity, load_rules, rules

__all__ = ["Danger", "Rule", "Severity", "danger", "load_rules", "rules"]
