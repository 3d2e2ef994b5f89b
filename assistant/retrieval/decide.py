"""Answer, ask back, say no, or refuse: cuts on calibrated probabilities. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

__all__ = ["Cuts", "Decision", "Match", "decide"]


class Match(msgspec.Struct, frozen=True):
    """A section that may answer the question, with the calibrated probability (0–1) that it is meant."""

    target: str
    section: str
    probability: float


class Cuts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the risk–coverage curve is cut.

    Attributes:
        answer: serve the best match from this probability on.
        margin: but only if it leads the second by this much.
        clarify: ask back when the choices together reach this probability.
        near: below this, even the nearest topic is not a reason to name its contact.
        wrong: refuse from this probability of wrongdoing on.
    """

    answer: float
    margin: float
    clarify: float
    near: float
    wrong: float


class Decision(msgspec.Struct, frozen=True):
    """What to do with a question. `near` tells whether the nearest topic is close enough to name its contact."""

    kind: Literal["answer", "clarify", "abstain", "refuse"]
    matches: tuple[Match, ...]
    near: bool = False


def decide(matches: Sequence[Match], cuts: Cuts, *, wrong: float = 0.0, choices: int = 3) -> Decision:
    """Decide on matches that are sorted best first.

    Args:
        wrong: probability (0–1) that the message asks for help with wrongdoing.
        choices: how many choices a question back offers.
    """
    if wrong >= cuts.wrong:
        return Decision("refuse", tuple(matches))
    if not matches:
        return Decision("abstain", ())
    best = matches[0].probability
    second = matches[1].probability if len(matches) > 1 else 0.0
    near = best >= cuts.near
    if best >= cuts.answer and best - second >= cuts.margin:
        return Decision("answer", tuple(matches), near)
    if sum(match.probability for match in matches[:choices]) >= cuts.clarify:
        return Decision("clarify", tuple(matches), near)
    return Decision("abstain", tuple(matches), near)
