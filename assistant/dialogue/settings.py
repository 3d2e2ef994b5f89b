"""The thresholds of the conversation, read from settings.yml."""

from __future__ import annotations

from pathlib import Path

import msgspec

from assistant.knowledge.yaml_lines import read_yaml

__all__ = ["Settings"]


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Meaning and unit of each value stand in settings.yml beside it."""

    intent_min: float
    intent_min_waiting: float
    short_words: int
    intent_sure: float
    question_sure: float
    act_words_max: int
    follow_words_max: int
    choices_max: int
    near_max: int
    resume_after_minutes: int
    stuck_switch: int
    visit_after_hours: int
    quiz_questions: int
    quiz_nudges: int
    vague_max: int
    insults_max: int
    remind_every_days: int
    reminders_unanswered_max: int

    @classmethod
    def load(cls, folder: Path = Path(__file__).parent) -> Settings:
        """Read settings.yml.

        Raises:
            DataError: a value is missing, unknown or not a number.
        """
        document = read_yaml(folder / "settings.yml")
        for key, value in document.data.items():
            try:
                document.data[key] = float(value) if "." in value else int(value)
            except ValueError:
                raise document.error(f"{key}: cần một số, thấy '{value}'", key, remedy="Sửa lại số.") from None
        settings: Settings = document.convert(cls)
        return settings
