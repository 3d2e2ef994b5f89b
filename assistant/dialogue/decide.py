"""One turn: state and message in, new state and replies out. Pure; time and knowledge are passed in."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from assistant.dialogue.acts import Act, read_act
from assistant.dialogue.address import AddressBook
from assistant.dialogue.answer import ask, open_section
from assistant.dialogue.context import Context, Outcome
from assistant.dialogue.guide import current, guide, offer_to_go_on
from assistant.dialogue.payloads import Open, parse
from assistant.dialogue.turn import Button, Reply, Turn
from assistant.knowledge import Level

__all__ = ["take_turn"]

_SMALLTALK = frozenset(
    {
        "greet",
        "goodbye",
        "thanks",
        "bot_identity",
        "ask_capability",
        "insult",
        "compliment",
        "smalltalk",
        "emoji",
        "empty",
    }
)
_GUIDE = frozenset(
    {
        "next",
        "previous",
        "repeat",
        "slower",
        "simpler",
        "detail",
        "faster",
        "goto_step",
        "stuck",
        "stop",
        "resume",
        "start_over",
        "why",
    }
)
_LEVEL_WISHES: dict[str, Level] = {"simpler": "basic", "slower": "basic", "detail": "basic", "faster": "advanced"}


def _say(context: Context, code: str, outcome: str, **values: object) -> Outcome:
    state = msgspec.structs.replace(context.state, mode="free")
    return Outcome(state, outcome, (Reply(context.voice.say(code, **values)),))


def _with_offer(context: Context, result: Outcome) -> Outcome:
    """A side question was answered: the lesson in progress is offered again at its place."""
    if result.state.session is None or result.outcome not in ("answer", "abstain") or result.lesson is None:
        return result
    offer = offer_to_go_on(context.with_state(session=result.state.session), "guide_back_here")
    if offer is None:
        return result
    return Outcome(
        msgspec.structs.replace(offer.state, topic=result.state.topic, section=result.state.section),
        result.outcome,
        (*result.replies, *offer.replies),
        result.lesson,
        result.candidates,
    )


def _question(context: Context) -> Outcome:
    """A question; one that opens a lesson step by step replaces the lesson in progress."""
    session = context.state.session
    result = ask(context)
    started_anew = result.state.session is not session and result.state.session is not None
    return result if started_anew else _with_offer(context, result)


def _open(context: Context, target: Open) -> Outcome:
    session = context.state.session
    result = open_section(context, target.target, target.section)
    return result if result.state.session is not session else _with_offer(context, result)


def _handoff(context: Context) -> Outcome:
    lesson = context.base.lessons.get(context.state.topic or "")
    contact = context.voice.contact(lesson.area if lesson else None)
    state = msgspec.structs.replace(context.state, mode="free")
    found = current(context)
    buttons = (Button(context.voice.say("button_resume"), "/resume"),) if found else ()
    return Outcome(state, "handoff", (Reply(context.voice.say("handoff", contact=contact), buttons),))


def _wish(context: Context, act: Act) -> Outcome:
    """ "Easier", "shorter" outside a guided lesson: the last lesson again in that wording."""
    level = _LEVEL_WISHES[act.name]
    context = context.with_state(level=level)
    if context.state.topic in context.base.lessons:
        return open_section(context, context.state.topic or "", context.state.section or "steps")
    return _say(context, "level_set", "profile", how=context.voice.say(f"level_{level}"))


def _yes_or_no(context: Context, act: Act) -> Outcome:
    state, yes = context.state, act.name == "affirm"
    if state.mode == "resume" and current(context):
        return guide(context, "resume" if yes else "stop") or _question(context)
    if state.mode == "clarify":
        if yes and len(state.choices) == 1 and isinstance(only := parse(state.choices[0].payload), Open):
            return _open(context, only)
        return _say(context, "clarify_again", "clarify")
    if current(context):
        return guide(context, "next" if yes else "stuck") or _question(context)
    return _say(context, "nothing_to_confirm", "smalltalk")


def _dispatch(context: Context, act: Act, book: AddressBook) -> Outcome:
    if act.target is not None:
        return _open(context, act.target)
    if act.name in ("affirm", "deny"):
        return _yes_or_no(context, act)
    if act.name in _GUIDE:
        if moved := guide(context, act.name, act.number):
            return moved
        if act.name in _LEVEL_WISHES:
            return _wish(context, act)
        if act.name == "repeat" and context.state.topic in context.base.lessons:
            return open_section(context, context.state.topic or "", context.state.section or "steps")
        return _say(context, "no_session", "smalltalk")
    if act.name == "human":
        return _handoff(context)
    if act.name == "address" and (form := book.asked(context.text)):
        context = context.with_state(you=form.you, me=form.me)
        return _say(context, "address_set", "profile", you=form.you)
    if act.name == "wrongdoing":
        return _say(context, "refuse", "refuse")
    if act.name in _SMALLTALK:
        said = _say(context, act.name, "smalltalk")
        if act.name == "greet" and (offer := offer_to_go_on(context, "guide_resume")):
            return Outcome(offer.state, "smalltalk", (*said.replies, *offer.replies))
        return said
    return _question(context)


def _returning(context: Context, act: Act) -> Outcome | None:
    """Back after a break with a move of the lesson: say where it stands before moving."""
    session = context.state.session
    if session is None or act.name not in _GUIDE or act.name in ("resume", "start_over", "stop", "goto_step"):
        return None
    away = context.now - session.touched
    if session.asked_to_resume or away < timedelta(minutes=context.settings.resume_after_minutes):
        return None
    return offer_to_go_on(context, "guide_resume")


def take_turn(context: Context, sender: str, book: AddressBook) -> tuple[Outcome, Turn]:
    """Decide what to say to one message."""
    act = read_act(context.text, context.intent, context.state, context.settings)
    result = _returning(context, act) or _dispatch(context, act, book)
    result = Outcome(
        msgspec.structs.replace(result.state, turns=context.state.turns + 1),
        result.outcome,
        result.replies,
        result.lesson,
        result.candidates,
    ).offering()
    turn = Turn(sender, context.text, result.outcome, context.intent, result.replies, result.candidates, result.lesson)
    return result, turn
