"""Rules for the example questions: enough of them, each with a home, none written twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from assistant.knowledge.checks.fault import Finding
from assistant.knowledge.model import KnowledgeBase, Question
from assistant.knowledge.rules import QuestionRules
from assistant.text import fold

__all__ = ["check_questions"]

_WORD = re.compile(r"\w+")


def _bags(question: Question, min_words: int) -> Iterator[tuple[str, ...]]:
    """Keys under which near-duplicates meet: the bag of folded words, and the bag less any one word."""
    words = sorted(_WORD.findall(fold(question.text)))
    yield tuple(words)
    if len(words) >= min_words:
        for index in range(len(words)):
            yield tuple(words[:index] + words[index + 1 :])


def check_questions(base: KnowledgeBase, folder: Path, rules: QuestionRules) -> list[Finding]:
    """All findings. Two questions are near-duplicates when their folded words differ in at most one word."""
    findings: list[Finding] = []
    by_lesson: dict[str, list[Question]] = defaultdict(list)
    for question in base.questions:
        by_lesson[question.lesson].append(question)
    for lesson in base.lessons.values():
        file = folder / f"{lesson.id}.txt"
        own = by_lesson[lesson.id]
        if own and len(own) < rules.min:
            findings.append(
                Finding(
                    file, 1, f"có {len(own)} câu hỏi mẫu, cần ít nhất {rules.min}", "Viết thêm câu của người khác nhau."
                )
            )
        sections = {"summary", "steps", *(f"problems/{problem.name}" for problem in lesson.problems)}
        for section in {question.section for question in own} - sections:
            line = next(question.line for question in own if question.section == section)
            findings.append(Finding(file, line, f"mục [{section}] không có trong bài", "Sửa tên mục."))
    first: dict[tuple[str, ...], Question] = {}
    for question in base.questions:
        twin: Question | None = None
        keys = list(_bags(question, rules.near_duplicate_min_words))
        for key in keys:
            twin = twin or first.get(key)
        if twin is None:
            for key in keys:
                first[key] = question
            continue
        findings.append(
            Finding(
                folder / f"{question.lesson}.txt",
                question.line,
                f"câu '{question.text[:60]}' gần trùng dòng {twin.line} của {twin.lesson}",
                "Xóa hoặc viết một câu thật sự khác.",
            )
        )
    return findings
