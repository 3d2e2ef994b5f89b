"""People with known constants who take lessons at random levels, as the product would have stored their signals."""

from __future__ import annotations

import numpy as np

from assistant.knowledge import LEVELS
from assistant.learning.constants import Constants, with_constants
from assistant.learning.learner import Signal
from assistant.learning.table import Table

__all__ = ["people"]

SKILLS = ("thiet-bi", "ket-noi", "mua-ban", "thanh-toan")
SIGNALS = ("step", "step", "step", "help", "quiz", "quiz")


def people(count: int, constants: Constants, *, seed: int, lessons: int = 16) -> dict[str, tuple[Signal, ...]]:
    """Their signals by sender; what they answer follows the model with these constants exactly, and nobody learns."""
    table, rng = with_constants(Table.load(), constants), np.random.default_rng(seed)
    found = {}
    for number in range(count):
        general = rng.normal(constants.mean, constants.general_var**0.5)
        offsets = rng.normal(0, constants.skill_var**0.5, len(SKILLS))
        signals = []
        for place in range(lessons):
            skill = place % len(SKILLS)
            theta = general + offsets[skill] + rng.normal(0, constants.lesson_var**0.5)
            level = LEVELS[rng.integers(3)]
            lesson = f"bai/{place}"
            for name in SIGNALS:
                options = 3 if name == "quiz" else None
                item = table.item(name, level, options=options)
                p = item.c + (1 - item.c - item.s) / (1 + np.exp(-item.a * (theta - item.b)))
                y = int(rng.random() < p)
                day = 739_500 + place
                signals.append(Signal(day, name, SKILLS[skill], y, level, 0.0, 0.0, 0.0, lesson, options))
        found[f"telegram:{number:04}"] = tuple(signals)
    return found
