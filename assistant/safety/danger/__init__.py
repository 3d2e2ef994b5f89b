"""Danger signs: what a caller or message wants, what was already done, threats to life.

Rules know the usual words and are data; a model trained on what people tell (nlu_data/danger) knows the unusual ones.
"""

from assistant.safety.danger.model import load_model, train_model
from assistant.safety.danger.recognise import Danger, danger
from assistant.safety.danger.rules import Rule, Severity, load_rules, rule_for, rules

__all__ = ["Danger", "Rule", "Severity", "danger", "load_model", "load_rules", "rule_for", "rules", "train_model"]
