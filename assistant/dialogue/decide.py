"""One turn: state and message in, new state and replies out. Pure; time and knowledge are passed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import msgspec

from assistant.dialogue.acts import LESSON_ACTS, Act, read_act
from assistant.dialogue.address import AddressBook
from assistant.dialogue.answer import ask, open_section
from assistant.dialogue.context import Context, Outcome
from assistant.dialogue.guide import current, guide, look, offer_to_go_on, stay
from assistant.dialogue.learn import arrive, away, note
from assistant.dialogue.next_step import what_next
from assistant.dialogue.payloads import Open, Tap, open_payload, parse
from assistant.dialogue.profile import profile
from assistant.dialogue.quiz import answer, ask_again, begin, dont_know, offer_review, review, skip
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
_VAGUE = frozenset({"affirm", "next", "emoji"})


def _say(context: Context, code: str, outcome: str, **values: object) -> Outcome:
    state = msgspec.structs.replace(context.state, mode="free")
    return Outcome(state, outcome, (Reply(context.voice.say(code, **values)),))


def _with_offer(context: Context, result: Outcome) -> Outcome:
    """A side question was answered: the lesson in progress is taken up or offered again at its place."""
    if result.state.session is None or result.outcome not in ("answer", "abstain", "clarify"):
        return result
    if result.outcome == "clarify":
        return result
    here = context.with_state(session=result.state.session)
    term = result.lesson is not None and result.lesson.section == "term"
    offer = stay(here, "guide_back") if term else offer_to_go_on(here, "guide_back_here")
    if offer is None:
        return result
    near = result.replies[-1].buttons if result.outcome == "abstain" else ()
    replies = (*result.replies[:-1], Reply(result.replies[-1].text, result.replies[-1].buttons if not near else ()))
    last = offer.replies[-1]
    return Outcome(
        msgspec.structs.replace(offer.state, topic=result.state.topic, section=result.state.section),
        result.outcome,
        (*replies, Reply(last.text, (*last.buttons, *near))),
        result.lesson,
        result.candidates,
    )


def _question(context: Context) -> Outcome:
    """A question. The lesson in progress keeps its place: only a tapped button makes it give way."""
    session = context.state.session
    result = ask(context)
    moved = result.state.session is not session
    return result if moved else _with_offer(context, result)


def _open(context: Context, target: Open) -> Outcome:
    session = context.state.session
    # A choice that settles a question asked in the middle of a lesson is a side question still.
    asked = context.state.mode in ("clarify", "resume") and target.section != "guide"
    result = open_section(context, target.target, target.section, asked=asked)
    return result if result.state.session is not session else _with_offer(context, result)


def _handoff(context: Context) -> Outcome:
    found = current(context)
    lesson = found[0] if found else context.base.lessons.get(context.state.topic or "")
    contact = context.voice.contact(lesson.area if lesson else None)
    state = msgspec.structs.replace(context.state, mode="resume" if found else "free")
    buttons = (Button(context.voice.say("button_resume"), "/resume"),) if found else ()
    return Outcome(state, "handoff", (Reply(context.voice.say("handoff", contact=contact), buttons),))


def _wish(context: Context, act: Act) -> Outcome:
    """ "Easier", "shorter" outside a guided lesson: the last lesson again in that wording, this once."""
    level = _LEVEL_WISHES[act.name]
    lesson = context.base.lessons.get(context.state.topic or "")
    if lesson is None or context.state.mode == "clarify":
        waiting = context.state.mode == "clarify"
        context = context.with_state(level=level, led=level == "basic")
        said = _say(context, "level_set", "profile", how=context.voice.say(f"level_{level}"))
        return _still_to_choose(context, said) if waiting else said
    if level == "basic" and not (context.state.wish and context.state.wish[0] == lesson.id):
        context = note(context, "help", lesson, 0, context.state.served or "standard")
    context = context.with_state(wish=(lesson.id, level), led=level == "basic")
    return open_section(context, lesson.id, context.state.section or "steps")


def _still_to_choose(context: Context, said: Outcome) -> Outcome:
    """What was said, and the choices that were waiting for an answer once more."""
    buttons = tuple(Button(choice.title, choice.payload) for choice in context.state.choices)
    text = f"{said.replies[-1].text}\n\n{context.voice.say('clarify_again')}"
    return replace(
        said,
        state=msgspec.structs.replace(said.state, mode="clarify"),
        outcome="clarify",
        replies=(Reply(text, buttons),),
    )


def _lead(context: Context) -> Outcome:
    """ "Step by step": the lesson in progress, else the last one from its first step, else a wish for all to come."""
    if current(context):
        return guide(context, Act("resume")) or _question(context)
    if context.state.topic in context.base.lessons and context.state.mode != "clarify":
        return open_section(context, context.state.topic or "", "guide")
    return _wish(context, Act("detail"))


def _stuck_outside(context: Context) -> Outcome | None:
    """ "It does not work" after a whole answer: which problem is it, or shall we go step by step?"""
    lesson = context.base.lessons.get(context.state.topic or "")
    if lesson is None:
        return None
    say = context.voice.say
    buttons = tuple(
        Button(problem.symptom, open_payload(lesson.id, f"problems/{problem.name}")) for problem in lesson.problems
    )[: context.settings.choices_max]
    buttons += (Button(say("button_guide"), open_payload(lesson.id, "guide")), Button(say("button_human"), "/human"))
    state = msgspec.structs.replace(context.state, mode="clarify")
    return Outcome(state, "clarify", (Reply(say("guide_stuck_problems"), buttons),))


def _vague(context: Context) -> Outcome:
    """ "Ok" where nothing was asked: after a while something is proposed, so that nobody is left standing."""
    if context.state.vague > context.settings.vague_max:
        return what_next(context, before=context.voice.say("ok_help"))
    return _say(context, "nothing_to_confirm", "smalltalk")


def _yes_or_no(context: Context, act: Act) -> Outcome:
    state, yes = context.state, act.name in ("affirm", "next")
    if state.mode == "resume" and current(context):
        return guide(context, Act("resume" if yes else "stop")) or _question(context)
    if state.mode in ("offer", "resume"):
        first = parse(state.choices[0].payload) if state.choices else None
        if yes and isinstance(first, Open):
            return _open(context, first)
        if yes and isinstance(first, Tap) and first.name == "review":
            return review(context, first.arguments[0])
        if yes and isinstance(first, str):
            return _dispatch_plain(context, Act(first, tapped=True)) or _vague(context)
        return _vague(context) if yes else _say(context, "offer_later", "smalltalk")
    if state.mode == "clarify":
        if yes and len(state.choices) == 1 and isinstance(only := parse(state.choices[0].payload), Open):
            return _open(context, only)
        return _say(context, "clarify_again", "clarify")
    if current(context):
        return guide(context, Act("next" if yes else "stuck")) or _question(context)
    return _vague(context) if yes else _say(context, "nothing_to_confirm", "smalltalk")


def _dispatch_plain(context: Context, act: Act) -> Outcome | None:
    """A button without arguments that was accepted by "ok"."""
    if act.name == "resume":
        return guide(context, act)
    if act.name == "quiz":
        return begin(context)
    return what_next(context) if act.name == "next_lesson" else None


def _insult(context: Context) -> Outcome:
    """An angry person: an apology and ways out; the second time a human being at once. The lesson keeps its place."""
    say = context.voice.say
    if context.state.angry > context.settings.insults_max:
        handed = _handoff(context)
        last = handed.replies[-1]
        return replace(handed, replies=(Reply(f"{say('angry_human')} {last.text}", last.buttons),))
    said = _say(context, "insult", "smalltalk")
    buttons: tuple[Button, ...] = (Button(say("button_human"), "/human"),)
    if current(context):
        buttons = (Button(say("button_simpler"), "/simpler"), *buttons, Button(say("button_stop"), "/stop"))
    return replace(said, replies=(Reply(said.replies[0].text, buttons),))


def _in_quiz(context: Context, act: Act) -> Outcome | None:
    """A message while a question is open; None where it is not about the question."""
    if act.name == "quiz" and act.arguments:
        return answer(context, act.arguments)
    if act.name == "quiz_skip":
        return skip(context)
    if context.state.mode != "quiz":
        return None
    if act.name in ("stuck", "simpler", "unknown") and not act.arguments:
        return dont_know(context)
    if act.name in ("stop", "deny", "faster"):
        return skip(context)
    if not act.arguments and act.name in ("next", "affirm", "repeat", "slower", "emoji", "empty", "resume", "detail"):
        return ask_again(context)
    return None


def _dispatch(context: Context, act: Act, book: AddressBook) -> Outcome:
    if act.target is not None:
        return _open(context, act.target)
    if asked := _in_quiz(context, act):
        return asked
    if act.name == "quiz":
        return begin(context)
    if act.name == "review" and act.arguments:
        return review(context, act.arguments[0])
    if act.name == "look" and (seen := look(context, *act.arguments)):
        return seen
    if context.state.mode == "forget" and act.name in ("affirm", "deny"):
        act = Act("forget_yes" if act.name == "affirm" else "forget_no")
    if mine := profile(context, act, book):
        return mine
    if act.name in ("affirm", "deny"):
        return _yes_or_no(context, act)
    if act.name == "unknown":
        return _does_not_know(context)
    if act.name in _GUIDE:
        return _guided(context, act)
    if act.name == "lead":
        return _lead(context)
    if act.name == "human":
        return _handoff(context)
    if act.name == "wrongdoing":
        return _say(context, "refuse", "refuse")
    if act.name == "insult":
        return _insult(context)
    if act.name in _SMALLTALK:
        return _small_talk(context, act)
    return _question(context)


def _does_not_know(context: Context) -> Outcome:
    """ "I don't know" outside a quiz: the step in simpler words, or a proposal."""
    state = context.state
    if state.mode == "placement" and state.choices and (last := parse(state.choices[-1].payload)):
        act = Act(last.name, arguments=last.arguments, tapped=True) if isinstance(last, Tap) else None
        if act and (placed := profile(context, act, None)):
            return placed
    return guide(context, Act("simpler")) or what_next(context, before=context.voice.say("ok_help"))


def _guided(context: Context, act: Act) -> Outcome:
    """A move of a lesson, with or without one in progress."""
    state = context.state
    waiting = state.mode == "offer" or (state.mode == "resume" and state.session is None)
    if act.name == "next" and not act.arguments and waiting:
        return _yes_or_no(context, act)
    if act.name == "stop" and state.mode == "offer" and (state.session is None or act.tapped):
        return _say(context, "offer_later", "smalltalk")
    if moved := guide(context, act):
        return moved
    if act.name in _LEVEL_WISHES:
        return _wish(context, act)
    if act.name == "repeat" and state.topic in context.base.lessons:
        return open_section(context, state.topic or "", state.section or "steps")
    if act.name == "stuck" and (outside := _stuck_outside(context)):
        return outside
    if act.name == "next":
        return _vague(context)
    if act.name == "stop":
        return _say(context, "offer_later", "smalltalk")
    if act.name == "resume" and (reply := offer_review(context)):
        return Outcome(msgspec.structs.replace(state, mode="offer"), "quiz", (reply,))
    return _say(context, "no_session", "smalltalk")


def _small_talk(context: Context, act: Act) -> Outcome:
    said = _say(context, act.name, "smalltalk")
    if act.name == "greet" and (offer := offer_to_go_on(context, "guide_resume")):
        return Outcome(offer.state, "smalltalk", (*said.replies, *offer.replies), offer.lesson)
    return said


def _returning(context: Context, act: Act) -> Outcome | None:
    """Back after a break with a move of the lesson: say where it stands before moving."""
    session = context.state.session
    if session is None or act.name not in (_GUIDE | {"affirm", "deny"}):
        return None
    if act.name in ("resume", "start_over", "stop", "goto_step"):
        return None
    minutes = timedelta(minutes=context.settings.resume_after_minutes)
    if context.now - session.touched < minutes:
        return None
    return offer_to_go_on(context, "guide_resume")


def _with_review(context: Context, act: Act, result: Outcome, gone: timedelta) -> Outcome:
    """A new visit that begins with a greeting, and nothing in progress: an offer to review what is due."""
    new_visit = gone >= timedelta(hours=context.settings.visit_after_hours)
    if act.name != "greet" or not new_visit or result.state.session is not None:
        return result
    here = replace(context, state=result.state)
    if (reply := offer_review(here)) is None:
        return result
    state = msgspec.structs.replace(result.state, mode="offer")
    return replace(result, state=state, replies=(*result.replies, reply))


def _counted(context: Context, act: Act) -> Context:
    """The context with insults and empty words in a row counted."""
    state = context.state
    # "Ok" to an offer, in a quiz or in a lesson answers something.
    vague = act.name in _VAGUE and not act.tapped and state.session is None and state.mode == "free"
    return context.with_state(
        angry=state.angry + 1 if act.name == "insult" else 0,
        vague=state.vague + 1 if vague else 0,
    )


def _unrepeated(context: Context, result: Outcome) -> Outcome:
    """No message is sent twice in a row: one that would be is introduced as a repetition."""
    before = context.state.last_texts
    replies = []
    for reply in result.replies:
        text = reply.text
        turn = 0
        while text in before:
            text = f"{context.voice.again(turn)}\n\n{reply.text}"
            turn += 1
        replies.append(Reply(text, reply.buttons, reply.image, reply.audio))
    return replace(result, replies=tuple(replies))


def _reconsidered(context: Context, act: Act) -> Act:
    """An act that is not quite sure, where nothing was asked, is a question if a lesson clearly answers it.

    "I want to learn how to call my daughter" names its lesson: no wish for just any next one. In a guided lesson only
    what does not move the lesson on is looked at again: thanks, small talk, praise.
    """
    state, settings = context.state, context.settings
    waiting = state.mode != "free" or (state.session is not None and act.name in LESSON_ACTS)
    if act.tapped or waiting or act.name == "ask" or act.name != context.intent.name:
        return act
    if context.intent.confidence >= settings.intent_sure or len(context.text.split()) <= settings.short_words:
        return act
    decision = context.find(context.text)
    known = decision.kind == "answer" and decision.matches[0].probability >= settings.question_sure
    return Act("ask") if known else act


def take_turn(context: Context, sender: str, book: AddressBook) -> tuple[Outcome, Turn]:
    """Decide what to say to one message."""
    act = _reconsidered(context, read_act(context.text, context.intent, context.state, context.settings))
    before, context = context, _counted(arrive(context), act)
    result = _returning(context, act) or _dispatch(context, act, book)
    result = _with_review(context, act, result, away(context, before))
    result = _unrepeated(before, result)
    result = replace(result, state=msgspec.structs.replace(result.state, turns=before.state.turns + 1)).offering()
    turn = Turn(sender, context.text, result.outcome, context.intent, result.replies, result.candidates, result.lesson)
    return result, turn
