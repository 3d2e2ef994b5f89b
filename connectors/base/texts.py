"""The catalogue of sentences that the connectors say themselves."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from assistant.errors import DataError
from assistant.knowledge.yaml_lines import read_yaml

__all__ = ["Texts"]

_FILE = Path(__file__).parent / "texts.yml"


class Texts:
    """The sentences of texts.yml."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    @classmethod
    def load(cls, file: Path = _FILE) -> Texts:
        """Read the file.

        Raises:
            DataError: a sentence is empty.
        """
        document = read_yaml(file)
        for code, text in document.data.items():
            if not isinstance(text, str) or not text.strip():
                raise document.error(f"câu '{code}' để trống", code, remedy="Viết câu hoặc bỏ mã.")
        return cls(document.data)

    def codes(self) -> frozenset[str]:
        """All codes."""
        return frozenset(self._texts)

    def say(self, code: str) -> str:
        """The sentence of that code.

        Raises:
            DataError: there is no such code.
        """
        try:
            return self._texts[code]
        except KeyError:
            raise DataError(f"không có câu '{code}'", remedy="Thêm vào texts.yml.", file=_FILE) from None
