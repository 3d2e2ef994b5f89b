"""Settings of retrieval, read from settings.yml."""

from __future__ import annotations

from pathlib import Path

import msgspec

from assistant.knowledge.yaml_lines import read_yaml
from assistant.retrieval.decide import Cuts

__all__ = ["RetrievalSettings"]


class RetrievalSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Meaning of each value stands in settings.yml beside it."""

    encoder: str
    weight_exact: float
    weight_folded: float
    weight_chars: float
    answer: float
    margin: float
    clarify: float
    near: float
    wrong: float

    @property
    def cuts(self) -> Cuts:
        """The cuts of the decision."""
        return Cuts(answer=self.answer, margin=self.margin, clarify=self.clarify, near=self.near, wrong=self.wrong)

    @classmethod
    def load(cls, folder: Path = Path(__file__).parent) -> RetrievalSettings:
        """Read settings.yml.

        Raises:
            DataError: a value is missing, unknown, or no number of at least 0.
        """
        document = read_yaml(folder / "settings.yml")
        for key, value in document.data.items():
            if key == "encoder":
                continue
            try:
                document.data[key] = float(value)
            except ValueError:
                raise document.error(f"{key}: cần một số, thấy '{value}'", key, remedy="Sửa lại số.") from None
        settings: RetrievalSettings = document.convert(cls)
        return settings
