"""Says what the door found, before and around what the dialogue answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from assistant.dialogue.address import AddressBook
from assistant.dialogue.answer import open_section
from assistant.dialogue.context import Context, Outcome
from assistant.dialogue.decide import take_turn
from assistant.dialogue.guide import start
from assistant.dialogue.payloads import match_choice, open_payload
from assistant.dialogue.state import Choice, State
from assistant.dialogue.texts import Voice
from assistant.dialogue.turn import Button, Candidate, IntentGuess, Reply, Turn
from assistant.knowledge import KnowledgeBase
from assistant.paths import Project
from assistant.retrieval.decide import Decision
from assistant.safety.danger import Danger
from assistant.safety.gate import Gate, gate, remaining
from assistant.safety.message_check import CheckResult
from assistant.safety.recognisers import Recognisers
from assistant.safety.texts import safety_texts

__all__ = ["Doorkeeper"]

_LINK_LESSON = "an-toan/lien-ket-gia"
_SURE = 0.6  # probability from which the lesson that was asked about follows any first action
_SURE_DANGER = 0.75  # probability of danger from which the rule's own lesson, second in retrieval, comes first
_PLAIN_DANGER = (
    0.9  # from which no lesson follows that is not about safety: a victim is not taught to pay or to install
)
_SAFETY_AREA = "an-toan/"
# Lessons outside the safety area that retrieval may choose after a warning.
_ALSO_SAFE = frozenset(
    (
        "zalo/bi-chiem-tai-khoan",
        "mang-xa-hoi/facebook-bi-hack",
        "thanh-toan/khoa-the",
        "thanh-toan/chuyen-nham",
        "thanh-toan/otp",
        "thanh-toan/nhan-tien-la",
        "thanh-toan/vay-online",
        "mua-ban/mua-hang-an-toan",
        "dien-thoai/mat-dien-thoai",
        "vneid/to-giac",
    )
)
_SIGNS_SHOWN = 6
_STEP_DONE = "next"  # the act of whoever says that a step is done


class Doorkeeper:
    """Looks at each message and speaks first where it must."""

    def __init__(self, base: KnowledgeBase, recognisers: Recognisers) -> None:
        self._base = base
        self._recognisers = recognisers

    @classmethod
    def load(cls, base: KnowledgeBase, project: Project) -> Doorkeeper:
        """With what `assistant train` trained.

        Raises:
            DataError: a word list is broken.
            ModelUnusable: a model is not trained, or trained from other data.
        """
        return cls(base, Recognisers.load(project))

    def redact(self, text: str) -> str:
        """A message without its personal data, for those who see it before the dialogue does."""
        return self._recognisers.redactor.redact(text).text

    def look(self, text: str, choices: Sequence[Choice] = ()) -> Gate:
        """See gate(); a typed choice is as good as a tapped one."""
        tapped = match_choice(text, choices) is not None
        return gate(text, self._recognisers, tapped=tapped)

    def turn(self, found: Gate, context: Context, sender: str, book: AddressBook) -> tuple[Outcome, Turn]:
        """One turn: what has to be said first, or what the dialogue says, with the notice about a secret before it."""
        context = replace(context, text=found.text)
        if context.state.session and found.danger and _is_progress(found.danger, context.state):
            context = replace(context, intent=IntentGuess(_STEP_DONE, 1.0))
        first = self._first(found, context)
        if first is None and found.notice and not remaining(found.text):
            said = self._voice(context)
            text = f"{said.say(found.notice)}\n\n{said.say('notice_only')}"
            return _finish(Outcome(context.state, "safety", (Reply(text),)), context, sender)
        if first is not None:
            if found.notice:
                first = replace(first, replies=(Reply(self._voice(context).say(found.notice)), *first.replies))
            return _finish(first, context, sender)
        result, turn = take_turn(context, sender, book)
        if not found.notice:
            return result, turn
        replies = (Reply(self._voice(context).say(found.notice)), *result.replies)
        result = replace(result, outcome="safety", replies=replies)
        result = replace(
            result, state=msgspec.structs.replace(result.state, last_texts=tuple(reply.text for reply in replies))
        )
        return result, msgspec.structs.replace(turn, outcome="safety", replies=replies)

    def _voice(self, context: Context) -> Voice:
        state = context.state
        return Voice(safety_texts(), self._base.facts, you=state.you, me=state.me, turn=state.turns)

    def _first(self, found: Gate, context: Context) -> Outcome | None:
        state = msgspec.structs.replace(context.state, mode="free")
        voice = self._voice(context)
        if found.refuse:
            return Outcome(state, "refuse", (Reply(voice.say(found.refuse)),))
        told = found.danger
        if told and _is_of_the_lesson(told, context.state):
            told = None
        if found.check and (told is None or found.check.verdict == "danger"):
            return self._checked(found.check, told, state, context)
        if told:
            return self._danger(told, state, context)
        if found.asks_check:
            return Outcome(state, "safety", (Reply(voice.say("check_ask")),))
        return None

    def _danger(self, told: Danger, state: State, context: Context) -> Outcome:
        voice = self._voice(context)
        open_too = (voice.say(f"else_{told.also}"),) if told.also else ()
        warning = Reply("\n\n".join((voice.say(told.first), *open_too)))
        decision = context.find(context.text)
        candidates = tuple(Candidate(m.target, m.section, m.probability) for m in decision.matches[:5])
        if decision.kind == "refuse" and told.severity == "now":
            return Outcome(state, "refuse", (Reply(voice.say("refuse_general")),), None, candidates)
        lesson_id, section = _lesson(told, decision)
        lesson = self._base.lessons.get(lesson_id or "")
        asked_for = bool(decision.matches) and lesson_id == decision.matches[0].target
        if lesson is None or (told.severity == "life" and not asked_for):
            buttons = (Button(voice.say("button_lesson"), open_payload(lesson.id, "steps")),) if lesson else ()
            return Outcome(state, "safety", (Reply(warning.text, buttons),), None, candidates)
        # An emergency is led one step at a time; a warning is followed by the whole lesson.
        served = start(context, lesson) if told.severity == "done" else open_section(context, lesson.id, section)
        return Outcome(served.state, "safety", (warning, *served.replies), served.lesson, candidates)

    def _checked(self, check: CheckResult, told: Danger | None, state: State, context: Context) -> Outcome:
        voice = self._voice(context)
        lines = [voice.say(f"verdict_{check.verdict}")]
        if check.signs:
            lines += ["", voice.say("signs_head"), *(f"- {sign.text}" for sign in check.signs[:_SIGNS_SHOWN])]
        if check.verdict == "danger":
            lines += ["", voice.say("check_gone")]
        target = (told.lesson if told else None) or _LINK_LESSON
        lesson = self._base.lessons.get(target)
        buttons = (Button(lesson.title, open_payload(lesson.id, "steps")),) if lesson else ()
        return Outcome(state, "safety", (Reply("\n".join(lines), buttons),))


def _is_of_the_lesson(told: Danger, state: State) -> bool:
    """Whether what sounds like danger belongs to the lesson in hand: its own emergency, or a step that was done."""
    return (state.session is not None and told.lesson == state.session.lesson) or _is_progress(told, state)


def _is_progress(told: Danger, state: State) -> bool:
    """Whether "installed it", "entered the password" reports a step of the lesson in hand. In one about safety it may be
    a confession."""
    lesson = state.session.lesson if state.session else state.topic
    return told.severity == "done" and told.bare and lesson is not None and not lesson.startswith(_SAFETY_AREA)


def _lesson(told: Danger, decision: Decision) -> tuple[str | None, str]:
    """The lesson to lead to: the one that was surely asked about, or one about safety, else the rule's own.

    Retrieval goes by the things that are named: a policeman on a video call is first a video call to it. Where it sees the
    rule's lesson right behind, or the danger is plain and the lesson an ordinary one, the rule's own is the one.
    """
    if decision.kind == "answer" and decision.matches:
        best, behind = decision.matches[0], decision.matches[1:2]
        own = told.lesson is not None and any(match.target == told.lesson for match in behind)
        if own and told.severity != "life" and told.probability >= _SURE_DANGER:
            return told.lesson, behind[0].section
        about_safety = best.target.startswith(_SAFETY_AREA) or best.target in _ALSO_SAFE
        if not about_safety and told.lesson and told.probability >= _PLAIN_DANGER:
            return told.lesson, "steps"
        if best.probability >= _SURE or (about_safety and told.severity != "life"):
            return best.target, best.section
    return told.lesson, "steps"


def _finish(result: Outcome, context: Context, sender: str) -> tuple[Outcome, Turn]:
    state = msgspec.structs.replace(result.state, turns=context.state.turns + 1)
    result = replace(result, state=state).offering()
    turn = Turn(sender, context.text, result.outcome, context.intent, result.replies, result.candidates, result.lesson)
    return result, turn
