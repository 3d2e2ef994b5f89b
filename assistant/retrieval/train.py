"""Builds the index from the knowledge base: passages, lexical and dense index, topics, fusion."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from assistant.errors import DataError
from assistant.knowledge import KnowledgeBase, load_or_raise
from assistant.paths import Project
from assistant.retrieval.artifact import content_version, is_current, writing
from assistant.retrieval.coverage import Coverage
from assistant.retrieval.dense import DenseIndex
from assistant.retrieval.encoder import Encoder, HubEncoder, StaticEncoder
from assistant.retrieval.features import Legs
from assistant.retrieval.fusion import NONE, WRONG, Fusion
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.passages import passages
from assistant.retrieval.settings import RetrievalSettings
from assistant.retrieval.topics import TopicClassifier
from assistant.retrieval.train_encoder import train_encoder
from assistant.text import Lexicon, Views, noisy, views

__all__ = ["Labelled", "read_labelled", "train_index"]

_SEED = 20261123
_NOISE = ("fold", "typo", "teencode", "telex")


class Labelled(msgspec.Struct, frozen=True):
    """A labelled question. `lessons` are all acceptable ids; empty means out of scope."""

    text: str
    lessons: list[str]
    kind: str = ""
    id: str = ""


def read_labelled(file: Path) -> list[Labelled]:
    """Read a JSONL file of labelled questions.

    Raises:
        DataError: the file is missing or a line is no labelled question.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise DataError("không có tệp này", remedy="Sửa đường dẫn.", file=file) from None
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found.append(msgspec.convert(json.loads(line), Labelled, strict=False))
        except (ValueError, msgspec.ValidationError) as fault:
            raise DataError(
                f"dòng không phải câu hỏi có nhãn: {fault}",
                remedy='Mỗi dòng: {"id":…,"text":…,"lessons":[…],"kind":…}.',
                file=file,
                line=number,
            ) from fault
    return found


def _lines(file: Path) -> list[str]:
    return [line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip() and line[0] != "#"]


def _training_texts(base: KnowledgeBase, project: Project) -> tuple[list[str], list[str]]:
    """Texts with their class: example questions, symptoms and titles of lessons; what is outside; wrongdoing."""
    pairs = [(question.text, question.lesson) for question in base.questions]
    for lesson in base.lessons.values():
        pairs.append((lesson.title, lesson.id))
        for problem in lesson.problems:
            pairs += [(text, lesson.id) for text in (problem.symptom, *problem.also)]
    pairs += [(text, NONE) for text in _lines(project.nlu_data / "out_of_scope.txt")]
    pairs += [(text, WRONG) for text in _lines(project.nlu_data / "wrongdoing.txt")]
    return [text for text, _ in pairs], [label for _, label in pairs]


def _noisy_copies(texts: Sequence[str], lexicon: Lexicon, rng: random.Random) -> list[Views]:
    """One copy of each text as somebody hurried, young or without tone marks would type it."""
    return [views(noisy(text, rng, rng.choice(_NOISE)), lexicon) for text in texts]


def _fit_fusion(
    legs: Legs, base: KnowledgeBase, calibration: Sequence[Labelled], lexicon: Lexicon, rng: random.Random
) -> Fusion:
    rows = {lesson: row for row, lesson in enumerate(legs.lessons)}
    evidence, answers = [], []
    for question in calibration:
        accepted = [rows[lesson] for lesson in question.lessons if lesson in rows]
        if question.lessons and not accepted:
            continue  # its lessons do not exist (yet)
        if not question.lessons:
            accepted = [len(rows) + (1 if question.kind == "harmful" else 0)]
        for text in (question.text, noisy(question.text, rng, "fold")):
            evidence.append(legs.evidence(views(text, lexicon)))
            answers.append(accepted)
    return Fusion.fit(evidence, answers)


def train_index(project: Project, progress: Callable[[str], None], *, force: bool = False) -> bool:
    """Build the index unless it is up to date.

    Returns:
        Whether anything was built.

    Raises:
        DataError: the knowledge base has a fault; nothing is changed then.
    """
    if not force and is_current(project):
        return False
    version = content_version(project)
    progress("đọc kho bài")
    base = load_or_raise(project)
    settings = RetrievalSettings.load()
    lexicon = Lexicon.load(project.knowledge / "lexicon")
    calibration = read_labelled(project.nlu_data / "calibration.jsonl")
    found = passages(base)
    progress(f"{len(base.lessons)} bài, {len(base.questions)} câu hỏi mẫu, {len(found)} đoạn")
    seen = [views(passage.text, lexicon) for passage in found]
    progress("chỉ mục từ (BM25)")
    lexical = LexicalIndex.build(seen)
    texts, labels = _training_texts(base, project)
    rng = random.Random(_SEED)
    clean = [views(text, lexicon) for text in texts]
    noise = _noisy_copies(texts, lexicon, rng)
    progress("bộ phân loại chủ đề")
    topics = TopicClassifier.train(clean + noise, labels + labels, seed=_SEED)
    encoder: Encoder
    if settings.encoder == "default":
        progress("bộ mã hóa câu")
        encoder = train_encoder(clean + noise, labels + labels, seed=_SEED, progress=progress)
    else:
        encoder = HubEncoder(settings.encoder)
    progress("chỉ mục vectơ (FAISS)")
    dense = DenseIndex.build(encoder.encode(seen), found, list(base.lessons))
    coverage = Coverage.build(seen, found, list(base.lessons))
    progress("hiệu chỉnh xác suất")
    legs = Legs(found, list(base.lessons), lexical, dense, encoder, topics, coverage, settings)
    fusion = _fit_fusion(legs, base, calibration, lexicon, rng)
    with writing(project, version) as folder:
        (folder / "base.msgpack").write_bytes(msgspec.msgpack.encode(base))
        (folder / "passages.msgpack").write_bytes(msgspec.msgpack.encode(found))
        lexical.save(folder / "lexical")
        dense.save(folder / "dense")
        topics.save(folder / "topics")
        coverage.save(folder / "coverage.msgpack")
        if isinstance(encoder, StaticEncoder):
            encoder.save(folder / "encoder")
        fusion.save(folder / "fusion.json")
    return True
