"""Cutting a text into words (which may be of several syllables) or into plain syllable tokens."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import lru_cache
from typing import cast

from assistant.errors import UsageError

__all__ = ["tokens", "words"]

_Segmenter = Callable[[str], list[str]]

_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*\w*"  # numbers with their unit: 1.000.000đ, 4G
    r"|[\w\u0300-\u036f]+"
    r"|[\U0001f1e6-\U0001f1ff]{2}"  # flags are two letters
    r"|[^\w\s](?:\u200d[^\w\s]|[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff])*"  # emoji with all that is joined to them
)
# Imported by underthesea for its translator alone, which pulls in torch: seconds of start-up and memory for nothing.
_UNWANTED = "underthesea.pipeline.translate"


def tokens(text: str) -> list[str]:
    """The tokens of `text`: syllables, numbers, single signs, whole emoji.

    Loss-free: joined, they are the text without its white space. Never raises; empty for an empty text.
    """
    return _TOKEN.findall(text)


def words(text: str) -> list[str]:
    """The words of `text` as underthesea segments it, syllables joined by a blank: ["cài đặt", "VNeID"].

    Loads underthesea on the first call (about a second). Its tables are for text with tone marks; without them most
    words come out as single syllables. Raises UsageError if underthesea is not installed.
    """
    if not text.strip():
        return []
    return _segmenter()(text)


@lru_cache(maxsize=1)
def _segmenter() -> _Segmenter:
    block = "underthesea" not in sys.modules and _UNWANTED not in sys.modules
    if block:
        # None in this table makes the import fail, which underthesea takes as "translator not installed".
        sys.modules[_UNWANTED] = None  # type: ignore[assignment]
    try:
        from underthesea import word_tokenize
    except ImportError as error:
        raise UsageError(
            "Word segmentation needs underthesea, which is not installed", remedy="pip install underthesea"
        ) from error
    finally:
        if block:
            del sys.modules[_UNWANTED]
    return cast(_Segmenter, word_tokenize)
