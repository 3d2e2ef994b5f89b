"""Serves what was found: a lesson at a level, a problem's own answer, a term; or asks back; or says no."""

from __future__ import annotations

import re

import msgspec

from assistant.dialogue.context import Context, Outcome
from assistant.dialogue.follow_up import follow_up
from assistant.dialogue.guide import current, offer_to_go_on, start, stay
from assistant.dialogue.learn import level_for
from assistant.dialogue.payloads import open_payload
from assistant.dialogue.sources import sources
from assistant.dialogue.turn import Button, Candidate, Reply, Served
from assistant.knowledge import Lesson, Level
from assistant.retrieval.decide import Decision, Match
from assistant.text import fold

__all__ = ["ask", "open_section"]

_WHAT_IS = re.compile(r"\b(?:la gi|la cai gi|nghia la gi|la sao|la chi)\b.*$|^(?:the|ma|vay) ")


def _caution(context: Context, lesson: Lesson) -> list[str]:
    return [context.voice.say("caution", text=lesson.caution)] if lesson.caution else []


def _whole(context: Context, lesson: Lesson, level: Level, section: str) -> Outcome:
    """The whole lesson in one message, at standard or advanced level."""
    voice = context.voice
    lines = [voice.say("lesson_head", title=lesson.title)]
    if level == "advanced":
        lines.append(voice.fill(lesson.advanced))
    else:
        lines.append(voice.fill(lesson.summary))
        lines += [f"{number}. {voice.fill(step.standard)}" for number, step in enumerate(lesson.steps, start=1)]
    lines += [*_caution(context, lesson), sources(context, lesson)]
    buttons: tuple[Button, ...] = (
        Button(voice.say("button_guide"), open_payload(lesson.id, "guide")),
        Button(voice.say("button_human"), "/human"),
    )
    state = msgspec.structs.replace(
        context.state, topic=lesson.id, section=section, mode="free", served=level, quiz=None
    )
    if not state.placement_offered and state.level is None and not state.learner.signals and state.session is None:
        buttons = (*buttons, Button(voice.say("button_placement"), "/placement"))
        state = msgspec.structs.replace(state, placement_offered=True)
    return Outcome(
        state,
        "answer",
        (Reply("\n\n".join(lines), buttons),),
        Served(lesson.id, section, level, None, len(lesson.steps)),
    )


def _beside(context: Context, lesson: Lesson) -> Outcome:
    """Another lesson, asked about in the middle of one that is led step by step: what it comes to, and the way back."""
    voice = context.voice
    lines = [voice.say("lesson_head", title=lesson.title), voice.fill(lesson.summary)]
    text = "\n\n".join([*lines, *_caution(context, lesson), sources(context, lesson)])
    guide = Button(voice.say("button_guide_other"), open_payload(lesson.id, "guide"))
    offer = offer_to_go_on(context, "guide_back_here", extra=(guide,))
    served = Served(lesson.id, "summary", "basic", None, len(lesson.steps))
    state = msgspec.structs.replace(offer.state if offer else context.state, topic=lesson.id, section="steps")
    return Outcome(state, "answer", (Reply(text), *(offer.replies if offer else ())), served)


def _same(context: Context, lesson: Lesson) -> Outcome | None:
    """A question that leads to the lesson in progress: stay at its place, do not begin anew."""
    found = current(context)
    if found is None or found[0].id != lesson.id:
        return None
    away = (context.now - found[1].touched).total_seconds() / 60
    if away > context.settings.resume_after_minutes:
        shown = offer_to_go_on(context, "guide_resume")
    else:
        shown = stay(context, "guide_same")
    return Outcome(shown.state, "answer", shown.replies, shown.lesson) if shown else None


def _problem(context: Context, lesson: Lesson, section: str, level: Level) -> Outcome:
    voice = context.voice
    problem = lesson.problem(section.removeprefix("problems/"))
    if problem is None:
        return _whole(context, lesson, level, "steps")
    text = "\n\n".join(
        [
            voice.say("problem_head", symptom=problem.symptom),
            voice.fill(problem.answer),
            *_caution(context, lesson),
            sources(context, lesson),
        ]
    )
    buttons = (
        Button(voice.say("button_whole"), open_payload(lesson.id, "steps")),
        Button(voice.say("button_human"), "/human"),
    )
    return Outcome(
        msgspec.structs.replace(context.state, topic=lesson.id, section=section, mode="free"),
        "answer",
        (Reply(text, buttons),),
        Served(lesson.id, section, level),
    )


def _term(context: Context, name: str) -> Outcome:
    term = context.base.terms[name]
    voice = context.voice
    known = (context.base.lessons[lesson] for lesson in term.lessons if lesson in context.base.lessons)
    buttons = tuple(Button(lesson.title, open_payload(lesson.id, "steps")) for lesson in known)
    text = voice.say("term", term=term.term, meaning=term.meaning, like=term.like)
    return Outcome(
        msgspec.structs.replace(context.state, mode="free"),
        "answer",
        (Reply(text, buttons),),
        Served(f"term:{name}", "term", context.state.level or "standard"),
    )


def open_section(context: Context, target: str, section: str, *, asked: bool = False) -> Outcome:
    """Serve a known target: a lesson's section, `guide` for step by step, or `term:<name>`.

    Args:
        asked: by a question, which does not make a lesson in progress give way; a tapped button does.
    """
    if target.startswith("term:"):
        if target.removeprefix("term:") in context.base.terms:
            return _term(context, target.removeprefix("term:"))
    elif target in context.base.lessons:
        lesson = context.base.lessons[target]
        known = level_for(context, lesson)
        level: Level = known or "standard"
        if section.startswith("problems/"):
            return _problem(context, lesson, section, level)
        if section == "guide":
            return start(context, lesson)
        led = level == "basic" or (context.state.led and level != "advanced" and context.state.level is None)
        if not asked:
            return start(context, lesson) if led else _whole(context, lesson, level, "steps")
        if same := _same(context, lesson):
            return same
        if led:
            return _beside(context, lesson) if current(context) else start(context, lesson)
        return _whole(context, lesson, level, "summary" if section == "summary" else "steps")
    return Outcome(
        msgspec.structs.replace(context.state, mode="free"), "abstain", (Reply(context.voice.say("lesson_gone")),)
    )


def _title(context: Context, match: Match) -> str:
    """What a choice is called: the problem's symptom, the lesson's title or the term."""
    if match.target.startswith("term:"):
        return f"{context.base.terms[match.target.removeprefix('term:')].term} là gì"
    lesson = context.base.lessons[match.target]
    problem = lesson.problem(match.section.removeprefix("problems/"))
    return problem.symptom if problem and len(problem.symptom) <= 60 else lesson.title


def _buttons(context: Context, matches: tuple[Match, ...]) -> tuple[Button, ...]:
    titles: dict[str, Button] = {}
    for match in matches:
        title = _title(context, match)
        titles.setdefault(title, Button(title, open_payload(match.target, match.section)))
    return tuple(titles.values())


def _candidates(decision: Decision) -> tuple[Candidate, ...]:
    return tuple(Candidate(match.target, match.section, match.probability) for match in decision.matches[:5])


def _meant(context: Context, decision: Decision) -> Match:
    """The best match; in the middle of a lesson "… là gì" asks for the word rather than for another lesson."""
    if current(context) and _WHAT_IS.search(fold(context.text)):
        named = _WHAT_IS.sub("", fold(context.text)).strip(" ,.?!")
        for name, term in context.base.terms.items():
            if named in {fold(word) for word in (term.term, *term.also)}:
                return Match(f"term:{name}", "term", decision.matches[0].probability)
    return decision.matches[0]


def ask(context: Context) -> Outcome:
    """Answer a question: serve, ask back with choices, or say honestly that it is not known."""
    decision = context.find(context.text)
    candidates = _candidates(decision)
    settings = context.settings
    going_on = follow_up(context) if decision.kind in ("clarify", "abstain") else None
    if isinstance(going_on, Outcome):
        return Outcome(going_on.state, going_on.outcome, going_on.replies, None, candidates)
    if decision.kind == "refuse":
        state = msgspec.structs.replace(context.state, mode="free", topic=None, section=None)
        return Outcome(state, "refuse", (Reply(context.voice.say("refuse")),), None, candidates)
    if going_on is not None:
        lesson, section = going_on
        served = open_section(context, lesson.id, section, asked=True)
    elif decision.kind == "answer":
        best = _meant(context, decision)
        served = open_section(context, best.target, best.section, asked=True)
    elif decision.kind == "clarify":
        buttons = _buttons(context, decision.matches[: settings.choices_max])
        served = Outcome(
            msgspec.structs.replace(context.state, mode="clarify"),
            "clarify",
            (Reply(context.voice.say("clarify"), buttons),),
        )
    else:
        near = decision.matches[: settings.near_max]
        area = context.base.lessons[near[0].target].area if near and near[0].target in context.base.lessons else None
        text = context.voice.say("abstain", contact=context.voice.contact(area if decision.near else None))
        if near:
            text = f"{text}\n\n{context.voice.say('abstain_near')}"
        served = Outcome(
            msgspec.structs.replace(context.state, mode="clarify", topic=None, section=None),
            "abstain",
            (Reply(text, _buttons(context, near)),),
        )
    return Outcome(served.state, served.outcome, served.replies, served.lesson, candidates)
