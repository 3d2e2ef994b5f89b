from __future__ import annotations

import subprocess
import sys

import pytest

from assistant.errors import UsageError
from assistant.text import segment, tokens, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cài đặt VNeID!", ["Cài", "đặt", "VNeID", "!"]),
        ("giá 1.000.000đ, mạng 4G", ["giá", "1.000.000đ", ",", "mạng", "4G"]),
        ("ạ 👨‍👩‍👧‍👦👍🏽🇻🇳❤️", ["ạ", "👨‍👩‍👧‍👦", "👍🏽", "🇻🇳", "❤️"]),
        ("e\u0302\u0301m", ["e\u0302\u0301m"]),
        ("", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_words_join_syllables() -> None:
    found = words("Tôi cài đặt VNeID trên điện thoại")
    assert "điện thoại" in found
    assert "VNeID" in found
    assert "".join(found).replace(" ", "") == "TôicàiđặtVNeIDtrênđiệnthoại"


@pytest.mark.parametrize("text", ["", "  \n"])
def test_no_words_in_nothing(text: str) -> None:
    assert words(text) == []


def test_missing_underthesea_names_the_install_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "underthesea", None)
    segment._segmenter.cache_clear()
    try:
        with pytest.raises(UsageError, match="pip install underthesea"):
            words("điện thoại")
    finally:
        segment._segmenter.cache_clear()


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = "{'rasa', 'torch', 'tensorflow', 'underthesea', 'transformers', 'numpy'}"
    code = f"import sys, assistant.text; print(sorted({heavy} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
