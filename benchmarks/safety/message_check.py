"""Detection of scam messages and false alarms on genuine notices, with 95 % intervals.

python -m benchmarks.safety.message_check tests/safety/data/messages-1.jsonl tests/safety/data/messages-2.jsonl
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from assistant.evaluation import Share
from assistant.knowledge.load import load
from assistant.paths import project
from assistant.safety.message_check import check_message, official_of


def main() -> None:
    """Print the shares by file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    args = parser.parse_args()
    official = official_of(load(project()).base.facts)
    for file in args.files:
        verdicts: dict[bool, list[str]] = {True: [], False: []}
        for line in file.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            verdicts[item["scam"]].append(check_message(item["text"], official).verdict)
        scam, genuine = verdicts[True], verdicts[False]
        print(file.name)
        print(f"  scams called danger:            {Share(scam.count('danger'), len(scam)).render()}")
        print(f"  scams called danger or unclear: {Share(len(scam) - scam.count('no_sign'), len(scam)).render()}")
        print(f"  genuine called danger:          {Share(genuine.count('danger'), len(genuine)).render()}")
        print(f"  genuine called unclear:         {Share(genuine.count('unclear'), len(genuine)).render()}")


if __name__ == "__main__":
    main()
