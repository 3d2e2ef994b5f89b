"""Every text function on every odd string, and on whatever hypothesis finds: it never raises and keeps its promises."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random

import pytest
from hypothesis import given

from assistant.text import (
    Lexicon,
    NoiseKind,
    encode_telex,
    encode_vni,
    fold,
    has_tone_marks,
    is_syllable,
    noisy,
    normalise,
    repair,
    tokens,
    tone_share,
    views,
)
from tests.odd_strings import ODD_STRINGS
from tests.text.strategies import QUICK, any_text

LEXICON = Lexicon(
    teencode={"ko": ["không"], "k": ["không"], "dc": ["được"], "a": ["anh"]},
    dialect={"mần răng": ["làm sao"], "mô": ["đâu"]},
    spoken={"da lô": ["zalo"]},
)


def _seeded_noise(kind: NoiseKind, text: str) -> str:
    return noisy(text, Random(7), kind)


TEXT_FUNCTIONS: dict[str, Callable[[str], str]] = {
    "normalise": normalise,
    "fold": fold,
    "repair": repair,
    "encode_telex": encode_telex,
    "encode_vni": encode_vni,
    "expand": LEXICON.expand,
    **{f"noise {kind.value}": partial(_seeded_noise, kind) for kind in NoiseKind},
}
IDEMPOTENT = ("normalise", "fold", "repair")

odd_strings = pytest.mark.parametrize("text", ODD_STRINGS.values(), ids=ODD_STRINGS.keys())


@odd_strings
@pytest.mark.parametrize("name", TEXT_FUNCTIONS)
def test_odd_string_gives_text(name: str, text: str) -> None:
    assert isinstance(TEXT_FUNCTIONS[name](text), str)


@odd_strings
@pytest.mark.parametrize("name", IDEMPOTENT)
def test_second_time_changes_nothing_on_odd_strings(name: str, text: str) -> None:
    once = TEXT_FUNCTIONS[name](text)
    assert TEXT_FUNCTIONS[name](once) == once


@odd_strings
def test_odd_string_can_be_stored_after_normalising(text: str) -> None:
    normalise(text).encode("utf-8")


@odd_strings
def test_tokens_lose_nothing_of_odd_strings(text: str) -> None:
    assert "".join(tokens(text)) == "".join(text.split())


@odd_strings
def test_measures_stay_in_range_on_odd_strings(text: str) -> None:
    assert 0.0 <= tone_share(text) <= 1.0
    assert isinstance(has_tone_marks(text), bool)
    assert isinstance(is_syllable(text), bool)
    assert views(text, LEXICON).raw == text


@QUICK
@given(any_text)
def test_any_text_keeps_the_promises(text: str) -> None:
    for name, function in TEXT_FUNCTIONS.items():
        once = function(text)
        if name in IDEMPOTENT:
            assert function(once) == once, name
    assert "".join(tokens(text)) == "".join(text.split())
    assert 0.0 <= tone_share(text) <= 1.0
    is_syllable(text)
    views(text, LEXICON)
