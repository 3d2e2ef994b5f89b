"""The reminder to review: only with consent, and only when something is due.

Sending it, within the window that the platform allows, is the work of the connectors.
"""

from __future__ import annotations

from datetime import date

from assistant.dialogue.payloads import tap_payload
from assistant.dialogue.state import State
from assistant.dialogue.texts import Voice
from assistant.dialogue.turn import Button, Reply
from assistant.knowledge import KnowledgeBase
from assistant.learning.study import due
from assistant.learning.table import Table

__all__ = ["reminder"]


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
    )
    return Reply(voice.say("reminder", title=lesson.title), buttons)
