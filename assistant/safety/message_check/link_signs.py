"""The signs that lie in a link itself. Each is (code, values for its text); the link is never opened."""

from __future__ import annotations

from assistant.safety.message_check.links import Link, split_host
from assistant.safety.message_check.official import Official
from assistant.text import fold

__all__ = ["LinkSign", "link_signs", "skeleton"]

LinkSign = tuple[str, dict[str, str]]

_SAME_LOOK = str.maketrans({"0": "o", "1": "l", "3": "e", "5": "s", "8": "b", "@": "a", "$": "s", "7": "t"})
_NEAR_LENGTH = 5  # names shorter than this are too short to say that another is nearly the same


def skeleton(label: str) -> str:
    """What a label looks like: letters of other scripts, tone marks and digits replaced by the Latin letter they imitate."""
    if not label.isascii():
        from confusable_homoglyphs import confusables

        letters = []
        for char in fold(label):
            if not char.isascii():
                found = confusables.is_confusable(char, greedy=True, preferred_aliases=["latin"]) or []
                same = [alike["c"] for entry in found for alike in entry["homoglyphs"] if alike["c"].isascii()]
                char = same[0].lower() if same else char
            letters.append(char)
        label = "".join(letters)
    return label.lower().translate(_SAME_LOOK).replace("rn", "m").replace("vv", "w").replace("i", "l")


def _decoded(host: str) -> str:
    """The host with punycode labels in their own letters."""
    if "xn--" not in host:
        return host
    labels = []
    for label in host.split("."):
        try:
            labels.append(label[4:].encode("ascii").decode("punycode") if label.startswith("xn--") else label)
        except (UnicodeError, ValueError):
            labels.append(label)
    return ".".join(labels)


def _one_apart(a: str, b: str) -> bool:
    """Whether one insertion, removal, change or swap of neighbours makes `a` into `b`."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    if len(a) > len(b):
        a, b = b, a
    at = next((place for place in range(len(a)) if a[place] != b[place]), len(a))
    if len(a) == len(b):
        return a[at + 1 :] == b[at + 1 :] or (a[at : at + 2] == b[at : at + 2][::-1] and a[at + 2 :] == b[at + 2 :])
    return a[at:] == b[at + 1 :]


def _imitated(link: Link, official: Official) -> tuple[str, str] | None:
    """(code, real domain) where the host imitates a real one."""
    host = _decoded(link.host)
    name = split_host(host)[0] or link.name
    looks = skeleton(name)
    for domain in sorted(official.imitated):
        real, _ = split_host(domain)
        if not real or len(real) < 3:
            continue
        if name == real:
            return "wrong_ending", domain
        same = skeleton(real)
        if looks == same:
            return "lookalike", domain
        if len(real) >= _NEAR_LENGTH and _one_apart(looks, same):
            return "lookalike", domain
    flat_host = skeleton(host.replace(".", "-"))
    parts = set(flat_host.split("-"))
    for domain in sorted(official.imitated, key=len, reverse=True):
        real = skeleton(split_host(domain)[0])
        if (len(real) >= _NEAR_LENGTH and real in flat_host) or (len(real) >= 3 and real in parts):
            return "extra_words", domain
    for brand in official.brands.values():
        for word in (name for name in brand.names if " " not in name):
            real = skeleton(word)
            if (len(real) >= _NEAR_LENGTH and real in flat_host) or real in parts:
                return "extra_words", brand.domains[0]
    return None


def link_signs(link: Link, official: Official) -> list[LinkSign]:
    """The signs of one link; empty for an official one without a trick in it."""
    values = {"link": link.host}
    signs: list[LinkSign] = []
    path = link.rest.lower().split("?")[0]
    is_apk = path.endswith(".apk") or link.host.endswith(".apk") or ".apk" in link.rest.lower()
    if is_apk:
        signs.append(("apk", values))
    if link.user:
        signs.append(("hidden_host", values))
    if link.is_ip:
        return [*signs, ("ip_address", values)]
    if official.is_open(link.host):
        return [*signs, ("open_page", values)]
    if official.is_official(link.host):
        return signs
    if link.host in official.shorteners or link.registered in official.shorteners:
        return [*signs, ("shortener", values)]
    labels = link.host.split(".")
    if (
        "gov" in labels
        or "gov" in skeleton(link.name).split("-")
        or "govvn" in link.host.replace("-", "").replace(".", "")
    ):
        signs.append(("false_gov", values))
    if imitated := _imitated(link, official):
        code, domain = imitated
        signs.append((code, {**values, "real": domain}))
    elif "xn--" in link.host or not link.host.isascii():
        signs.append(("foreign_letters", values))
    if link.host in official.shared_hosts or any(link.host.endswith(f".{host}") for host in official.shared_hosts):
        signs.append(("shared_host", values))
    ending = link.suffix.rsplit(".", 1)[-1]
    if ending in official.cheap_suffixes or ending in official.odd_suffixes:
        signs.append(("cheap_ending", values))
    if not signs:
        signs.append(("unknown_link", values))
    return signs
