"""Every policy meets the same simulated people, each on their own trajectory, because a choice changes learning."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from policies import Policy, intended
from worlds import LESSONS, SKILLS, B, People, World, benefit, level

STEPS = 5  # as most lessons have
COHORT = 200  # people of one night: what was learnt of them serves those of the next day
SIGNALS = ("step",) * STEPS + ("help", "quiz", "quiz")
OPEN_LOOP = ("quiz", "help", "quiz") + ("step",) * STEPS  # level accuracy after k: the telling signals first


@dataclass
class Result:
    """What came of one policy in one world. Arrays have a row a person."""

    regret: list[np.ndarray] = field(default_factory=list)  # mean regret of each person
    hard: list[np.ndarray] = field(default_factory=list)  # share of too-hard lessons
    completed: list[np.ndarray] = field(default_factory=list)
    novice: list[np.ndarray] = field(default_factory=list)
    expected: list[np.ndarray] = field(default_factory=list)  # quiz answers: probability and outcome
    outcome: list[np.ndarray] = field(default_factory=list)
    level_p: list[np.ndarray] = field(default_factory=list)
    level_true: list[np.ndarray] = field(default_factory=list)
    curve: list[np.ndarray] = field(default_factory=list)  # people × lessons: regret of each lesson
    ability: list[np.ndarray] = field(default_factory=list)


def play(
    policy: Policy, world: World, people: int, seed: int, *, placement: tuple[int, int] = (0, 0), cohort: int = COHORT
) -> Result:
    """All people of one seed, cohort after cohort.

    Args:
        cohort: how many people come in one night.
        placement: questions before the first lesson of the first skill, and of each later skill.
    """
    result = Result()
    for number in range(-(-people // cohort)):
        _cohort(policy, People(world, min(cohort, people - number * cohort), seed * 1000 + number), placement, result)
        policy.night()
    return result


def _cohort(policy: Policy, crowd: People, placement: tuple[int, int], result: Result) -> None:
    world, size = crowd.world, crowd.size
    rows = np.arange(size)
    policy.begin(size)
    result.novice.append(level(crowd.theta.mean(axis=(1, 2))) == 0)
    regret, hard, present = [], [], []
    left = np.zeros(size, dtype=int)
    ability = []
    here = np.ones(size, dtype=bool)
    for lesson in range(SKILLS * LESSONS):
        skill = lesson // LESSONS
        policy.enter()
        if lesson % LESSONS == 0:
            asked = placement[0] if skill == 0 else placement[1]
            b = np.zeros(size)
            for place in range(asked):
                y = crowd.outcome("placement", lesson, 8 + place, skill, b)
                policy.see("placement", np.full(size, skill), b, y)
                b = np.where(y == 1, B[2], B[0])
        theta = crowd.ability(lesson, skill)
        if hasattr(policy, "levels"):
            result.level_p.append(policy.levels(skill)[here])
            result.level_true.append(level(theta)[here])
        chosen = policy.choose(skill)
        values = np.stack([benefit(world, theta, crowd.b[:, lesson, v]) for v in range(3)], axis=1)
        got = values[rows, chosen]
        too_hard = chosen > level(theta)
        policy.begin_lesson()
        regret.append(np.where(here, values.max(axis=1) - got, np.nan))
        hard.append(np.where(here, too_hard, np.nan))
        present.append(here.copy())
        b_true = crowd.b[rows, lesson, chosen]
        for place, signal in enumerate(SIGNALS):
            y = crowd.outcome(signal, lesson, place, skill, b_true)
            p = policy.see(signal, crowd.tag(lesson, place, skill), intended(chosen), y)
            if signal == "quiz" and p is not None:
                result.expected.append(p[here])
                result.outcome.append(y[here])
        policy.end_lesson(skill)
        crowd.learn(lesson, skill, got * here)
        policy.pass_days(crowd.days[:, lesson])
        left += too_hard & here
        if world.quits is not None:
            here &= left < world.quits
        ability.append(crowd.theta.mean(axis=(1, 2)))
    curve = np.stack(regret, axis=1)
    result.curve.append(curve)
    result.regret.append(np.nanmean(curve, axis=1))
    result.hard.append(np.nanmean(np.stack(hard, axis=1), axis=1))
    result.completed.append(here)
    result.ability.append(np.stack(ability, axis=1))


def open_loop(policy: Policy, world: World, people: int, seed: int, counts: tuple[int, ...]) -> dict[int, float]:
    """Level accuracy on later skills after k signals there; variants at random, so no policy steers what it sees."""
    hits: dict[int, list[float]] = {count: [] for count in counts}
    for cohort in range(-(-people // COHORT)):
        size = min(COHORT, people - cohort * COHORT)
        crowd = People(world, size, seed * 1000 + 500 + cohort)
        rng = np.random.default_rng([seed, cohort, 11])
        policy.begin(size)
        rows = np.arange(size)
        for lesson in range(SKILLS * LESSONS):
            skill = lesson // LESSONS
            theta = crowd.ability(lesson, skill)
            chosen = rng.integers(0, 3, size)
            policy.begin_lesson()
            for place, signal in enumerate(OPEN_LOOP):
                seen = (lesson % LESSONS) * len(OPEN_LOOP) + place
                if skill > 0 and seen in hits:
                    hits[seen].append(float((policy.levels(skill).argmax(axis=1) == level(theta)).mean()))
                y = crowd.outcome(signal, lesson, place, skill, crowd.b[rows, lesson, chosen])
                policy.see(signal, crowd.tag(lesson, place, skill), intended(chosen), y)
            policy.end_lesson(skill)
            crowd.learn(lesson, skill, benefit(world, theta, crowd.b[rows, lesson, chosen]))
            policy.pass_days(crowd.days[:, lesson])
        policy.night()
    return {count: float(np.mean(values)) for count, values in hits.items()}


def logs(world: World, people: int, seed: int) -> list[np.ndarray]:
    """Answers of each skill (people × answers) with variants at random: what a BKT would be fitted on."""
    crowd = People(world, people, seed * 1000 + 700)
    rng = np.random.default_rng([seed, 13])
    rows = np.arange(people)
    found: list[list[np.ndarray]] = [[] for _ in range(SKILLS)]
    for lesson in range(SKILLS * LESSONS):
        skill = lesson // LESSONS
        chosen = rng.integers(0, 3, people)
        theta = crowd.ability(lesson, skill)
        for place, signal in enumerate(SIGNALS):
            found[skill].append(crowd.outcome(signal, lesson, place, skill, crowd.b[rows, lesson, chosen]))
        crowd.learn(lesson, skill, benefit(world, theta, crowd.b[rows, lesson, chosen]))
    return [np.stack(answers, axis=1) for answers in found]
