"""What a program can see of the wording: bare facts, unexplained foreign words, unknown placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.knowledge.wording import ADDRESS_WORDS, PLACEHOLDER
from assistant.text import fold, is_syllable

__all__ = ["bare_facts", "foreign_words", "placeholders", "sentences"]

# Emergency and service numbers are facts even when they are short.
_PHONE = re.compile(
    r"(?<![\d.,{:-])(?:\+84\s?\d[\d .]{7,}|0\d{2}[\d .]{6,}\d|1[89]00[\d .]{2,}\d"
    r"|(?:111|112|113|114|115|156|1022|5656|9656|141|1414|8079)(?![\d.,]*\d))(?!\w)"
)
_URL = re.compile(r"(?i)\b(?:https?://\S+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:vn|com|net|org|gov|info|apk|app)\b)")
_AMOUNT = re.compile(r"(?i)\b\d[\d.,]*\s*(?:đồng|nghìn|ngàn|triệu|tỷ|tỉ|vnđ|vnd|%|phần trăm)(?!\w)")
_LAW = re.compile(r"\b\d{1,4}/\d{4}/[A-ZĐ]")
_GOVERNMENT = "gov.vn"  # an ending to look for, not an address
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")
_EXPLANATION = re.compile(r"\([^)]*\)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)")


def placeholders(text: str) -> Iterator[tuple[str, str]]:
    """Each `{kind:name}` as (kind, name); a form of address such as `{bạn}` has kind ''."""
    for match in PLACEHOLDER.finditer(text):
        yield match["kind"] or "", match["name"]


def unknown_address(text: str) -> list[str]:
    """Names of placeholders without kind that are no form of address."""
    return [name for kind, name in placeholders(text) if not kind and name.lower() not in ADDRESS_WORDS]


def bare_facts(text: str) -> list[str]:
    """Phone numbers, addresses, amounts and legal references that stand in the text itself."""
    plain = PLACEHOLDER.sub(" ", text)
    found = []
    for pattern in (_PHONE, _URL, _AMOUNT, _LAW):
        found += [match.group(0).strip() for match in pattern.finditer(plain)]
    return [value for value in found if value.lower() != _GOVERNMENT]


def foreign_words(texts: list[str], names: frozenset[str]) -> list[str]:
    """Words of basic texts that are neither Vietnamese, nor known names, nor explained.

    A word is explained when it stands in quotation marks (what the screen shows) or is followed, at its first
    use in `texts`, by an explanation in brackets. `names` holds folded words.
    """
    explained: set[str] = set()
    found: list[str] = []
    for text in texts:
        plain = PLACEHOLDER.sub(" ", _QUOTED.sub(" ", text))
        for match in _WORD.finditer(_EXPLANATION.sub(lambda m: " " * len(m.group(0)), plain)):
            word = fold(match.group(0))
            if (
                len(word) == 1
                or word in names
                or word in explained
                or all(is_syllable(part) for part in word.split("-"))
            ):
                continue
            rest = plain[match.end() :].lstrip()
            explained.add(word)
            if not rest.startswith("("):
                found.append(match.group(0))
    return found


def sentences(text: str) -> int:
    """Number of sentences."""
    plain = _QUOTED.sub("x", PLACEHOLDER.sub("x", text)).strip()
    return max(1, len(_SENTENCE_END.findall(plain)))
