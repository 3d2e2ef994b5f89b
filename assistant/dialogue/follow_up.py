"""A short question that goes on from the lesson just served ("does it cost anything?") and names no subject itself."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import msgspec

from assistant.dialogue.context import Context, Outcome
from assistant.dialogue.payloads import open_payload
from assistant.dialogue.turn import Button, Reply
from assistant.knowledge import Lesson
from assistant.knowledge.yaml_lines import read_yaml
from assistant.text import fold

__all__ = ["follow_up"]


@lru_cache(maxsize=1)
def _phrases() -> tuple[str, ...]:
    """What such questions say, without tone marks."""
    data = read_yaml(Path(__file__).parent / "follow_up.yml").data
    return tuple(" ".join(text.split()) for text in data["phrases"])


def follow_up(context: Context) -> tuple[Lesson, str] | Outcome | None:
    """What a question that retrieval does not know goes on from: a problem of the last lesson, or nothing in it.

    Returns:
        The lesson and section that answer it; an outcome that says honestly that the lesson does not; or None where the
        message does not go on from anything.
    """
    lesson = context.base.lessons.get(context.state.topic or "")
    words = re.findall(r"\w+", fold(context.text))
    plain = f" {' '.join(words)} "
    if lesson is None or len(words) > context.settings.follow_words_max:
        return None
    if not any(f" {phrase} " in plain for phrase in _phrases()):
        return None
    best = next(iter(context.find(f"{lesson.title}: {context.text}").matches), None)
    if best is not None and best.target == lesson.id and best.section.startswith("problems/"):
        return lesson, best.section
    say = context.voice.say
    buttons = (Button(say("button_whole"), open_payload(lesson.id, "steps")), Button(say("button_human"), "/human"))
    text = say("follow_up_unknown", title=lesson.title, contact=context.voice.contact(lesson.area))
    state = msgspec.structs.replace(context.state, mode="free")
    return Outcome(state, "abstain", (Reply(text, buttons),))
