"""How often the right first action is found, and how often ordinary questions raise an alarm.

    python -m benchmarks.safety.danger tests/safety/data/danger-1.jsonl tests/safety/data/danger-2.jsonl
    python -m benchmarks.safety.danger … --ordinary questions.jsonl

Ordinary questions are those of the knowledge base outside the safety area, every 50th in the order of the files, and
those of `--ordinary` (lines with `text` and `lessons`) whose lessons lie outside it. Some of them do tell of danger,
as people meet fraud everywhere: `--errors` lists them, to be read by a person.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from assistant.evaluation import Share
from assistant.paths import project
from assistant.safety.danger import danger, rules
from assistant.text import Lexicon

_EVERY = 50


def main() -> None:
    """Print the shares with 95 % intervals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--ordinary", type=Path)
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    lexicon = Lexicon.load(project().knowledge / "lexicon")
    first = {rule.id: rule.first for rule in rules()}
    for file in args.files:
        right = total = 0
        for line in file.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            told = danger(item["text"], lexicon)
            good = told is not None and told.first == first[item["rule"]]
            total += 1
            right += good
            if not good and args.errors:
                print(f"{item['id']} {item['rule']} -> {told.id if told else None}: {item['text']}")
        print(f"{file.name}: right first action {Share(right, total).render()}")
    ordinary: list[str] = []
    for questions in sorted((project().nlu_data / "questions").glob("*/*.txt")):
        if questions.parent.name != "an-toan":
            lines = questions.read_text(encoding="utf-8").splitlines()
            ordinary += [line.strip() for line in lines if line.strip() and line.strip()[0] not in "#["]
    groups = {"knowledge base": ordinary[::_EVERY]}
    if args.ordinary:
        items = [json.loads(line) for line in args.ordinary.read_text(encoding="utf-8").splitlines() if line.strip()]
        groups["given questions"] = [
            item["text"] for item in items if not any(name.startswith("an-toan/") for name in item.get("lessons", []))
        ]
    for name, texts in groups.items():
        alarms = [(text, told.id) for text in texts if (told := danger(text, lexicon))]
        print(f"{name}: alarms on ordinary questions {Share(len(alarms), len(texts)).render()}")
        if args.errors:
            for text, rule in alarms:
                print(f"    {rule}: {text}")


if __name__ == "__main__":
    main()
