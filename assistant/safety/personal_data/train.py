"""Trains the judge of personal data from nlu_data/personal_data, and loads what was trained."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import DataError
from assistant.paths import Project
from assistant.safety.linear import Linear, Settings
from assistant.safety.personal_data.address_tags import tag_labels, tag_marks
from assistant.safety.personal_data.candidates import FAMILIES, Candidate, candidates
from assistant.safety.personal_data.examples import (
    QUESTIONS,
    Example,
    Marked,
    example_files,
    question_files,
    questions,
    read_examples,
)
from assistant.safety.personal_data.flat import flatten
from assistant.safety.personal_data.judge import ADDRESS, NONE, Judge, judge_cuts
from assistant.safety.personal_data.marks import marks
from assistant.safety.personal_data.message import Message
from assistant.safety.personal_data.redact import Redactor
from assistant.safety.personal_data.rules import read_by_rules
from assistant.safety.personal_data.surroundings import Surroundings
from assistant.safety.trained import is_current, load_linear, version_of, writing

__all__ = ["Row", "judge_of", "load_redactor", "rows_of", "rows_of_questions", "train_personal_data"]

_NAME = "personal-data"
# A row has hundreds of marks, and no pieces of words: what a value is made of is among its marks.
_SETTINGS = Settings(strength=0.2, grams=(), mark_weight=0.4)
# What the rules were written on, and questions that they find nothing in, say less of a writer whom nobody has read yet.
_KNOWN = ("set-", QUESTIONS)  # how the names of their writers begin
_KNOWN_WEIGHT, _WEIGHT = 0.5, 2.0
_SLACK = 3  # characters that a candidate may reach beyond a value on each side
_ADDRESS_QUESTIONS = 6
_REMEDY = "Thêm tin có nhãn vào nlu_data/personal_data."


@dataclass(frozen=True)
class Row:
    """One thing to learn: what a candidate, or a word of an address, is."""

    model: str
    label: str
    text: str
    marks: Mapping[str, float]
    writer: str


def _version(project: Project) -> str:
    here = Path(__file__).parent
    safety, text = here.parent, here.parent.parent / "text"
    code = [*here.glob("*.py"), *here.glob("*.yml"), safety / "linear.py", *text.glob("*.py")]
    return version_of([*example_files(project), *question_files(project), *code])


def _label(candidate: Candidate, message: Message, found: Sequence[Marked]) -> str:
    start, end = message.flat.span(candidate.start, candidate.end)
    for mark in found:
        if mark.start - _SLACK <= start <= mark.start and mark.end <= end <= mark.end + _SLACK:
            return mark.kind
    return NONE


def rows_of(example: Example) -> list[Row]:
    """What there is to learn from one message."""
    reading = read_by_rules(flatten(example.text))
    around = Surroundings(reading.message)
    rows = [
        Row(
            candidate.family,
            _label(candidate, reading.message, example.found),
            around.window(candidate.start, candidate.end),
            marks(candidate, around),
            example.writer,
        )
        for candidate in candidates(reading)
    ]
    labels = tag_labels(reading, [(mark.start, mark.end) for mark in example.found if mark.kind == ADDRESS])
    tagged = [(label, own) for label, own in zip(labels, tag_marks(reading)) if own is not None]
    return rows + [Row(ADDRESS, label, "", own, example.writer) for label, own in tagged]


def rows_of_questions(asked: Sequence[Example]) -> list[Row]:
    """What there is to learn from what people ask, where the rules find nothing either: some quote a password as an example.

    Of the many questions with an address-like stretch every sixth is enough.
    """
    rows: list[Row] = []
    alike = 0
    for example in asked:
        reading = read_by_rules(flatten(example.text))
        if reading.spans or not (reading.chains or candidates(reading)):
            continue
        alike += bool(reading.chains)
        tagged = bool(reading.chains) and alike % _ADDRESS_QUESTIONS == 0
        rows += [row for row in rows_of(example) if tagged or row.model != ADDRESS]
    return rows


def judge_of(rows: Sequence[Row]) -> Judge:
    """A judge trained on these rows; the same rows give the same judge."""
    models = {}
    for name in (*FAMILIES, ADDRESS):
        own = [row for row in rows if row.model == name]
        models[name] = Linear.fit(
            [row.text for row in own],
            [row.label for row in own],
            marks=[row.marks for row in own],
            groups=[row.writer for row in own],
            weights=[_KNOWN_WEIGHT if row.writer.startswith(_KNOWN) else _WEIGHT for row in own],
            settings=_SETTINGS,
        )
    return Judge(models, judge_cuts())


def train_personal_data(project: Project, progress: Callable[[str], None], *, force: bool = False) -> bool:
    """Train unless up to date; whether anything was trained.

    Raises:
        DataError: there are no marked messages or too few, or one is broken; nothing is changed then.
    """
    version = _version(project)
    if not force and is_current(project, _NAME, version):
        return False
    examples = read_examples(example_files(project))
    if not examples:
        raise DataError("chưa có tin mẫu", remedy=_REMEDY, file=project.nlu_data / "personal_data")
    progress(f"dữ liệu cá nhân: {len(examples)} tin mẫu")
    rows = [row for example in examples for row in rows_of(example)]
    for name in (*FAMILIES, ADDRESS):
        if len({row.label for row in rows if row.model == name}) < 2:
            raise DataError(f"quá ít tin mẫu để học '{name}'", remedy=_REMEDY, file=project.nlu_data / "personal_data")
    judge = judge_of([*rows, *rows_of_questions(questions(question_files(project)))])
    with writing(project, _NAME, version) as folder:
        for name, model in judge.models.items():
            model.save(folder, name)
    return True


def load_redactor(project: Project) -> Redactor:
    """The recognition with the judge that `assistant train` trained.

    Raises:
        ModelUnusable: it is missing, older than its data or code, or damaged.
    """
    version = _version(project)
    models = {name: load_linear(project, _NAME, version, name) for name in (*FAMILIES, ADDRESS)}
    return Redactor(Judge(models, judge_cuts()))
