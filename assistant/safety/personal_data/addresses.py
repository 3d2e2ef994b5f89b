"""Home addresses: a chain of parts (house, lane, street, hamlet, ward …) that reaches below the ward.

A ward, a commune or a province alone is not personal data, and neither is the seat of an agency.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.safety.personal_data.flat import Flat
from assistant.text.fold import fold, has_tone_marks, tone_share

__all__ = ["addresses"]

# Each with its tone marks, as they tell "tổ" from "tờ"; typed without marks they count as well.
_STREET = ("đường", "phố", "ngõ", "ngách", "hẻm", "kiệt", "đại lộ", "xuyệt", "đ.")
_LOCAL = (
    "tổ dân phố",
    "khu dân cư",
    "khu phố",
    "khu đô thị",
    "khu tập thể",
    "chung cư",
    "thôn",
    "ấp",
    "tổ",
    "kp",
    "tdp",
    "xóm",
    "buôn",
    "bản",
    "khối",
    "đội",
    "làng",
    "căn hộ",
    "căn",
    "phòng",
    "lô",
    "tòa",
    "toà",
    "tầng",
    "cụm",
    "khóm",
    "khu",
)
_WARD = (
    "phường",
    "xã",
    "thị trấn",
    "quận",
    "huyện",
    "thị xã",
    "thành phố",
    "tỉnh",
    "tp.",
    "tp",
    "p.",
    "q.",
    "h.",
    "x.",
    "tx.",
    "tt.",
    "t.",
)
_NEEDS_NUMBER = frozenset(("tổ", "căn", "phòng", "lô", "tầng", "đội", "cụm", "khu", "đường", "phố"))
_TOKEN = re.compile(r"[a-z]\d+(?:/\w+)+|\d[\w]*(?:[/.-]\w+)*|[^\W\d_]+\d*\.?|[,;:()\n]|\S")
_HOUSE = re.compile(r"[a-z]?\d{1,4}[a-z]?\d?(?:[/.-]\d{1,4}[a-z]?){0,4}")
_HOUSE_WORDS = ("số nhà", "nhà số", "sn", "số")
_CUE = re.compile(
    r"(?<![a-z])(?:(?:dia chi|d/c|dc)(?: (?:nha|thuong tru|tam tru|giao hang|ship|lien he|hien tai|cua|toi|em|minh|bac|co|chu|anh|chi|la|o))*"
    r"|nha(?: (?:toi|em|minh|bac|co|chu|anh|chi|tro|rieng|cua|con|me|bo|ba|ong|so))* (?:o|tai)"
    r"|(?:dang |hien |song |cu tru |tro |cu ngu |tam tru |thuong tru |lam nha )(?:o|tai)"
    r"|(?:toi|em|minh|bac|chu|co|anh|chi|me|ba|bo|con|chau|ong|ma|vo|chong|gia dinh|tui)(?: \w+){0,2} o(?: tro| tai)?"
    r"|(?:thuong tru|tam tru|ho khau|que(?: quan)?|noi o(?: hien (?:tai|nay))?|cho o|noi cu tru)(?: (?:tai|o|la))*"
    r"|(?:ship|giao|gui|chuyen|mang)(?: \w+){0,3} (?:den|toi|ve|tai|qua)|nha tro|nha so|nha o|thu gui|gui thu|, o|^o|don (?:toi )?(?:tai|o))(?![a-z])"
)
_LATER_CUE = re.compile(r"[ ,]*(?:la|chinh la) (?:nha|dia chi|cho o|noi o)(?![a-z])")
_AGENCY = re.compile(
    r"(?<![a-z])(?:ubnd|uy ban|cong an|tru so|truong|chi nhanh|trung tam|benh vien|tram y te|buu dien|ngan hang|cuc|so tu phap|so|toa an|bao hiem|"
    r"kho bac|van phong|cong ty|cua hang|sieu thi|cho|phong giao dich|pgd|diem|bo phan|hoi truong|nha van hoa|chua|cong vien|ben xe)(?![a-z])[^,\n]{0,40}$"
)
_STOPS = frozenset(
    [
        "o",
        "la",
        "thi",
        "ma",
        "co",
        "khong",
        "duoc",
        "lam",
        "sao",
        "the",
        "nao",
        "gi",
        "dau",
        "hay",
        "va",
        "voi",
        "cho",
        "de",
        "den",
        "di",
        "ve",
        "tai",
        "muon",
        "can",
        "bi",
        "chua",
        "roi",
        "giup",
        "nha",
        "nhe",
        "a",
        "da",
        "nay",
        "kia",
        "do",
        "day",
        "xin",
        "hoi",
        "ban",
        "minh",
        "toi",
        "em",
        "gio",
        "mat",
        "het",
        "phai",
        "chuyen",
        "gui",
        "mua",
        "dang",
        "dk",
        "moi",
        "cu",
        "hien",
        "goi",
        "sdt",
        "so",
        "cccd",
        "cmnd",
        "email",
        "mail",
        "ship",
        "ghi",
        "dien",
        "khai",
        "nhan",
        "tra",
        "giao",
        "tim",
        "cua",
        "bac",
        "anh",
        "chi",
        "co",
        "chu",
    ]
)
_NAME_MAX = 5
_NAME_MAX_LOWER = 3
_CUE_GAP = 22
_MARKED = 0.5


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    text: str  # folded
    raw: str  # lower case, with its marks

    @property
    def is_name(self) -> bool:
        return self.text[:1].isalpha() or self.text[:1].isdigit()


@dataclass(frozen=True)
class _Part:
    kind: str  # house, street, local, ward, name
    first: int
    last: int
    sure: bool = True


def _same(word: _Word, form: str, *, marked: bool) -> bool:
    """Whether the word is that form; in a text typed with tone marks ("ủy ban xã") it must have those of the form."""
    return word.raw == form or (not marked and word.raw.isascii() and word.text == fold(form))


_FORMS: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
for _kind, _group in (("street", _STREET), ("local", _LOCAL), ("ward", _WARD)):
    for _form in _group:
        _FORMS.setdefault(fold(_form.split()[0]), []).append((tuple(_form.split()), _kind, _form))
for _rows in _FORMS.values():
    _rows.sort(key=lambda row: -len(row[0]))


class _Reader:
    """The words of one message, read part by part."""

    def __init__(self, flat: Flat) -> None:
        self._flat = flat
        self.words = [
            _Word(match.start(), match.end(), match[0], flat.raw(match.start(), match.end()).lower())
            for match in _TOKEN.finditer(flat.text)
        ]
        self._has_marks = has_tone_marks(flat.source)
        self._marked = tone_share(flat.source) >= _MARKED
        self.has_capitals = any(char.isupper() for char in flat.source) and not flat.source.isupper()

    def _capital(self, place: int) -> bool:
        word = self.words[place]
        return self._flat.raw(word.start, word.end)[:1].isupper()

    def _name(self, place: int) -> int:
        """Index behind the name that begins at `place`; `place` itself if there is none."""
        words, end = self.words, place
        if end + 1 < len(words) and words[end].text == "so" and _HOUSE.fullmatch(words[end + 1].text):
            return end + 2
        if end < len(words) and _HOUSE.fullmatch(words[end].text.rstrip(".")):
            return end + 1
        capital = end < len(words) and self._capital(end)
        limit = _NAME_MAX if capital else _NAME_MAX_LOWER
        while end < len(words) and end - place < limit:
            word = words[end]
            if not word.text[:1].isalpha() or (end > place and self._opens(end)):
                break
            if capital and not self._capital(end) and not word.text[:1].isdigit():
                break
            if not capital and (word.text in _STOPS or len(word.text) > 7):
                break
            end += 1
        return end

    def _opens(self, place: int) -> bool:
        form = self._form(place)
        if form is None:
            return False
        after = place + form[0]
        if self._capital(place) and (after >= len(self.words) or not self.words[after].is_name):
            return False  # "Lý Thường Kiệt,": nothing follows that it could be the kiệt of
        # "Tân Phong": a capital without marks, in a text with marks, is part of a name and no "phòng".
        return not (self._has_marks and self._capital(place) and form[2] != self.words[place].raw and form[0] == 1)

    def _form(self, place: int) -> tuple[int, str, str] | None:
        """(words, kind, form) of the part name that stands at `place`."""
        for forms, kind, form in _FORMS.get(self.words[place].text, ()):
            if len(forms) <= len(self.words) - place and all(
                _same(self.words[place + offset], part, marked=self._marked) for offset, part in enumerate(forms)
            ):
                return len(forms), kind, form
        return None

    def _house(self, place: int) -> _Part | None:
        words = self.words
        for form in _HOUSE_WORDS:
            parts = form.split()
            after = place + len(parts)
            if after < len(words) and all(
                _same(words[place + n], part, marked=self._marked) for n, part in enumerate(parts)
            ):
                if _HOUSE.fullmatch(words[after].text):
                    return _Part("house", place, after + 1, sure=form != "số")
                return None
        if _HOUSE.fullmatch(words[place].text) and words[place].text[-1:].isalnum():
            return _Part("house", place, place + 1, sure=False)
        return None

    def part(self, place: int, before: list[_Part]) -> _Part | None:
        """The part that begins at `place`, given those before it."""
        if form := self._form(place):
            size, kind, name = form
            end = self._name(place + size)
            if end == place + size:
                return None
            numbered = _HOUSE.fullmatch(self.words[end - 1].text.rstrip(".")) is not None
            capital = self._capital(place + size)
            if name in _NEEDS_NUMBER and not numbered and not capital and not before:
                return None
            return _Part(kind, place, end, sure=numbered or capital or kind != "local")
        if (not before or before[-1].kind in ("local",)) and (house := self._house(place)):
            return house
        if before and self._capital(place) and self.words[place].text[:1].isalpha():
            end = self._name(place)
            return _Part("street" if before[-1].kind == "house" else "name", place, end) if end > place else None
        if before and before[-1].kind == "house" and "street" not in {part.kind for part in before}:
            end = self._name(place)
            if end - place >= 2 and not self.has_capitals:
                return _Part("street", place, end, sure=False)
        return None

    def chain(self, place: int) -> list[_Part]:
        """The parts that follow each other from `place` on, split by commas, dashes or blanks only."""
        parts: list[_Part] = []
        at = place
        while at < len(self.words):
            start = at
            while parts and at < len(self.words) and self.words[at].text in (",", "-", ";"):
                at += 1
            if at >= len(self.words) or at - start > 1:
                break
            part = self.part(at, parts)
            if part is None:
                break
            parts.append(part)
            at = part.last
        return parts


def _is_home(parts: list[_Part], *, cued: bool, later: bool, agency: bool, listed: bool) -> bool:
    kinds = [part.kind for part in parts]
    house = kinds[0] == "house" or "house" in kinds
    street, local, ward = "street" in kinds, "local" in kinds, kinds.count("ward") + kinds.count("name")
    if later:
        return house or street or local
    if cued:
        if house and (street or local):
            return True
        return (local and (ward > 0 or street or kinds.count("local") > 1)) or (
            street and (ward > 0 or kinds.count("street") > 1)
        )
    if agency:
        return False
    sure_house = house and any(part.kind == "house" and part.sure for part in parts)
    if sure_house and (street or local):
        return True
    if local and ward > 0 and parts[0].kind == "local" and (listed or kinds.count("local") > 1):
        return True
    return (house and street and ward > 0) or (local and ward > 1 and parts[0].kind == "local")


_HINT = re.compile(
    r"(?<![a-z])(?:so|sn|nha|duong|pho|ngo|ngach|hem|kiet|thon|ap|to|kp|tdp|khu|xom|buon|ban|khoi|doi|lang|can|phong|lo|toa|chung cu|dia chi|d/c|o|ship|giao|gui|que|phuong|xa|quan)(?![a-z])"
)


def addresses(flat: Flat) -> Iterator[tuple[str, int, int]]:
    """("address", start, end) in the folded text."""
    text = flat.text
    if not _HINT.search(text):
        return
    reader = _Reader(flat)
    cue_ends = [match.end() for match in _CUE.finditer(text)]
    place = 0
    while place < len(reader.words):
        word = reader.words[place]
        if not word.is_name:
            place += 1
            continue
        parts = reader.chain(place)
        if not parts:
            place += 1
            continue
        end = reader.words[parts[-1].last - 1].end
        cued = any(
            0 <= word.start - cue <= _CUE_GAP
            and re.fullmatch(r"[ :,\-(\"]*(?:(?:la|o|tai|tro|nha|so)[ :]+)*", text[cue : word.start])
            for cue in cue_ends
        )
        # "anh Tư, 09…, ấp 5 xã Mỹ Lộc, hỏi …": an item of its own in a list of particulars.
        listed = text[: word.start].rstrip(" ")[-1:] in (",", ":", ";", "\n") and text[end:].lstrip(" ")[:1] in (
            ",",
            ";",
            ".",
            "\n",
            "",
        )
        agency = _AGENCY.search(text[max(0, word.start - 50) : word.start]) is not None
        if _is_home(parts, cued=cued, later=_LATER_CUE.match(text, end) is not None, agency=agency, listed=listed):
            yield "address", word.start, end
            place = parts[-1].last
        else:
            place += 1
