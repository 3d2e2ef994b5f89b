"""How often there is an alarm, how often its first action is right, and how often ordinary questions raise one.

    python -m benchmarks.safety.danger tests/safety/data/danger-1.jsonl tests/safety/data/danger-2.jsonl
    python -m benchmarks.safety.danger … --ordinary questions.jsonl

A situation names the rule that fits it (`rule`), or every first action that a careful officer would accept (`first`).
Ordinary questions are those of the knowledge base outside the safety area, every 50th in the order of the files, and
those of `--ordinary` (lines with `text` and perhaps `lessons`) whose lessons lie outside it. Some of them do tell of danger,
as people meet fraud everywhere: `--errors` lists them, to be read by a person.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from assistant.evaluation import Share
from assistant.paths import project
from assistant.safety.danger import danger, load_model, rules
from assistant.text import Lexicon

_EVERY = 50


def main() -> None:
    """Print the shares with 95 % intervals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--ordinary", type=Path, nargs="*", default=[])
    parser.add_argument("--rules-only", action="store_true", help="without the trained model")
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    lexicon = Lexicon.load(project().knowledge / "lexicon")
    model = None if args.rules_only else load_model(project())
    first = {rule.id: rule.first for rule in rules()}
    for file in args.files:
        right = alarms = total = 0
        for line in file.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            told = danger(item["text"], lexicon, model)
            fitting = item.get("first") or [first[item["rule"]]]
            good = told is not None and told.first in fitting
            total += 1
            right += good
            alarms += told is not None
            if not good and args.errors:
                print(f"{item['id']} {fitting} -> {told.first if told else None}: {item['text']}")
        print(f"{file.name}: alarm {Share(alarms, total).render()}, right first action {Share(right, total).render()}")
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
