"""What people tell when they are in danger, and what only sounds like it: the sentences that train the recogniser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import DataError
from assistant.knowledge.yaml_lines import read_yaml
from assistant.paths import Project
from assistant.safety.danger.rules import rules
from assistant.text import fold

__all__ = ["NONE", "OTHERS", "QUESTIONS", "Example", "read_examples", "sources"]

NONE = "none"
QUESTIONS = "questions"  # stands for the writers of the lessons' example questions
OTHERS = "others"  # stands for those of whatever else people say that is no danger

_TOLD = frozenset({"report_scam", "check_message"})  # intents whose examples tell of a fraud


@dataclass(frozen=True)
class Example:
    """One sentence. `rule` is an id of danger.yml, or NONE; `writer` is the file it is from, QUESTIONS or OTHERS."""

    text: str
    rule: str
    writer: str


def _told(project: Project) -> list[Path]:
    return sorted((project.nlu_data / "danger").glob("*.tsv"))


def _questions(project: Project) -> list[Path]:
    files = sorted((project.nlu_data / "questions").glob("*/*.txt"))
    return [file for file in files if file.parent.name != "an-toan"]


def _others(project: Project) -> list[Path]:
    # Who asks for help with wrongdoing is not in danger: that is for others to answer.
    return [project.nlu_data / name for name in ("out_of_scope.txt", "wrongdoing.txt")]


def _nlu(project: Project) -> Path:
    return project.nlu_data / "nlu.yml"


def sources(project: Project) -> list[Path]:
    """Every file that the recogniser is trained from, its own code included."""
    here = Path(__file__).parent
    code = [*here.glob("*.py"), here / "danger.yml", here.parent / "linear.py"]
    return [*_told(project), *_questions(project), *_others(project), _nlu(project), *code]


def read_examples(project: Project) -> list[Example]:
    """All examples, in the order of the files.

    Raises:
        DataError: with file and line, for a line without a known rule or without a sentence, and for a sentence that
            stands twice.
    """
    known = {rule.id for rule in rules()} | {NONE}
    seen: dict[str, str] = {}
    found = []
    for file in _told(project):
        for number, line in _lines(file):
            rule, _, text = (part.strip() for part in line.partition("\t"))
            if rule not in known or not text:
                raise DataError(
                    f"dòng '{line[:60]}' không có luật đã biết và câu",
                    remedy=f"Viết 'luật<tab>câu' với luật trong danger.yml hoặc '{NONE}'.",
                    file=file,
                    line=number,
                )
            key = fold(text)
            if key in seen:
                raise DataError(f"câu '{text[:60]}' đã có ở {seen[key]}", remedy="Xóa một câu.", file=file, line=number)
            seen[key] = f"{file.name}:{number}"
            found.append(Example(text, rule, file.stem))
    asked = [text for file in _questions(project) for _, text in _lines(file) if not text.startswith("[")]
    said = [text for file in _others(project) for _, text in _lines(file)] + _acts(project)
    ordinary = [*((text, QUESTIONS) for text in asked), *((text, OTHERS) for text in said)]
    return found + [Example(text, NONE, writer) for text, writer in ordinary if fold(text) not in seen]


def _acts(project: Project) -> list[str]:
    """What people say in a conversation: "next", "thank you", "that is too hard"."""
    intents = read_yaml(_nlu(project)).data["nlu"]
    told = [entry["examples"] for entry in intents if entry["intent"] not in _TOLD]
    return [line.removeprefix("- ").strip() for text in told for line in text.splitlines() if line.strip()]


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, line.strip()
