"""What the words around a value speak of: locks, transfers, insurance; the words are data, in topics.yml."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from assistant.knowledge.yaml_lines import read_yaml

__all__ = ["Topics", "topics"]

_LONGEST = 4  # words of one entry


class Topics:
    """The topics of each word or short phrase."""

    def __init__(self, lists: dict[str, list[str]]) -> None:
        self._of: dict[str, tuple[str, ...]] = {}
        for name, phrases in lists.items():
            for phrase in phrases:
                self._of[phrase] = (*self._of.get(phrase, ()), name)

    def find(self, words: list[str]) -> list[tuple[int, int, str]]:
        """(first word, behind the last, topic) of all phrases in a row of folded words; longer ones hide what is in them."""
        found = []
        place = 0
        while place < len(words):
            for size in range(min(_LONGEST, len(words) - place), 0, -1):
                if names := self._of.get(" ".join(words[place : place + size])):
                    found += [(place, place + size, name) for name in names]
                    place += size
                    break
            else:
                place += 1
        return found


@lru_cache(maxsize=1)
def topics() -> Topics:
    """The topics, read once.

    Raises:
        DataError: topics.yml is no list of words by topic, or a word stands twice in a topic.
    """
    document = read_yaml(Path(__file__).parent / "topics.yml")
    data: dict[str, str] = document.convert(dict[str, str])
    lists = {name: [phrase.strip() for phrase in text.split(",")] for name, text in data.items()}
    for name, phrases in lists.items():
        for phrase in phrases:
            if not phrase or len(phrase.split()) > _LONGEST or phrases.count(phrase) > 1:
                raise document.error(f"'{phrase}' trống, dài quá hoặc có hai lần", name, remedy="Sửa danh sách.")
    return Topics(lists)
