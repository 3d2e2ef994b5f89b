"""The signal table and the constants of the learner model, read from signals.yml."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from assistant.errors import DataError, UsageError
from assistant.knowledge import LEVELS, Level
from assistant.knowledge.yaml_lines import read_yaml

__all__ = ["Cuts", "Item", "SignalRow", "Start", "Table"]


class Item(msgspec.Struct, frozen=True):
    """One observation's curve: P(1) = c + (1 − c − s)·σ(a(θ − b)); `w` weighs the observation (1: fully).

    `b` is on the logit scale of θ; `c` and `s` are probabilities with c + s < 1; `a` > 0.
    """

    b: float
    a: float
    c: float
    s: float
    w: float


class SignalRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row of the table. `b` names where the difficulty comes from; `cap` is the most weight in one lesson."""

    text: str
    b: Literal["variant", "tag", "basic", "standard", "advanced"]
    a: float
    c: float
    s: float
    w: float
    cap: float | None


class Cuts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """θ below `low` is the basic level, above `high` the advanced one."""

    low: float
    high: float


class Start(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is believed of somebody new. `prior_people`: how many people the starting mean counts for."""

    mean: float
    general_var: float
    skill_var: float
    prior_people: float


class _AfterLesson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    gain: float
    var: float


class _Idle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    var_per_day: float
    days_max: int


class _NextLesson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    success: float
    failed: float
    prerequisite: float


class _Reviews(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    retention: float
    interval_max_days: int
    per_visit: int


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that signals.yml says. Meaning and unit of each value stand there."""

    signals: dict[str, SignalRow]
    difficulty: dict[Level, float]
    cuts: Cuts
    start: Start
    after_lesson: _AfterLesson
    idle: _Idle
    clamp: float
    utility: dict[Level, list[float]]
    margin: float
    log_max: int
    next_lesson: _NextLesson
    reviews: _Reviews

    def item(self, signal: str, level: Level, *, options: int | None = None) -> Item:
        """The curve of one signal given at a level.

        Args:
            level: the variant of the lesson, or the tag of the question.
            options: number of choices of a quiz question; a lucky guess is 1/options, at least the table's c.

        Raises:
            UsageError: there is no such signal.
        """
        try:
            row = self.signals[signal]
        except KeyError:
            raise UsageError(
                f"không có tín hiệu '{signal}'", remedy=f"Dùng một trong: {', '.join(self.signals)}."
            ) from None
        at: Level = level if row.b in ("variant", "tag") else row.b  # type: ignore[assignment]
        c = row.c if options is None else max(row.c, 1 / max(options, 2))
        return Item(self.difficulty[at], row.a, c, row.s, row.w)

    @classmethod
    def load(cls, folder: Path = Path(__file__).parent) -> Table:
        """Read signals.yml once.

        Raises:
            DataError: a value is missing, unknown, no number, or out of its range.
        """
        return _load(folder)


def _numbers(value: Any) -> Any:
    """YAML is read as text only; what looks like a number becomes one."""
    if isinstance(value, dict):
        return {
            key: part if key in ("text", "b") and not _numeric(part) else _numbers(part) for key, part in value.items()
        }
    if isinstance(value, list):
        return [_numbers(part) for part in value]
    return (float(value) if "." in value else int(value)) if _numeric(value) else value


def _numeric(value: Any) -> bool:
    return isinstance(value, str) and value.lstrip("-").replace(".", "", 1).isdigit()


@lru_cache(maxsize=4)
def _load(folder: Path) -> Table:
    document = read_yaml(folder / "signals.yml")
    document.data = _numbers(document.data)
    table: Table = document.convert(Table)
    for name, row in table.signals.items():
        if not (row.a > 0 and row.c >= 0 and row.s >= 0 and row.c + row.s < 1 and row.w >= 0):
            raise document.error(
                f"tín hiệu '{name}' có hệ số ngoài khoảng", "signals", name, remedy="Cần a > 0, c, s, w ≥ 0, c + s < 1."
            )
    if set(table.difficulty) != set(LEVELS) or set(table.utility) != set(LEVELS):
        raise DataError("cần đủ ba mức", remedy=f"Ghi {', '.join(LEVELS)}.", file=folder / "signals.yml")
    if any(len(row) != len(LEVELS) for row in table.utility.values()):
        raise document.error("mỗi hàng lợi ích cần ba số", "utility", remedy="Ghi ba cột.")
    return table
