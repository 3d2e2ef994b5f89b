"""Messages with their personal data marked: what the judge is trained from, one file a writer.

All writers mark alike where a value begins: an address with the word that names its first part ("hẻm 62/18", "số 45", "căn 1809"),
but without "nhà", "nhà trọ" or "chung cư" before a number of a house ("nhà trọ [88 đường …]"); a phone number with its "+" or "(+84)";
a code that is entered with "#" or "*" with that sign.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from assistant.errors import DataError
from assistant.paths import Project
from assistant.safety.labelled import labelled_lines
from assistant.safety.personal_data.kinds import KINDS

__all__ = [
    "QUESTIONS",
    "Example",
    "Marked",
    "example_files",
    "question_files",
    "questions",
    "read_examples",
    "read_file",
    "text_key",
]

QUESTIONS = "questions"  # the writer of all example questions

_REMEDY = 'Mỗi dòng: {"text": "…", "found": [{"kind": "phone", "start": 4, "end": 14}]}, vị trí tính theo ký tự.'


class Marked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One piece of personal data; `start` and `end` are offsets in characters, `end` exclusive."""

    kind: str
    start: int
    end: int


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    found: list[Marked]
    id: str = ""


@dataclass(frozen=True)
class Example:
    """One message, and all personal data in it, from left to right. `writer` is the file it is from."""

    text: str
    found: tuple[Marked, ...]
    writer: str


def example_files(project: Project) -> list[Path]:
    """The files of all writers, sorted."""
    return sorted((project.nlu_data / "personal_data").glob("*.jsonl"))


def question_files(project: Project) -> list[Path]:
    """The files of what people ask: messages in which nobody tells anything of himself."""
    return [*sorted((project.nlu_data / "questions").glob("*/*.txt")), *project.nlu_data.glob("out_of_scope.txt")]


def questions(files: Iterable[Path]) -> list[Example]:
    """The example questions as messages without personal data."""
    lines = (line.strip() for file in files for line in file.read_text(encoding="utf-8").splitlines())
    return [Example(line, (), QUESTIONS) for line in lines if line and not line.startswith(("#", "["))]


def read_file(file: Path) -> list[tuple[int, Example]]:
    """The messages of one file with the numbers of their lines.

    Raises:
        DataError: with file and line, for a line that is no marked message, an unknown kind, or a place that is outside
            the message, out of order or overlaps the one before.
    """
    found = []
    for number, item in labelled_lines(file, _Line, _REMEDY):
        if reason := _fault(item):
            raise DataError(reason, remedy=_REMEDY, file=file, line=number)
        found.append((number, Example(item.text, tuple(item.found), file.stem)))
    return found


def _fault(item: _Line) -> str:
    place = 0
    for mark in item.found:
        if mark.kind not in KINDS:
            return f"không có loại dữ liệu '{mark.kind}'"
        if not place <= mark.start < mark.end <= len(item.text):
            return f"vị trí {mark.start}–{mark.end} nằm ngoài tin, sai thứ tự hoặc chồng lên nhau"
        value = item.text[mark.start : mark.end]
        if value != value.strip():
            return f"'{value}' có khoảng trắng ở đầu hoặc cuối"
        place = mark.end
    return ""


def text_key(text: str) -> str:
    """What two messages have alike that count as one."""
    return " ".join(text.lower().split())


def read_examples(files: Iterable[Path]) -> list[Example]:
    """All messages, in the order of the files.

    Raises:
        DataError: as read_file(), and for a message that stands twice.
    """
    seen: dict[str, str] = {}
    examples = []
    for file in files:
        for number, example in read_file(file):
            key = text_key(example.text)
            if key in seen:
                raise DataError(
                    f"tin '{example.text[:60]}' đã có ở {seen[key]}", remedy="Xóa một tin.", file=file, line=number
                )
            seen[key] = f"{file.name}:{number}"
            examples.append(example)
    return examples
