"""One-time codes and PINs: three to eight digits that say nothing by themselves, only by the words around them.

A short number is such a code when a word for it stands right before or behind it ("mã otp là 482913", "482913 là mã
xác nhận"), or when the message is about one and the number is told in it ("nó đòi mã pin, dòm tui bấm 8264").
"""

from __future__ import annotations

import re

from assistant.safety.personal_data.message import Message
from assistant.safety.personal_data.runs import Piece

__all__ = ["LONGEST", "short_code"]

LONGEST = 8
_WEAK = frozenset(
    ("bank", "card", "phone", "bank_account", "keypad")
)  # they only tell whose code it is: "mã otp Vietcombank", "pin momo"
_OTHER = frozenset(("none", "transaction"))  # words for something that is no secret
_SECRET = {"otp": "otp", "code": "otp", "pin": "pin", "battery": "pin", "cvv": "pin", "keypad": "pin", "sms": "otp"}
_OTP_SIZES = (4, 6, 8)
_PIN_SIZES = (4, 6, 8)
_USUAL_SIZE = 6
_CVV_SIZES = (3, 4)
_NONE_NEAR = 20  # characters within which a word for something else ("đơn", "vé") takes the number
_AFTER = 30
_YEAR = re.compile(r"19[2-9]\d|20[0-3]\d")
_IS_A_CODE = re.compile(r" (?:co phai )?la (?:cai )?ma(?![a-z])")
_SERIES = re.compile(r"(?<![a-z])[a-z]{1,5}[ -]$")  # in capitals: "sổ BL 456789"
_CLAUSE_START = re.compile(r"(?:^|[,.:;(\"'?!\n/–-])(?: ?(?:da|la|a|u|vang|day|no|nay|ne))? *$")
_CLAUSE_END = re.compile(r" *(?:$|[,.;)\"'?!\n–-])| (?:do|ne|nha|nhe|a|ha|day|luon)(?![a-z])")


def _is_code_like(message: Message, piece: Piece) -> bool:
    """Whether it is written as a code: one group, equal groups, digit by digit; no amount, date or part of another."""
    text, atoms = message.text, piece.atoms
    if text[piece.start - 1 : piece.start] in ("*", "#") or text[piece.end : piece.end + 1] in ("/", "#"):
        return False
    if text[piece.start - 1 : piece.start] == "/" and text[piece.start - 2 : piece.start - 1] not in (" ", ""):
        return False
    if re.match(r"[.:]\d|-[a-z\d]", text[piece.end : piece.end + 2]) or re.search(
        r"(?:\d[.:,]|[a-z]\d*-)$", text[max(0, piece.start - 4) : piece.start]
    ):
        return re.search(r"(?<![a-z0-9])(?:g|otp|pin|ma)-$", text[max(0, piece.start - 5) : piece.start]) is not None
    if message.in_date(piece.start, piece.end) or message.cues.has_unit(text, piece.end):
        return False
    return bool(piece.spoken) or not any("," in atom.joined_by for atom in atoms[1:])


def _even(piece: Piece) -> bool:
    return bool(piece.spoken) or len({len(atom.digits) for atom in piece.atoms}) == 1


def _is_round(digits: str) -> bool:
    """Whether it ends as amounts and capacities do: 500000, 4500; 0000 and 111100 are no such numbers."""
    zeros = "000" if len(digits) > 4 else "00"
    return digits.endswith(zeros) and len(set(digits)) > 1


def _direct_before(message: Message, piece: Piece) -> tuple[str, int]:
    """The label of the cue that leads to a number over filler words and weak cues only, and where it ends."""
    place = piece.start
    weak = ("", -1)
    for begin, end, label in reversed(message.found):
        if end > place:
            continue
        if not message.cues.is_filler(message.text[end:place]):
            break
        if label not in _WEAK:
            return label, end
        whose = (weak[0], label) == ("bank", "bank_account") and len(piece.digits) > _USUAL_SIZE
        if not weak[0] or whose:  # "tài khoản MB 0968235"; six digits may be a code
            weak = (label, end)
        place = begin
    return weak


def _direct_after(message: Message, end: int) -> str:
    """The label of the first strong cue behind `end`, with filler words and weak cues between; empty for none."""
    place = end
    for begin, stop, label in message.found:
        if begin < place:
            continue
        if begin - end > _AFTER or not message.cues.is_filler(message.text[place:begin]):
            return ""
        if label not in _WEAK:
            return label
        place = stop
    return ""


def _nearest(message: Message, piece: Piece) -> str:
    """The secret that the message is about: the nearest word for one before the number, else the first behind it."""
    before = [label for _, end, label in message.found if end <= piece.start and label in _SECRET]
    after = [label for begin, _, label in message.found if begin >= piece.end and label in _SECRET]
    return before[-1] if before else (after[0] if after else "")


def _is_taken(message: Message, piece: Piece) -> bool:
    """Whether a word for something that is no secret stands close before: "vé máy bay mã 739182"."""
    last = ("", -1)
    for _, end, label in message.found:
        if end <= piece.start and label not in _WEAK and label != "code":
            last = (label, end)
    return last[0] in _OTHER and piece.start - last[1] <= _NONE_NEAR


def _has_series(message: Message, piece: Piece) -> bool:
    """Whether capitals stand before the number as they do in serial numbers: "sổ BL 456789"."""
    match = _SERIES.search(message.text, max(0, piece.start - 6), piece.start)
    return (
        match is not None
        and not message.flat.source.isupper()
        and message.flat.raw(match.start(), match.end()).strip(" -").isupper()
    )


def _is_of_something(message: Message, start: int) -> bool:
    """Whether a word for something that is no secret stands anywhere before: an order, a ticket, a meter."""
    return any(label in _OTHER and end <= start for _, end, label in message.found)


def _follows_code_word(message: Message, piece: Piece) -> bool:
    return any(label == "code" and 0 <= piece.start - end <= _NONE_NEAR for _, end, label in message.found)


def _opens_clause(message: Message, piece: Piece) -> bool:
    return _CLAUSE_START.search(message.text[max(0, piece.start - 12) : piece.start]) is not None


def _is_spoken_of(message: Message, piece: Piece) -> bool:
    return message.cues.told_after(message.text, piece.end)


def _named(message: Message, piece: Piece, label: str, gap: int) -> str | None:
    """The kind of a number that a cue names directly."""
    digits, size = piece.digits, len(piece.digits)
    if label == "transaction":
        # Nobody spells out a reference number digit by digit; "mã giao dịch" is then what a bank calls the code.
        return "otp" if size == _USUAL_SIZE and (piece.spoken or message.asks) else None
    if label == "cvv":
        return "pin" if size in _CVV_SIZES else None
    if label == "battery":
        return "pin" if size in _PIN_SIZES and not _is_round(digits) else None
    if label == "sms":
        return "otp" if size == _USUAL_SIZE and _even(piece) and not _is_round(digits) else None
    if label == "pin":
        return "pin" if size >= 4 else None
    if label == "otp":
        return "otp" if size >= 4 and not digits.endswith("0000") else None
    if label == "code" and _even(piece) and not _is_taken(message, piece):
        return "otp" if size == _USUAL_SIZE or (size in (4, 5, 8) and gap > 1) else None
    if label == "count" and size in _OTP_SIZES and not _is_of_something(message, piece.start):
        return _SECRET.get(_nearest(message, piece), "otp")  # "mã 6 số 482913", "đổi pin 6 số thành 258025"
    if label == "bank_account" and size >= 6 and not digits.endswith("000"):
        return "bank_account"
    return None


def _is_usual(message: Message, piece: Piece, topic: str) -> bool:
    """Whether it has so usual a length that in a message about this secret it needs no word that leads to it.

    Six digits are seldom anything else. "mã lô thuốc 192837" is a code of something, though, and "cái mã nó nói hồi
    nãy là gì, 192837" may be any.
    """
    size = len(piece.digits)
    if topic == "pin":
        return size in _PIN_SIZES
    if topic == "otp":
        return size in (_USUAL_SIZE, LONGEST)
    if size != _USUAL_SIZE or topic == "cvv" or _is_of_something(message, piece.start):
        return False
    return _SECRET[topic] == "pin" or not _follows_code_word(message, piece)


def _topical(message: Message, piece: Piece, topic: str) -> str | None:
    """The kind of a number that is told in a message about a secret."""
    digits, size = piece.digits, len(piece.digits)
    if not _even(piece) or _is_round(digits) or _is_taken(message, piece):
        return None
    kind = _SECRET[topic]
    led = message.cues.leads(message.text, piece.start)
    opens = _opens_clause(message, piece)
    closed = _CLAUSE_END.match(message.text, piece.end) is not None or _is_spoken_of(message, piece)
    if not led and not _is_usual(message, piece, topic) and not (opens and closed):
        return None
    if topic == "cvv":
        return "pin" if size == _CVV_SIZES[0] else None
    year = _YEAR.fullmatch(digits) is not None
    if kind == "pin":
        return "pin" if size in _PIN_SIZES and (led or not year or (opens and closed)) else None
    if topic in ("code", "sms"):
        if _has_series(message, piece):
            return None
        return "otp" if size == _USUAL_SIZE else None
    return "otp" if size in _OTP_SIZES and not year else None


def _asked(message: Message, piece: Piece, topic: str, later: str) -> str | None:
    """The kind of six digits in a message, with or without a word for a code, in which someone asks or reads out."""
    if len(piece.digits) != _USUAL_SIZE or not _even(piece) or piece.digits.endswith("00"):
        return None
    told = message.cues.leads(message.text, piece.start) or _opens_clause(message, piece)
    if piece.spoken and not told:
        return None
    if later in _OTHER or _has_series(message, piece) or _is_of_something(message, piece.start):
        return None
    return _SECRET.get(topic, "otp") if message.asks and len(set(piece.digits)) > 2 else None


def short_code(message: Message, piece: Piece) -> str | None:
    """`otp`, `pin` or `bank_account` for a number of three to eight digits, or None."""
    size = len(piece.digits)
    if not 3 <= size <= LONGEST or not _is_code_like(message, piece):
        return None
    if piece.spoken and ((size < 4 and "cvv" not in message.labels) or piece.spoken < len(piece.atoms)):
        return None
    if piece.ends_in_question and size not in _OTP_SIZES:
        return None
    if piece.is_amount and size != _USUAL_SIZE:
        return None
    label, end = _direct_before(message, piece)
    if label == "none":
        return None
    if label:
        kind = _named(message, piece, label, piece.start - end)
        if kind or label not in (*_WEAK, "code"):
            return kind
    later = _direct_after(message, piece.end)
    is_code = size == _USUAL_SIZE or _IS_A_CODE.match(message.text, piece.end) is not None
    named = later in _SECRET and _even(piece) and (later != "code" or is_code)
    if named and (kind := _named(message, piece, later, 2)):
        return kind
    if (topic := _nearest(message, piece)) and (kind := _topical(message, piece, topic)):
        return kind
    return _asked(message, piece, topic, later)
