"""Recall and precision of the personal data recognition, by kind, with 95 % intervals.

python -m benchmarks.safety.personal_data FILE…             as it was trained, on files it was not trained on
python -m benchmarks.safety.personal_data --cross-validate  each file of nlu_data/personal_data judged by a judge of the others

An item counts as found when a finding of the same kind covers it whole and reaches at most three characters beyond;
`any kind` counts every finding that covers it, whatever it was taken for: the value is protected all the same.
`--rules-only` leaves the trained judge out. Nothing is drawn at random: there is no seed.

What it cannot show: the rules were written on the messages of `set-1` to `set-3`, so for these the cross-validated figures are those
of known messages; and what people write for a test is not what they write when they need help.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from assistant.evaluation import Share
from assistant.paths import project
from assistant.safety.personal_data import KINDS, Redactor, load_redactor
from assistant.safety.personal_data.examples import (
    Example,
    example_files,
    question_files,
    questions,
    read_examples,
    read_file,
)
from assistant.safety.personal_data.train import judge_of, rows_of, rows_of_questions

_SLACK = 3


@dataclass
class Counts:
    """What there was and what was found, by kind."""

    wanted: Counter[str] = field(default_factory=Counter)
    hit: Counter[str] = field(default_factory=Counter)
    covered: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    clean: Counter[bool] = field(default_factory=Counter)

    def add(self, example: Example, redactor: Redactor) -> list[str]:
        """Count one message; what went wrong with it, in words."""
        found = redactor.redact(example.text).found
        used: set[int] = set()
        bad: list[str] = []
        for gold in example.found:
            self.wanted[gold.kind] += 1
            over = [f for f in found if f.start <= gold.start and gold.end <= f.end]
            self.covered[gold.kind] += bool(over)
            exact = [
                f for f in over if f.kind == gold.kind and gold.start - f.start <= _SLACK and f.end - gold.end <= _SLACK
            ]
            if exact:
                self.hit[gold.kind] += 1
                used.add(found.index(exact[0]))
            else:
                bad.append(f"missed {gold.kind} '{example.text[gold.start : gold.end]}'")
        for place, f in enumerate(found):
            self.said[f.kind] += 1
            self.right[f.kind] += place in used
            if place not in used:
                bad.append(f"false {f.kind} '{example.text[f.start : f.end]}'")
        if not example.found:
            self.clean[not found] += 1
        return bad

    def line(self, name: str, kinds: Sequence[str]) -> str:
        """One row of the table."""
        shares = [
            Share(sum(part[kind] for kind in kinds), sum(whole[kind] for kind in kinds))
            for part, whole in ((self.hit, self.wanted), (self.covered, self.wanted), (self.right, self.said))
        ]
        return f"{name:18s} " + " ".join(f"{share.render():44s}" for share in shares)


_HEAD = f"{'':18s} {'recall':44s} {'any kind':44s} precision"


def judge_each(examples: Sequence[Example], redactor: Redactor, *, errors: bool) -> Counts:
    """Count all messages; print what went wrong, if that is wanted."""
    counts = Counts()
    for example in examples:
        bad = counts.add(example, redactor)
        if bad and errors:
            print(f"{example.writer}: {example.text}\n    {'; '.join(bad)}")
    return counts


def cross_validate(only: Sequence[str], *, rules_only: bool, errors: bool) -> None:
    """Judge the messages of each writer by what the others wrote."""
    examples = read_examples(example_files(project()))
    rows = []
    if not rules_only:
        rows = [row for example in examples for row in rows_of(example)]
        rows += rows_of_questions(questions(question_files(project())))
    lines = []
    for writer in sorted({example.writer for example in examples}):
        if only and writer not in only:
            continue
        judge = None if rules_only else judge_of([row for row in rows if row.writer != writer])
        counts = judge_each(
            [example for example in examples if example.writer == writer], Redactor(judge), errors=errors
        )
        clean = Share(counts.clean[True], counts.clean.total())
        lines += [counts.line(writer, KINDS), f"{'':18s} traps left alone: {clean.render()}"]
        print("\n".join([f"\n{writer}", _HEAD, *(counts.line(kind, [kind]) for kind in KINDS)]), flush=True)
    print("\n".join(["\neach writer judged by the others", _HEAD, *lines]))


def main() -> None:
    """Print the tables; `--errors` lists every miss and false find."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--writer", action="append", default=[], help="only this one, when cross-validating")
    parser.add_argument("--rules-only", action="store_true")
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    if args.cross_validate:
        cross_validate(args.writer, rules_only=args.rules_only, errors=args.errors)
    if not args.files:
        return
    redactor = Redactor(None) if args.rules_only else load_redactor(project())
    examples = [example for file in args.files for _, example in read_file(file)]
    started = perf_counter()
    counts = judge_each(examples, redactor, errors=args.errors)
    elapsed = perf_counter() - started
    print("\n".join([_HEAD, *(counts.line(kind, [kind]) for kind in KINDS), counts.line("all", KINDS)]))
    print(f"traps left alone: {Share(counts.clean[True], counts.clean.total()).render()}")
    print(f"{1000 * elapsed / len(examples):.2f} ms a message")


if __name__ == "__main__":
    main()
