"""Time of one update with the choice of a level, and bytes kept, for somebody seen in every skill.

python benchmarks/learning/speed.py
"""

from __future__ import annotations

from time import perf_counter

import numpy as np

from assistant.knowledge import LEVELS
from assistant.learning.curriculum import Curriculum
from assistant.learning.learner import Learner, fit, record, size
from assistant.learning.table import Table


def main() -> None:
    """Print one line."""
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


if __name__ == "__main__":
    main()
