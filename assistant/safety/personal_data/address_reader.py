"""Reads the parts of an address in a message: house, lane, street, hamlet, ward, province, and what leads to them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from assistant.safety.personal_data.address_words import Form, address_words, is_same
from assistant.safety.personal_data.flat import Flat
from assistant.safety.personal_data.message import Message
from assistant.text.fold import fold, has_tone_marks

__all__ = ["ROOMS", "AddressReader", "Part"]

# A house or flat number, a word (an abbreviation with its dot: "P. Ninh Kiều"), or a sign.
_TOKEN = re.compile(
    r"[a-z]{0,2}\d\w*(?:[/.-]\w+)*|(?:tp|tx|tt|kp|ng|[pqhxtd])\.(?= ?\w)|[^\W\d_]+(?:['’`][^\W\d_]+)*|\S|\n"
)
_HOUSE = re.compile(r"[a-z]{0,2}\d{1,4}[a-z]?\d?(?:[/.-][a-z]?\d{1,4}[a-z]?){0,4}")
_CLOCK = re.compile(r"\d{1,2}h(?:[0-5]\d)?")
_NAME_MAX = 5
_NAME_MAX_LOWER = 4
_NAME_USUAL_LOWER = 2
_LONGEST_LOWER_WORD = 7
_CUE_WORDS = 9  # words before an address within which a cue for it is looked for
_PUBLIC_WORDS = 8
_ROAD_LETTERS = 2  # "ĐT 741", "QL 14"
_ROOM_DIGITS = 3  # "P.1203" is a room, "P.7" a ward
_OUTSIDE = frozenset(("số nhà", "sn"))  # not part of what is replaced
ROOMS = frozenset(("tầng", "lầu", "phòng", "căn", "căn hộ"))
_SIGNS = frozenset(',.;:()\n-–"!?')


@dataclass(frozen=True)
class Word:
    """One word, number or sign of the message."""

    start: int
    end: int
    text: str  # folded
    raw: str  # lower case, with its marks
    capital: bool

    @property
    def is_name(self) -> bool:
        return self.text[:1].isalnum()

    @property
    def is_number(self) -> bool:
        return _HOUSE.fullmatch(self.text) is not None


@dataclass(frozen=True)
class Part:
    """One part of an address: words `first` to `last` (exclusive); `form` is the word that opens it, `sure` whether it can hardly be
    anything else."""

    kind: str  # house, street, local, ward, place, name
    first: int
    last: int
    form: str = ""
    sure: bool = True


class AddressReader:
    """The words of one message, read part by part."""

    def __init__(self, message: Message) -> None:
        flat = message.flat
        self._lists = address_words()
        self._message = message
        self._marked = message.marked
        self._has_marks = has_tone_marks(flat.source)
        self._all_capitals = flat.source.isupper()
        self.words = [self._word(flat, match) for match in _TOKEN.finditer(flat.text)]
        self._has_capitals = not self._all_capitals and any(word.capital for word in self.words[1:])
        self.bare = not self._marked and not self._has_capitals  # neither marks nor capitals tell names from words

    def _word(self, flat: Flat, match: re.Match[str]) -> Word:
        raw = unicodedata.normalize("NFC", flat.raw(match.start(), match.end()))
        return Word(match.start(), match.end(), match[0], raw.lower(), raw[:1].isupper() and not self._all_capitals)

    def _find(self, forms: dict[str, list[Form]], place: int) -> Form | None:
        """The longest form of a dictionary that stands at `place`."""
        for form in forms.get(self.words[place].text, ()):
            if len(form.words) <= len(self.words) - place and all(
                is_same(self.words[place + offset].raw, part, marked=self._marked)
                for offset, part in enumerate(form.words)
            ):
                return form
        return None

    def kinds(self, place: int) -> list[str]:
        """What a word may be by the lists: the opening of a part, a place, a cue, a name, something public."""
        lists = self._lists
        part, cue = self._find(lists.parts, place), self._find(lists.cues, place)
        found = [f"part {part.kind}"] if part else []
        found += [f"cue {cue.kind}"] if cue else []
        others = (("place", lists.places), ("public", lists.public), ("name", lists.names))
        return found + [name for name, forms in others if self._find(forms, place)]

    def forms(self, place: int) -> list[str]:
        """The word or words that open a part at `place`."""
        form = self._find(self._lists.parts, place)
        return [form.text] if form else []

    def _in(self, place: int, words: frozenset[str]) -> bool:
        raw = self.words[place].raw
        return raw in words or (not self._marked and raw.isascii() and raw in _folded(words))

    def _place(self, place: int) -> int:
        """Index behind the well-known place that stands at `place`; `place` itself if there is none."""
        form = self._find(self._lists.places, place)
        if form is None or (self._has_capitals and not self.words[place].capital):
            return place
        end = place + len(form.words)
        longer = self._has_capitals and end < len(self.words) and self.words[end].capital
        return place if longer else end  # "Điện Biên Phủ" is a street

    def _name(self, place: int, *, lower: bool) -> int:
        """Index behind the name or number that begins at `place`; `place` itself if there is none.

        Args:
            lower: whether the name may be written without capitals.
        """
        words, end = self.words, place
        if place >= len(words):
            return place
        if place + 1 < len(words) and words[place].text == "so" and words[place + 1].is_number:
            return place + 2
        if words[place].is_number:
            return place + 1
        capital = words[place].capital
        if not capital and not lower:
            return place
        if (known := self._find(self._lists.names, place)) is not None:
            return place + len(known.words)
        limit = _NAME_MAX if capital else _NAME_MAX_LOWER
        while end < len(words) and end - place < limit:
            word = words[end]
            if not word.text[:1].isalpha() or (
                end > place and (self._opens(end) or (not capital and end - place > 1 and self._place(end) > end))
            ):
                break
            if capital and not word.capital:
                break
            if not capital and (self._ends_name(end, first=end == place) or len(word.text) > _LONGEST_LOWER_WORD):
                break
            end += 1
        if not capital and end - place > _NAME_USUAL_LOWER and not self._is_boundary(end):
            return place + _NAME_USUAL_LOWER  # "phuong tan lap dang sua"
        short = end - place == 1 and len(words[place].text) <= _ROAD_LETTERS
        if capital and end < len(words) and words[end].is_number and (short or not self._is_joined(end)):
            end += 1  # "thôn Tân Lập 2", "đường ĐT 741"
        return end

    def _is_boundary(self, place: int) -> bool:
        """Whether a name typed without capitals may end before `place`: a sign, a number, another part, a stop."""
        if place >= len(self.words) or not self.words[place].text[:1].isalpha():
            return True
        return self._ends_name(place, first=False) or self._opens(place) or self._place(place) > place

    def _ends_name(self, place: int, *, first: bool) -> bool:
        """Whether the word at `place` belongs to no name typed without capitals."""
        if first and not self._marked:
            return self._in(place, self._lists.never_first)
        return self._in(place, self._lists.stops) or (self._marked and self._in(place, self._lists.marked_stops))

    def _is_joined(self, place: int) -> bool:
        """Whether a number has a slash or more digits than a hamlet's: then it is no part of a name."""
        text = self.words[place].text
        return not text.isdigit() or len(text) > 2

    def _opens(self, place: int) -> bool:
        """Whether another part begins at `place`, and not a name that sounds like one ("Tân Phong", "Thường Kiệt")."""
        form = self._find(self._lists.parts, place)
        if form is None:
            return False
        after = place + len(form.words)
        word = self.words[place]
        numbered = after < len(self.words) and (self.words[after].is_number or self.words[after].text == "so")
        sounds = len(form.text) > 1 and form.text in self._lists.needs_number
        if sounds and not numbered and not self._marked and not self._has_capitals:
            return False  # "le hong phong"
        if word.capital and (after >= len(self.words) or not self.words[after].is_name):
            return False
        return not (self._has_marks and word.capital and form.text != word.raw and len(form.words) == 1)

    def _house(self, place: int) -> Part | None:
        words = self.words
        for form in self._lists.house:
            after = place + len(form.words)
            if (
                after < len(words)
                and words[after].is_number
                and all(is_same(words[place + n].raw, part, marked=self._marked) for n, part in enumerate(form.words))
            ):
                if form.text == "nhà số":
                    return Part("house", place + 1, after + 1, form.text)
                first = after if form.text in _OUTSIDE or form.text == "nhà" else place
                return Part("house", first, after + 1, form.text, sure=form.text not in ("số", "nhà"))
        if self._message.in_date(words[place].start, words[place].end) or _CLOCK.fullmatch(words[place].text):
            return None
        if words[place].is_number and "." not in words[place].text:
            return Part("house", place, place + 1, sure=False)
        return None

    def _named(self, place: int, form: Form, before: list[Part]) -> Part | None:
        """The part that a form at `place` opens: "thôn" and its number or name."""
        start = place + len(form.words)
        if not before and self._is_numbered_room(start):
            return None  # "chung cư căn 1508 toà CT2A": the address begins at the flat
        lower = not self._has_capitals or not any(self.words[part.last - 1].capital for part in before)
        end = self._name(start, lower=lower)
        if end == start:
            return None
        last = self.words[end - 1]
        if end < len(self.words) and (tail := self._find(self._lists.name_tails, end)):
            end += len(tail.words)
        capital = self.words[start].capital
        if form.text in self._lists.needs_number and not last.is_number and not capital and not before:
            return None
        if self._is_other_word(place, form):
            return None  # "nhà mặt đường 256 Lê Duẩn"
        kind = form.kind
        if form.text in ("p.", "p") and last.is_number:
            kind = "local" if len(last.text) >= _ROOM_DIGITS else "ward"
        return Part(kind, place, end, form.text, sure=last.is_number or capital or kind != "local")

    def _is_numbered_room(self, place: int) -> bool:
        """Whether a flat, a room or a floor with its number begins at `place`."""
        form = self._find(self._lists.parts, place) if place < len(self.words) else None
        if form is None or form.text not in ROOMS:
            return False
        after = place + len(form.words)
        return after < len(self.words) and self.words[after].is_number

    def _is_other_word(self, place: int, form: Form) -> bool:
        """Whether a form only sounds like a part together with the words around it: "mặt đường", "xa hoi"."""
        after = [word.raw for word in self.words[place : place + len(form.words) + 2]]
        before = self.words[place - 1].raw if place else ""
        words = {f"{before} {form.text}", " ".join(after[:-1]), " ".join(after)}
        if not words.isdisjoint(self._lists.not_parts):
            return True
        return not self._marked and not words.isdisjoint(_folded(self._lists.not_parts))

    def part(self, place: int, before: list[Part], *, comma: bool) -> Part | None:
        """The part that begins at `place`, given those before it; `comma`: whether a sign stands between."""
        if before and (end := self._place(place)) > place:
            return Part("place", place, end)
        form = self._find(self._lists.parts, place)
        if form and (named := self._named(place, form, before)):
            return named
        if (house := self._house(place)) and (not before or before[-1].kind == "local" or house.sure):
            return house
        word = self.words[place]
        if not before or not word.text[:1].isalpha():
            if before and comma and word.is_number and re.match(r"[a-z]", word.text):
                return Part("local", place, place + 1)  # "P.1203, CT1A"
            return None
        if word.capital:
            end = self._name(place, lower=False)
            street = before[-1].kind == "house" or (before[-1].kind == "street" and not comma)
            return Part("street" if street else "name", place, end) if end > place else None
        if before[-1].kind in ("house", "street") and not comma and not self._has_capitals and form is None:
            if self.bare and self._in(place, self._lists.counted):
                return None  # "3 con bo"
            numbered = self.words[before[-1].last - 1].is_number
            end = self._name(place, lower=True)
            if numbered and end - place >= 2:
                return Part("street", place, end, sure=False)
        return None

    def chain(self, place: int) -> list[Part]:
        """The parts that follow each other from `place` on, split by commas, dashes or blanks only."""
        parts: list[Part] = []
        at = place
        while at < len(self.words):
            start = at
            while parts and at < len(self.words) and self.words[at].text in (",", "-", "–", ";"):
                at += 1
            if at >= len(self.words) or at - start > 1:
                break
            part = self.part(at, parts, comma=at > start)
            if part is None or (part.form and part.form in {earlier.form for earlier in parts}):
                break  # the same part twice is another address: "không phải thôn 4, thôn 14 xã Ea Ning"
            parts.append(part)
            at = part.last
        return parts

    def cue(self, place: int) -> str:
        """`address`, `home` or `place` for the word that leads to `place` over linking words; empty for none."""
        weak = ""
        for at in range(place - 1, max(-1, place - 1 - _CUE_WORDS), -1):
            if self.words[at].text in (",", ";", ".", "\n") and at < place - 1:
                break
            if self.words[at].text in _SIGNS:
                continue
            public = self._find(self._lists.public, at)
            if public is not None and public.words[0] == "nhà":
                return ""  # "nhà hàng", "nhà thuốc" is nobody's home
            cues = [
                form.kind
                for back in (2, 1, 0)
                if at - back >= 0
                and (form := self._find(self._lists.cues, at - back)) is not None
                and at - back + len(form.words) - 1 == at
                and not (self.bare and form.text in self._lists.unmarked_no_cues)
            ]
            if sure := [kind for kind in cues if kind != "place"]:
                return sure[0]
            weak = weak or (cues[0] if cues else "")
            if not cues and not self._in(at, self._lists.linkers) and not self.words[at].capital:
                break
        return weak

    def is_public(self, place: int) -> bool:
        """Whether an agency, a shop or a public place is named before `place` in the same clause."""
        for at in range(place - 1, max(-1, place - 1 - _PUBLIC_WORDS), -1):
            if self.words[at].text in (",", ";", "\n", "."):
                return False
            if self._find(self._lists.public, at) is not None:
                return True
        return False

    def is_seat(self, place: int) -> bool:
        """Whether the item before the comma is nothing but an agency's name: "UBND xã Ea Tul, buôn Sah A, xã Ea Tul"."""
        if place < 2 or self.words[place - 1].text != "," or self.bare:
            return False
        start = place - 1
        while start > 0 and place - start <= _PUBLIC_WORDS and self.words[start - 1].text not in _SIGNS:
            start -= 1
        form = self._find(self._lists.public, start)
        if form is None:
            return False
        rest = range(start + len(form.words), place - 1)
        return len(rest) > 0 and all(self.words[at].capital or self._find(self._lists.parts, at) for at in rest)


def _folded(words: frozenset[str]) -> frozenset[str]:
    if words not in _FOLDED:
        _FOLDED[words] = frozenset(fold(word) for word in words)
    return _FOLDED[words]


_FOLDED: dict[frozenset[str], frozenset[str]] = {}
