"""Recognises "X là gì": a question about a word, answered from the glossary."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.knowledge import Term
from assistant.text import fold

__all__ = ["TermFinder"]

# Folded ways of asking what a word means; the word stands in the group.
_ASKS = (
    re.compile(
        r"^(?:cho (?:\w+ )?hoi )?(?:cai |tu |chu |ma )?(?P<word>.+?) "
        r"(?:la|nghia la|co nghia la|tuc la) (?:cai )?(?:gi|chi|sao|j)\b"
    ),
    re.compile(r"^(?P<word>.+?) (?:la cai gi|nghia gi|de lam gi vay|la j)\b"),
    re.compile(r"(?:nghia cua|the nao la|giai thich) (?:tu |chu )?(?P<word>.+?)$"),
)
_FILLER = re.compile(r"\b(?:a|ah|vay|the|nhi|ha|he|da|oi|chau|con|em|ban|co|bac|chu|anh|chi|hoi|cho|cai)\b")


class TermFinder:
    """Finds the glossary term that a message asks about."""

    def __init__(self, terms: Mapping[str, Term]) -> None:
        self._names = {fold(word): name for name, term in terms.items() for word in (term.term, *term.also)}

    def find(self, text: str) -> str | None:
        """The key of the term asked about, or None when the message is no such question."""
        plain = re.sub(r"[^\w\s]", " ", fold(text))
        plain = " ".join(plain.split())
        for pattern in _ASKS:
            match = pattern.search(plain)
            if match is None:
                continue
            word = match["word"].strip()
            stripped = " ".join(_FILLER.sub(" ", word).split())
            for candidate in (word, stripped):
                if candidate in self._names:
                    return self._names[candidate]
        return None
