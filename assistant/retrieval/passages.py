"""Cuts the knowledge base into the passages that can be found, each with the section that it answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from assistant.knowledge import KnowledgeBase, Lesson, fill

__all__ = ["Passage", "PassageKind", "passages"]

PassageKind = Literal["title", "summary", "step", "problem", "symptom", "question", "term"]


class Passage(msgspec.Struct, frozen=True):
    """One findable text.

    Attributes:
        target: a lesson id, or `term:<name>` for a glossary term.
        section: `summary`, `steps`, `problems/<name>` or `term`: what is served when this passage wins.
        kind: where the text comes from.
        text: in clear, placeholders filled neutrally.
    """

    target: str
    section: str
    kind: PassageKind
    text: str


def _lesson_passages(lesson: Lesson, base: KnowledgeBase) -> Iterator[Passage]:
    def plain(text: str) -> str:
        return fill(text, base.facts).text

    yield Passage(lesson.id, "steps", "title", f"{lesson.title}. {base.catalogue.areas[lesson.area]}")
    yield Passage(lesson.id, "summary", "summary", plain(lesson.summary))
    for step in lesson.steps:
        yield Passage(lesson.id, "steps", "step", plain(f"{step.standard} {step.check}"))
    for problem in lesson.problems:
        section = f"problems/{problem.name}"
        yield Passage(lesson.id, section, "problem", plain(f"{problem.symptom}. {problem.answer}"))
        for symptom in (problem.symptom, *problem.also):
            yield Passage(lesson.id, section, "symptom", symptom)


def passages(base: KnowledgeBase) -> list[Passage]:
    """All passages, those of one lesson (and of one term) next to each other."""
    found: list[Passage] = []
    questions: dict[str, list[Passage]] = {}
    for question in base.questions:
        questions.setdefault(question.lesson, []).append(
            Passage(question.lesson, question.section, "question", question.text)
        )
    for lesson in base.lessons.values():
        found += _lesson_passages(lesson, base)
        found += questions.get(lesson.id, [])
    for name, term in base.terms.items():
        target = f"term:{name}"
        found.append(Passage(target, "term", "term", f"{term.term} là gì. {term.meaning}"))
        for word in (term.term, *term.also):
            found.append(Passage(target, "term", "symptom", f"{word} là gì"))
    return found
