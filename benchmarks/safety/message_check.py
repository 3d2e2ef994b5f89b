"""Detection of scam messages and false alarms on genuine ones, with 95 % intervals.

python -m benchmarks.safety.message_check FILE…             with the trained model, on files it was not trained on
python -m benchmarks.safety.message_check --cross-validate  each file of nlu_data/messages judged by a model of the others

Training draws nothing at random: there is no seed. The first says what the people of that file met; the second judges each
writer by what the others wrote, with fewer messages to learn from than the model in use.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from assistant.evaluation import Share
from assistant.knowledge.load import load_facts
from assistant.paths import project
from assistant.safety.message_check import CheckResult, load_checker, official_of
from assistant.safety.message_check.train import LabelledMessage, checker_of, read_messages

CUTS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.8)


def report(name: str, messages: Sequence[LabelledMessage], results: Sequence[CheckResult]) -> None:
    """Print the shares of one set of messages."""
    pairs = list(zip(messages, results))
    scam = [result.verdict for message, result in pairs if message.scam]
    genuine = [result.verdict for message, result in pairs if not message.scam]
    print(f"{name}: {len(scam)} scams, {len(genuine)} genuine")
    print(f"  scams called danger:            {Share(scam.count('danger'), len(scam)).render()}")
    print(f"  scams called danger or unclear: {Share(len(scam) - scam.count('no_sign'), len(scam)).render()}")
    print(f"  genuine called danger:          {Share(genuine.count('danger'), len(genuine)).render()}")
    print(f"  genuine called unclear:         {Share(genuine.count('unclear'), len(genuine)).render()}")
    named = [
        (message.kind, sign.code.removeprefix("like_"))
        for message, result in pairs
        for sign in result.signs
        if message.kind and sign.code.startswith("like_") and sign.code not in ("like_fraud", "like_unsure")
    ]
    if named:
        print(f"  kind named, and rightly:        {Share(sum(a == b for a, b in named), len(named)).render()}")


def curve(messages: Sequence[LabelledMessage], results: Sequence[CheckResult]) -> None:
    """Print what the classifier alone would do at other cuts, and how far its probabilities are from the truth."""
    print("| cut | scams found | genuine wrongly called |\n|---|---|---|")
    scam = [result.probability for message, result in zip(messages, results) if message.scam]
    genuine = [result.probability for message, result in zip(messages, results) if not message.scam]
    for cut in CUTS:
        found, wrong = sum(p >= cut for p in scam), sum(p >= cut for p in genuine)
        print(f"| {cut} | {Share(found, len(scam)).render()} | {Share(wrong, len(genuine)).render()} |")
    rows = [(result.probability, message.scam) for message, result in zip(messages, results)]
    bins = [
        [(p, y) for p, y in rows if low <= p < low + 0.2 or (low == 0.8 and p == 1.0)]
        for low in (0, 0.2, 0.4, 0.6, 0.8)
    ]
    error = sum(abs(sum(p for p, _ in part) - sum(y for _, y in part)) for part in bins) / len(rows)
    print(f"calibration error: {error:.3f}")


def cross_validate() -> None:
    """Judge each file of nlu_data/messages by a checker trained on the others."""
    here = project()
    official = official_of(load_facts(here))
    files = {file.stem: read_messages(file) for file in sorted((here.nlu_data / "messages").glob("*.jsonl"))}
    everything: list[tuple[LabelledMessage, CheckResult]] = []
    for name, messages in files.items():
        others = [(message, stem) for stem, own in files.items() if stem != name for message in own]
        checker = checker_of([message for message, _ in others], [stem for _, stem in others], official)
        results = [checker.check(message.text) for message in messages]
        report(name, messages, results)
        everything += zip(messages, results)
    messages, results = [m for m, _ in everything], [r for _, r in everything]
    report("all", messages, results)
    curve(messages, results)


def main() -> None:
    """Print the shares by file, or cross-validated."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--cross-validate", action="store_true")
    args = parser.parse_args()
    if args.cross_validate:
        cross_validate()
    checker = load_checker(project()) if args.files else None
    for file in args.files:
        assert checker is not None
        messages = read_messages(file)
        started = perf_counter()
        results = [checker.check(message.text) for message in messages]
        elapsed = perf_counter() - started
        report(file.name, messages, results)
        curve(messages, results)
        print(f"  {1000 * elapsed / len(messages):.2f} ms a message")


if __name__ == "__main__":
    main()
