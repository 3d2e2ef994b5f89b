"""How people shorten written Vietnamese in chats: the noise tables, from the standard form to what is typed for it.

Not the lexicon of the project, which goes the other way and is meant to grow: these only have to be typical.
"""

from __future__ import annotations

__all__ = ["SHORT_FORMS", "SHORT_PHRASES"]

SHORT_FORMS: dict[str, tuple[str, ...]] = {
    "không": ("ko", "k", "hok", "khg", "kg"),
    "được": ("đc", "dc", "đk"),
    "gì": ("j", "gi"),
    "biết": ("bít", "bik", "bit"),
    "rồi": ("r", "rùi", "roài"),
    "với": ("vs", "zới"),
    "vậy": ("v", "zậy", "dzậy"),
    "vào": ("zô", "zào"),
    "mình": ("mk", "mik"),
    "người": ("ng", "ngừi"),
    "những": ("nhg", "nhữg"),
    "nhiều": ("nhìu", "nh"),
    "như": ("nhu", "nh"),
    "quá": ("wá", "qá"),
    "quên": ("wên",),
    "bạn": ("bn",),
    "cũng": ("cx", "cg"),
    "trong": ("trg", "tr"),
    "trước": ("trc",),
    "làm": ("lm",),
    "nào": ("nèo", "nao"),
    "sao": ("s", "seo"),
    "thế": ("th", "thê"),
    "tại": ("taj",),
    "tôi": ("t", "tui"),
    "thôi": ("thui", "th"),
    "lại": ("lai", "laj"),
    "giờ": ("h",),
    "ngày": ("ngay",),
    "phải": ("fải", "pải"),
    "tiền": ("xiền",),
    "bao": ("bn",),
    "em": ("e",),
    "anh": ("a",),
    "chị": ("c",),
}

SHORT_PHRASES: dict[str, tuple[str, ...]] = {
    "điện thoại": ("đt", "dt", "đthoại"),
    "mật khẩu": ("mk", "pass"),
    "tài khoản": ("tk", "acc"),
    "đăng nhập": ("đn", "log in"),
    "đăng ký": ("đk", "dki"),
    "ngân hàng": ("nh", "bank"),
    "bao nhiêu": ("bn", "bnhiu"),
    "bây giờ": ("bjo", "bh"),
    "như thế nào": ("ntn", "như nào"),
    "tin nhắn": ("tn", "sms"),
    "chuyển khoản": ("ck",),
    "căn cước": ("cc",),
    "bảo hiểm y tế": ("bhyt",),
    "bảo hiểm xã hội": ("bhxh",),
    "số điện thoại": ("sđt", "sdt"),
    "ứng dụng": ("app", "ưd"),
    "mọi người": ("mn", "mng"),
    "facebook": ("fb",),
}
