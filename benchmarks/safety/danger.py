"""How often there is an alarm, how often its first action is right, and how often ordinary questions raise one.

    python -m benchmarks.safety.danger tests/safety/data/danger-blind-*.jsonl --ordinary tests/safety/data/ordinary-blind-*.jsonl
    python -m benchmarks.safety.danger --cross-validate

The second judges each writer of nlu_data/danger by a model of the others (four models, each without a quarter of the writers). Their
sentences have one label each and are hard on purpose, the ordinary ones above all; nothing is drawn at random.

`right first action` counts what is said first; `said at once` counts also the "if …" sentence that follows where a message leaves open
how far it has gone. A situation names the rule that fits it (`rule`), or every first action that a careful officer would accept (`first`).
Ordinary questions are those of the knowledge base outside the safety area, every 50th in the order of the files, and
those of `--ordinary` (lines with `text` and perhaps `lessons`) whose lessons lie outside it. Some of them do tell of danger,
as people meet fraud everywhere: `--errors` lists them, to be read by a person.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.evaluation import Share
from assistant.paths import project
from assistant.safety.danger import Danger, danger, load_model, rules
from assistant.safety.danger.examples import NONE, OTHERS, QUESTIONS, read_examples
from assistant.safety.danger.model import fit
from assistant.text import Lexicon

_EVERY = 50
_FOLDS = 4
_RULE_WRITER = "writer-0"  # on whose sentences the rules of danger.yml were written


@dataclass
class Tally:
    """Counts of one set of situations."""

    total: int = 0
    alarms: int = 0
    right: int = 0
    at_once: int = 0
    open: int = 0

    def add(self, told: Danger | None, fitting: Sequence[str]) -> bool:
        """Count one; whether its first action was right."""
        right = told is not None and told.first in fitting
        self.total += 1
        self.alarms += told is not None
        self.right += right
        self.at_once += right or (told is not None and told.also in fitting)
        self.open += told is not None and told.also is not None
        return right

    def render(self) -> str:
        """The shares with their intervals."""
        parts = {
            "alarm": self.alarms,
            "right first action": self.right,
            "said at once": self.at_once,
            "with a second action": self.open,
        }
        return "\n".join(f"    {name:21s} {Share(count, self.total).render()}" for name, count in parts.items())


def cross_validate(lexicon: Lexicon) -> None:
    """Judge each writer by a model of the others."""
    first = {rule.id: rule.first for rule in rules()}
    examples = read_examples(project())
    writers = sorted({example.writer for example in examples} - {QUESTIONS, OTHERS, _RULE_WRITER})
    everybody, false, ordinary = Tally(), 0, 0
    for fold in range(_FOLDS):
        held = set(writers[fold::_FOLDS])
        model = fit([example for example in examples if example.writer not in held], lexicon)
        for writer in sorted(held):
            tally, wrong, close = Tally(), 0, 0
            for example in examples:
                if example.writer != writer:
                    continue
                told = danger(example.text, lexicon, model)
                if example.rule == NONE:
                    close += 1
                    wrong += told is not None
                else:
                    tally.add(told, [first[example.rule]])
                    everybody.add(told, [first[example.rule]])
            false, ordinary = false + wrong, ordinary + close
            print(f"{writer}: false alarms {Share(wrong, close).render()}")
            print(tally.render() if tally.total else "    (ordinary sentences only)")
    print(f"all: false alarms {Share(false, ordinary).render()}\n{everybody.render()}")


def main() -> None:
    """Print the shares with 95 % intervals."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--ordinary", type=Path, nargs="*", default=[])
    parser.add_argument("--rules-only", action="store_true", help="without the trained model")
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    lexicon = Lexicon.load(project().knowledge / "lexicon")
    if args.cross_validate:
        cross_validate(lexicon)
        return
    model = None if args.rules_only else load_model(project())
    first = {rule.id: rule.first for rule in rules()}
    for file in args.files:
        tally = Tally()
        for line in file.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            told = danger(item["text"], lexicon, model)
            fitting = item.get("first") or [first[item["rule"]]]
            if not tally.add(told, fitting) and args.errors:
                said = (told.first, told.also) if told else None
                print(f"{item['id']} {fitting} -> {said}: {item['text']}")
        print(f"{file.name}:\n{tally.render()}")
    ordinary: list[str] = []
    for questions in sorted((project().nlu_data / "questions").glob("*/*.txt")):
        if questions.parent.name != "an-toan":
            lines = questions.read_text(encoding="utf-8").splitlines()
            ordinary += [line.strip() for line in lines if line.strip() and line.strip()[0] not in "#["]
    groups = {"knowledge base": ordinary[::_EVERY]}
    for file in args.ordinary:
        items = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        groups[file.name] = [
            item["text"] for item in items if not any(name.startswith("an-toan/") for name in item.get("lessons", []))
        ]
    for name, texts in groups.items():
        alarms = [(text, told.id) for text in texts if (told := danger(text, lexicon, model))]
        print(f"{name}: alarms on ordinary questions {Share(len(alarms), len(texts)).render()}")
        if args.errors:
            for text, rule in alarms:
                print(f"    {rule}: {text}")


if __name__ == "__main__":
    main()
