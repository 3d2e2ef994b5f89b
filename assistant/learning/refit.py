"""Fits the constants of the learner model to what many people did: the most probable constants, within bounds.

Each person is gone through from the first signal to the last, as the product would have with those constants, and
every outcome is predicted before it is taken in. The sum of the logarithms of what was predicted for what came is the
likelihood. A prior around the values of signals.yml keeps the constants there as long as few people say otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import numpy as np

from assistant.learning.constants import Constants, constants_of, with_constants
from assistant.learning.crowd import Crowd
from assistant.learning.history import END, Floats, History, Masks
from assistant.learning.table import Table

__all__ = ["Refit", "enough", "likelihood", "refit"]

_ROUNDS = 3  # passes over the constants; each takes steps half as long as the one before


class Refit(msgspec.Struct, frozen=True):
    """What came of a refit.

    Attributes:
        constants: those to use from now on.
        people, signals: on which they rest (signals: of the refitted rows).
        before, after: mean logarithm of the probability of what came, with the constants before and the new ones;
            0 would be certain knowledge, −0.69 a coin.
        enough: whether there was enough data; otherwise the constants are the old ones, and nothing was computed.
    """

    constants: Constants
    people: int
    signals: int
    before: float
    after: float
    enough: bool


@dataclass(frozen=True)
class _Curves:
    b: Floats
    a: Floats
    c: Floats
    s: Floats
    w: Floats


def likelihood(history: History, table: Table) -> tuple[float, int]:
    """Sum of the log probabilities of all outcomes of the refitted rows, and how many they are."""
    rows = [table.signals[name] for name in history.names]
    place = np.maximum(history.row, 0)
    a, c, s, w, d = (np.array([getattr(row, name) for row in rows])[place] for name in "acswd")
    c = np.maximum(c, history.guess)
    w = np.where(history.row >= 0, np.where(np.isnan(history.weight), w, history.weight), 0.0)
    counted = _counted(history, table)
    crowd = Crowd(history.people, int(history.skill.max(initial=0)), table)
    total = 0.0
    for t in range(len(history.row)):
        if history.days[t].any():
            crowd.idle(history.days[t])
        if history.leave[t].any():
            crowd.enter(history.leave[t], history.enter[t])
        seen = history.row[t] >= 0
        if seen.any():
            curves = _Curves(history.b[t] + d[t], a[t], c[t], s[t], w[t])
            p = crowd.see(history.skill[t], history.y[t], curves)
            chance = np.where(history.y[t] == 1, p, 1 - p)[counted[t]]
            total += float(np.log(chance).sum())
        if (ended := history.row[t] == END).any():
            crowd.finish(ended, history.skill[t])
    return total, int(counted.sum())


def _counted(history: History, table: Table) -> Masks:
    """Where the signals of the refitted rows stand."""
    return np.isin(history.row, [history.names.index(name) for name in table.refit.rows])


def enough(history: History, table: Table) -> bool:
    """Whether the history holds the least number of people and of signals."""
    signals = int(_counted(history, table).sum())
    return history.people >= table.refit.people_min and signals >= table.refit.signals_min


def refit(history: History, table: Table, now: Constants | None = None) -> Refit:
    """The constants that make the history most probable.

    Args:
        table: as signals.yml states it.
        now: the constants in force, from which the search starts; those of the table if None.
    """
    now = now or constants_of(table)
    if not enough(history, table):
        return Refit(now, history.people, int(_counted(history, table).sum()), 0.0, 0.0, enough=False)
    before, signals = likelihood(history, with_constants(table, now))
    usual, rules = constants_of(table), table.refit.constants

    def worth(constants: Constants) -> float:
        away = 0.0
        for name, rule in rules.items():
            away += ((getattr(constants, name) - getattr(usual, name)) / rule.spread) ** 2
        return likelihood(history, with_constants(table, constants))[0] - away / 2

    best = now
    top = worth(best)
    for number in range(_ROUNDS):
        for name, rule in rules.items():
            step = rule.step / 2**number
            for way in (1, -1):
                start = best
                while True:
                    value = float(np.clip(getattr(best, name) + way * step, rule.least, rule.most))
                    tried = msgspec.structs.replace(best, **{name: value})
                    if tried == best or (found := worth(tried)) <= top:
                        break
                    best, top = tried, found
                if best != start:
                    break
    fitted = likelihood(history, with_constants(table, best))[0]
    return Refit(best, history.people, signals, before / signals, fitted / signals, enough=True)
