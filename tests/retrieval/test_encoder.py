"""The encoder is the same after being stored, and draws questions of one lesson together."""

from __future__ import annotations

import numpy as np

from assistant.retrieval.encoder import StaticEncoder
from assistant.retrieval.train_encoder import train_encoder
from assistant.text import Lexicon, views

TEXTS = {
    "mat-khau": ["quên mật khẩu", "mất mật khẩu rồi", "đổi mật khẩu thế nào", "lấy lại mật khẩu"],
    "chuyen-tien": ["chuyển tiền nhầm", "chuyển khoản sai số", "tiền chuyển nhầm người", "chuyển tiền sai tên"],
}


def trained() -> StaticEncoder:
    pairs = [(views(text, Lexicon()), label) for label, own in TEXTS.items() for text in own] * 3
    return train_encoder([text for text, _ in pairs], [label for _, label in pairs], seed=3, progress=lambda line: None)


def encode(encoder: StaticEncoder, *texts: str):
    return encoder.encode([views(text, Lexicon()) for text in texts])


def test_stored_and_read_again_it_gives_the_same_vectors(tmp_path):
    encoder = trained()
    encoder.save(tmp_path)
    texts = [text for own in TEXTS.values() for text in own]
    np.testing.assert_allclose(encode(encoder, *texts), encode(StaticEncoder.load(tmp_path), *texts), atol=2e-3)


def test_questions_of_one_lesson_lie_nearer_than_those_of_another():
    question, same, other = encode(trained(), "quen mat khau", "đổi mật khẩu thế nào", "chuyển tiền nhầm")
    assert question @ same > question @ other + 0.3


def test_unknown_words_are_the_zero_vector():
    assert not encode(trained(), "xyzzy").any()
