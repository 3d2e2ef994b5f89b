"""What to do next: the lesson that was interrupted, else a recommended one with its reason."""

from __future__ import annotations

import msgspec

from assistant.dialogue.context import Context, Outcome
from assistant.dialogue.payloads import open_payload
from assistant.dialogue.turn import Button, Reply
from assistant.learning.next_lesson import Advice, recommend

__all__ = ["advice", "reason", "what_next"]


def advice(context: Context, most: int = 2) -> list[Advice]:
    """The recommended lessons."""
    state = context.state
    return recommend(
        context.base, context.curriculum, state.learner, state.study, context.rules, topic=state.topic, most=most
    )


def reason(context: Context, chosen: Advice) -> str:
    """Why that lesson, in one plain sentence."""
    path = context.curriculum.paths.get(context.state.study.path or "")
    codes = {
        "path": "reason_path",
        "needed": "reason_needed",
        "related": "reason_related",
        "start": "reason_start",
        "again": "reason_again",
    }
    return context.voice.say(codes[chosen.reason], path=path.title if path else "")


def what_next(context: Context, *, before: str = "") -> Outcome:
    """Offer to go back to the lesson that was interrupted, else the next lesson and its reason."""
    say, state = context.voice.say, context.state
    stop = Button(say("button_stop"), "/stop")
    waiting = state.session or state.earlier
    lesson = context.base.lessons.get(waiting.lesson) if waiting else None
    if waiting and lesson:
        place = lesson.step_index(waiting.step)
        number = (waiting.place if place is None else place) + 1
        text = say(
            "guide_back_here", title=lesson.title, number=min(number, len(lesson.steps)), total=len(lesson.steps)
        )
        buttons: tuple[Button, ...] = (Button(say("button_resume"), "/resume"), stop)
        mode = "resume"
    else:
        found = advice(context)
        if found:
            first = context.base.lessons[found[0].lesson]
            text = say("next_lesson", title=first.title, reason=reason(context, found[0]))
            buttons = tuple(
                Button(context.base.lessons[one.lesson].title, open_payload(one.lesson, "guide")) for one in found
            )
            buttons = (*buttons, stop)
        else:
            text, buttons = say("next_none"), ()
        mode = "offer"
    state = msgspec.structs.replace(state, mode=mode)
    return Outcome(state, "profile", (Reply(f"{before}\n\n{text}" if before else text, buttons),))
