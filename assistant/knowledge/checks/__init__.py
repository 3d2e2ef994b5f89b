"""The knowledge check: everything about the content that a program can see."""

from __future__ import annotations

from datetime import date

from assistant.knowledge.checks.facts import check_facts, check_terms
from assistant.knowledge.checks.fault import Finding
from assistant.knowledge.checks.lesson import check_lesson
from assistant.knowledge.checks.questions import check_questions
from assistant.knowledge.checks.wording import placeholders
from assistant.knowledge.load import Loaded
from assistant.knowledge.rules import load_rules
from assistant.knowledge.yaml_lines import read_yaml
from assistant.paths import Project
from assistant.text import fold

__all__ = ["Finding", "check_knowledge"]


def _names(project: Project) -> frozenset[str]:
    words = read_yaml(project.knowledge / "lexicon" / "names.yml").data["names"]
    return frozenset(part for word in words for part in fold(word).split())


def _used_facts(project: Project) -> set[str]:
    """Facts that any text of the project refers to, by name."""
    used: set[str] = set()
    for file in (*project.knowledge.rglob("*.yml"), *(project.root / "assistant").rglob("*.yml")):
        used |= {name for kind, name in placeholders(file.read_text(encoding="utf-8")) if kind == "fact"}
    return used


def check_knowledge(project: Project, loaded: Loaded, today: date) -> list[Finding]:
    """Every finding about lessons, facts, glossary and example questions, severe ones included.

    Raises:
        DataError: the rules or the list of names cannot be read.
    """
    rules = load_rules(project.knowledge)
    names = _names(project)
    base = loaded.base
    findings = [Finding.of(fault) for fault in loaded.faults]
    for lesson in base.lessons.values():
        findings += check_lesson(lesson, loaded.documents[lesson.id], base, rules, names, today, project.media)
    broken = {fault.file for fault in loaded.faults}
    for name in base.catalogue.lessons:
        file = project.knowledge / "lessons" / f"{name}.yml"
        if name not in base.lessons and file not in broken:
            findings.append(Finding(file, 1, f"bài '{name}' của danh mục chưa có", "Viết bài này."))
    if loaded.facts_document:
        findings += check_facts(base.facts, loaded.facts_document, _used_facts(project), today)
    if loaded.glossary_document:
        findings += check_terms(base.terms, loaded.glossary_document, base.catalogue)
    findings += check_questions(base, project.nlu_data / "questions", rules.questions)
    return sorted(findings, key=lambda finding: (str(finding.file), finding.line))
