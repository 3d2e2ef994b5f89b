"""The cuts of the message check, from settings.yml."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

from assistant.knowledge.yaml_lines import read_yaml

__all__ = ["CheckSettings"]


class CheckSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Cuts and certainties.

    Attributes:
        danger, unclear: probabilities of fraud, 0 to 1, from which on the verdict is that one.
        kind: share of the frauds' probability, 0 to 1, from which on the likest kind is named.
        words, variety: a text without a link that has fewer different words, or a smaller share (0 to 1) of different
            words among all, tells the classifier too little.
        certain: codes of link signs that mean danger whatever the words say.
        doubtful: codes of link signs that mean at least unclear.
    """

    danger: float
    unclear: float
    kind: float
    words: float
    variety: float
    certain: list[str]
    doubtful: list[str]

    @classmethod
    def load(cls) -> CheckSettings:
        """The settings that come with the package.

        Raises:
            DataError: a cut is no number, lies outside 0 to 1, or unclear lies above danger.
        """
        return _load()


@lru_cache(maxsize=1)
def _load() -> CheckSettings:
    document = read_yaml(Path(__file__).parent / "settings.yml")
    numbers: dict[str, object] = {}
    for name in ("danger", "unclear", "kind", "words", "variety"):
        try:
            numbers[name] = float(document.data[name])
        except (KeyError, TypeError, ValueError):
            raise document.error(f"'{name}' không phải là số", name, remedy="Viết số từ 0 đến 1.") from None
    settings: CheckSettings = document.convert(CheckSettings, {**document.data, **numbers})
    if not 0 < settings.unclear <= settings.danger < 1 or not 0 <= settings.kind <= 1:
        raise document.error("các mức không theo thứ tự", "danger", remedy="Cần 0 < unclear <= danger < 1.")
    return settings
