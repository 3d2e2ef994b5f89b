from __future__ import annotations

from random import Random

import pytest

from assistant.errors import UsageError
from assistant.text import NoiseKind, fold, has_tone_marks, noisy, repair
from tests.text.sentences import TONED_SENTENCES


@pytest.mark.parametrize("kind", NoiseKind)
def test_same_seed_same_noise(kind: NoiseKind) -> None:
    first = [noisy(sentence, Random(5), kind) for sentence in TONED_SENTENCES]
    assert first == [noisy(sentence, Random(5), kind.value) for sentence in TONED_SENTENCES]


@pytest.mark.parametrize("kind", NoiseKind)
def test_noise_changes_most_sentences(kind: NoiseKind) -> None:
    rng = Random(3)
    changed = sum(noisy(sentence, rng, kind) != sentence for sentence in TONED_SENTENCES)
    assert changed > 0.6 * len(TONED_SENTENCES)


def test_fold_takes_all_marks() -> None:
    assert noisy("Quên mật khẩu", Random(1), "fold") == "quen mat khau"


@pytest.mark.parametrize("kind", [NoiseKind.TELEX, NoiseKind.VNI])
def test_raw_keys_are_plain_and_can_be_repaired(kind: NoiseKind) -> None:
    typed = noisy("Quên mật khẩu điện thoại", Random(1), kind)
    assert typed.isascii()
    assert repair(typed) == "Quên mật khẩu điện thoại"


def test_typo_leaves_the_number_of_words_and_most_of_them() -> None:
    rng = Random(11)
    for sentence in TONED_SENTENCES * 20:
        before, after = sentence.split(), noisy(sentence, rng, NoiseKind.TYPO).split()
        assert len(before) == len(after)
        assert 0 < sum(a != b for a, b in zip(before, after)) <= 2


def test_typo_makes_slips_of_many_kinds() -> None:
    made = {noisy("trả", Random(seed), NoiseKind.TYPO) for seed in range(300)}
    assert {"rtả", "tả", "trrả", "trã", "trá", "chả", "yrả"} <= made


def test_teencode_shortens() -> None:
    made = {noisy("không biết mật khẩu", Random(seed), NoiseKind.TEENCODE) for seed in range(500)}
    assert {"không biết mật khẩu", "ko biết mật khẩu", "không bít mật khẩu", "không biết mk"} <= made
    assert any(has_tone_marks(text) for text in made)
    assert all(fold(text) for text in made)


def test_unknown_kind_lists_the_kinds() -> None:
    with pytest.raises(UsageError, match="fold, telex, vni, typo, teencode"):
        noisy("a", Random(1), "noise")
