"""Serves what was found: a lesson at a level, a problem's own answer, a term; or asks back; or says no."""

from __future__ import annotations

from datetime import date

import msgspec

from assistant.dialogue.context import Context, Outcome
from assistant.dialogue.guide import start
from assistant.dialogue.payloads import open_payload
from assistant.dialogue.turn import Button, Candidate, Reply, Served
from assistant.knowledge import Lesson, Level
from assistant.knowledge.model import Source
from assistant.retrieval.decide import Decision, Match

__all__ = ["ask", "open_section", "sources"]

_RANK = {"official": 2, "press": 1, "other": 0}


def _spoken_date(text: str) -> str:
    """'2025-12-04' as 4/12/2025, '2025-12' as 12/2025."""
    return "/".join(str(int(part)) for part in reversed(text.split("-")))


def _best_source(lesson: Lesson) -> Source:
    return max(lesson.sources, key=lambda source: (source.date[:4], _RANK[source.kind], source.date))


def sources(context: Context, lesson: Lesson) -> str:
    """The closing lines of an answer: newest source with dates, and a caution when a review is overdue."""
    source = _best_source(lesson)
    host = source.publisher or source.url.split("/")[2].removeprefix("www.")
    lines = [
        context.voice.say(
            "source", publisher=host, date=_spoken_date(source.date), checked=_spoken_date(lesson.reviewed)
        )
    ]
    if date.fromisoformat(lesson.review_by) < context.today:
        lines.append(context.voice.say("overdue", date=_spoken_date(lesson.review_by)))
    return "\n".join(lines)


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
    buttons = (
        Button(voice.say("button_guide"), open_payload(lesson.id, "guide")),
        Button(voice.say("button_human"), "/human"),
    )
    return Outcome(
        msgspec.structs.replace(context.state, topic=lesson.id, section=section, mode="free"),
        "answer",
        (Reply("\n\n".join(lines), buttons),),
        Served(lesson.id, section, level, None, len(lesson.steps)),
    )


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


def open_section(context: Context, target: str, section: str) -> Outcome:
    """Serve a known target: a lesson's section, `guide` for step by step, or `term:<name>`."""
    if target.startswith("term:"):
        if target.removeprefix("term:") in context.base.terms:
            return _term(context, target.removeprefix("term:"))
    elif target in context.base.lessons:
        lesson = context.base.lessons[target]
        level: Level = context.state.level or "standard"
        if section.startswith("problems/"):
            return _problem(context, lesson, section, level)
        if section == "guide" or level == "basic":
            return start(context, lesson)
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


def ask(context: Context) -> Outcome:
    """Answer a question: serve, ask back with choices, or say honestly that it is not known."""
    decision = context.find(context.text)
    candidates = _candidates(decision)
    settings = context.settings
    if decision.kind == "refuse":
        state = msgspec.structs.replace(context.state, mode="free", topic=None, section=None)
        return Outcome(state, "refuse", (Reply(context.voice.say("refuse")),), None, candidates)
    if decision.kind == "answer":
        best = decision.matches[0]
        served = open_section(context, best.target, best.section)
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
