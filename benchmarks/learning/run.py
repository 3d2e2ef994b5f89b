"""The learner model against simulated people: lesson choice, too-hard lessons, level accuracy, calibration.

    python benchmarks/learning/run.py [--people 2000] [--seeds 21 22 23] [--jobs 2] [--out docs]

Protocol: rule and constants were chosen on seeds 77 to 81, every policy meets the same people, its own trajectory each.
Fitted BKT uses pyBKT where it can be imported, else the expectation–maximisation of bkt.py.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from pathlib import Path
from time import perf_counter

import numpy as np
from bkt import fit
from metrics import auc, ece, log_loss, rmse
from policies import (
    Bkt,
    Elo,
    Filter,
    Fixed,
    Hmm,
    LastAnswer,
    Policy,
    Refitted,
    Staircase,
    changed,
    without_pooling,
    without_time,
)
from simulate import Result, logs, open_loop, play
from worlds import SKILLS, WORLDS, World

TUNING, BKT_PEOPLE = 77, 400
PLAIN = np.tile([0.1, 0.1, 0.1, 0.1], (SKILLS, 1))


def cuts_for(parameters: np.ndarray) -> tuple[float, float]:
    """The best of a grid of mastery cuts for a BKT, on the tuning seed: its best case."""
    grid = [(low, high) for low, high in product((0.2, 0.4, 0.6, 0.8, 0.95), (0.8, 0.95, 0.99, 0.999)) if low < high]
    return min(grid, key=lambda cuts: mean(play(Bkt("", parameters, cuts), WORLDS[0], 400, TUNING), "regret")[0])


def values(result: Result, name: str) -> np.ndarray:
    return np.concatenate(getattr(result, name))


def mean(result: Result, name: str) -> tuple[float, float]:
    """Mean over people and its standard error."""
    found = values(result, name).astype(float)
    return float(np.nanmean(found)), float(np.nanstd(found) / np.sqrt(len(found)))


def together(results: list[Result]) -> Result:
    whole = Result()
    for result in results:
        for name in vars(whole):
            getattr(whole, name).extend(getattr(result, name))
    return whole


def policies_for(
    world: World, name: str, fitted: np.ndarray, cuts: dict[str, tuple[float, float]]
) -> dict[str, Callable[[], Policy]]:
    return {
        "recommended": Refitted,
        "same, constants frozen": lambda: Filter("same, constants frozen"),
        "same, frozen, not pooled": lambda: Filter("same, frozen, not pooled", table=without_pooling()),
        "Elo a=0.7": lambda: Elo(0.7),
        "Elo a=0.7 + population start": lambda: Elo(0.7, empirical=True),
        "Elo a=1": lambda: Elo(1.0),
        "HMM 3 levels": Hmm,
        f"BKT fitted ({name})": lambda: Bkt("", fitted, cuts["fitted"]),
        "BKT .1x4": lambda: Bkt("", PLAIN, cuts["plain"]),
        "staircase 2-up/1-down": Staircase,
        "last answer": LastAnswer,
        "fixed basic": lambda: Fixed(0),
        "fixed standard": lambda: Fixed(1),
        "fixed advanced": lambda: Fixed(2),
    }


ABLATIONS: dict[str, Callable[[], Policy]] = {
    "constants frozen": lambda: Filter("x"),
    "… and no pooling": lambda: Filter("x", table=without_pooling()),
    "… and most likely level instead of a limit of risk": lambda: Filter("x", most_likely=True),
    "… and no effect of the lesson": lambda: Filter("x", table=changed(lesson_var=0.0)),
    "… and no step reports": lambda: Filter("x", without=("step",)),
    "… and no help signal": lambda: Filter("x", without=("help",)),
    "… and no quiz": lambda: Filter("x", without=("quiz",)),
    "… and c = .30 for steps": lambda: Filter("x", table=changed(done=0.3)),
    "… and no drift": lambda: Filter("x", table=without_time(drift=False)),
    "… and no lesson gain": lambda: Filter("x", table=without_time(gain=False)),
    "… and no margin": lambda: Filter("x", table=changed(margin=0.0)),
    "… and no caution at first": lambda: Filter("x", table=changed(early=1.0)),
    "refitted, no caution at first": lambda: Refitted("x", base=changed(early=1.0)),
}


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def plots(kept: dict[str, Result], folder: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    folder.mkdir(parents=True, exist_ok=True)
    figure, axes = plt.subplots(1, 2, figsize=(10, 4))
    for name in ("recommended", "Elo a=0.7", "HMM 3 levels", "fixed basic", "fixed standard"):
        curve = np.nanmean(np.concatenate(kept[name].curve), axis=0)
        axes[0].plot(np.arange(1, len(curve) + 1), curve, label=name)
        gain = np.concatenate(kept[name].ability).mean(axis=0)
        axes[1].plot(np.arange(1, len(gain) + 1), gain, label=name)
    axes[0].set(xlabel="lesson", ylabel="regret of the choice", title="Lesson choice (balanced world)", ylim=(0, None))
    axes[1].set(xlabel="lesson", ylabel="mean true ability (logits)", title="Learning (balanced world)")
    axes[0].legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(folder / "learning-curves.svg")

    from assistant.learning.choose import level_probabilities
    from assistant.learning.learner import Learner, ability, record
    from assistant.learning.table import Table

    rules, rng = Table.load(), np.random.default_rng(1)
    figure, axes = plt.subplots(1, 3, figsize=(12, 3.5), sharey=True)
    for axis, (title, theta) in zip(axes, (("a novice", -1.6), ("an everyday user", 0.0), ("an expert", 1.6))):
        learner, shown = Learner(), []
        for turn in range(40):
            shown.append(level_probabilities(*ability(learner, "thiet-bi", rules), rules.cuts))
            signal = ("step", "step", "quiz", "help")[turn % 4]
            level = ("basic", "standard", "advanced")[int(np.argmax(shown[-1]))]
            item = rules.item(signal, level)
            p = item.c + (1 - item.c - item.s) / (1 + np.exp(-1.3 * (theta - item.b)))
            learner = record(learner, signal, "thiet-bi", int(rng.random() < p), level, 1, rules)
        for place, (name, colour) in enumerate(
            (("basic", "tab:green"), ("standard", "tab:blue"), ("advanced", "tab:red"))
        ):
            axis.plot([row[place] for row in shown], color=colour, label=name)
        axis.set(title=title, xlabel="signals", ylim=(0, 1))
    axes[0].set_ylabel("probability of the level")
    axes[0].legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(folder / "level-probability.svg")


@dataclass
class Found:
    """What was measured in one world."""

    name: str
    rows: dict[str, list[float]] = field(default_factory=dict)  # regret ± , too hard ±, completed, ECE answer, level
    kept: dict[str, Result] = field(default_factory=dict)  # for the plots; balanced world only
    quiz: list[list[str]] = field(default_factory=list)
    groups: list[list[str]] = field(default_factory=list)


def level_ece(result: Result) -> float:
    pi, true = np.concatenate(result.level_p), np.eye(3)[np.concatenate(result.level_true)]
    return float(np.mean([ece(pi[:, k], true[:, k]) for k in range(3)]))


def in_world(number: int, people: int, seeds: list[int]) -> Found:
    """All policies in one world."""
    world = WORLDS[number]
    found = Found(world.name)
    name, fitted = fit(logs(world, BKT_PEOPLE, TUNING), TUNING)
    cuts = {"fitted": cuts_for(fitted), "plain": cuts_for(PLAIN)}
    for label, make in policies_for(world, name, fitted, cuts).items():
        result = together([play(make(), world, people, seed) for seed in seeds])
        calibrated = [
            ece(values(result, "expected"), values(result, "outcome")) if result.expected else np.nan,
            level_ece(result) if result.level_p and not label.startswith("Elo") else np.nan,
        ]
        found.rows[label] = [
            *mean(result, "regret"),
            *mean(result, "hard"),
            mean(result, "completed")[0],
            *calibrated,
        ]
        if number == 0:
            found.kept[label] = result
            if result.expected:
                p, y = values(result, "expected"), values(result, "outcome")
                level = "–" if np.isnan(calibrated[1]) else f"{calibrated[1]:.3f}"
                found.quiz.append(
                    [label, f"{auc(p, y):.3f}", f"{rmse(p, y):.3f}", f"{log_loss(p, y):.3f}", f"{ece(p, y):.3f}", level]
                )
        if label in ("recommended", "Elo a=0.7", "fixed basic") and number < 2:
            novice, regret, hard = values(result, "novice"), values(result, "regret"), values(result, "hard")
            found.groups.append(
                [world.name, label]
                + [f"{np.nanmean(regret[who]):.3f} / {100 * np.nanmean(hard[who]):.1f} %" for who in (novice, ~novice)]
            )
    return found


def cell(results: list[Result]) -> str:
    result = together(results)
    return f"{mean(result, 'regret')[0]:.3f} / {100 * mean(result, 'hard')[0]:.1f} %"


def ablated(label: str, number: int, people: int, seeds: list[int]) -> str:
    return cell([play(ABLATIONS[label](), WORLDS[number], people, seed) for seed in seeds[:1]])


def placed(placement: tuple[int, int], number: int, people: int, seeds: list[int]) -> str:
    return cell([play(Refitted(), WORLDS[number], people, seed, placement=placement) for seed in seeds[:1]])


def opened(number: int, people: int, seeds: list[int], counts: tuple[int, ...]) -> list[str]:
    make = list(OPEN.values())[number]
    found = [open_loop(make(), WORLDS[0], people, seed, counts) for seed in seeds]
    return [list(OPEN)[number]] + [f"{np.mean([one[count] for one in found]):.3f}" for count in counts]


OPEN: dict[str, Callable[[], Policy]] = {
    "recommended": Refitted,
    "constants frozen": lambda: Filter("x"),
    "Elo a=0.7": Elo,
    "HMM 3 levels": Hmm,
}
FIRST_NIGHT = {0: 1, 20: 10, 50: 6, 200: 4}  # people of the night on which one refit rests → how often that is repeated
SERVED = 400


def first_night(size: int, number: int, seed: int) -> str:
    """One refit from so many people (0: none); then 400 others are served. Mean, and the worst repetition's regret."""
    world, regrets, hards = WORLDS[number], [], []
    for repeat in range(FIRST_NIGHT[size]):
        policy = Refitted()
        if size:
            play(policy, world, size, seed * 100 + repeat, cohort=size)
        result = play(Filter("x", table=policy.table), world, SERVED, seed)
        regrets.append(mean(result, "regret")[0])
        hards.append(mean(result, "hard")[0])
    worst = f" (worst {max(regrets):.3f} / {100 * max(hards):.1f} %)" if size else ""
    return f"{np.mean(regrets):.3f} / {100 * np.mean(hards):.1f} %{worst}"


def main() -> None:
    """Print the tables in Markdown; write them, the plots and the raw figures below --out."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[21, 22, 23])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    begun = perf_counter()
    counts = (0, 1, 2, 3, 5, 8, 12, 20)
    placements = ((2, 0), (2, 1))
    plain = {"people": args.people, "seeds": args.seeds}
    with ProcessPoolExecutor(args.jobs) as pool:
        worlds = list(pool.map(partial(in_world, **plain), range(len(WORLDS))))
        print(f"worlds: {perf_counter() - begun:.0f} s", flush=True)
        opens = [pool.submit(opened, number, args.people, args.seeds, counts) for number in range(len(OPEN))]
        nights = {size: [pool.submit(first_night, size, n, args.seeds[0]) for n in range(4)] for size in FIRST_NIGHT}
        cut = {label: [pool.submit(ablated, label, n, **plain) for n in range(4)] for label in ABLATIONS}
        asked = {one: [pool.submit(placed, one, n, **plain) for n in range(4)] for one in placements}
        open_rows = [one.result() for one in opens]
        night_rows = [
            [f"{size} people" if size else "none (signals.yml)", *(one.result() for one in row)]
            for size, row in nights.items()
        ]
        cut_rows = [[label, *(one.result() for one in row)] for label, row in cut.items()]
        asked_rows = [[f"{first} + {later}", *(one.result() for one in row)] for (first, later), row in asked.items()]
    names = [world.name for world in WORLDS]
    raw = {label: {found.name: found.rows[label] for found in worlds} for label in worlds[0].rows}
    head, four = ["policy", *names], names[:4]
    both = ["recommended"] + [
        f"{raw['recommended'][name][0]:.3f} / {100 * raw['recommended'][name][2]:.1f} %" for name in four
    ]

    def over(place: int, form: Callable[[float], str], labels: list[str]) -> str:
        return table(head, [[label] + [form(raw[label][name][place]) for name in names] for label in labels])

    everyone = list(raw)
    parts = ["### Mean regret of lesson choice (0 = knows everything; standard errors .001–.003)\n"]
    parts.append(over(0, "{:.3f}".format, everyone))
    parts.append("\n### Too-hard lessons, % (level above the learner's true level)\n")
    parts.append(over(2, lambda x: f"{100 * x:.1f}", everyone))
    parts.append("\n### Calibration error: next quiz answer, and probabilities of the three levels\n")
    own = ["recommended", "same, constants frozen"]
    parts.append(over(5, "{:.3f}".format, own) + "\n\nLevels:\n")
    parts.append(over(6, "{:.3f}".format, own))
    parts.append("\n### World i: learners who complete all 30 lessons, %\n")
    parts.append(table(["policy", "completed"], [[one, f"{100 * raw[one][names[-1]][4]:.0f}"] for one in everyone]))
    parts.append("\n### Subgroups: regret / too-hard lessons\n")
    parts.append(
        table(["world", "policy", "starts as novice", "starts above"], [row for one in worlds for row in one.groups])
    )
    parts.append("\n### Next quiz answer (balanced world, closed loop), and calibration of the level probabilities\n")
    parts.append(table(["model", "AUC", "RMSE", "log loss", "ECE of P(right)", "ECE of the level"], worlds[0].quiz))
    parts.append("\n### Level accuracy on later skills after k signals there (balanced, open loop)\n")
    parts.append(table(["model", *(f"k={count}" for count in counts)], open_rows))
    parts.append("\n### One refit from few people, then 400 others: regret / too-hard lessons\n")
    parts.append(table(["refitted from", *four], night_rows))
    parts.append("\n### Ablations: regret / too-hard lessons (one seed; recommended: all seeds)\n")
    parts.append(table(["rule", *four], [both, *cut_rows]))
    parts.append("\n### Placement questions (first skill + each later skill): regret / too-hard lessons (as above)\n")
    parts.append(table(["placement", *four], [["0 + 0", *both[1:]], *asked_rows]))
    worse = [
        f"{label} in {name}"
        for label, row in raw.items()
        for name in names
        if not label.startswith(("recommended", "same", "fixed advanced"))
        and row[name][0] <= raw["recommended"][name][0]
    ]
    parts.append(f"\nNot beaten by the recommended rule: {', '.join(worse) or 'none'}.")
    text = "\n".join(parts)
    print(text)
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        (args.out / "learning-simulated.md").write_text(text + "\n", encoding="utf-8")
        (args.out / "learning-simulated.json").write_text(json.dumps(raw, indent=1), encoding="utf-8")
        plots(worlds[0].kept, args.out / "img")
    print(f"{perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
