"""What many people did, in the order in which it happened, as arrays over events and people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.learning.learner import Signal
from assistant.learning.table import Table

__all__ = ["END", "NOTHING", "Floats", "History", "Masks", "history_of"]

NOTHING, END = -1, -2  # instead of a row of the table: no event, a lesson gone through to its end
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Masks = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class History:
    """Event t of person i stands at [t, i]; whoever had fewer events has NOTHING at the end.

    Attributes:
        names: rows of the signal table, which `row` numbers.
        skill: from 1, numbered for each person apart; 0: the general ability alone.
        b: difficulty of the level, in logits. weight: what it weighs; NaN: what its row says.
        guess: least probability of a lucky guess (1/options), or 0.
        days: since the person's event before. leave: whatever lesson the person was in is over.
        enter: a lesson begins with this event (only where `leave`).
    """

    names: tuple[str, ...]
    row: Ints
    skill: Ints
    y: Floats
    b: Floats
    weight: Floats
    guess: Floats
    days: Floats
    leave: Masks
    enter: Masks

    @property
    def people(self) -> int:
        """How many people."""
        return self.row.shape[1]


def history_of(people: Sequence[Sequence[Signal]], table: Table) -> History:
    """The history of people from their stored signals, each in order.

    Signals of rows that the table no longer has are left out.
    """
    names = tuple(table.signals)
    kept = [[one for one in signals if one.name in table.signals or one.name == "lesson"] for signals in people]
    shape = (max((len(signals) for signals in kept), default=0), len(kept))
    row = np.full(shape, NOTHING)
    skill = np.zeros(shape, dtype=np.int64)
    y, b, guess, days = (np.zeros(shape) for _ in range(4))
    weight = np.full(shape, np.nan)
    leave, enter = (np.zeros(shape, dtype=bool) for _ in range(2))
    for i, signals in enumerate(kept):
        places: dict[str, int] = {"": 0}
        before: Signal | None = None
        for t, one in enumerate(signals):
            known = one.skill in places
            skill[t, i] = places.setdefault(one.skill, len(places))
            days[t, i] = max(one.day - before.day, 0) if before else 0
            # As the learner's own record does: see learner.py.
            leave[t, i] = before is None or not known or days[t, i] > 0 or one.lesson != before.lesson
            enter[t, i] = leave[t, i] and one.lesson is not None
            before = one
            if one.name == "lesson":
                row[t, i] = END
                continue
            row[t, i] = names.index(one.name)
            y[t, i] = one.y
            at = table.signals[one.name].b
            b[t, i] = table.difficulty[one.level if at in ("variant", "tag") else at]  # type: ignore[index]
            guess[t, i] = 1 / max(one.options, 2) if one.options is not None else 0.0
            if one.weight is not None:
                weight[t, i] = one.weight
    return History(names, row, skill, y, b, weight, guess, days, leave, enter)
