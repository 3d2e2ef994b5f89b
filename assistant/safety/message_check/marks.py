"""What a message has besides its words that tells genuine ones from frauds: numbers, places, how one is to pay."""

from __future__ import annotations

import re

__all__ = ["marks_in"]

_PLACE = (
    r"(?:quay|chi nhanh|phong giao dich|tru so|van phong|ubnd|uy ban|nha van hoa|buu cuc|buu dien|mot cua|hoi truong"
    r"|cua hang|showroom|tiem|benh vien|tram y te|tram xa|cong an (?:xa|phuong|quan|huyen)|diem giao dich|diem thu"
    r"|phong \w+|le tan|tai nha|san dinh)"
)
_SURNAMES = (
    "NGUYEN|TRAN|LE|PHAM|HOANG|HUYNH|PHAN|VU|VO|DANG|BUI|DO|HO|NGO|DUONG|LY|DINH|DOAN|TRINH|MAI|LUONG|TA|CAO|TO|HA|LAM"
)
# An account number or telephone number and, close after it, its holder as banks write him.
_PERSONS_ACCOUNT = re.compile(rf"\d{{3}}[\d ]{{2,}}.{{0,30}}?\b(?:{_SURNAMES})(?: [A-Z]{{2,}}){{1,3}}\b")
_MARKS = {
    "mobile": r"(?<!\d)0[35789]\d{1,2}[ .]?[\dx]{3}[ .]?[\dx]{3,4}(?!\d)",
    "hotline": r"(?<!\d)(?:1[89]00[ .]?[\dx]{2,4}[ .]?[\dx]{0,4}|198)(?!\d)",
    "account": r"(?<![\d/])\d{4} ?\d{3,4} ?\d{2,}(?: ?\d+)*(?!\d)",
    "money": r"\d(?:[\d.,]*\d)?\s?(?:d|vnd|k|tr|trieu|ty|ngan|nghin|usd|usdt|do|cu)\b|\d+tr\d",
    "sender": r"^\s*\[?[a-z][\w&.\- ]{1,24}\]?\s?[:\]]",
    "says what is not done": r"\bkhong (?:bao gio )?(?:goi|yeu cau|thu|cung cap|chia se|nhan tin|gui link|bam|tai|cai|chuyen|lam viec)\b",
    "warns": r"\bdung (?:co |bao gio )?(?:tin|bam|chuyen|ham|nap|mo|dua)\b|\b(?:la|do|deu la|bi|chieu|thu doan|ke) lua\b"
    r"|\bcanh giac\b|\bkhuyen cao\b|\bcanh bao\b.{0,40}\b(?:lua|gia|thu doan)|\bgia mao\b|\bla gia\b|\bbi hack\b|\bmat nick\b",
    "in person": rf"\b(?:den|toi|ra|tai|len|ghe|qua|o|xuong)\b.{{0,25}}\b{_PLACE}\b"
    r"|\bmang (?:theo )?(?:ban goc|can cuoc|cccd|giay|ho so|so|the)",
    "spares the visit": r"\b(?:khong|khoi|k|ko) (?:can|phai|tien)? ?(?:ra|den|len|toi|di|qua|xep hang|gap)\b|\btu xa\b",
    "receipt or later": r"\btien mat\b|\btra sau\b|\bkhi nhan\b|\bkhong gap\b|\bdua sau\b|\btan tay\b|\bbien (?:lai|nhan)\b"
    r"|\bhop dong\b|\bgiay tay\b|\bhoa don\b",
    "in the app": r"\b(?:trong|tren|qua|vao|mo|tai) (?:ung dung|app)\b|\bapp store\b|\bgoogle play\b|\bch play\b",
}
_PATTERNS = {name: re.compile(pattern) for name, pattern in _MARKS.items()}


def marks_in(text: str, folded: str) -> list[str]:
    """The names of the marks of a message without its links; `folded` is `text` folded. Never raises."""
    found = [name for name, pattern in _PATTERNS.items() if pattern.search(folded)]
    return [*found, "account of a person"] if _PERSONS_ACCOUNT.search(text) else found
