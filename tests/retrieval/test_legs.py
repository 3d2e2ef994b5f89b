"""Lexical views, fusion and term questions, on texts small enough to check by hand."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.retrieval.features import LESSON_FEATURES, OUTSIDE_FEATURES, Evidence
from assistant.retrieval.fusion import Fusion
from assistant.retrieval.lexical import LexicalIndex, blend
from assistant.retrieval.term_question import TermFinder
from assistant.text import Lexicon, views
from tests.odd_strings import ODD_STRINGS

WEIGHTS = {"exact": 0.3, "folded": 1.0, "chars": 0.5}
TEXTS = ["quên mật khẩu vneid", "nộp hồ sơ trực tuyến", "chuyển nhầm tiền cho người lạ", "má ơi mã số này"]


@pytest.fixture(scope="module")
def index():
    return LexicalIndex.build([views(text, Lexicon()) for text in TEXTS])


def best(index, text):
    query = views(text, Lexicon())
    return int(np.argmax(blend(index.scores(query), WEIGHTS, query.tone_share)))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("quên mật khẩu", 0),
        ("quen mat khau", 0),
        ("quen maatj khaaur", 0),
        ("quen mat khuau", 0),
        ("nop hoso", 1),
        ("CHUYEN NHAM TIEN", 2),
    ],
)
def test_marks_keystrokes_and_slips_do_not_matter(index, text, place):
    assert best(index, text) == place


def test_unknown_words_score_nothing(index):
    assert not any(scores.any() for scores in index.scores(views("xyzzy", Lexicon())).values())


@pytest.mark.parametrize("text", ODD_STRINGS.values(), ids=ODD_STRINGS)
def test_odd_texts_are_harmless(index, text):
    assert all(np.isfinite(scores).all() for scores in index.scores(views(text, Lexicon())).values())


def _evidence(lesson: int, strength: float, rng) -> Evidence:
    features = rng.normal(0, 0.1, (4, len(LESSON_FEATURES))).astype(np.float32)
    features[lesson] += strength
    outside = np.zeros(len(OUTSIDE_FEATURES), dtype=np.float32)
    outside[0] = 1
    return Evidence(features, outside, np.zeros(1, dtype=np.float32))


def test_fusion_learns_calibrated_probabilities():
    rng = np.random.default_rng(7)
    evidence, answers = [], []
    for _ in range(400):
        lesson = int(rng.integers(4))
        clear = rng.random() < 0.5
        evidence.append(_evidence(lesson, 1.0 if clear else 0.0, rng))
        answers.append([lesson if clear else 4])
    fusion = Fusion.fit(evidence, answers)
    clear = fusion.probabilities(_evidence(2, 1.0, rng))
    unclear = fusion.probabilities(_evidence(2, 0.0, rng))
    assert clear.lessons[2] > 0.9
    assert unclear.none > 0.9
    assert clear.lessons.sum() + clear.none + clear.wrong == pytest.approx(1.0)


@pytest.mark.parametrize(
    "text", ["OTP là gì", "otp la gi vay", "mã otp nghĩa là gì", "cho bác hỏi ô tê pê là gì", "giải thích từ otp"]
)
def test_a_question_about_a_word_is_recognised(small_base, text):
    assert TermFinder(small_base.terms).find(text) == "otp"


@pytest.mark.parametrize("text", ["không nhận được otp", "vneid là gì", "làm gì khi mất máy", ""])
def test_other_questions_are_not(small_base, text):
    assert TermFinder(small_base.terms).find(text) is None
