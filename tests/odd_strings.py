"""Strings that text code meets in the wild and rarely thinks of: every text function is tried on all of them."""

from __future__ import annotations

import unicodedata

__all__ = ["ODD_STRINGS"]

ODD_STRINGS: dict[str, str] = {
    "empty": "",
    "spaces": "   \t \n\u00a0\u3000 ",
    "letter": "a",
    "emoji": "cảm ơn 🙏👍🏽❤️",
    "family emoji": "nhà em 👨‍👩‍👧‍👦 ạ",
    "flag and keycap": "🇻🇳 bấm 1️⃣",
    "broken emoji": "\u200d👍\u200d\ufe0f\u200d",
    "NFD": unicodedata.normalize("NFD", "Điện thoại của bác bị hỏng ạ"),
    "combining marks alone": "\u0301\u0323\u031b",
    "piled marks": "a\u0301\u0302\u0306\u0323" * 3,
    "tone before shape": "tie\u0301\u0302ng vie\u0323\u0302t",
    "zero width": "m\u200bật\u200c kh\ufeffẩu\u2060",
    "right to left": "\u202eمرحبا\u202c שלום",
    "other scripts": "你好 Привет नमस्ते ภาษาไทย",
    "ten thousand letters": "a" * 10_000,
    "ten thousand characters of words": ("caif ddawtj ko được 4G " * 500)[:10_000],
    "long word": "nghiêng" * 300,
    "lone surrogate": "a\ud83d b \udc00",
    "control characters": "a\x00b\x07c\x1bd\x7f\x9d",
    "line ends": "một\r\nhai\u2028ba\vbốn",
    "only punctuation": "?!... ,;:()[]{}\"'-–—/\\@#$%^&*_+=<>|~`",
    "only digits": "0123456789 ٠١٢ ½ ²",
    "case that changes length": "İstanbul STRASSE ß ŉ ſſſ K",
    "fancy fonts": "𝗭𝗮𝗹𝗼 ＶＮｅＩＤ ⓋⓃ",
    "link": "vào https://dichvucong.gov.vn/a?b=c#d, hỏi abc.xyz@gmail.com",
    "private use and noncharacter": "\ue000\uffff\U0010ffff",
    "YAML and markup": '"- no": {on: ~} <b>&amp;</b> %s {0}',
    "drawn out": "đượcccccc nhaaaaa kkkkkkk VIII",
    "capitals": "TÔI QUÊN MẬT KHẨU VNEID",
}
"""What is odd about it, to the string."""
