"""The one way from a message as it was typed to the two views of it that retrieval and recognition work on."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.text.fold import fold, tone_share
from assistant.text.keystrokes import repair
from assistant.text.lexicon import Lexicon
from assistant.text.normalise import normalise

__all__ = ["Views", "views"]


@dataclass(frozen=True)
class Views:
    """A message in its views.

    `raw` is as it came. `exact` is lower case, mended, in written standard Vietnamese, with the tone marks that were
    typed and no others. `folded` is `exact` without any mark. `tone_share`, 0 to 1, is the share of syllables that
    had marks before shorthand was written out: near 0, `exact` tells little that `folded` does not.
    """

    raw: str
    exact: str
    folded: str
    tone_share: float = 0.0


def views(text: str, lexicon: Lexicon) -> Views:
    """The views of `text`: normalised, raw keystrokes repaired, shorthand and dialect written out, lower case.

    >>> views("Caif ddawtj VNeID", Lexicon()).exact
    'cài đặt vneid'

    Never raises; an empty text has empty views.
    """
    mended = repair(normalise(text))
    exact = lexicon.expand(mended).lower()
    return Views(raw=text, exact=exact, folded=fold(exact), tone_share=tone_share(mended))
