"""The guided lesson: one action at a time, at the person's pace, never losing the place.

Every function takes the context of one message and gives back the new state with the replies.
"""

from __future__ import annotations

import msgspec

from assistant.dialogue.context import Context, Outcome
from assistant.dialogue.payloads import open_payload
from assistant.dialogue.state import Session
from assistant.dialogue.turn import Button, Reply, Served
from assistant.knowledge import Lesson, Level, Step

__all__ = ["current", "guide", "offer_to_go_on", "start"]


def current(context: Context) -> tuple[Lesson, Session, int] | None:
    """The lesson in progress with the place (from 0) the person is at, or None.

    A lesson that changed meanwhile is resumed at the step of the same name, else at the same place, else at its
    last step; a lesson that was withdrawn is over.
    """
    session = context.state.session
    lesson = context.base.lessons.get(session.lesson) if session else None
    if session is None or lesson is None:
        return None
    place = lesson.step_index(session.step)
    return lesson, session, min(session.place, len(lesson.steps) - 1) if place is None else place


def _buttons(context: Context) -> tuple[Button, ...]:
    say = context.voice.say
    return (
        Button(say("button_done"), "/next"),
        Button(say("button_stuck"), "/stuck"),
        Button(say("button_repeat"), "/repeat"),
        Button(say("button_human"), "/human"),
    )


def _wording(step: Step, level: Level) -> str:
    """The step in the words of the level; an advanced person led step by step gets the standard words."""
    return step.basic if level == "basic" else step.standard


def _step_text(context: Context, lesson: Lesson, place: int, level: Level) -> str:
    step, say = lesson.steps[place], context.voice.say
    lines = [
        say("step_head", number=place + 1, total=len(lesson.steps)),
        context.voice.fill(_wording(step, level)),
    ]
    if level == "basic":
        lines.append(say("check", text=step.check))
    return "\n\n".join(lines)


def _at(
    context: Context,
    lesson: Lesson,
    place: int,
    level: Level,
    text: str,
    *,
    outcome: str = "step",
    buttons: tuple[Button, ...] | None = None,
    stuck: int = 0,
    stuck_total: int = 0,
) -> Outcome:
    """The outcome of standing at a step: `text` is said, the session is kept there."""
    session = Session(
        lesson.id, lesson.steps[place].name, place, level, context.now, stuck=stuck, stuck_total=stuck_total
    )
    state = msgspec.structs.replace(context.state, session=session, topic=lesson.id, section="steps", mode="free")
    reply = Reply(text, _buttons(context) if buttons is None else buttons)
    return Outcome(state, outcome, (reply,), Served(lesson.id, "steps", level, place + 1, len(lesson.steps)))


def _show(
    context: Context, lesson: Lesson, place: int, level: Level, *, before: str = "", stuck_total: int = 0
) -> Outcome:
    text = _step_text(context, lesson, place, level)
    return _at(context, lesson, place, level, f"{before}\n\n{text}" if before else text, stuck_total=stuck_total)


def start(context: Context, lesson: Lesson, level: Level | None = None) -> Outcome:
    """Begin a lesson at its first step: what it does, then the first action."""
    level = level or context.state.level or "basic"
    say = context.voice.say
    before = "\n\n".join(
        part
        for part in (
            say("lesson_head", title=lesson.title),
            context.voice.fill(lesson.summary),
            say("caution", text=lesson.caution) if lesson.caution else "",
            say("guide_start", total=len(lesson.steps)),
        )
        if part
    )
    shown = _show(context, lesson, 0, level, before=before)
    return Outcome(shown.state, "answer", shown.replies, shown.lesson)


def _finish(context: Context, lesson: Lesson, level: Level) -> Outcome:
    state = msgspec.structs.replace(context.state, session=None, topic=lesson.id, section="steps", mode="free")
    related = [context.base.lessons[name] for name in lesson.related if name in context.base.lessons]
    buttons = tuple(Button(other.title, open_payload(other.id, "guide")) for other in related[:2])
    text = context.voice.say("guide_done", title=lesson.title)
    total = len(lesson.steps)
    return Outcome(state, "step", (Reply(text, buttons),), Served(lesson.id, "steps", level, total, total))


def _stuck(context: Context, lesson: Lesson, session: Session, place: int) -> Outcome:
    """ "I can't find it": the hint, then simpler words, then the known problems, then a person."""
    say, step = context.voice.say, lesson.steps[place]
    times, total = session.stuck + 1, session.stuck_total + 1
    level: Level = "basic" if total >= context.settings.stuck_switch else session.level
    if times == 1:
        text = f"{say('guide_stuck')}\n\n{context.voice.fill(step.stuck)}"
        return _at(context, lesson, place, session.level, text, stuck=times, stuck_total=total)
    if times == 2:
        extra = [context.voice.fill(part) for part in (step.android, step.iphone) if part]
        text = "\n\n".join([say("guide_stuck_simpler"), _step_text(context, lesson, place, "basic"), *extra])
        return _at(context, lesson, place, level, text, stuck=times, stuck_total=total)
    if times == 3:
        buttons = tuple(
            Button(problem.symptom, open_payload(lesson.id, f"problems/{problem.name}")) for problem in lesson.problems
        )[: context.settings.choices_max]
        buttons += (Button(say("button_human"), "/human"),)
        return _at(
            context, lesson, place, level, say("guide_stuck_problems"), buttons=buttons, stuck=times, stuck_total=total
        )
    text = say(
        "guide_stuck_human", contact=context.voice.contact(lesson.area), number=place + 1, total=len(lesson.steps)
    )
    return _at(context, lesson, place, level, text, outcome="handoff", stuck=0, stuck_total=total)


def offer_to_go_on(context: Context, code: str) -> Outcome | None:
    """Ask whether to go on with the lesson in progress, or None when there is none."""
    found = current(context)
    if found is None:
        return None
    lesson, session, place = found
    say = context.voice.say
    buttons = (
        Button(say("button_resume"), "/resume"),
        Button(say("button_restart"), "/start_over"),
        Button(say("button_stop"), "/stop"),
    )
    text = say(code, number=place + 1, total=len(lesson.steps), title=lesson.title)
    kept = msgspec.structs.replace(session, touched=context.now, asked_to_resume=True)
    state = msgspec.structs.replace(context.state, session=kept, mode="resume")
    return Outcome(
        state, "step", (Reply(text, buttons),), Served(lesson.id, "steps", session.level, place + 1, len(lesson.steps))
    )


def _all_left(context: Context, lesson: Lesson, place: int) -> Outcome:
    say = context.voice.say
    lines = [
        f"{number}. {context.voice.fill(step.standard)}"
        for number, step in enumerate(lesson.steps[place:], start=place + 1)
    ]
    text = "\n\n".join([say("guide_all"), *lines])
    return _at(context, lesson, len(lesson.steps) - 1, "standard", text)


def guide(context: Context, act: str, step_number: int | None = None) -> Outcome | None:
    """One move within the lesson in progress; None when there is no lesson or the act is none of its moves.

    Args:
        act: next, previous, repeat, slower, simpler, detail, faster, goto_step, stuck, stop, resume, start_over, why.
        step_number: for goto_step, counted from 1.
    """
    found = current(context)
    if found is None:
        return None
    lesson, session, place = found
    say, level, total = context.voice.say, session.level, len(lesson.steps)
    kept = session.stuck_total
    if act == "next":
        if place + 1 >= total:
            return _finish(context, lesson, level)
        return _show(context, lesson, place + 1, level, stuck_total=kept)
    if act == "previous":
        if place == 0:
            return _show(context, lesson, 0, level, before=say("guide_first"), stuck_total=kept)
        return _show(context, lesson, place - 1, level, stuck_total=kept)
    if act == "stuck":
        return _stuck(context, lesson, session, place)
    if act == "repeat":
        text = f"{say('guide_repeat')}\n\n{_step_text(context, lesson, place, level)}"
        if text in context.state.last_texts:
            text = _step_text(context, lesson, place, level)
        return _at(context, lesson, place, level, text, stuck=session.stuck, stuck_total=kept)
    if act in ("slower", "simpler"):
        before = say("guide_slower" if act == "slower" else "guide_simpler")
        return _show(context, lesson, place, "basic", before=before, stuck_total=kept)
    if act == "detail":
        step = lesson.steps[place]
        parts = [say("guide_detail"), context.voice.fill(step.basic), say("check", text=step.check)]
        if step.why:
            parts.append(say("guide_why", text=step.why))
        return _at(context, lesson, place, "basic", "\n\n".join(parts), stuck_total=kept)
    if act == "faster":
        return _all_left(context, lesson, place)
    if act == "goto_step" and step_number is not None:
        if not 1 <= step_number <= total:
            text = say("guide_no_step", number=step_number, total=total)
            return _show(context, lesson, place, level, before=text, stuck_total=kept)
        return _show(context, lesson, step_number - 1, level, stuck_total=kept)
    if act == "why":
        why = lesson.steps[place].why
        text = say("guide_why", text=why) if why else say("guide_why_none")
        return _at(context, lesson, place, level, text, stuck=session.stuck, stuck_total=kept)
    if act == "stop":
        paused = _at(
            context,
            lesson,
            place,
            level,
            say("guide_paused", number=place + 1, total=total),
            buttons=(),
            stuck_total=kept,
        )
        return paused
    if act == "resume":
        return _show(context, lesson, place, level, stuck_total=kept)
    if act == "start_over":
        return start(context.with_state(session=None), lesson, level)
    return None
