"""Accuracy of the whole assistant on labelled questions, by kind and area, and the risk–coverage curve.

    python benchmarks/accuracy.py PATH/questions.jsonl

Every question comes from a fresh user, through Rasa, retrieval and dialogue. The curve shows what other cuts of the
first candidate's probability would serve. Nothing is trained on these questions.
What it cannot show: whether the answer helped the person; how often citizens ask what no lesson covers.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from assistant.evaluation import Judged, Share, tables
from assistant.nlu.talk import Talk

CUTS = (0.2, 0.3, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8)


def main() -> None:
    """Print Markdown."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    talk = Talk.load()
    judged, firsts = [], []
    for number, line in enumerate(parser.parse_args().file.read_text(encoding="utf-8").splitlines()):
        question = json.loads(line)
        accepted = frozenset(question["lessons"])
        turn = talk.say(f"u{number}", question["text"])
        talk.forget(f"u{number}")
        judged.append(Judged.of(turn, accepted, question["kind"]))
        best = turn.candidates[0] if turn.candidates else None
        firsts.append((best.score if best else 0.0, bool(best and best.lesson in accepted), bool(accepted)))
    groups = tables(judged).groups
    print(
        "| questions | n | first | among first 3 | served right | right or offered | served wrong |\n|---|---|---|---|---|---|---|"
    )
    for name, figures in groups.items():
        if name.startswith("outside"):
            continue
        row = [
            figures[key].render().split(", n")[0]
            for key in ("top1", "top3", "served_right", "right_or_offered", "wrong")
        ]
        print(f"| {name} | {figures['top1'].total} | " + " | ".join(row) + " |")
    print("\n| out of scope | n | answered with a lesson |\n|---|---|---|")
    for name, figures in groups.items():
        if name.startswith("outside"):
            print(f"| {name} | {figures['answered'].total} | {figures['answered'].render().split(', n')[0]} |")
    inside = [item for item in firsts if item[2]]
    outside = [item for item in firsts if not item[2]]
    print("\n| cut | served right | served wrong | out of scope answered |\n|---|---|---|---|")
    for cut in CUTS:
        right = Share(sum(score >= cut and good for score, good, _ in inside), len(inside))
        wrong = Share(sum(score >= cut and not good for score, good, _ in inside), len(inside))
        loose = Share(sum(score >= cut for score, _, _ in outside), len(outside))
        print(f"| {cut} | " + " | ".join(share.render().split(", n")[0] for share in (right, wrong, loose)) + " |")


if __name__ == "__main__":
    main()
