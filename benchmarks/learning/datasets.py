"""The filter on public data: the next answer (ASSISTments 2009-2010), and the level from few answers (fraction).

    python benchmarks/learning/datasets.py FOLDER [--seed 1]

FOLDER holds assistments09/preprocessed_data_{train,test}.csv and fraction/needed.csv. ASSISTments: author's split of
learners; item difficulties are learnt on the training learners alone and frozen; the filter then meets each test
learner as new, predicts every answer before seeing it. Constants were chosen on a tenth of the training learners.
What it cannot show: these are pupils doing school mathematics; nobody here is old or learns digital skills.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from pathlib import Path
from time import perf_counter

import numpy as np
from metrics import auc, ece, log_loss, rmse

from assistant.learning.filter import Belief, extend, new, observe, theta
from assistant.learning.table import Item, Start

START = Start(mean=0.0, general_var=0.6, skill_var=0.6)
LEARN, CLAMP = 0.06, 1.0  # logits a practised skill rises by with each answer
Row = tuple[str, str, str, int]


def read(file: Path) -> dict[str, list[Row]]:
    """Answers of each learner in order: (user, item, skill, correct)."""
    found: dict[str, list[Row]] = defaultdict(list)
    with file.open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle, delimiter="\t"):
            found[row["user_id"]].append((row["user_id"], row["item_id"], row["skill_id"], int(row["correct"])))
    return dict(found)


class Items:
    """Item difficulties: a normal belief each, starting from that of the item's skill."""

    def __init__(self, spread: float = 0.8) -> None:
        self.spread = spread
        self.mean: dict[str, float] = {}
        self.var: dict[str, float] = {}
        self.skill: dict[str, float] = defaultdict(float)
        self.count: dict[str, float] = defaultdict(lambda: 1.0)

    def b(self, item: str, skill: str) -> float:
        return self.mean.get(item, self.skill[skill])

    def learn(self, item: str, skill: str, mean: float, variance: float, y: int) -> None:
        """One step for the item: it is harder than thought when somebody fails."""
        b, v = self.b(item, skill), self.var.get(item, self.spread)
        # The learner's uncertainty flattens the curve (the usual probit correction).
        scale = 1 / np.sqrt(1 + variance / 2.89)
        p = 1 / (1 + np.exp(-scale * (mean - b)))
        slope = p * (1 - p) * scale * scale
        self.mean[item] = b - v / (1 + v * slope) * scale * (y - p)
        self.var[item] = v / (1 + v * slope)
        self.count[skill] += 1
        self.skill[skill] += (self.mean[item] - self.skill[skill]) / min(self.count[skill], 300)


def predict(
    users: dict[str, list[Row]], items: Items, start: Start, *, learn: bool, gain: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Predictions before each answer, the answers, and how many answers of that learner came before."""
    expected, outcome, before = [], [], []
    for rows in users.values():
        belief: Belief = new(0, start)
        places: dict[str, int] = {}
        for number, (_, item, skill, y) in enumerate(rows):
            if skill not in places:
                belief = extend(belief, start)
                places[skill] = len(places) + 1
            place = places[skill]
            mean, variance = theta(belief, place)
            b = items.b(item, skill)
            scale = 1 / np.sqrt(1 + variance / 2.89)
            expected.append(1 / (1 + np.exp(-scale * (mean - b))))
            outcome.append(y)
            before.append(number)
            if learn:
                items.learn(item, skill, mean, variance, y)
            belief, _ = observe(belief, place, y, Item(b, 1.0, 0.0, 0.0, 1.0), CLAMP)
            belief.mean[place] += gain
    return np.array(expected), np.array(outcome), np.array(before)


def assistments(folder: Path, seed: int) -> None:
    """Print one table."""
    train, test = read(folder / "preprocessed_data_train.csv"), read(folder / "preprocessed_data_test.csv")
    rng = np.random.default_rng(seed)
    names = sorted(train)
    held = set(rng.choice(names, len(names) // 10, replace=False))
    fit = {name: rows for name, rows in train.items() if name not in held}
    valid = {name: train[name] for name in held}
    best = (np.inf, 0.6, 0.0, 0.8)
    for spread in (0.6, 1.2):
        for gain in (0.0, 0.03, LEARN):
            items = Items(spread)
            predict(fit, items, START, learn=True, gain=gain)
            p, y, _ = predict(valid, items, START, learn=False, gain=gain)
            best = min(best, (log_loss(p, y), START.skill_var, gain, spread))
    _, _, gain, spread = best
    begun = perf_counter()
    items = Items(spread)
    predict(train, items, START, learn=True, gain=gain)
    predict(train, items, START, learn=True, gain=gain)  # a second pass: learners met early now meet known items
    p, y, before = predict(test, items, START, learn=False, gain=gain)
    took = perf_counter() - begun
    share = np.mean([row[3] for rows in train.values() for row in rows])
    means: dict[str, list[float]] = defaultdict(lambda: [5 * share, 5.0])
    for rows in train.values():
        for _, item, _, correct in rows:
            means[item][0] += correct
            means[item][1] += 1
    item_mean = np.array([means[row[1]][0] / means[row[1]][1] for rows in test.values() for row in rows])
    print(
        f"chosen on held-out training learners: gain {gain}, item spread {spread}; {took:.0f} s, {len(y)} test answers\n"
    )
    print("| model | AUC | RMSE | log loss | ECE |\n|---|---|---|---|---|")
    elo = _elo(train, test)
    for name, q in (
        ("constant", np.full(len(y), share)),
        ("item mean", item_mean),
        ("Elo user+skill, a=1", elo),
        ("filter", p),
    ):
        print(f"| {name} | {auc(q, y):.4f} | {rmse(q, y):.4f} | {log_loss(q, y):.4f} | {ece(q, y):.3f} |")
    first = before < 5
    print(
        f"\nFirst five answers of a learner: filter AUC {auc(p[first], y[first]):.3f}, Elo {auc(elo[first], y[first]):.3f}."
    )


def _elo(train: dict[str, list[Row]], test: dict[str, list[Row]]) -> np.ndarray:
    """Elo with user, skill and item ratings; items frozen on the test learners."""
    item: dict[str, float] = defaultdict(float)
    seen: dict[str, int] = defaultdict(int)
    expected = []
    for users, learn in ((train, True), (test, False)):
        for rows in users.values():
            user, answers = 0.0, 0
            skills: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
            for _, name, skill, y in rows:
                own = skills[skill]
                p = 1 / (1 + np.exp(-(user + own[0] - item[name])))
                if not learn:
                    expected.append(p)
                user += (y - p) / (1 + 0.05 * answers)
                own[0] += (y - p) / (1 + 0.05 * own[1])
                answers, own[1] = answers + 1, own[1] + 1
                if learn:
                    item[name] -= (y - p) / (1 + 0.05 * seen[name])
                    seen[name] += 1
    return np.array(expected)


def fraction(file: Path, seed: int, splits: int = 20) -> None:
    """Level (tercile of the score on ten held-out items) from k answers to the other ten."""
    with file.open(encoding="utf-8") as handle:
        rows = [(int(row["user_id"]), int(row["item_id"]), int(row["correct"])) for row in csv.DictReader(handle)]
    people, items = 1 + max(row[0] for row in rows), 1 + max(row[1] for row in rows)
    answers = np.full((people, items), -1)
    for person, number, correct in rows:
        answers[person, number] = correct
    counts = (1, 2, 3, 5, 8)
    hits: dict[str, dict[int, list[float]]] = {
        name: defaultdict(list) for name in ("adaptive", "random", "share right")
    }
    majority = []
    for split in range(splits):
        rng = np.random.default_rng([seed, split])
        order = rng.permutation(items)
        asked, held = order[: items // 2], order[items // 2 :]
        crowd = rng.permutation(people)
        fit, test = crowd[: people // 2], crowd[people // 2 :]
        score = answers[:, held].sum(axis=1)
        low, high = np.quantile(score[fit], [1 / 3, 2 / 3])
        level = (score > low).astype(int) + (score > high)
        majority.append(np.bincount(level[test]).max() / len(test))
        shares = np.clip(answers[fit][:, asked].mean(axis=0), 0.02, 0.98)
        b = -np.log(shares / (1 - shares)) * 1.6  # spread out: people differ, so shares are flatter than the curve
        start = Start(mean=0.0, general_var=2.6, skill_var=0.0)

        def means(
            who: np.ndarray,
            how: str,
            rng: np.random.Generator = rng,
            b: np.ndarray = b,
            asked: np.ndarray = asked,
            start: Start = start,
        ) -> np.ndarray:
            found = np.zeros((len(who), max(counts) + 1))
            for row, person in enumerate(who):
                belief = new(0, start)
                left = list(range(len(asked))) if how == "adaptive" else list(rng.permutation(len(asked)))
                for count in range(1, max(counts) + 1):
                    place = min(left, key=lambda one: abs(b[one] - belief.mean[0])) if how == "adaptive" else left[0]
                    left.remove(place)
                    if how == "share right":
                        found[row, count] = found[row, count - 1] + answers[person, asked[place]]
                    else:
                        item = Item(float(b[place]), 1.3, 0.1, 0.1, 1.0)
                        belief, _ = observe(belief, 0, int(answers[person, asked[place]]), item, CLAMP * 2)
                        found[row, count] = belief.mean[0]
            return found

        for how, kept in hits.items():
            seen, tried = means(fit, how), means(test, how)
            for count in counts:
                kept[count].append(float((_cut(seen[:, count], level[fit], tried[:, count]) == level[test]).mean()))
    print("| order | " + " | ".join(f"k={count}" for count in counts) + " |\n|---|" + "---|" * len(counts))
    for how, kept in hits.items():
        cells = " | ".join(f"{np.mean(kept[count]):.3f} ± {np.std(kept[count]):.3f}" for count in counts)
        print(f"| {how} | {cells} |")
    print(f"| majority class | {' | '.join([f'{np.mean(majority):.3f}'] * len(counts))} |")


def _cut(values: np.ndarray, level: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Levels of `others` by the two cuts that fit `values` best, chosen on the fitting half."""
    grid = np.unique(values)
    grid = grid if len(grid) < 40 else np.quantile(values, np.linspace(0, 1, 40))
    best = max(
        ((low, high) for low in grid for high in grid if low <= high),
        key=lambda cuts: float((((values > cuts[0]).astype(int) + (values > cuts[1])) == level).mean()),
    )
    return (others > best[0]).astype(int) + (others > best[1])


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    print("### Next answer, ASSISTments 2009-2010\n")
    assistments(args.folder / "assistments09", args.seed)
    print("\n### Level from k answers, fraction (536 people × 20 items, 20 splits)\n")
    fraction(args.folder / "fraction" / "needed.csv", args.seed)


if __name__ == "__main__":
    main()
