"""The guided lesson: one action at a time, at the person's pace, never losing the place.

Every function takes the context of one message and gives back the new state with the replies.
"""

from __future__ import annotations

import msgspec

from assistant.dialogue.acts import LAST_STEP, Act
from assistant.dialogue.context import Context, Outcome
from assistant.dialogue.learn import lesson_done, level_for, step_report
from assistant.dialogue.payloads import open_payload, tap_payload
from assistant.dialogue.quiz import after_lesson
from assistant.dialogue.sources import sources
from assistant.dialogue.state import Session
from assistant.dialogue.turn import Button, Reply, Served
from assistant.knowledge import Lesson, Level, Step

__all__ = ["current", "guide", "look", "offer_to_go_on", "start", "stay", "step_words"]

Found = tuple[Lesson, Session, int]


def current(context: Context) -> Found | None:
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


def _buttons(context: Context, lesson: Lesson, place: int) -> tuple[Button, ...]:
    say, here = context.voice.say, (lesson.id, lesson.steps[place].name)
    return (
        Button(say("button_done"), tap_payload("next", *here)),
        Button(say("button_stuck"), tap_payload("stuck", *here)),
        Button(say("button_repeat"), tap_payload("repeat", *here)),
        Button(say("button_human"), "/human"),
    )


def _wording(step: Step, level: Level) -> str:
    """The step in the words of the level; an advanced person led step by step gets the standard words."""
    return step.basic if level == "basic" else step.standard


def step_words(context: Context, lesson: Lesson, place: int, level: Level) -> str:
    """One step as it is sent."""
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
    found: Found,
    text: str,
    *,
    outcome: str = "step",
    buttons: tuple[Button, ...] | None = None,
    picture: bool = False,
    **changes: object,
) -> Outcome:
    """The outcome of standing at a step: `text` is said, the session is kept there with `changes`.

    Args:
        picture: the step itself is shown, with its image.
    """
    lesson, session, place = found
    kept = msgspec.structs.replace(
        session, step=lesson.steps[place].name, place=place, touched=context.now, asked_to_resume=False, paused=False
    )
    kept = msgspec.structs.replace(kept, **changes)
    state = msgspec.structs.replace(
        context.state, session=kept, topic=lesson.id, section="steps", mode="free", served=kept.level
    )
    image = lesson.steps[place].image if picture else None
    reply = Reply(text, _buttons(context, lesson, place) if buttons is None else buttons, image)
    return Outcome(state, outcome, (reply,), Served(lesson.id, "steps", kept.level, place + 1, len(lesson.steps)))


def _show(context: Context, found: Found, *, before: str = "", stuck: int = 0) -> Outcome:
    """Show the step of that place, at the session's level, with the count of "can't find it" at this step."""
    lesson, session, place = found
    text = step_words(context, lesson, place, session.level)
    return _at(context, found, f"{before}\n\n{text}" if before else text, picture=True, stuck=stuck)


def start(context: Context, lesson: Lesson, level: Level | None = None) -> Outcome:
    """Begin a lesson at its first step: what it does, then the first action. A lesson in progress is kept for later."""
    state = context.state
    level = level or level_for(context, lesson) or "basic"
    say = context.voice.say
    before = "\n\n".join(
        part
        for part in (
            say("lesson_head", title=lesson.title),
            context.voice.fill(lesson.summary),
            say("caution", text=lesson.caution) if lesson.caution else "",
            sources(context, lesson),
            say("guide_start", total=len(lesson.steps)),
        )
        if part
    )
    earlier = state.session if state.session and state.session.lesson != lesson.id else state.earlier
    if earlier and earlier.lesson == lesson.id:
        earlier = None
    context = context.with_state(led=True, earlier=earlier, quiz=None)
    session = Session(lesson.id, lesson.steps[0].name, 0, level, context.now)
    shown = _show(context, (lesson, session, 0))
    return Outcome(shown.state, "answer", (Reply(before), *shown.replies), shown.lesson)


def _finish(context: Context, found: Found) -> Outcome:
    lesson, session, _ = found
    context, completed = lesson_done(context, lesson, session)
    level, total = session.level, len(lesson.steps)
    context = context.with_state(session=None, topic=lesson.id, section="steps", mode="free")
    texts = [context.voice.say("guide_done", title=lesson.title)]
    texts += [context.voice.say("path_done", title=context.curriculum.paths[name].title) for name in completed]
    then = after_lesson(context, lesson, session)
    return Outcome(
        then.state,
        "step",
        (Reply("\n\n".join(texts)), *then.replies),
        Served(lesson.id, "steps", level, total, total),
    )


def _stuck(context: Context, found: Found) -> Outcome:
    """ "I can't find it": the hint, then simpler words, then the known problems, then a person."""
    lesson, session, place = found
    say, step = context.voice.say, lesson.steps[place]
    times, total = session.stuck + 1, session.stuck_total + 1
    if times <= context.settings.stuck_switch:
        context, session = step_report(context, lesson, session, 0)
    level: Level = "basic" if total >= context.settings.stuck_switch else session.level
    session = msgspec.structs.replace(session, stuck=times, stuck_total=total, level=level)
    found = (lesson, session, place)
    if times == 1:
        return _at(context, found, f"{say('guide_stuck')}\n\n{context.voice.fill(step.stuck)}")
    if times == 2:
        extra = [context.voice.fill(part) for part in (step.android, step.iphone) if part]
        return _at(
            context,
            found,
            "\n\n".join([say("guide_stuck_simpler"), step_words(context, lesson, place, "basic"), *extra]),
            picture=True,
        )
    if times == 3:
        buttons = tuple(
            Button(problem.symptom, open_payload(lesson.id, f"problems/{problem.name}")) for problem in lesson.problems
        )[: context.settings.choices_max]
        buttons += (Button(say("button_human"), "/human"),)
        return _at(context, found, say("guide_stuck_problems"), buttons=buttons)
    text = say(
        "guide_stuck_human", contact=context.voice.contact(lesson.area), number=place + 1, total=len(lesson.steps)
    )
    return _at(context, found, text, outcome="handoff", stuck=0)


def offer_to_go_on(context: Context, code: str, *, extra: tuple[Button, ...] = ()) -> Outcome | None:
    """Ask whether to go on with the lesson in progress, or None when there is none."""
    found = current(context)
    if found is None:
        return None
    lesson, session, place = found
    say = context.voice.say
    buttons = (
        Button(say("button_resume"), "/resume"),
        *extra,
        Button(say("button_restart"), "/start_over"),
        Button(say("button_stop"), "/stop"),
    )
    text = say(code, number=place + 1, total=len(lesson.steps), title=lesson.title)
    kept = msgspec.structs.replace(session, touched=context.now, asked_to_resume=True)
    state = msgspec.structs.replace(context.state, session=kept, mode="resume")
    return Outcome(
        state, "step", (Reply(text, buttons),), Served(lesson.id, "steps", session.level, place + 1, len(lesson.steps))
    )


def stay(context: Context, code: str) -> Outcome | None:
    """Show the step the person is at, after a sentence; None when there is no lesson in progress."""
    found = current(context)
    if found is None:
        return None
    lesson, session, place = found
    before = context.voice.say(code, number=place + 1, total=len(lesson.steps), title=lesson.title)
    return _show(context, found, before=before, stuck=session.stuck)


def _all_left(context: Context, found: Found) -> Outcome:
    lesson, session, place = found
    say = context.voice.say
    lines = [
        f"{number}. {context.voice.fill(step.standard)}"
        for number, step in enumerate(lesson.steps[place:], start=place + 1)
    ]
    text = "\n\n".join([say("guide_all"), *lines])
    last = len(lesson.steps) - 1
    # What is only read is not reported step by step: the lesson can say no more about the person's steps.
    cap = context.rules.signals["step"].cap or session.weight
    context = context.with_state(led=False, wish=(lesson.id, "advanced"))
    return _at(context, (lesson, session, last), text, level="standard", weight=cap, stuck=0)


def _old_tap(context: Context, act: Act) -> Outcome | None:
    """A button of an old message: of a step that is behind, or of another lesson."""
    if len(act.arguments) != 2 or act.name not in ("next", "stuck", "repeat"):
        return None
    name, step = act.arguments
    found = current(context)
    if found and found[0].id == name:
        lesson, session, place = found
        if lesson.steps[place].name == step or lesson.step_index(step) is None:
            return None
        before = context.voice.say("guide_old_button", number=place + 1, total=len(lesson.steps))
        return _show(context, found, before=before, stuck=session.stuck)
    lesson_then = context.base.lessons.get(name)
    if lesson_then is None:
        return None
    buttons = [Button(context.voice.say("button_reopen"), open_payload(name, "guide"))]
    if found:
        buttons.insert(0, Button(context.voice.say("button_resume"), "/resume"))
    state = msgspec.structs.replace(context.state, mode="resume" if found else "offer")
    done = name in context.state.study.lessons
    text = context.voice.say("old_button_done" if done else "old_button_other", title=lesson_then.title)
    return Outcome(state, "step", (Reply(text, tuple(buttons)),))


def look(context: Context, name: str, step: str) -> Outcome | None:
    """Look at one step of a lesson without starting it, from a quiz answer."""
    lesson = context.base.lessons.get(name)
    place = lesson.step_index(step) if lesson else None
    if lesson is None or place is None:
        return None
    say, state = context.voice.say, context.state
    level = level_for(context, lesson) or "basic"
    if state.quiz:
        buttons = (Button(say("button_quiz_go"), "/quiz"),)
        state = msgspec.structs.replace(state, quiz=msgspec.structs.replace(state.quiz, helped=True), mode="offer")
    else:
        buttons = (Button(say("button_guide"), open_payload(name, "guide")),)
        state = msgspec.structs.replace(state, mode="offer")
    text = f"{say('lesson_head', title=lesson.title)}\n\n{step_words(context, lesson, place, level)}"
    reply = Reply(text, buttons, lesson.steps[place].image)
    return Outcome(state, "step", (reply,), Served(name, "steps", level, place + 1, len(lesson.steps)))


def _back_to_earlier(context: Context) -> Context:
    """With no lesson in progress, the one that was interrupted is taken up again."""
    state = context.state
    if state.session is None and state.earlier is not None:
        return context.with_state(session=state.earlier, earlier=None)
    return context


def guide(context: Context, act: Act) -> Outcome | None:
    """One move within the lesson in progress; None when there is no lesson or the act is none of its moves.

    Args:
        act: next, previous, repeat, slower, simpler, detail, faster, goto_step, stuck, stop, resume, start_over, why.
    """
    if old := _old_tap(context, act):
        return old
    if act.name in ("resume", "start_over"):
        context = _back_to_earlier(context)
    found = current(context)
    if found is None:
        return None
    lesson, session, place = found
    say, total = context.voice.say, len(lesson.steps)
    name = "resume" if act.name == "next" and session.paused and not act.arguments else act.name
    helped = msgspec.structs.replace(session, helped=True)
    if name == "next":
        context, session = step_report(context, lesson, session, 1)
        if place + 1 >= total:
            return _finish(context, (lesson, session, place))
        return _show(context, (lesson, session, place + 1))
    if name == "previous":
        before = say("guide_first") if place == 0 else ""
        return _show(context, (lesson, session, max(place - 1, 0)), before=before)
    if name == "stuck":
        return _stuck(context, found)
    if name == "repeat":
        text = f"{say('guide_repeat')}\n\n{step_words(context, lesson, place, session.level)}"
        return _at(context, (lesson, helped, place), text, picture=True)
    if name in ("slower", "simpler"):
        before = say("guide_slower" if name == "slower" else "guide_simpler")
        context = context.with_state(wish=(lesson.id, "basic"), led=True)
        return _show(context, (lesson, msgspec.structs.replace(helped, level="basic"), place), before=before)
    if name == "detail":
        step = lesson.steps[place]
        parts = [
            say("step_head", number=place + 1, total=total),
            say("guide_detail"),
            context.voice.fill(step.basic),
            say("check", text=step.check),
        ]
        parts += [context.voice.fill(part) for part in (step.android, step.iphone) if part]
        if step.why:
            parts.append(say("guide_why", text=step.why))
        context = context.with_state(wish=(lesson.id, "basic"), led=True)
        return _at(context, (lesson, helped, place), "\n\n".join(parts), picture=True, level="basic")
    if name == "faster":
        return _all_left(context, found)
    if name == "goto_step" and act.number is not None:
        number = total if act.number == LAST_STEP else act.number
        if not 1 <= number <= total:
            return _show(context, found, before=say("guide_no_step", number=number, total=total))
        return _show(context, (lesson, session, number - 1))
    if name == "why":
        why = lesson.steps[place].why
        text = say("guide_why", text=why) if why else say("guide_why_none")
        return _at(context, found, f"{text}\n\n{say('guide_here', number=place + 1, total=total)}")
    if name == "stop":
        buttons = (Button(say("button_resume"), "/resume"),)
        return _at(context, found, say("guide_paused", number=place + 1, total=total), buttons=buttons, paused=True)
    if name == "resume":
        return _show(context, found, stuck=session.stuck)
    if name == "start_over":
        return start(context.with_state(session=None), lesson, session.level)
    return None
