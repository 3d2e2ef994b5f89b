"""Codes with a shape of their own: health insurance card, licence plate, passport."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.safety.personal_data.flat import Flat

__all__ = ["codes"]

# Groups of insured persons (first two letters of the card's code).
_GROUPS = "dn|hx|ch|nn|tk|hc|xk|ht|tb|no|ct|xb|tn|cs|qn|ca|cy|xn|ms|cc|ck|cb|kc|hd|te|bt|hn|dt|dk|xd|ts|tc|tq|ta|ty|hg|ls|pv|hs|sv|gb|gd|tv|tl|bl|nd|tg|nq"
_HEALTH_CARD = re.compile(rf"(?<![a-z0-9])(?:{_GROUPS})[ -]?(?:\d[ .-]?){{12}}\d(?![a-z0-9])")
_PLATE = re.compile(
    r"(?<![a-z0-9./-])([1-9]\d)[ .-]?([a-z]{1,2}\d?|[a-z]\d)[ .-]{0,3}(\d{3}[. -]?\d{2}|\d{2}[ ]\d{3}|\d{4})(?![a-z0-9/])"
)
_NO_PROVINCE = frozenset(("13", "42", "44", "45", "46", "87", "91", "96"))
_SERIES = re.compile(r"(?:[a-hk-npstuvxyz]\d?|[a-hk-npstuvxyz][a-hk-npstuvxyz]\d?|md\d?|ld|da|ng|nn|qt|kt|hc|td|rm)")
_PLATE_CUE = re.compile(
    r"(?<![a-z])(?:bien(?: so| kiem soat| xe)?|bsx?|bks|xe(?: may| tai| hoi| khach| ba gac)?|o ?to|moto|phat nguoi|ca vet|dang kiem)(?![a-z])"
)
_PLATE_NEAR = 40
_PASSPORT = re.compile(r"(?<![a-z0-9])([a-z])[ -]?(\d(?:[ .-]?\d){6,7})(?![a-z0-9])")
_PASSPORT_CUE = re.compile(r"(?<![a-z])(?:ho chieu|hchieu|passport|pp|hc|visa|xuat canh|thi thuc)(?![a-z])")
_NOT_PASSPORT = re.compile(
    r"(?:ma|don|ho so|hoa don|seri|van don|giao dich|san pham|model|lo|phieu|so hieu|ve)[a-z ]{0,12}[: ]*$"
)
_PASSPORT_LETTERS = frozenset("BCNPEK")
_PASSPORT_NEAR = 45


def _plates(flat: Flat) -> Iterator[tuple[str, int, int]]:
    for match in _PLATE.finditer(flat.text):
        province, series, number = match.groups()
        if province in _NO_PROVINCE or not _SERIES.fullmatch(series):
            continue
        digits = sum(char.isdigit() for char in number)
        head = flat.text[max(0, match.start() - _PLATE_NEAR) : match.start()]
        letters = flat.raw(match.start(2), match.end(2))
        joined = flat.text[match.end(2) : match.start(3)]
        loud = letters.isupper() and digits == 5 and (joined != "" or "." in number or len(series) == 1)
        if _PLATE_CUE.search(head) or loud:
            yield "plate", match.start(), match.end()


def _passports(flat: Flat) -> Iterator[tuple[str, int, int]]:
    for match in _PASSPORT.finditer(flat.text):
        head = flat.text[max(0, match.start() - _PASSPORT_NEAR) : match.start()]
        letter = flat.raw(match.start(1), match.end(1))
        tight = match.end(1) == match.start(2) and match[2].isdigit()
        if _PASSPORT_CUE.search(head) or (tight and letter in _PASSPORT_LETTERS and not _NOT_PASSPORT.search(head)):
            yield "passport", match.start(), match.end()


def codes(flat: Flat) -> Iterator[tuple[str, int, int]]:
    """(kind, start, end) in the folded text."""
    for match in _HEALTH_CARD.finditer(flat.text):
        letters = flat.raw(match.start(), match.start() + 2)
        apart = not flat.text[match.start() + 2].isdigit()
        if apart and not letters.isupper():
            continue  # "tk 5200205928383" is an account
        if letters == "TK" and apart:
            continue
        yield "social_insurance", match.start(), match.end()
    yield from _plates(flat)
    yield from _passports(flat)
