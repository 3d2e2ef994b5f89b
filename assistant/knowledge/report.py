"""The officers' report on the knowledge base, in Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from assistant.knowledge.checks import Finding
from assistant.knowledge.model import KnowledgeBase

__all__ = ["report"]

_SOON = timedelta(days=60)


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows] + [""]


def report(base: KnowledgeBase, findings: Sequence[Finding], today: date) -> str:
    """Lessons by area, sources by kind and year, facts to check, lessons due for review."""
    questions = Counter(question.lesson for question in base.questions)
    lessons = list(base.lessons.values())
    lines = [f"# Báo cáo kho bài, ngày {today.strftime('%d/%m/%Y')}", ""]
    lines += [
        f"{len(lessons)} bài, {len(base.facts)} sự kiện, {len(base.terms)} từ, {len(base.questions)} câu hỏi mẫu."
    ]
    lines += [f"{sum(finding.severe for finding in findings)} lỗi, {sum(not f.severe for f in findings)} lưu ý.", ""]
    lines += ["## Bài theo mảng", ""]
    rows = []
    for area, title in base.catalogue.areas.items():
        own = [lesson for lesson in lessons if lesson.area == area]
        rows.append(
            (
                title,
                len(own),
                sum(len(lesson.steps) for lesson in own),
                sum(len(lesson.problems) for lesson in own),
                sum(questions[lesson.id] for lesson in own),
                sum(bool(lesson.cross_read) for lesson in own),
            )
        )
    lines += _table(("Mảng", "Bài", "Bước", "Vấn đề", "Câu hỏi mẫu", "Đã đọc chéo"), rows)
    sources = [source for lesson in lessons for source in lesson.sources]
    lines += ["## Nguồn", ""]
    by_kind = Counter((source.kind, source.date[:4]) for source in sources)
    lines += _table(
        ("Loại", "Năm", "Số nguồn"), [(kind, year, count) for (kind, year), count in sorted(by_kind.items())]
    )
    recent = sum(
        any(source.kind != "other" and source.date[:4] in ("2025", "2026") for source in lesson.sources)
        for lesson in lessons
    )
    if lessons:
        lines += [
            f"Bài có nguồn chính thức hoặc báo chí 2025–2026: {recent}/{len(lessons)} ({recent / len(lessons):.0%}).",
            "",
        ]
    lines += ["## Sự kiện cần kiểm tra", ""]
    doubtful = [
        (name, fact.value, fact.about, fact.review_by) for name, fact in base.facts.items() if fact.status == "to_check"
    ]
    lines += _table(("Tên", "Giá trị", "Về", "Soát trước"), doubtful)
    lines += [f"## Bài cần soát trong {_SOON.days} ngày tới", ""]
    due = sorted(
        (lesson.review_by, lesson.id, lesson.owner)
        for lesson in lessons
        if date.fromisoformat(lesson.review_by) <= today + _SOON
    )
    lines += _table(("Hạn", "Bài", "Người phụ trách"), due)
    return "\n".join(lines)
