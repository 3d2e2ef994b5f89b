"""Codes with a shape of their own: health insurance card, licence plate, passport."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.safety.personal_data.flat import Flat

__all__ = ["codes"]

# Groups of insured persons (first two letters of the card's code).
_GROUPS = re.compile(
    "dn|hx|ch|nn|tk|hc|xk|ht|tb|no|ct|xb|tn|cs|qn|ca|cy|xn|ms|cc"
    "|ck|cb|kc|hd|te|bt|hn|dt|dk|xd|ts|tc|tq|ta|ty|hg|ls|pv|hs|sv|gb|gd|tv|tl|bl|nd|tg|nq|cn|ds|xv|hk|th"
)
_HEALTH_CARD = re.compile(r"(?<![a-z0-9])([a-z]{2})[ .-]{0,2}(?:\d[ .-]{0,2}){12}\d(?![a-z0-9])")
_HEALTH_CUE = re.compile(r"(?<![a-z])(?:bhyt|bao hiem|the bao hiem|ma the|so the)(?![a-z])")
_HEALTH_NEAR = 40
_BENEFITS = "12345"  # the digit behind the letters
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
# Glued to the words around it: "ho chieu soN2048157cap tai …".
_GLUED_PASSPORT = re.compile(r"(?:(?<=[a-z])[a-z]|(?<![a-z0-9])[a-z](?=\d{7,8}[a-z]))\d{7,8}(?!\d)")
_GLUED_TO = re.compile(r"(?<![a-z])(?:so|la|cua|chieu|hchieu|passport|pp|hc|ba|me|con|toi|em|minh|bo|chong|vo)$")
_PASSPORT_CUE = re.compile(r"(?<![a-z])(?:ho chieu|hchieu|passport|pp|hc|visa|xuat canh|thi thuc)(?![a-z])")
_PASSPORT_NAME = re.compile(r"(?<![a-z])(?:ho chieu|hchieu|passport|pp|hc)(?![a-z])")
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


def _glued_passports(flat: Flat) -> Iterator[tuple[str, int, int]]:
    for match in _GLUED_PASSPORT.finditer(flat.text):
        head = flat.text[max(0, match.start() - _PASSPORT_NEAR) : match.start()]
        fits = not head[-1:].isalpha() or _GLUED_TO.search(head)
        if fits and _PASSPORT_NAME.search(head) and not _NOT_PASSPORT.search(head):
            yield "passport", match.start(), match.end()


def _health_cards(flat: Flat) -> Iterator[tuple[str, int, int]]:
    for match in _HEALTH_CARD.finditer(flat.text):
        group, digits = match[1], match[0][2:].lstrip(" .-")
        cued = _HEALTH_CUE.search(flat.text[max(0, match.start() - _HEALTH_NEAR) : match.start()]) is not None
        apart = not match[0][2].isdigit()
        if not _GROUPS.fullmatch(group) and not (cued and digits[0] in _BENEFITS):
            continue
        if apart and (group == "tk" or not (cued or flat.raw(*match.span(1)).isupper())):
            continue  # "tk 5200205928383" is an account
        yield "social_insurance", match.start(), match.end()


def codes(flat: Flat) -> Iterator[tuple[str, int, int]]:
    """(kind, start, end) in the folded text."""
    yield from _health_cards(flat)
    yield from _plates(flat)
    yield from _passports(flat)
    yield from _glued_passports(flat)
