"""Rules for facts and glossary: dates, cautions, names that collide, texts without bare facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from assistant.knowledge.checks import wording
from assistant.knowledge.checks.fault import Finding
from assistant.knowledge.model import Catalogue, Fact, Term
from assistant.knowledge.yaml_lines import Document
from assistant.text import fold

__all__ = ["check_facts", "check_terms"]


def check_facts(facts: Mapping[str, Fact], document: Document, used: set[str], today: date) -> list[Finding]:
    """Findings of facts.yml. `used` are the names that lessons and other texts refer to."""
    findings = []

    def add(name: str, message: str, remedy: str, *, severe: bool = True) -> None:
        findings.append(Finding(document.file, document.line("facts", name), f"{name}: {message}", remedy, severe))

    for name, fact in facts.items():
        if fact.status == "to_check":
            if not fact.caution:
                add(name, "cần kiểm tra nhưng chưa có caution", "Viết câu dặn người dân.")
            add(name, f"cần kiểm tra: {fact.value}", "Tìm nguồn, rồi đổi status.", severe=False)
        try:
            if date.fromisoformat(fact.review_by) < today:
                add(name, f"quá hạn kiểm tra từ {fact.review_by}", "Kiểm tra lại.", severe=False)
            date.fromisoformat(fact.checked)
        except ValueError:
            add(name, "checked và review_by phải là ngày YYYY-MM-DD", "Sửa lại ngày.")
        if not fact.source.date[:4].isdigit():
            add(name, f"nguồn không có ngày ('{fact.source.date}')", "Ghi ít nhất năm của trang.")
        if name not in used:
            add(name, "không bài nào dùng", "Xóa, hoặc dùng trong bài.", severe=False)
    return findings


def check_terms(terms: Mapping[str, Term], document: Document, catalogue: Catalogue) -> list[Finding]:
    """Findings of glossary.yml."""
    findings = []
    seen: dict[str, str] = {}
    for name, term in terms.items():
        line = document.line("terms", name)
        for word in {term.term.lower(), *(other.lower() for other in term.also)}:
            if word in seen and seen[word] != name:
                findings.append(Finding(document.file, line, f"'{word}' đã thuộc mục '{seen[word]}'", "Giữ ở một mục."))
            seen[word] = name
        for text in (term.meaning, term.like):
            for value in wording.bare_facts(text):
                findings.append(Finding(document.file, line, f"'{value}' viết thẳng", "Bỏ đi hoặc khai sự kiện."))
        if not term.meaning.strip() or not fold(term.like).strip():
            findings.append(Finding(document.file, line, f"'{name}' thiếu nghĩa hoặc so sánh", "Viết đủ hai câu."))
        for lesson in term.lessons:
            if lesson not in catalogue.lessons:
                findings.append(Finding(document.file, line, f"không có bài '{lesson}'", "Sửa mã bài."))
    return findings
