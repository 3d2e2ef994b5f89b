"""What looks like a link, an e-mail address or a file name: the steps that mend words leave it alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

__all__ = ["outside_links", "pieces"]

_ENDINGS = (
    "com|net|org|edu|gov|vn|info|biz|io|me|top|xyz|site|online|shop|store|app|club|vip|live|link|click|icu|cc|tk|ml|pro|"
    "asia|tv|dev|ly|us|uk|cn|apk|ipa|pdf|docx?|xlsx?|jpe?g|png|mp[34]|zip|html?|php"
)
# A closed list of endings, as people leave out the blank after a full stop: "không được.giúp em" is no link.
_LINK = re.compile(rf"://|\bwww\.|\w@\w|\w\.(?:{_ENDINGS})\b", re.IGNORECASE)
_CHUNK = re.compile(r"\S+")


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """`text` cut before and after each link: (piece, whether it is a link). The pieces join to `text`."""
    if "." not in text and "@" not in text and "://" not in text:
        yield text, False
        return
    end = 0
    for chunk in _CHUNK.finditer(text):
        if _LINK.search(chunk[0]):
            yield text[end : chunk.start()], False
            yield chunk[0], True
            end = chunk.end()
    yield text[end:], False


def outside_links(text: str, mend: Callable[[str], str]) -> str:
    """`text` with `mend` applied to all that is not a link; a link takes up its whole stretch without blanks."""
    return "".join(piece if is_link else mend(piece) for piece, is_link in pieces(text))
