"""Recall and precision of the personal data recognisers, by kind, with 95 % intervals.

    python -m benchmarks.safety.personal_data tests/safety/data/personal-data-*.jsonl

An item counts as found when a finding of the same kind covers it whole and reaches at most three characters beyond;
`any kind` counts every finding that covers it, whatever it was taken for: the value is protected all the same.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from assistant.evaluation import Share
from assistant.safety.personal_data import KINDS, redact

_SLACK = 3


def main() -> None:
    """Print the table; `--errors` lists every miss and false find."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    wanted: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    covered: Counter[str] = Counter()
    said: Counter[str] = Counter()
    right: Counter[str] = Counter()
    traps = clean = 0
    for file in args.files:
        for line in file.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            found = redact(item["text"]).found
            used: set[int] = set()
            bad: list[str] = []
            for gold in item["found"]:
                wanted[gold["kind"]] += 1
                over = [f for f in found if f.start <= gold["start"] and gold["end"] <= f.end]
                covered[gold["kind"]] += bool(over)
                exact = [
                    f
                    for f in over
                    if f.kind == gold["kind"] and gold["start"] - f.start <= _SLACK and f.end - gold["end"] <= _SLACK
                ]
                if exact:
                    hit[gold["kind"]] += 1
                    used.add(found.index(exact[0]))
                else:
                    bad.append(f"missed {gold['kind']} '{item['text'][gold['start'] : gold['end']]}'")
            for place, f in enumerate(found):
                said[f.kind] += 1
                right[f.kind] += place in used
                if place not in used:
                    bad.append(f"false {f.kind} '{item['text'][f.start : f.end]}'")
            if not item["found"]:
                traps += 1
                clean += not found
            if bad and args.errors:
                print(f"{item['id']}: {item['text']}\n    {'; '.join(bad)}")
    print(f"{'kind':18s} {'recall':44s} {'any kind':44s} precision")
    for kind in KINDS:
        rows = (Share(hit[kind], wanted[kind]), Share(covered[kind], wanted[kind]), Share(right[kind], said[kind]))
        print(f"{kind:18s} " + " ".join(f"{row.render():44s}" for row in rows))
    total = (
        Share(hit.total(), wanted.total()),
        Share(covered.total(), wanted.total()),
        Share(right.total(), said.total()),
    )
    print(f"{'all':18s} " + " ".join(f"{row.render():44s}" for row in total))
    print(f"traps left alone: {Share(clean, traps).render()}")


if __name__ == "__main__":
    main()
