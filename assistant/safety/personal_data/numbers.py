"""Says which kind of personal data a number is, from its own structure and the words around it.

Numbers of up to eight digits have no structure of their own; they are judged in short_codes.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.safety.personal_data.contexts import Cue
from assistant.safety.personal_data.message import Message
from assistant.safety.personal_data.runs import Piece, pieces
from assistant.safety.personal_data.short_codes import LONGEST, short_code
from assistant.text.syllable import is_syllable

__all__ = ["is_card", "is_cccd", "is_phone", "luhn", "numbers"]

_MOBILE = re.compile(r"0(?:3[2-9]|5[25-9]|7[06-9]|8[1-9]|9\d)\d{7}")
_OLD_MOBILE = re.compile(r"01[2689]\d{8}")
_LANDLINE = re.compile(r"02(?:0[3-9]|1[0-689]|2[0-25-9]|3[2-9]|4|5[1-9]|6[0-39]|7[0-7]|8|9[0-46-79])\d+")
_LANDLINE_LENGTH = 11
_CARD = re.compile(
    r"4\d{15}|4\d{12}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|35\d{14}|3[068]\d{12}|62\d{14,17}|9704\d{12}(?:\d{3})?"
)
_CARD_LENGTHS = (16, 19)
_LONGEST = 19
_CMND_LENGTH = 9
_SHORTEST = 3
_NEAR = 40  # characters within which a cue before the number counts
_BANK_NEAR = 15
_AFTER = 14
_SAME_KIND_REACH = 200  # characters within which a word still holds for a second number of its kind
_SAID_PAST = frozenset(("bank", "code", "otp", "phone", "social_insurance"))  # "số tài khoản nhận tiền bảo hiểm là …"
_TOLD_MAX = 20  # numbers that are kept for comparison, which bounds the work
_TWIN_DIFFERENCES = 3  # digits that a number written wrongly has different
_CODE_HEAD = re.compile(r"(?<![a-z])([a-z]+)-?$")
_UNDECIDED = frozenset(("", "bank", "bank_account"))  # further off they take no old number: "ngân hàng hỏi số cũ 285…"
_WEAK = frozenset(("bank", "card", "phone", "code"))
_PASSPORT_LENGTHS = (7, 8)
_LETTER = re.compile(r"(?<![a-z0-9])[a-z]{1,2} $")  # of a passport that is read out: "xê một hai bảy …"
_HOTLINE = re.compile(r"1[89]00\d{4,6}")
_ROUND = "00000"
_COUNTING = "1234567890123456789"
_THIS_CENTURY_MAX = 40  # CCCD of the 21st century: children born later are not registered yet


def is_phone(digits: str) -> bool:
    """A Vietnamese subscriber's number with its leading 0, +84 or 84; never a 1900, 1800 or three-digit hotline."""
    for prefix in ("0084", "84"):
        if digits.startswith(prefix):
            rest = digits[len(prefix) :]
            digits = rest if rest.startswith("0") else f"0{rest}"
            break
    if _MOBILE.fullmatch(digits) or _OLD_MOBILE.fullmatch(digits):
        return True
    return len(digits) == _LANDLINE_LENGTH and _LANDLINE.fullmatch(digits) is not None


def is_cccd(digits: str, provinces: frozenset[str]) -> bool:
    """Twelve digits: code of a province, digit for century and sex, year of birth of that century, six more."""
    if len(digits) != 12 or digits[:3] not in provinces:
        return False
    century, year = int(digits[3]), int(digits[4:6])
    return century in (0, 1) or (century in (2, 3) and year <= _THIS_CENTURY_MAX)


def luhn(digits: str) -> bool:
    """Whether the check digit is right (Luhn, ISO/IEC 7812)."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char)
        if place % 2:
            value = value * 2 - 9 if value > 4 else value * 2
        total += value
    return total % 10 == 0


def is_card(digits: str) -> bool:
    """A card number: known issuer range, its length, and the check digit."""
    return _CARD.fullmatch(digits) is not None and luhn(digits)


def _is_twin(digits: str, told: str) -> bool:
    """Whether one number is the other one written wrongly: two digits swapped, or a few of them different."""
    if len(digits) != len(told):
        return False
    different = sum(one != other for one, other in zip(digits, told, strict=True))
    return different <= _TWIN_DIFFERENCES or sorted(digits) == sorted(told)


def _label(cue: Cue | None) -> str:
    return cue.label if cue else ""


class _Judge:
    """The numbers of one message."""

    def __init__(self, message: Message) -> None:
        self._message = message
        self._text = message.text
        self._cues = message.cues
        self._told: dict[str, str] = {}  # the kinds of the long numbers so far
        self.others: list[Piece] = []  # long numbers that are nothing by themselves

    @property
    def _found(self) -> list[tuple[int, int, str]]:
        return self._message.found

    def kind(self, piece: Piece) -> str | None:
        """The kind of this candidate, or None."""
        digits = piece.digits
        size = len(digits)
        if not piece.spoken and self._message.in_date(piece.start, piece.end):
            return None
        if piece.spoken and size in _PASSPORT_LENGTHS and _LETTER.search(self._text[: piece.start][-4:]):
            cue = self._cues.before(self._text, self._found, piece.start, _NEAR)
            return "passport" if _label(cue) == "passport" else None
        if size <= LONGEST:
            return short_code(self._message, piece)
        if self._is_in_code(piece):
            return None
        cue = self._cues.before(self._text, self._found, piece.start, _NEAR)
        later = self._cues.after(self._text, self._found, piece.end, _AFTER)
        if cue is None or (not cue.adjacent and later is not None and later.label not in ("none", "bank", "code")):
            cue = later if later is None or later.label not in ("none", "code") else cue
        if cue and cue.linked and cue.label in _SAID_PAST and not cue.adjacent:
            further = self._cues.before(self._text, self._found, piece.start, _NEAR, past=_SAID_PAST)
            cue = further if further and further.label == "bank_account" else cue
        label, adjacent = _label(cue), bool(cue and cue.adjacent)
        if label in ("none", "transaction") and adjacent:
            return None
        if digits in self._cues.public or (digits.startswith("84") and f"0{digits[2:]}" in self._cues.public):
            return None
        if digits[0] != "0" and self._is_quantity(piece, label):
            return None
        if size == 10 and label == "code":
            further = self._cues.before(self._text, self._found, piece.start, _NEAR, past=_WEAK)
            cue = further if further and further.label == "social_insurance" else cue
        kind = self.twin(piece) or self._long(piece, digits, cue, later) or self._second(piece, cue)
        if kind and len(self._told) < _TOLD_MAX:
            self._told[digits] = kind
        if not kind:
            self.others.append(piece)
        return kind

    def twin(self, piece: Piece) -> str | None:
        """The kind of a number of this message that this one is, written wrongly; None if there is none."""
        return next((kind for told, kind in self._told.items() if _is_twin(piece.digits, told)), None)

    def _second(self, piece: Piece, cue: Cue | None) -> str | None:
        """The kind of nine digits for which the word of the first number still holds: "cmnd chồng …, còn tôi thì …"."""
        if cue is not None or len(piece.digits) != 9 or "cmnd" not in self._told.values():
            return None
        far = self._cues.before(self._text, self._found, piece.start, _SAME_KIND_REACH)
        return "cmnd" if _label(far) == "cmnd" else None

    def _paired(self, piece: Piece) -> list[str]:
        return self._cues.paired(self._text, piece.start, piece.end)

    def _is_in_code(self, piece: Piece) -> bool:
        """Whether letters that are no word touch it, as in the code of a parcel: "SPXVN0581…", "VNP-0351…"."""
        start = piece.start
        match = _CODE_HEAD.search(self._text, max(0, start - _BANK_NEAR), start)
        if piece.spoken or match is None or any(end == match.end(1) for _, end, _ in self._found):
            return False
        head = match[1]
        if len(head) > 1 and self._message.flat.raw(*match.span(1)).isupper():
            return not is_syllable(head)
        return match.end(1) == start and not any(is_syllable(head[place:]) for place in range(len(head)))

    def _is_quantity(self, piece: Piece, label: str) -> bool:
        rounded = piece.is_amount or piece.digits.endswith("000")
        if self._cues.has_unit(self._text, piece.end) and (not label or rounded):
            return True
        return piece.is_amount and label not in ("cmnd", "cccd", "bank_account")

    def _long(self, piece: Piece, digits: str, cue: Cue | None, later: Cue | None) -> str | None:
        label, adjacent, size = _label(cue), bool(cue and cue.adjacent), len(digits)
        near_bank = (label == "bank" and cue is not None and cue.gap <= _BANK_NEAR) or _label(later) == "bank"
        if adjacent and label == "social_insurance" and size == 10:
            return "social_insurance"
        if is_card(digits) and not (label == "bank_account" and adjacent and not digits.startswith("9704")):
            return "card"
        if label == "card" and size in _CARD_LENGTHS and digits[0] in "234569":
            return "card"
        if adjacent and label == "bank_account":
            return "bank_account"
        if label == "cccd" and size == 12 and (adjacent or is_cccd(digits, self._cues.provinces)):
            return "cccd"
        if is_cccd(digits, self._cues.provinces):
            if any(len(other) == _CMND_LENGTH for other in self._paired(piece)):
                return "cccd"  # beside the old number no account, though a bank may ask for both
            return "bank_account" if near_bank and (adjacent or _label(later) == "bank") else "cccd"
        if is_phone(digits):
            return "bank_account" if label == "bank" and adjacent and cue is not None and cue.gap <= 2 else "phone"
        if size == 9 and label == "phone" and adjacent and _MOBILE.fullmatch(f"0{digits}"):
            return "phone"
        if size == 9 and label in ("cmnd", "cccd"):
            return "cmnd"
        if (
            size == _CMND_LENGTH
            and not adjacent
            and label in _UNDECIDED
            and any(is_cccd(other, self._cues.provinces) for other in self._paired(piece))
        ):
            return "cmnd"  # "số cũ 285…, số mới 070…"
        if size == 10 and label == "social_insurance":
            return "social_insurance"
        if (label == "bank_account" or near_bank) and not digits.endswith(_ROUND):
            return "bank_account"
        if size == 9 and self._text.strip() == self._text[piece.start : piece.end] and "01" <= digits[:2] <= "38":
            return None if digits.endswith("000") or digits in _COUNTING else "cmnd"
        return None


def numbers(message: Message) -> Iterator[tuple[str, int, int]]:
    """The numbers of a message that are personal data: (kind, start, end), left to right, not overlapping."""
    text = message.text
    judge = _Judge(message)
    for run in message.runs:
        if sum(len(atom.digits) for atom in run) < _SHORTEST:
            continue
        place = 0
        while place < len(run):
            for piece in pieces(run, place, _LONGEST):
                if _HOTLINE.fullmatch(piece.digits):
                    place += len(piece.atoms)  # whole, so that no part of it is taken for a code
                    break
                if kind := judge.kind(piece):
                    start = piece.start
                    while start > 0 and text[start - 1] in "+(" and kind == "phone":
                        start -= 1
                    if kind == "passport" and (letter := _LETTER.search(text[:start][-4:])):
                        start -= len(letter[0])
                    yield kind, start, piece.end
                    place += len(piece.atoms)
                    break
            else:
                place += 1
    for piece in judge.others:  # written wrongly before the right one is told
        if kind := judge.twin(piece):
            yield kind, piece.start, piece.end
