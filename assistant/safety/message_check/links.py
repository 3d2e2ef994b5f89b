"""Finds the links of a message, also those that are written so that filters miss them. Nothing is opened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tldextract import TLDExtract

__all__ = ["Link", "links", "split_host"]

_HIDDEN_DOT = re.compile(r"\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)| dot (?=[a-z]{2,6}\b)", re.IGNORECASE)
_SCHEME = re.compile(r"h(?:tt|xx)ps?:/{1,2}", re.IGNORECASE)
_LINK = re.compile(
    r"(?P<scheme>h(?:tt|xx)ps?:/{1,2})?"
    r"(?P<user>[^\s/@]{1,64}@)?"
    r"(?P<host>\d{1,3}(?:\.\d{1,3}){3}|(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W\d_][\w-]{1,30})"
    r"(?::\d{2,5})?(?P<rest>[/?#][^\s<>\"”]{0,500})?",
    re.IGNORECASE,
)
_FILE_ENDINGS = frozenset(
    [
        "jpg",
        "jpeg",
        "png",
        "gif",
        "pdf",
        "doc",
        "docx",
        "xls",
        "xlsx",
        "ppt",
        "pptx",
        "mp3",
        "mp4",
        "txt",
        "zip",
        "rar",
        "html",
        "htm",
        "php",
        "exe",
    ]
)
_LONGEST = 4000
_MOST = 20


@dataclass(frozen=True)
class Link:
    """One link.

    Attributes:
        text: as it stands in the message, with hidden dots put back.
        host: in lower case; `rest` is what follows it, `user` what stands before an @.
        name, suffix: the registered domain is `name.suffix`; `name` is the address itself for an IP address.
    """

    text: str
    host: str
    rest: str
    user: str
    name: str
    suffix: str
    is_ip: bool

    @property
    def registered(self) -> str:
        """The registered domain, or the IP address."""
        return f"{self.name}.{self.suffix}" if self.suffix else self.name


@lru_cache(maxsize=1)
def _extract() -> TLDExtract:
    # No addresses and no cache folder: the suffix list that comes with the package is used, and nothing is fetched.
    return TLDExtract(suffix_list_urls=(), cache_dir=None, fallback_to_snapshot=True)


@lru_cache(maxsize=4096)
def split_host(host: str) -> tuple[str, str]:
    """(name, public suffix) of a host: `a.b.gov.vn` gives ("b", "gov.vn"); the suffix is empty for none known."""
    parts = _extract()(host)
    return parts.domain, parts.suffix


def links(text: str) -> list[Link]:
    """The links of `text`, at most twenty, each once. Never raises; e-mail addresses and file names are none."""
    text = _HIDDEN_DOT.sub(".", text[:_LONGEST])
    if "." not in text:
        return []
    found: dict[str, Link] = {}
    for match in _LINK.finditer(text):
        host, scheme, user = match["host"].lower(), match["scheme"], match["user"] or ""
        is_ip = host[0].isdigit() and host.replace(".", "").isdigit()
        if is_ip:
            octets = host.split(".")
            if any(int(part) > 255 for part in octets) or not (scheme or match["rest"]):
                continue
            found.setdefault(match[0], Link(match[0], host, match["rest"] or "", user, host, "", is_ip=True))
            continue
        name, suffix = split_host(host)
        if not suffix:
            if host.endswith(".apk"):
                found.setdefault(match[0], Link(match[0], host, match["rest"] or "", "", host, "", is_ip=False))
            continue
        if not name:
            if suffix != "gov.vn":
                continue
            name, suffix = "gov", "vn"
        if user and not scheme:
            continue  # an e-mail address
        if not scheme and not match["rest"] and suffix in _FILE_ENDINGS:
            continue
        if not scheme and not match["rest"] and not _looks_meant(match[0], suffix):
            continue
        found.setdefault(match[0], Link(match[0], host, match["rest"] or "", user, name, suffix, is_ip=False))
        if len(found) >= _MOST:
            break
    return list(found.values())


def _looks_meant(text: str, suffix: str) -> bool:
    """Whether a bare host is meant as a link, not a missing blank after a full stop ("được.giúp")."""
    labels = text.split(".")
    if len(labels) > 2 or suffix in ("vn", "com", "net", "org", "com.vn", "gov.vn"):
        return True
    return (
        labels[0].isascii()
        and labels[-1].islower()
        and len(labels[0]) >= 3
        and ("-" in labels[0] or suffix not in ("la", "in", "me", "co", "ai", "so", "do", "to", "no", "de"))
    )
