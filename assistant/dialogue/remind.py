"""The reminder to review: only with consent, only when something is due, never one after the other unanswered.

When and to whom one may be sent (hours of the day, windows of the platforms) is the work of the connectors. They ask
the dialogue, which has the last word: it may well say nothing.
"""

from __future__ import annotations

from datetime import date

import msgspec

from assistant.dialogue.context import Context, Outcome
from assistant.dialogue.payloads import tap_payload
from assistant.dialogue.settings import Settings
from assistant.dialogue.state import State
from assistant.dialogue.texts import Voice
from assistant.dialogue.turn import Button, Reply
from assistant.knowledge import KnowledgeBase
from assistant.learning.study import due
from assistant.learning.table import Table

__all__ = ["came_back", "remind", "remind_on", "reminder"]

_BUSY = ("quiz", "placement")  # a question is open, which a reminder would make unanswerable


def remind_on(state: State, settings: Settings) -> int | None:
    """Ordinal of the day from which this person may be reminded; None where nothing is to be said at all.

    Needs no lessons, so that a server can note the day beside the person without knowing what the assistant knows.
    """
    study = state.study
    if not study.remind or study.unanswered >= settings.reminders_unanswered_max:
        return None
    if not study.lessons or state.session is not None or state.mode in _BUSY:
        return None
    first = min(done.card.due for done in study.lessons.values())
    return max(first, study.reminded + settings.remind_every_days) if study.reminded else first


def came_back(state: State) -> State:
    """The state when the person writes: reminders count as answered."""
    if not state.study.unanswered:
        return state
    return msgspec.structs.replace(state, study=msgspec.structs.replace(state.study, unanswered=0))


def reminder(state: State, base: KnowledgeBase, voice: Voice, today: date, rules: Table) -> Reply | None:
    """What to send this person today, or None: no consent, nothing due, or a lesson is in progress."""
    if not state.study.remind or state.session is not None:
        return None
    waiting = [name for name in due(state.study, today, rules) if name in base.lessons and base.lessons[name].quiz]
    if not waiting:
        return None
    lesson = base.lessons[waiting[0]]
    buttons = (
        Button(voice.say("button_review"), tap_payload("review", lesson.id)),
        Button(voice.say("button_stop"), "/stop"),
        Button(voice.say("button_reminder_off"), "/reminder_off"),
    )
    return Reply(voice.say("reminder", title=lesson.title), buttons)


def remind(context: Context) -> Outcome | None:
    """Nobody wrote; the server asks whether there is something to remind of. None: nothing is said or changed."""
    state, today = context.state, context.today
    day = remind_on(state, context.settings)
    if day is None or day > today.toordinal():
        return None
    reply = reminder(state, context.base, context.voice, today, context.rules)
    if reply is None:
        return None
    study = msgspec.structs.replace(state.study, reminded=today.toordinal(), unanswered=state.study.unanswered + 1)
    return Outcome(msgspec.structs.replace(state, study=study, mode="offer"), "quiz", (reply,)).offering()
