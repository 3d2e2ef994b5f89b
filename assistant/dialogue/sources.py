"""Where an answer comes from, when that was checked, and a caution where the next check is overdue."""

from __future__ import annotations

from datetime import date

from assistant.dialogue.context import Context
from assistant.knowledge import Lesson
from assistant.knowledge.model import Source

__all__ = ["sources"]

_RANK = {"official": 2, "press": 1, "other": 0}


def _spoken_date(text: str) -> str:
    """'2025-12-04' as 4/12/2025, '2025-12' as 12/2025."""
    return "/".join(str(int(part)) for part in reversed(text.split("-")))


def _best_source(lesson: Lesson) -> Source:
    return max(lesson.sources, key=lambda source: (source.date[:4], _RANK[source.kind], source.date))


def sources(context: Context, lesson: Lesson) -> str:
    """The closing lines of an answer: newest source with dates, and a caution when a review is overdue."""
    source = _best_source(lesson)
    host = source.publisher or source.url.split("/")[2].removeprefix("www.")
    lines = [
        context.voice.say(
            "source", publisher=host, date=_spoken_date(source.date), checked=_spoken_date(lesson.reviewed)
        )
    ]
    if date.fromisoformat(lesson.review_by) < context.today:
        lines.append(context.voice.say("overdue", date=_spoken_date(lesson.review_by)))
    return "\n".join(lines)
