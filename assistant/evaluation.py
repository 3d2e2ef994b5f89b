"""Counts how often the right lesson was served, offered, missed, or nothing should have been served. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from assistant.dialogue.payloads import Open, parse
from assistant.dialogue.turn import Turn

__all__ = ["Judged", "Share", "Tables", "tables", "wilson"]

_Z = 1.96


def wilson(good: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927); (0, 1) for no observations."""
    if total == 0:
        return 0.0, 1.0
    share = good / total
    centre = share + _Z**2 / (2 * total)
    spread = _Z * sqrt(share * (1 - share) / total + _Z**2 / (4 * total**2))
    return (centre - spread) / (1 + _Z**2 / total), (centre + spread) / (1 + _Z**2 / total)


@dataclass(frozen=True)
class Share:
    """`good` of `total`, with its 95 % interval."""

    good: int
    total: int

    def render(self) -> str:
        """As percent with interval, e.g. `88.1 % (82.0–92.3), n = 160`."""
        if not self.total:
            return "–"
        low, high = wilson(self.good, self.total)
        return f"{self.good / self.total:.1%} ({low:.1%}–{high:.1%}), n = {self.total}"

    def to_dict(self) -> dict[str, float | int | None]:
        """Share with interval, for scripts."""
        low, high = wilson(self.good, self.total)
        share = self.good / self.total if self.total else None
        return {"share": share, "low": low, "high": high, "n": self.total}


@dataclass(frozen=True)
class Judged:
    """One question with what came of it.

    Attributes:
        top1, top3: whether an acceptable lesson is the first, or among the first three, candidates.
        served: a lesson was served; `right`: an acceptable one.
        offered: an acceptable one was served or is among the choices that were offered.
        outside: no lesson is acceptable: the question is out of scope.
    """

    kind: str
    area: str
    outside: bool
    top1: bool
    top3: bool
    served: bool
    right: bool
    offered: bool

    @classmethod
    def of(cls, turn: Turn, accepted: frozenset[str], kind: str) -> Judged:
        """Judge one turn."""
        names = [candidate.lesson for candidate in turn.candidates]
        served = turn.lesson.id if turn.lesson and turn.outcome in ("answer", "safety") else None
        targets = [parse(button.payload) for reply in turn.replies for button in reply.buttons]
        choices = {target.target for target in targets if isinstance(target, Open)}
        right = served in accepted
        area = sorted(accepted)[0].split("/")[0] if accepted else ""
        return cls(
            kind,
            area,
            not accepted,
            bool(names[:1]) and names[0] in accepted,
            bool(accepted & set(names[:3])),
            served is not None,
            right,
            right or (served is None and bool(choices & accepted)),
        )


@dataclass(frozen=True)
class Tables:
    """The figures by group: `all`, each kind, each area."""

    groups: dict[str, dict[str, Share]]

    def to_dict(self) -> dict[str, Any]:
        """For scripts."""
        return {
            group: {name: share.to_dict() for name, share in figures.items()} for group, figures in self.groups.items()
        }

    def render(self) -> str:
        """Markdown tables for people."""
        lines: list[str] = []
        for group, figures in self.groups.items():
            lines.append(f"{group:28s} " + "  ".join(f"{name} {share.render()}" for name, share in figures.items()))
        return "\n".join(lines)


def tables(judged: Sequence[Judged]) -> Tables:
    """All figures."""
    inside = [item for item in judged if not item.outside]
    outside = [item for item in judged if item.outside]

    def figures(items: Sequence[Judged]) -> dict[str, Share]:
        def share(test: Callable[[Judged], bool]) -> Share:
            return Share(sum(map(test, items)), len(items))

        return {
            "top1": share(lambda item: item.top1),
            "top3": share(lambda item: item.top3),
            "served_right": share(lambda item: item.right),
            "right_or_offered": share(lambda item: item.offered),
            "answered": share(lambda item: item.served),
            "wrong": share(lambda item: item.served and not item.right),
            "abstained": share(lambda item: not item.served),
        }

    groups = {"all": figures(inside)}
    for kind in sorted({item.kind for item in inside}):
        groups[f"kind:{kind}"] = figures([item for item in inside if item.kind == kind])
    for area in sorted({item.area for item in inside}):
        groups[f"area:{area}"] = figures([item for item in inside if item.area == area])
    if outside:
        for kind in ["", *sorted({item.kind for item in outside})]:
            own = [item for item in outside if kind in ("", item.kind)]
            groups[f"outside{':' + kind if kind else ''}"] = {
                "answered": Share(sum(item.served for item in own), len(own)),
                "abstained": Share(sum(not item.served for item in own), len(own)),
            }
    return Tables(groups)
