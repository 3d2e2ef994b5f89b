"""The project's word lists: chat shorthand, dialect and spoken forms, and their meaning in written standard Vietnamese.

Each is a YAML mapping from a quoted word or phrase to its meaning, or to a list of meanings with the usual one first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from assistant.errors import DataError
from assistant.text.fold import fold, has_tone_marks
from assistant.text.links import outside_links
from assistant.text.normalise import normalise
from assistant.text.syllable import is_syllable

__all__ = ["Lexicon"]

_SHORTHAND = "teencode"
_PHRASES = ("dialect", "spoken")
_TOKEN = re.compile(r"\w+|[^\w\s]")
# A single letter joined to something by one of these belongs to it: "k-pop", "t/h", "#k".
_GLUE = frozenset("-/'&#@")
_TEXT_TAG = "tag:yaml.org,2002:str"

_Key = tuple[str, ...]


class Lexicon:
    """Replaces shorthand, dialect and spoken forms in a text; compiled once, then about as fast as splitting the text.

    >>> lexicon = Lexicon(teencode={"ko": ["không"], "dc": ["được", "địa chỉ"]})
    >>> lexicon.expand("Ko vào dc")
    'Không vào được'
    """

    def __init__(
        self,
        *,
        teencode: Mapping[str, Sequence[str]] | None = None,
        dialect: Mapping[str, Sequence[str]] | None = None,
        spoken: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Each mapping goes from a form to its meanings, at least one, the usual one first.

        Where two mappings have the same form, the first of the three holds.
        """
        self._exact: dict[_Key, tuple[str, ...]] = {}
        for entries in (teencode, dialect, spoken):
            for form, meanings in (entries or {}).items():
                self._exact.setdefault(_key(form), tuple(normalise(meaning) for meaning in meanings))
        self._toneless = self._without_marks(dialect or {}, at_least=3) | self._without_marks(spoken or {}, at_least=2)
        # "tau" is dialect (tôi) in a text with marks; without them it may as well be "tàu", so the word is left alone.
        self._toneless |= {key: value for key, value in self._exact.items() if len(key) > 1 or not is_syllable(key[0])}
        self._longest: dict[str, int] = {}
        for key in (*self._exact, *self._toneless):
            self._longest[key[0]] = max(len(key), self._longest.get(key[0], 0))

    def _without_marks(self, entries: Mapping[str, Sequence[str]], *, at_least: int) -> dict[_Key, tuple[str, ...]]:
        """The folded forms of the phrases of `at_least` so many words, to their meanings.

        Shorter ones say too little without their marks: dialect "nút mô" (nút nào) would take "nut mo" (nút mở) with
        it. For the same reason a phrase goes when, folded, it is part of what some other form means.
        """
        meant = {key for meanings in self._exact.values() for meaning in meanings for key in _runs(_key(fold(meaning)))}
        folded = {_key(fold(form)): self._exact[_key(form)] for form in entries}
        return {key: meanings for key, meanings in folded.items() if len(key) >= at_least and key not in meant}

    @classmethod
    def load(cls, folder: Path) -> Lexicon:
        """The lexicon in `folder`: teencode.yml, dialect.yml and spoken.yml.

        Raises DataError with file and line where a file is missing, is no YAML, has a form twice, or has anything but
        quoted text and lists of it.
        """
        entries = {name: _load_entries(folder / f"{name}.yml") for name in (_SHORTHAND, *_PHRASES)}
        return cls(teencode=entries["teencode"], dialect=entries["dialect"], spoken=entries["spoken"])

    def __len__(self) -> int:
        """The number of different forms."""
        return len(self._exact)

    def candidates(self, form: str) -> tuple[str, ...]:
        """All meanings of `form`, the usual one first; empty if it is not in the lexicon."""
        return self._exact.get(_key(form), ())

    def expand(self, text: str) -> str:
        """`text` with each form replaced by its usual meaning, the longest form first, in one pass.

        Whole words only, in any case; a capital at the beginning is kept. In a text without any tone mark, longer
        phrases of dialect and speech are found without theirs too, and single words that could be others without
        theirs stay. So do links, and single letters after a number ("50 k"). `text` should be normalised. Never raises.
        """
        table = self._exact if has_tone_marks(text) else self._toneless
        return outside_links(text, lambda piece: self._expand(piece, table))

    def _expand(self, text: str, table: Mapping[_Key, tuple[str, ...]]) -> str:
        spans = [match.span() for match in _TOKEN.finditer(text)]
        words = [text[start:end].lower() for start, end in spans]
        done = i = 0
        parts: list[str] = []
        while i < len(words):
            length = self._match(words, i, table)
            if length == 1 and len(words[i]) == 1 and _belongs_to_neighbour(text, *spans[i]):
                length = 0
            if length == 0:
                i += 1
                continue
            start, end = spans[i][0], spans[i + length - 1][1]
            meaning = table[tuple(words[i : i + length])][0]
            parts += [text[done:start], meaning[:1].upper() + meaning[1:] if text[start].isupper() else meaning]
            done = end
            i += length
        return "".join(parts) + text[done:]

    def _match(self, words: Sequence[str], at: int, table: Mapping[_Key, tuple[str, ...]]) -> int:
        """The number of words from `at` on which make up the longest form; 0 if none does."""
        for length in range(min(self._longest.get(words[at], 0), len(words) - at), 0, -1):
            if tuple(words[at : at + length]) in table:
                return length
        return 0


def _key(form: str) -> _Key:
    return tuple(_TOKEN.findall(normalise(form).lower()))


def _runs(words: _Key) -> Iterator[_Key]:
    """All runs of two and more neighbouring words."""
    for start in range(len(words)):
        for end in range(start + 2, len(words) + 1):
            yield words[start:end]


def _belongs_to_neighbour(text: str, start: int, end: int) -> bool:
    """Whether the single letter at `start` is a unit after a number, or part of a longer name."""
    last = start - 1
    while last >= 0 and text[last].isspace():
        last -= 1
    follows_number = last >= 0 and text[last].isdigit()
    return follows_number or text[max(start - 1, 0) : start] in _GLUE or text[end : end + 1] in _GLUE


def _load_entries(file: Path) -> dict[str, tuple[str, ...]]:
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise DataError(
            f"Cannot read the word list ({error.strerror})", remedy="Put the file back or correct the folder", file=file
        ) from error
    except UnicodeDecodeError as error:
        raise DataError("The word list is not UTF-8", remedy="Save it as UTF-8", file=file) from error
    except yaml.MarkedYAMLError as error:
        line = None if error.problem_mark is None else error.problem_mark.line + 1
        raise DataError(f"Not valid YAML: {error.problem}", remedy="Correct the line", file=file, line=line) from error
    except yaml.YAMLError as error:
        raise DataError(f"Not valid YAML: {error}", remedy="Correct the file", file=file) from error
    return {} if node is None else _entries(node, file)


def _entries(node: yaml.Node, file: Path) -> dict[str, tuple[str, ...]]:
    if not isinstance(node, yaml.MappingNode):
        raise _fault("The word list is no mapping", 'Write one `"form": "meaning"` a line', node, file)
    entries: dict[str, tuple[str, ...]] = {}
    lines: dict[_Key, int] = {}
    for key_node, value_node in node.value:
        form = _text(key_node, file)
        key = _key(form)
        if key in lines:
            raise _fault(f'"{form}" is here twice, first in line {lines[key]}', "Join the two", key_node, file)
        lines[key] = key_node.start_mark.line + 1
        entries[form] = tuple(_meanings(value_node, file))
        if not entries[form]:
            raise _fault(f'"{form}" has no meaning', "Give one at least, or take the line out", value_node, file)
    return entries


def _meanings(node: yaml.Node, file: Path) -> Iterator[str]:
    for item in node.value if isinstance(node, yaml.SequenceNode) else [node]:
        yield _text(item, file)


def _text(node: yaml.Node, file: Path) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _fault("Text is wanted here, not a list or mapping", 'Write it as "text"', node, file)
    if node.tag != _TEXT_TAG:
        # YAML reads a bare no, on or 8 as a truth value or a number.
        raise _fault(f"{node.value!r} is not read as text", "Put it in quotes", node, file)
    if not _key(node.value):
        raise _fault("Empty text", "Write the word, or take the line out", node, file)
    return str(node.value)


def _fault(message: str, remedy: str, node: yaml.Node, file: Path) -> DataError:
    return DataError(message, remedy=remedy, file=file, line=node.start_mark.line + 1)
