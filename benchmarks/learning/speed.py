"""Time of one update with the choice of a level, bytes kept for somebody seen in every skill, and time of a refit.

python benchmarks/learning/speed.py
"""

from __future__ import annotations

from time import perf_counter

import numpy as np

from assistant.knowledge import LEVELS
from assistant.learning.curriculum import Curriculum
from assistant.learning.history import history_of
from assistant.learning.learner import Learner, Signal, fit, record, size
from assistant.learning.refit import refit
from assistant.learning.table import Table

PEOPLE, EACH = 2000, 240


def night(table: Table, skills: list[str]) -> float:
    """Seconds of a refit to people who answer at random."""
    rng = np.random.default_rng(1)
    people = [
        [
            Signal(739_000 + turn // 8, ("step", "quiz")[turn % 2], skills[turn // 8 % len(skills)],
                   int(rng.random() < 0.7), LEVELS[turn // 8 % 3], 0.0, 0.0, 0.0, f"a/{turn // 8}")
            for turn in range(EACH)
        ]
        for _ in range(PEOPLE)
    ]  # fmt: skip
    begun = perf_counter()
    refit(history_of(people, table), table)
    return perf_counter() - begun


def main() -> None:
    """Print two lines."""
    table, skills = Table.load(), sorted(Curriculum.load().skills)
    learner, times = Learner(), []
    for turn in range(3000):
        skill, level = skills[turn % len(skills)], LEVELS[turn % 3]
        begun = perf_counter()
        learner = record(learner, "quiz", skill, turn % 2, level, 739_000 + turn, table, lesson="x" * 30)
        fit(learner, skill, table)
        times.append((perf_counter() - begun) * 1000)
    late = np.array(times[200:])
    print(
        f"{len(skills)} skills: update + choice {np.median(late):.3f} ms median, {np.quantile(late, 0.99):.3f} ms p99;"
        f" state {size(learner)} bytes as JSON"
    )
    print(f"refit to {PEOPLE} people with {EACH} signals each: {night(table, skills):.0f} s")


if __name__ == "__main__":
    main()
