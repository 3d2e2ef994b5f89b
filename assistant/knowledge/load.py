"""Reads knowledge/ and the example questions into typed structures, collecting every fault."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import DataError
from assistant.knowledge.model import Catalogue, Fact, KnowledgeBase, Lesson, Question, Term
from assistant.knowledge.yaml_lines import Document, read_yaml
from assistant.paths import Project

__all__ = ["Loaded", "load", "load_facts", "load_or_raise"]


@dataclass
class Loaded:
    """What could be read, and what could not.

    Attributes:
        base: all parts that are well formed.
        documents: the source of each lesson (by id), for pointing at lines.
        faults: one error a fault, in the order of the files.
    """

    base: KnowledgeBase
    documents: dict[str, Document] = field(default_factory=dict)
    facts_document: Document | None = None
    glossary_document: Document | None = None
    faults: list[DataError] = field(default_factory=list)


def _read_mapping(file: Path, key: str, kind: type, faults: list[DataError]) -> tuple[dict, Document | None]:  # type: ignore[type-arg]
    """The mapping under `key` of one file, each entry converted on its own."""
    try:
        document = read_yaml(file)
        if not isinstance(document.data, dict) or not isinstance(document.data.get(key), dict):
            raise document.error(f"cần một bảng '{key}:' ở đầu tệp", remedy="Xem docs/soan-bai.md.")
    except DataError as fault:
        faults.append(fault)
        return {}, None
    entries = {}
    for name, value in document.data[key].items():
        try:
            entries[name] = document.convert(kind, value, key, name)
        except DataError as fault:
            faults.append(fault)
    return entries, document


def _read_questions(file: Path, lesson: str, faults: list[DataError]) -> list[Question]:
    questions = []
    section = "steps"
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        faults.append(
            DataError(f"bài {lesson} chưa có câu hỏi mẫu", remedy="Viết ít nhất 60 câu, mỗi dòng một câu.", file=file)
        )
        return []
    except UnicodeDecodeError:
        faults.append(DataError("không phải UTF-8", remedy="Lưu lại tệp dạng UTF-8.", file=file))
        return []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]") and " " not in line:
            section = line[1:-1]
            continue
        questions.append(Question(lesson=lesson, section=section, text=line, line=number))
    return questions


def load(project: Project) -> Loaded:
    """Read the whole knowledge base. Never raises for content: faults are collected.

    Raises:
        DataError: the catalogue itself cannot be read.
    """
    faults: list[DataError] = []
    catalogue: Catalogue = read_yaml(project.knowledge / "catalogue.yml").convert(Catalogue)
    facts, facts_document = _read_mapping(project.knowledge / "facts.yml", "facts", Fact, faults)
    terms, glossary_document = _read_mapping(project.knowledge / "glossary.yml", "terms", Term, faults)
    folder = project.knowledge / "lessons"
    found: dict[str, Lesson] = {}
    documents: dict[str, Document] = {}
    questions: list[Question] = []
    for file in sorted(folder.glob("*/*.yml")):
        expected = f"{file.parent.name}/{file.stem}"
        try:
            document = read_yaml(file)
            lesson: Lesson = document.convert(Lesson)
            if lesson.id != expected:
                raise document.error(
                    f"id là '{lesson.id}' nhưng tệp nằm ở '{expected}'", "id", remedy="Sửa id hoặc đổi chỗ tệp."
                )
        except DataError as fault:
            faults.append(fault)
            continue
        found[lesson.id] = lesson
        documents[lesson.id] = document
        question_file = project.nlu_data / "questions" / file.parent.name / f"{file.stem}.txt"
        questions += _read_questions(question_file, lesson.id, faults)
    order = [name for name in catalogue.lessons if name in found]
    order += [name for name in found if name not in catalogue.lessons]
    base = KnowledgeBase(
        catalogue=catalogue,
        lessons={name: found[name] for name in order},
        facts=facts,
        terms=terms,
        questions=questions,
    )
    return Loaded(base, documents, facts_document, glossary_document, faults)


def load_facts(project: Project) -> dict[str, Fact]:
    """The facts alone, for what needs nothing else and has to start fast.

    Raises:
        DataError: the first fault of facts.yml.
    """
    faults: list[DataError] = []
    facts, _ = _read_mapping(project.knowledge / "facts.yml", "facts", Fact, faults)
    if faults:
        raise faults[0]
    return facts


def load_or_raise(project: Project) -> KnowledgeBase:
    """The knowledge base, for use.

    Raises:
        DataError: the first fault, and how many more there are.
    """
    loaded = load(project)
    if loaded.faults:
        first, more = loaded.faults[0], len(loaded.faults) - 1
        if more:
            first.remedy = f"{first.remedy} (và {more} lỗi nữa: chạy 'assistant check')"
        raise first
    return loaded.base
