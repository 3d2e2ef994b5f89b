"""The sentences of the safety package, from its own catalogue, texts.yml."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from assistant.dialogue.texts import Texts
from assistant.knowledge.yaml_lines import read_yaml

__all__ = ["safety_texts", "sentence"]

_VALUE = re.compile(r"<([a-z_]+)>")


@lru_cache(maxsize=1)
def safety_texts() -> Texts:
    """The catalogue, for a Voice.

    Raises:
        DataError: texts.yml is missing or a text is empty.
    """
    document = read_yaml(Path(__file__).parent / "texts.yml")
    variants: dict[str, tuple[str, ...]] = {}
    for code, text in document.data["texts"].items():
        if not isinstance(text, str) or not text.strip():
            raise document.error(f"câu '{code}' để trống", "texts", code, remedy="Viết câu hoặc bỏ mã.")
        variants[code] = (text.strip(),)
    return Texts(variants, {}, "")


def sentence(code: str, **values: str) -> str:
    """The sentence of that code without forms of address or facts in it; `values` replace its `<name>` parts.

    Raises:
        DataError: there is no such code.
    """
    return _VALUE.sub(lambda match: values.get(match[1], ""), safety_texts().variants(code)[0])
