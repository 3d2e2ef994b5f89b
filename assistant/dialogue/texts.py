"""The catalogue of sentences: looked up by code, filled with values, never the same variant twice running."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from assistant.errors import DataError
from assistant.knowledge.model import Fact
from assistant.knowledge.wording import NEUTRAL, Address, fill
from assistant.knowledge.yaml_lines import read_yaml

__all__ = ["Texts", "Voice"]

_VALUE = re.compile(r"<([a-z_]+)>")
_HERE = Path(__file__).parent


class Texts:
    """All sentences of texts.yml and the contacts of contacts.yml."""

    def __init__(self, variants: Mapping[str, tuple[str, ...]], contacts: Mapping[str, str], default: str) -> None:
        self._variants = variants
        self._contacts = contacts
        self._default = default

    @classmethod
    def load(cls, folder: Path = _HERE) -> Texts:
        """Read the two files.

        Raises:
            DataError: a file is missing or a text is empty.
        """
        document = read_yaml(folder / "texts.yml")
        variants: dict[str, tuple[str, ...]] = {}
        for code, value in document.data["texts"].items():
            texts = tuple(value) if isinstance(value, list) else (value,)
            if not texts or not all(isinstance(text, str) and text.strip() for text in texts):
                raise document.error(f"câu '{code}' để trống", "texts", code, remedy="Viết câu hoặc bỏ mã.")
            variants[code] = texts
        contacts = read_yaml(folder / "contacts.yml").data
        return cls(variants, contacts["areas"], contacts["default"])

    def codes(self) -> frozenset[str]:
        """All codes."""
        return frozenset(self._variants)

    def variants(self, code: str) -> tuple[str, ...]:
        """The raw variants of one code.

        Raises:
            DataError: there is no such code.
        """
        try:
            return self._variants[code]
        except KeyError:
            raise DataError(
                f"không có câu '{code}'", remedy="Thêm vào assistant/dialogue/texts.yml.", file=_HERE / "texts.yml"
            ) from None

    def contact(self, area: str | None) -> str:
        """Whom to ask about an area, raw."""
        return self._contacts.get(area or "", self._default)


class Voice:
    """The catalogue as spoken to one person in one turn.

    Args:
        turn: number of the turn; it picks the variant, so that repeats differ and replays agree.
    """

    def __init__(self, texts: Texts, facts: Mapping[str, Fact], *, you: str | None, me: str | None, turn: int) -> None:
        self._texts = texts
        self._facts = facts
        self._turn = turn
        self.address = Address(you or NEUTRAL.you, me or NEUTRAL.me)

    def addressing(self, you: str, me: str) -> Voice:
        """The same voice with other forms of address."""
        return Voice(self._texts, self._facts, you=you, me=me, turn=self._turn)

    def fill(self, text: str) -> str:
        """A lesson's text with its placeholders filled, cautions of doubtful facts appended."""
        filled = fill(text, self._facts, self.address)
        cautions = [self.say("fact_caution", text=caution) for caution in filled.cautions]
        return "\n".join((filled.text, *cautions))

    def say(self, code: str, **values: object) -> str:
        """The sentence of that code; `values` replace its `<name>` parts and are filled too."""
        variants = self._texts.variants(code)
        text = variants[self._turn % len(variants)]
        return self.fill(_VALUE.sub(lambda match: str(values[match[1]]), text))

    def again(self, turn: int) -> str:
        """The words before something that is said again; another one for each `turn` (from 0)."""
        variants = self._texts.variants("again")
        return self.fill(variants[turn % len(variants)])

    def contact(self, area: str | None) -> str:
        """Whom to ask about an area."""
        return self.fill(self._texts.contact(area))
