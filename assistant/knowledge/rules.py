"""The thresholds of the knowledge check, read from knowledge/rules.yml."""

from __future__ import annotations

from pathlib import Path

import msgspec

from assistant.knowledge.yaml_lines import read_yaml

__all__ = ["LessonRules", "QuestionRules", "Rules", "SourceRules", "load_rules"]


class LessonRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Counts, and lengths in characters, that a lesson keeps to."""

    summary_sentences: int
    summary_max: int
    advanced_max: int
    caution_max: int
    basic_max: int
    standard_max: int
    check_max: int
    stuck_max: int
    why_max: int
    answer_max: int
    steps_min: int
    steps_max: int
    problems_min: int
    quiz_min: int
    quiz_max: int
    options_min: int
    options_max: int
    option_max: int
    explanation_max: int
    skills_max: int


class QuestionRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many example questions a lesson has, and from how many words a near-duplicate counts."""

    min: int
    near_duplicate_min_words: int


class SourceRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How old the best source may be (year), and how long a review lasts (days)."""

    oldest_year: int
    max_review_days: int


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All thresholds."""

    lesson: LessonRules
    questions: QuestionRules
    sources: SourceRules


def load_rules(knowledge: Path) -> Rules:
    """Read knowledge/rules.yml.

    Raises:
        DataError: the file is missing, or a threshold is missing, unknown or no number.
    """
    document = read_yaml(knowledge / "rules.yml")
    for name, part in document.data.items():
        for key, value in part.items():
            if not str(value).isdigit():
                raise document.error(f"{name}.{key}: cần số nguyên, thấy '{value}'", name, key)
            part[key] = int(value)
    rules: Rules = document.convert(Rules)
    return rules
