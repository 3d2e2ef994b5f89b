"""The signal table and the constants of the learner model, read from signals.yml."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from assistant.errors import DataError, UsageError
from assistant.knowledge import LEVELS, Level
from assistant.knowledge.yaml_lines import read_yaml

__all__ = ["Bounds", "Cuts", "Item", "RefitRules", "Risk", "SignalRow", "Start", "Table"]


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
    """One row of the table.

    `b` names where the difficulty comes from, `d` (logits) is added to it; `cap` is the most weight in one lesson.
    """

    text: str
    b: Literal["variant", "tag", "basic", "standard", "advanced"]
    a: float
    c: float
    s: float
    w: float
    cap: float | None
    d: float = 0.0


class Cuts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """θ below `low` is the basic level, above `high` the advanced one."""

    low: float
    high: float


class Start(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is believed of somebody new: mean of the general ability, variances of it and of each skill's offset."""

    mean: float
    general_var: float
    skill_var: float


class Risk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How probable it may be that a lesson is above the person's level.

    Attributes:
        limit: the most, 0–1; `early` times that while fewer than `early_signals` signals are known.
        margin: a level above the last one is served only if its risk is this much below the limit.
    """

    limit: float
    margin: float
    early: float
    early_signals: int


class Bounds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one constant is refitted: range, first step of the search, and how far from the table it probably is (SD)."""

    text: str
    least: float
    most: float
    step: float
    spread: float


class RefitRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When and how the constants are refitted; see signals.yml."""

    hour: int
    days: int
    people_min: int
    signals_min: int
    people_max: int
    rows: list[str]
    constants: dict[str, Bounds]


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
    lesson_var: float
    label_var: float
    risk: Risk
    refit: RefitRules
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
        return Item(self.difficulty[at] + row.d, row.a, c, row.s, row.w)

    @property
    def day_var(self) -> float:
        """How much θ itself varies between lessons: the lessons' effects without the share of imprecise labels."""
        return max(self.lesson_var - self.label_var, 0.0)

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
    if set(table.difficulty) != set(LEVELS):
        raise DataError("cần đủ ba mức", remedy=f"Ghi {', '.join(LEVELS)}.", file=folder / "signals.yml")
    if not (0 < table.risk.limit < 1 and 0 <= table.risk.margin < table.risk.limit and 0 < table.risk.early <= 1):
        raise document.error("giới hạn rủi ro ngoài khoảng", "risk", remedy="Cần 0 < limit < 1, margin < limit.")
    if min(table.lesson_var, table.label_var) < 0:
        raise document.error("phương sai âm", "lesson_var", remedy="Ghi số từ 0.")
    if not 0 <= table.refit.hour <= 23:
        raise document.error("giờ ước lượng lại ngoài khoảng", "refit", "hour", remedy="Ghi giờ từ 0 đến 23.")
    for name, bounds in table.refit.constants.items():
        if not (bounds.least < bounds.most and bounds.step > 0 and bounds.spread > 0):
            raise document.error(
                f"khoảng của '{name}' không dùng được", "refit", "constants", name, remedy="Cần least < most."
            )
    return table
