"""Two kind questions after a lesson, and reviews later: every choice is explained, a wrong one leads to its step."""

from __future__ import annotations

from dataclasses import replace
from zlib import crc32

import msgspec

from assistant.dialogue.context import Context, Outcome
from assistant.dialogue.learn import note
from assistant.dialogue.next_step import what_next
from assistant.dialogue.payloads import tap_payload
from assistant.dialogue.state import QuizState, Session
from assistant.dialogue.turn import Button, Reply, Served
from assistant.knowledge import Lesson
from assistant.knowledge.model import Quiz
from assistant.learning.study import due, quizzed, reviewed

__all__ = ["after_lesson", "answer", "ask_again", "begin", "dont_know", "offer_review", "review", "skip"]


def _found(context: Context) -> tuple[Lesson, QuizState, Quiz] | None:
    """The question that is open, or None: there is none, or the lesson changed meanwhile."""
    quiz = context.state.quiz
    lesson = context.base.lessons.get(quiz.lesson) if quiz else None
    if quiz is None or lesson is None or quiz.number >= len(quiz.questions):
        return None
    number = quiz.questions[quiz.number]
    return (lesson, quiz, lesson.quiz[number]) if number < len(lesson.quiz) else None


def _order(lesson: Lesson, number: int, options: int) -> list[int]:
    """The options in an order that is always the same for a question, but not always with the right one first."""
    turn = crc32(f"{lesson.id} {number}".encode()) % options
    return [(place + turn) % options for place in range(options)]


def _question(context: Context, *, before: tuple[Reply, ...] = (), look_at: str | None = None) -> Outcome | None:
    """Ask the open question. `look_at`: name of a step that a wrong answer to the one before leads to."""
    found = _found(context)
    if found is None:
        return None
    lesson, quiz, question = found
    say, number = context.voice.say, quiz.questions[quiz.number]
    buttons = [
        Button(context.voice.fill(question.options[place].text), tap_payload("quiz", lesson.id, number, place))
        for place in _order(lesson, number, len(question.options))
    ]
    if look_at is not None and (step := lesson.step_index(look_at)) is not None:
        buttons.append(Button(say("button_look", number=step + 1), tap_payload("look", lesson.id, look_at)))
    buttons.append(Button(say("button_skip"), "/quiz_skip"))
    head = say("quiz_head", number=quiz.number + 1, total=len(quiz.questions))
    text = f"{head}\n\n{context.voice.fill(question.question)}"
    state = msgspec.structs.replace(context.state, mode="quiz")
    return Outcome(state, "quiz", (*before, Reply(text, tuple(buttons))), Served(lesson.id, "quiz", quiz.level))


def after_lesson(context: Context, lesson: Lesson, session: Session) -> Outcome:
    """What follows a finished lesson: two questions, else what to do next."""
    asked = tuple(range(len(lesson.quiz)))[: context.settings.quiz_questions]
    if asked:
        helped = session.helped or session.stuck_total > 0
        quiz = QuizState(lesson.id, asked, "lesson", session.level, helped=helped)
        context = context.with_state(quiz=quiz)
        if asking := _question(context, before=(Reply(context.voice.say("quiz_invite")),)):
            joined = "\n\n".join(reply.text for reply in asking.replies)
            return replace(asking, replies=(Reply(joined, asking.replies[-1].buttons),))
    return what_next(context)


def begin(context: Context) -> Outcome:
    """The person asks for questions: the open one, a review that is due, else those of the last finished lesson."""
    if asking := _question(context):
        return asking
    if waiting := due(context.state.study, context.today, context.rules):
        return review(context, waiting[0])
    study = context.state.study
    names = [name for name in (context.state.topic, *reversed(study.lessons)) if name in study.lessons]
    for name in names:
        lesson = context.base.lessons.get(name or "")
        if lesson and lesson.quiz:
            asked = tuple(range(len(lesson.quiz)))[: context.settings.quiz_questions]
            context = context.with_state(quiz=QuizState(lesson.id, asked, "lesson", context.state.served or "basic"))
            if asking := _question(context, before=(Reply(context.voice.say("quiz_about", title=lesson.title)),)):
                return asking
    return what_next(context, before=context.voice.say("quiz_none"))


def review(context: Context, name: str) -> Outcome:
    """One question about an earlier lesson."""
    lesson, done = context.base.lessons.get(name), context.state.study.lessons.get(name)
    if lesson is None or done is None or not lesson.quiz:
        return what_next(context)
    day = context.today.toordinal()
    study = context.state.study
    count = study.reviews if study.visit == day else 0
    study = msgspec.structs.replace(study, reviews=count + 1, visit=day)
    number = (done.card.last // 86_400) % len(lesson.quiz)  # another one each time, the same if asked again
    quiz = QuizState(name, (number,), "review", context.state.served or "basic")
    context = context.with_state(study=study, quiz=quiz)
    intro = Reply(context.voice.say("review_intro", title=lesson.title))
    return _question(context, before=(intro,)) or what_next(context)


def offer_review(context: Context) -> Reply | None:
    """An offer to review, where something is due."""
    waiting = due(context.state.study, context.today, context.rules)
    lesson = context.base.lessons.get(waiting[0]) if waiting else None
    if lesson is None or not lesson.quiz:
        return None
    say = context.voice.say
    buttons = (
        Button(say("button_review"), tap_payload("review", lesson.id)),
        Button(say("button_stop"), "/stop"),
    )
    return Reply(say("review_offer", title=lesson.title), buttons)


def _close(context: Context, said: Reply, quiz: QuizState) -> Outcome:
    """All questions are answered: a kind word, then what to do next."""
    say = context.voice.say
    total = len(quiz.questions)
    lines = [said.text]
    if total > 1:
        lines.append(say("quiz_all_right" if quiz.right == total else "quiz_some_right", right=quiz.right, total=total))
    elif quiz.right == 0:
        lines.append(say("review_again"))
    look = said.buttons
    then = what_next(context.with_state(quiz=None))
    last = then.replies[-1]
    replies = (Reply("\n\n".join(lines)), *then.replies[:-1], Reply(last.text, (*last.buttons, *look)))
    return replace(then, outcome="quiz", replies=replies)


def _judge(context: Context, option: int | None) -> Outcome | None:
    """Take one answer to the open question; None stands for "I don't know"."""
    found = _found(context)
    if found is None:
        return None
    lesson, quiz, question = found
    say, number = context.voice.say, quiz.questions[quiz.number]
    best = next(part for part in question.options if part.correct)
    chosen = question.options[option] if option is not None else None
    right = chosen is not None and chosen.correct
    context = note(context, "quiz", lesson, int(right), quiz.level, options=len(question.options))
    study = context.state.study
    if quiz.kind == "review":
        study = reviewed(study, lesson.id, right=right, helped=quiz.helped, now=context.now, table=context.rules)
    else:
        taken = len(question.options) if option is None else option
        study = quizzed(study, lesson.id, number, taken, right=right, now=context.now, table=context.rules)
    explained = context.voice.fill(chosen.explanation) if chosen is not None else ""
    parts = [explained] if explained else []
    if not (right and explained.startswith("Đúng")):  # many explanations begin with the praise themselves
        parts.insert(0, say("quiz_right" if right else "quiz_dont_know" if chosen is None else "quiz_wrong"))
    if not right:
        parts.append(say("quiz_answer", text=context.voice.fill(best.text), why=context.voice.fill(best.explanation)))
    quiz = msgspec.structs.replace(quiz, number=quiz.number + 1, right=quiz.right + right, helped=False, nudges=0)
    context = context.with_state(study=study, quiz=quiz)
    said = Reply("\n\n".join(parts))
    if asking := _question(context, before=(said,), look_at=None if right else question.step):
        return asking
    step = lesson.step_index(question.step)
    if not right and step is not None:
        button = Button(say("button_look", number=step + 1), tap_payload("look", lesson.id, question.step))
        said = Reply(said.text, (button,))
    return _close(context, said, quiz)


def answer(context: Context, arguments: tuple[str, ...]) -> Outcome | None:
    """A choice was tapped: of the open question, or of an old message, which is explained but not counted."""
    name, number, option = arguments
    lesson = context.base.lessons.get(name)
    if lesson is None or not (number.isdigit() and option.isdigit()) or int(number) >= len(lesson.quiz):
        return None
    question = lesson.quiz[int(number)]
    if int(option) >= len(question.options):
        return None
    found = _found(context)
    if found and found[0].id == name and found[1].questions[found[1].number] == int(number):
        return _judge(context, int(option))
    text = "\n\n".join([context.voice.say("quiz_old"), context.voice.fill(question.options[int(option)].explanation)])
    if found and (asking := _question(context, before=(Reply(text),))):
        return asking
    return Outcome(msgspec.structs.replace(context.state, mode="free"), "quiz", (Reply(text),))


def dont_know(context: Context) -> Outcome | None:
    """ "I don't know": the answer is told, and nothing is held against anybody."""
    return _judge(context, None)


def ask_again(context: Context) -> Outcome | None:
    """Something that answers nothing: ask once more, kindly; after that put the questions off."""
    found = _found(context)
    if found is None:
        return None
    quiz = found[1]
    if quiz.nudges >= context.settings.quiz_nudges:
        return skip(context)
    context = context.with_state(quiz=msgspec.structs.replace(quiz, nudges=quiz.nudges + 1))
    asking = _question(context)
    if asking is None:
        return None
    last = asking.replies[-1]
    return replace(asking, replies=(Reply(f"{context.voice.say('quiz_choose')}\n\n{last.text}", last.buttons),))


def skip(context: Context) -> Outcome:
    """The questions are put off."""
    return what_next(context.with_state(quiz=None), before=context.voice.say("quiz_skipped"))
