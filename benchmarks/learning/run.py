"""The learner model against simulated people: lesson choice, too-hard lessons, level accuracy, calibration.

    python benchmarks/learning/run.py [--people 2000] [--seeds 1 2 3 4 5] [--out docs]

Protocol: constants frozen (chosen on seed 77), every policy meets the same people, its own trajectory each. Fitted BKT
uses pyBKT where it can be imported, else the expectation–maximisation of bkt.py.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from itertools import product
from pathlib import Path
from time import perf_counter

import numpy as np
from bkt import fit
from metrics import auc, ece, log_loss, rmse
from policies import Bkt, Elo, Filter, Fixed, Hmm, LastAnswer, Policy, Refitted, Staircase
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
        "same, frozen, not pooled": lambda: Filter("same, frozen, not pooled", pooled=False),
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
    "recommended": Refitted,
    "constants frozen": lambda: Filter("x"),
    "… and no pooling": lambda: Filter("x", pooled=False),
    "… and most likely level instead of utility": lambda: Filter("x", utility=False),
    "… and no step reports": lambda: Filter("x", without=("step",)),
    "… and no help signal": lambda: Filter("x", without=("help",)),
    "… and no quiz": lambda: Filter("x", without=("quiz",)),
    "… and c = .30 for steps": lambda: Filter("x", step_c=0.3),
    "… and no drift": lambda: Filter("x", drift=False),
    "… and no lesson gain": lambda: Filter("x", bump=False),
    "… and no population start": lambda: Filter("x", empirical=False),
    "… and no margin": lambda: Filter("x", margin=0.0),
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


def main() -> None:
    """Print the tables in Markdown; write them, the plots and the raw figures below --out."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    begun = perf_counter()
    parts: list[str] = []
    raw: dict[str, dict[str, list[float]]] = {}
    kept: dict[str, Result] = {}
    quiz_rows, group_rows = [], []
    for world in WORLDS:
        name, fitted = fit(logs(world, BKT_PEOPLE, TUNING), TUNING)
        cuts = {"fitted": cuts_for(fitted), "plain": cuts_for(PLAIN)}
        for label, make in policies_for(world, name, fitted, cuts).items():
            result = together([play(make(), world, args.people, seed) for seed in args.seeds])
            raw.setdefault(label, {})[world.name] = [
                *mean(result, "regret"),
                *mean(result, "hard"),
                mean(result, "completed")[0],
            ]
            if world is WORLDS[0]:
                kept[label] = result
                if result.expected:
                    p, y = values(result, "expected"), values(result, "outcome")
                    row = [label, f"{auc(p, y):.3f}", f"{rmse(p, y):.3f}", f"{log_loss(p, y):.3f}", f"{ece(p, y):.3f}"]
                    if result.level_p and not label.startswith("Elo"):
                        pi = np.concatenate(result.level_p)
                        true = np.eye(3)[np.concatenate(result.level_true)]
                        row.append(f"{np.mean([ece(pi[:, k], true[:, k]) for k in range(3)]):.3f}")
                    else:
                        row.append("–")
                    quiz_rows.append(row)
            if label in ("recommended", "Elo a=0.7", "fixed basic") and world in WORLDS[:2]:
                novice, regret, hard = values(result, "novice"), values(result, "regret"), values(result, "hard")
                group_rows.append(
                    [world.name, label]
                    + [
                        f"{np.nanmean(regret[who]):.3f} / {100 * np.nanmean(hard[who]):.1f} %"
                        for who in (novice, ~novice)
                    ]
                )
        print(f"{world.name}: {perf_counter() - begun:.0f} s", flush=True)
    names = [world.name for world in WORLDS]
    head = ["policy", *names]
    parts.append("### Mean regret of lesson choice (0 = knows everything; standard errors .001–.003)\n")
    parts.append(table(head, [[label] + [f"{row[name][0]:.3f}" for name in names] for label, row in raw.items()]))
    parts.append("\n### Too-hard lessons, % (level above the learner's true level)\n")
    parts.append(table(head, [[label] + [f"{100 * row[name][2]:.1f}" for name in names] for label, row in raw.items()]))
    parts.append("\n### World i: learners who complete all 30 lessons, %\n")
    parts.append(
        table(["policy", "completed"], [[label, f"{100 * row[names[-1]][4]:.0f}"] for label, row in raw.items()])
    )
    parts.append("\n### Subgroups: regret / too-hard lessons\n")
    parts.append(table(["world", "policy", "starts as novice", "starts above"], group_rows))
    parts.append("\n### Next quiz answer (balanced world, closed loop), and calibration of the level probabilities\n")
    parts.append(table(["model", "AUC", "RMSE", "log loss", "ECE of P(right)", "ECE of the level"], quiz_rows))
    counts = (0, 1, 2, 3, 5, 8, 12, 20)
    rows = []
    for label, make in {
        "recommended": Refitted,
        "constants frozen": lambda: Filter("x"),
        "Elo a=0.7": Elo,
        "HMM 3 levels": Hmm,
    }.items():
        found = [open_loop(make(), WORLDS[0], args.people, seed, counts) for seed in args.seeds]
        rows.append([label] + [f"{np.mean([one[count] for one in found]):.3f}" for count in counts])
    parts.append("\n### Level accuracy on later skills after k signals there (balanced, open loop)\n")
    parts.append(table(["model", *(f"k={count}" for count in counts)], rows))
    rows = []
    for label, make in ABLATIONS.items():
        row = [label]
        for world in WORLDS[:4]:
            result = together([play(make(), world, args.people, seed) for seed in args.seeds[:2]])
            row.append(f"{mean(result, 'regret')[0]:.3f} / {100 * mean(result, 'hard')[0]:.1f} %")
        rows.append(row)
    parts.append("\n### Ablations: regret / too-hard lessons (two seeds)\n")
    parts.append(table(["rule", *names[:4]], rows))
    rows = []
    for placement in ((0, 0), (2, 0), (2, 1)):
        row = [f"{placement[0]} + {placement[1]}"]
        for world in WORLDS[:4]:
            result = together(
                [play(Refitted(), world, args.people, seed, placement=placement) for seed in args.seeds[:2]]
            )
            row.append(f"{mean(result, 'regret')[0]:.3f} / {100 * mean(result, 'hard')[0]:.1f} %")
        rows.append(row)
    parts.append("\n### Placement questions (first skill + each later skill): regret / too-hard lessons (two seeds)\n")
    parts.append(table(["placement", *names[:4]], rows))
    worse = [
        f"{label} in {world}"
        for label, row in raw.items()
        for world in names
        if not label.startswith(("recommended", "same", "fixed advanced"))
        and row[world][0] <= raw["recommended"][world][0]
    ]
    parts.append(f"\nNot beaten by the recommended rule: {', '.join(worse) or 'none'}.")
    text = "\n".join(parts)
    print(text)
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        (args.out / "learning-simulated.md").write_text(text + "\n", encoding="utf-8")
        (args.out / "learning-simulated.json").write_text(json.dumps(raw, indent=1), encoding="utf-8")
        plots(kept, args.out / "img")
    print(f"{perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
