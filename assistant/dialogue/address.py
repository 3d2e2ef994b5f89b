"""Forms of address: heard from how a person speaks, answered in kind, neutral until known."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from assistant.dialogue.state import State
from assistant.knowledge.yaml_lines import read_yaml
from assistant.text import fold

__all__ = ["AddressBook", "Form"]

_VERBS = (
    r"muốn|hỏi|cần|không|ko|chưa|bị|quên|già|mới|đang|xem|nhờ|thấy|làm|mở|bấm|tìm"
    r"|hông|với|nè|đây|vào|tải|có|biết|lỡ|xin"
)
# Words that, without their marks, are others as well ("chỉ", "đi", "có"): believed only where nothing else fits.
_PLAIN_SAFE = ("bac", "ong", "chau", "thim", "anh", "em")
_PLAIN_ANY = ("bac", "ong", "ba", "co", "chu", "di", "cu", "anh", "chi", "em", "chau", "con", "minh", "toi", "tui")
_NEUTRAL = "bạn"


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way of addressing: `you` for the person, `me` for the assistant, both in lower case."""

    you: str
    me: str


class AddressBook:
    """The forms of address.yml and the patterns by which they are heard."""

    def __init__(self, forms: dict[str, Form], called: dict[str, Form]) -> None:
        self._forms = forms
        self._called = called
        self._plain = {fold(word): word for word in reversed(forms)} | {"tui": "tôi"}
        words = "|".join(sorted((re.escape(word) for word in forms), key=len, reverse=True))
        plain = "|".join(sorted(self._plain, key=len, reverse=True))
        # "gọi cô thôi", "đừng gọi bác, gọi anh", "không phải bác, là chị": the last word that is asked for wins.
        self._asked = re.compile(
            rf"(?<!đừng )(?<!sao )(?<!cứ )\b(?:gọi|kêu|là)(?: (?:là|tôi|tui|mình|bằng|tao|bác|bà|em|ông))*? ({words})\b"
        )
        self._asked_plain = re.compile(
            rf"(?<!dung )(?<!sao )\b(?:goi|keu)(?: (?:la|toi|tui|minh|bang|tao))*? ({plain})\b"
        )
        # The person speaks of themselves: "bác muốn hỏi", "cho cô hỏi", "giúp ông với".
        self._self = re.compile(
            rf"(?:^|[,.!?]\s*|\b(?:cho|giúp|chỉ|bày|hướng dẫn|giùm|dẫn|dạy) |\b(?:ơi|à),? )({words}) (?:{_VERBS})\b"
        )
        verbs, safe, every = fold(_VERBS), "|".join(_PLAIN_SAFE), "|".join(_PLAIN_ANY)
        self._self_plain = re.compile(
            rf"\b(?:cho|giup|day|huong dan) ({every}) (?:hoi|voi|xin|biet|xem)\b"
            rf"|(?:^|[,.!?]\s*|\boi,? )({safe}) (?:{verbs})\b"
        )
        calls, plain_calls = "|".join(called), "|".join(fold(word) for word in called)
        self._call = re.compile(rf"^(?:\w+ )?({calls}) (?:ơi|à)\b|^(?:chào|alo) ({calls})\b")
        self._call_plain = re.compile(rf"^(?:\w+ )?({plain_calls}) oi\b|^chao ({plain_calls})\b")

    @classmethod
    def load(cls, folder: Path = Path(__file__).parent) -> AddressBook:
        """Read address.yml.

        Raises:
            DataError: a form is incomplete.
        """
        document = read_yaml(folder / "address.yml")
        forms = document.convert(dict[str, Form], document.data["forms"], "forms")
        return cls(forms, document.convert(dict[str, Form], document.data["called"], "called"))

    def form(self, word: str) -> Form | None:
        """The form for a word such as "bác" or "bac", or None."""
        plain = self._plain.get(fold(word))
        return self._forms.get(word.lower()) or (self._forms[plain] if plain else None)

    def asked(self, text: str) -> Form | None:
        """The form that the person asks to be addressed with ("gọi cô thôi"), or None. For messages about address."""
        if fold(text).startswith(("sao ", "tai sao ")):
            return None
        if found := self._asked.findall(text.lower()):
            return self._forms[found[-1]]
        if text.isascii() and (plain := self._asked_plain.findall(text.lower())):
            return self._forms[self._plain[plain[-1]]]
        return None

    def heard(self, text: str) -> Form | None:
        """The form that fits how the person speaks of themselves, or None when they do not."""
        if match := self._self.search(text.lower()):
            return self._forms[match[1]]
        if text.isascii() and (plain := self._self_plain.search(text.lower())):
            return self._forms[self._plain[plain[1] or plain[2]]]
        return None

    def called(self, text: str) -> Form | None:
        """A guess from how the person calls the assistant ("cháu ơi"), or None."""
        if match := self._call.search(text.lower()):
            return self._called[match[1] or match[2]]
        if text.isascii() and (plain := self._call_plain.search(text.lower())):
            word = plain[1] or plain[2]
            return next(form for name, form in self._called.items() if fold(name) == word)
        return None

    def follow(self, state: State, text: str) -> State:
        """The state with the form of address of whoever speaks now.

        How people speak of themselves is followed, so that a phone may be handed on; but neutral words ("tôi", "mình")
        never undo a form that is known, and a form that was asked for gives way only to a different word of kinship.
        """
        if text.startswith("/"):
            return state
        if (form := self.heard(text)) is not None:
            if form.you == _NEUTRAL and state.you is not None and state.address_by != "called":
                return state
            if form.you != state.you or state.address_by == "called":
                return msgspec.structs.replace(state, you=form.you, me=form.me, address_by="heard")
            return state
        if state.you is None and (form := self.called(text)) is not None:
            return msgspec.structs.replace(state, you=form.you, me=form.me, address_by="called")
        return state
