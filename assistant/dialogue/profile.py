"""The person's own affairs: progress, next lesson, paths, placement, reminders, address, data."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import msgspec

from assistant.dialogue.acts import Act
from assistant.dialogue.address import AddressBook
from assistant.dialogue.context import Context, Outcome
from assistant.dialogue.guide import current
from assistant.dialogue.learn import day
from assistant.dialogue.next_step import what_next
from assistant.dialogue.payloads import open_payload, tap_payload
from assistant.dialogue.state import Mode, State
from assistant.dialogue.turn import Button, Reply
from assistant.knowledge import Level
from assistant.learning.choose import level_probabilities
from assistant.learning.curriculum import PlacementQuestion
from assistant.learning.learner import ability, fit, record
from assistant.learning.paths import progress
from assistant.text import fold

__all__ = ["profile"]

_FULL, _EMPTY, _BARS = "▓", "░", 5
_CALLED = ("bác", "cô", "chú", "ông", "bà", "anh", "chị")
_EXAM = re.compile(r"\b(danh gia|kiem tra|xep|do) (?:\w+ )?trinh do\b|\btrinh do dau vao\b")
_UP = re.compile(r"\b(nang cao|cao hon|muc cao)\b")
_DOWN = re.compile(r"\b(muc de|de hon|co ban|thap hon)\b")
_EXPERT = re.compile(
    r"\b(thanh thao|dan cong nghe|lam it|giao vien tin hoc|biet het|chuyen khoan roi|smartphone|may tinh lau|kha)\b"
    r"|(?<!khong )(?<!hong )(?<!chang )(?<!chua )(?<!ko )\branh (?!dien thoai|may moc)"
    r"|(?<!khong )(?<!hong )(?<!chang )(?<!chua )(?<!ko )\branh$"
)


def _said(
    state: State, text: str, buttons: tuple[Button, ...] = (), *, mode: Mode = "free", outcome: str = "profile"
) -> Outcome:
    return Outcome(msgspec.structs.replace(state, mode=mode), outcome, (Reply(text, buttons),))


def _bar(share: float) -> str:
    full = round(max(0.0, min(1.0, share)) * _BARS)
    return _FULL * full + _EMPTY * (_BARS - full)


def _progress(context: Context, act: Act) -> Outcome:
    """Skills in plain words with bars, lessons done, the path, the place in the lesson in progress."""
    say, state, rules = context.voice.say, context.state, context.rules
    lines = []
    if found := current(context):
        lesson, _, place = found
        lines.append(say("progress_step", number=place + 1, total=len(lesson.steps), title=lesson.title))
    if not state.study.lessons and not state.learner.signals:
        lines.append(say("progress_none"))
    if state.study.lessons:
        lines.append(say("progress_lessons", count=len(state.study.lessons)))
    if state.study.path in context.curriculum.paths:
        done, total = progress(state.study, state.study.path, context.curriculum, frozenset(context.base.lessons))
        title = context.curriculum.paths[state.study.path].title
        lines.append(say("progress_path", title=title, bar=_bar(done / max(total, 1)), done=done, total=total))
    for name, days in state.study.completed.items():
        if name in context.curriculum.paths:
            lines.append(say("progress_completed", title=context.curriculum.paths[name].title, date=_date(days)))
    skills = []
    for name, count in zip(state.learner.skills, state.learner.counts):
        if count and name in context.curriculum.skills:
            mean, variance = ability(state.learner, name, rules)
            low, middle, high = level_probabilities(mean, variance, rules.cuts)
            codes = ("progress_low", "progress_middle", "progress_high")
            word = say(codes[max(range(3), key=(low, middle, high).__getitem__)])
            title = context.base.catalogue.skills.get(name, name)
            can = context.curriculum.skills[name].can
            skills.append(say("progress_skill", title=title, bar=_bar((middle + 2 * high) / 2), can=can, word=word))
    if skills:
        lines.append("\n".join([say("progress_skills"), *skills]))
    buttons: tuple[Button, ...] = (Button(say("button_next_lesson"), "/next_lesson"),)
    if found:
        buttons = (Button(say("button_resume"), "/resume"), *buttons)
    return _said(state, "\n\n".join(lines), buttons, mode="resume" if found else "offer")


def _date(days: int) -> str:
    found = date.fromordinal(days)
    return f"{found.day}/{found.month}/{found.year}"


def _next_lesson(context: Context, act: Act) -> Outcome:
    result = what_next(context)
    if context.state.study.path or not result.replies[-1].buttons:
        return result
    last = result.replies[-1]
    paths = Button(context.voice.say("button_paths"), "/paths")
    return _with_replies(result, (Reply(last.text, (*last.buttons, paths)),))


def _with_replies(result: Outcome, replies: tuple[Reply, ...]) -> Outcome:
    """The outcome with other replies."""
    return Outcome(result.state, result.outcome, replies, result.lesson, result.candidates)


def _paths(context: Context, act: Act) -> Outcome:
    buttons = tuple(Button(path.title, tap_payload("path", name)) for name, path in context.curriculum.paths.items())
    return _said(context.state, context.voice.say("paths"), buttons, mode="offer")


def _path(context: Context, act: Act) -> Outcome:
    path = context.curriculum.paths.get(act.arguments[0])
    if path is None:
        return _paths(context, act)
    study = msgspec.structs.replace(context.state.study, path=act.arguments[0])
    context = context.with_state(study=study, topic=None)
    return what_next(context, before=context.voice.say("path_set", title=path.title, about=path.about))


def _placement(context: Context, act: Act) -> Outcome:
    """What the person says of their own skill, or a wish to be placed by two questions."""
    plain, say = fold(context.text), context.voice.say
    if act.tapped or _EXAM.search(plain):
        return _place_question(context, "first", context.curriculum.placement.first)
    if _UP.search(plain) or _DOWN.search(plain):
        level: Level = "advanced" if _UP.search(plain) else "basic"
        return _said(msgspec.structs.replace(context.state, level=level), say("level_set", how=say(f"level_{level}")))
    expert = _EXPERT.search(plain) is not None
    learner = record(context.state.learner, "self_report", "", int(expert), "standard", day(context), context.rules)
    state = msgspec.structs.replace(context.state, learner=learner, led=False if expert else context.state.led)
    level = "standard" if expert else "basic"
    buttons = (Button(say("button_next_lesson"), "/next_lesson"),)
    if current(context):
        buttons = (Button(say("button_resume"), "/resume"),)
    return _said(state, say("level_set", how=say(f"level_{level}")), buttons, mode="offer")


def _place_question(context: Context, stage: str, question: PlacementQuestion, before: str = "") -> Outcome:
    turn = len(question.question) % len(question.options)
    order = [(place + turn) % len(question.options) for place in range(len(question.options))]
    buttons = tuple(
        Button(context.voice.fill(question.options[place]), tap_payload("place", stage, place)) for place in order
    )
    buttons += (Button(context.curriculum.placement.dont_know, tap_payload("place", stage, len(order))),)
    text = f"{before}{context.voice.say('placement_' + ('first' if stage == 'first' else 'second'))}"
    text = f"{text}\n\n{context.voice.fill(question.question)}"
    return _said(context.state, text, buttons, mode="placement")


def _place(context: Context, act: Act) -> Outcome:
    """One placement answer. Nobody is told right or wrong: it is about how to speak, not about them."""
    placement, say = context.curriculum.placement, context.voice.say
    stage, option = act.arguments
    questions = {"first": placement.first, "easier": placement.easier, "harder": placement.harder}
    question = questions.get(stage)
    if question is None or context.state.mode != "placement":
        return _said(context.state, say("placement_old"))
    right = option == "0"
    learner = record(
        context.state.learner,
        "placement",
        placement.skill,
        int(right),
        question.level,
        day(context),
        context.rules,
        lesson=None,
    )
    context = context.with_state(learner=learner)
    if stage == "first":
        following = "harder" if right else "easier"
        return _place_question(context, following, questions[following])
    level = fit(learner, placement.skill, context.rules).level
    buttons: tuple[Button, ...] = (Button(say("button_next_lesson"), "/next_lesson"),)
    if context.state.topic in context.base.lessons:
        buttons = (Button(say("button_again"), open_payload(context.state.topic or "", "steps")), *buttons)
    return _said(context.state, say("placement_done", how=say(f"level_{level}")), buttons, mode="offer")


def _remind(context: Context, act: Act) -> Outcome:
    on = act.name == "reminder_on"
    study = msgspec.structs.replace(context.state.study, remind=on)
    return _said(
        msgspec.structs.replace(context.state, study=study), context.voice.say("reminder_on" if on else "reminder_off")
    )


def _my_data(context: Context, act: Act) -> Outcome:
    """What is kept about the person, in plain words."""
    say, state = context.voice.say, context.state
    lines = [say("data_intro")]
    if state.you:
        lines.append(say("data_address", you=state.you))
    if state.learner.signals or state.level:
        lines.append(say("data_level", count=state.learner.signals))
    if state.study.lessons:
        lines.append(say("data_lessons", count=len(state.study.lessons)))
    if found := current(context):
        lines.append(say("data_session", title=found[0].title, number=found[2] + 1))
    lines.append(say("data_reminder_on" if state.study.remind else "data_reminder_off"))
    lines += [say(code) for code in ("data_last", "data_channel", "data_not", "data_end")]
    return _said(state, "\n".join(lines), (Button(say("button_forget"), "/delete_my_data"),))


def _forget(context: Context, act: Act) -> Outcome:
    say = context.voice.say
    buttons = (Button(say("button_forget_yes"), "/forget_yes"), Button(say("button_forget_no"), "/forget_no"))
    return _said(context.state, say("forget_ask"), buttons, mode="forget")


def _forget_yes(context: Context, act: Act) -> Outcome:
    if context.state.mode != "forget":  # a button of an old message: nothing is deleted without being asked now
        return _forget(context, act)
    reply = Reply(context.voice.say("forget_done" if _anything_known(context.state) else "forget_nothing"))
    return Outcome(State(), "profile", (reply,), forget=True)


def _anything_known(state: State) -> bool:
    """Whether more is remembered than the question just put; nothing is, after a first deletion."""
    return state.turns > 1 or bool(state.learner.signals or state.study.lessons or state.session or state.topic)


def _forget_no(context: Context, act: Act) -> Outcome:
    return _said(context.state, context.voice.say("forget_kept"))


def _address(context: Context, act: Act, book: AddressBook) -> Outcome:
    form = book.form(act.arguments[0]) if act.arguments else book.asked(context.text)
    say = context.voice.say
    if form is None:
        buttons = tuple(
            Button(word[:1].upper() + word[1:], tap_payload("call", fold(word))) for word in (*_CALLED, "bạn")
        )
        return _said(context.state, say("address_ask"), buttons)
    state = msgspec.structs.replace(context.state, you=form.you, me=form.me, address_by="asked")
    voice = context.voice.addressing(form.you, form.me)
    return _said(state, voice.say("address_set", you=form.you))


_ACTS: dict[str, Callable[[Context, Act], Outcome]] = {
    "progress": _progress,
    "next_lesson": _next_lesson,
    "paths": _paths,
    "path": _path,
    "placement": _placement,
    "place": _place,
    "reminder_on": _remind,
    "reminder_off": _remind,
    "my_data": _my_data,
    "delete_my_data": _forget,
    "forget_yes": _forget_yes,
    "forget_no": _forget_no,
}


def profile(context: Context, act: Act, book: AddressBook | None) -> Outcome | None:
    """The answer to an act about the person, or None when it is another act."""
    if book is not None and act.name in ("address", "call"):
        return _address(context, act, book)
    handler = _ACTS.get(act.name)
    return handler(context, act) if handler else None
