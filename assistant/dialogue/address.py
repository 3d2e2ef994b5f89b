"""Forms of address: heard from how a person speaks, answered in kind, neutral until known."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from assistant.knowledge.yaml_lines import read_yaml

__all__ = ["AddressBook", "Form"]


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way of addressing: `you` for the person, `me` for the assistant, both in lower case."""

    you: str
    me: str


class AddressBook:
    """The forms of address.yml and the patterns by which they are heard."""

    def __init__(self, forms: dict[str, Form]) -> None:
        self._forms = forms
        words = "|".join(sorted((re.escape(word) for word in forms), key=len, reverse=True))
        # "gọi cô thôi", "đừng gọi bác, gọi anh": the last word that is asked for wins.
        self._asked = re.compile(rf"(?<!đừng )\b(?:gọi|kêu|xưng)(?: (?:là|tôi|tui|mình|bằng|tao|bác|em))*? ({words})\b")
        # The person speaks of themselves: "bác muốn hỏi", "cho cô hỏi", "giúp ông với".
        self._self = re.compile(
            rf"(?:^|[,.!?]\s*|\b(?:cho|giúp|chỉ|bày|hướng dẫn|giùm|dẫn) )({words})"
            r" (?:muốn|hỏi|cần|không|ko|chưa|bị|quên|già|mới|đang|xem|nhờ|thấy|làm|mở|bấm"
            r"|tìm|hông|với|nè|đây|vào|tải|có)\b"
        )

    @classmethod
    def load(cls, folder: Path = Path(__file__).parent) -> AddressBook:
        """Read address.yml.

        Raises:
            DataError: a form is incomplete.
        """
        document = read_yaml(folder / "address.yml")
        return cls(document.convert(dict[str, Form], document.data["forms"], "forms"))

    def form(self, word: str) -> Form | None:
        """The form for a word such as "bác", or None."""
        return self._forms.get(word.lower())

    def asked(self, text: str) -> Form | None:
        """The form that the person asks to be addressed with ("gọi cô thôi"), or None."""
        found = self._asked.findall(text.lower())
        return self._forms[found[-1]] if found else None

    def heard(self, text: str) -> Form | None:
        """The form that fits how the person speaks of themselves, or None when they do not."""
        match = self._self.search(text.lower())
        return self._forms[match[1]] if match else None
