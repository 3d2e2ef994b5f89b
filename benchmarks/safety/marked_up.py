"""Turns messages with marked personal data into a file of nlu_data/personal_data.

    python -m benchmarks.safety.marked_up messages.txt nlu_data/personal_data/writer-3.jsonl

One message a line, values as `[[kind:value]]`: "gọi [[phone:0912 345 678]] nhé". Lines that are plainly wrong are left out and
told on standard error: broken marks, unknown kinds, cards whose check digit is wrong, CCCD of no province or century,
messages that stand twice or in a file that is there already.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

from assistant.paths import project
from assistant.safety.personal_data import KINDS
from assistant.safety.personal_data.contexts import cues
from assistant.safety.personal_data.examples import example_files, read_file, text_key
from assistant.safety.personal_data.flat import flatten
from assistant.safety.personal_data.numbers import is_cccd, luhn
from assistant.safety.personal_data.runs import runs

_MARK = re.compile(r"\[\[([a-z_]+):(.*?)\]\]")
# What leads to a value and is no part of it, as in the other files: the name of the bank, the words "số nhà".
_LEADS = {
    "bank_account": re.compile(r"(?i)(?:[a-z]{2,12}(?: ?bank)? ?)(?=\d[\d .-]{5,}$)"),
    "address": re.compile(r"(?i)(?:(?:số nhà|so nha|sn) (?=\d)|(?:nhà|nha) (?=(?:số |so )?\d))"),
}
_CARD_LENGTHS = range(13, 20)


def _digits(value: str) -> str:
    """The digits of a value, spoken ones too."""
    flat = flatten(value)
    marked = not value.isascii()
    return "".join(atom.digits for run in runs(flat, marked=marked) for atom in run)


def parsed(line: str) -> tuple[str, list[dict[str, object]]]:
    """The message without marks, and what was marked.

    Raises:
        ValueError: the line is plainly wrong; the message says why.
    """
    text, found, place = "", [], 0
    for match in _MARK.finditer(line):
        kind, value = match[1], match[2]
        if kind not in KINDS:
            raise ValueError(f"no kind '{kind}'")
        lead = len(value) - len(value.lstrip())
        text += line[place : match.start()]
        core = value.strip()
        if kind in _LEADS and (leading := _LEADS[kind].match(core)) and len(leading[0]) < len(core):
            lead += leading.end()
            core = core[leading.end() :]
        if not core:
            raise ValueError("an empty value")
        if reason := _fault(kind, core):
            raise ValueError(f"{kind} '{core}': {reason}")
        found.append({"kind": kind, "start": len(text) + lead, "end": len(text) + lead + len(core)})
        text += value
        place = match.end()
    text += line[place:]
    if "[[" in text or "]]" in text:
        raise ValueError("broken marks")
    return text, found


def _fault(kind: str, value: str) -> str:
    digits = _digits(value)
    if kind == "card" and not (len(digits) in _CARD_LENGTHS and luhn(digits)):
        return f"no card: {len(digits)} digits, check digit {'right' if luhn(digits) else 'wrong'}"
    if kind == "cccd" and not is_cccd(digits, cues().provinces):
        return "no citizen's number"
    return ""


def main() -> None:
    """Write the file and count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    args = parser.parse_args()
    known = {
        text_key(example.text)
        for file in example_files(project())
        if file.resolve() != args.target.resolve()
        for _, example in read_file(file)
    }
    rows, left_out = [], 0
    for number, line in enumerate(args.source.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            text, found = parsed(line.strip())
            key = text_key(text)
            if key in known:
                raise ValueError("stands twice")
        except ValueError as fault:
            left_out += 1
            print(f"{args.source.name}:{number}: {fault}", file=sys.stderr)
            continue
        known.add(key)
        rows.append({"text": text, "found": found})
    args.target.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    marked = sum(bool(row["found"]) for row in rows)
    print(f"{len(rows)} messages, {marked} of them with personal data; {left_out} left out")


if __name__ == "__main__":
    main()
