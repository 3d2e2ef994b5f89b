from __future__ import annotations

import time

import pytest

from assistant.text import Lexicon, Views, views

LEXICON = Lexicon(
    teencode={"ko": ["không"], "dc": ["được"], "đc": ["được"]}, dialect={"mô": ["đâu"]}, spoken={"da lô": ["zalo"]}
)


@pytest.mark.parametrize(
    ("text", "exact", "folded"),
    [
        ("Cài  Đặt VNeID", "cài đặt vneid", "cai dat vneid"),
        ("Caif ddawtj Zalo ko ddc", "cài đặt zalo không được", "cai dat zalo khong duoc"),
        ("ko vao dc da lo", "không vao được zalo", "khong vao duoc zalo"),
        ("hoà mạng ở mô?", "hòa mạng ở đâu?", "hoa mang o dau?"),
        ("", "", ""),
    ],
)
def test_views(text: str, exact: str, folded: str) -> None:
    seen = views(text, LEXICON)
    assert (seen.raw, seen.exact, seen.folded) == (text, exact, folded)


@pytest.mark.parametrize(
    ("text", "share"), [("cài đặt", 1.0), ("cai dat", 0.0), ("caif ddawtj", 1.0), ("ko vao dc", 0.0)]
)
def test_tone_share_counts_what_was_typed_not_what_shorthand_means(text: str, share: float) -> None:
    assert views(text, LEXICON).tone_share == share


def test_views_are_values() -> None:
    assert views("ko", LEXICON) == Views(raw="ko", exact="không", folded="khong", tone_share=0.0)


def test_a_message_takes_well_under_a_millisecond() -> None:
    text = "ddieenj thoaij cuar tooi ko vaof ddc zalo, nhowf chij chir giups cachs laays laij maatj khaaur vowis nhes"
    views(text, LEXICON)
    start = time.perf_counter()
    for _ in range(100):
        views(text, LEXICON)
    assert (time.perf_counter() - start) / 100 < 0.001
