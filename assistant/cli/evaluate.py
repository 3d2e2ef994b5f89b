"""`assistant evaluate`: accuracy of retrieval's decisions on labelled questions, with 95 % intervals."""

from __future__ import annotations

import argparse
import json

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this subcommand."""
    parser.add_argument("file", help='JSONL: {"id","text","lessons","kind"}; lessons rỗng là ngoài phạm vi')
    parser.add_argument("--json", action="store_true", help="in JSON")
    parser.add_argument("--existing", action="store_true", help="bỏ câu hỏi mà không bài nào của nó có trong kho")


def run(args: argparse.Namespace) -> int:
    """Answer every question with the whole assistant and print the tables."""
    from assistant.cli.lines import BadLine, json_lines
    from assistant.evaluation import Judged, tables
    from assistant.nlu.talk import Talk

    questions = []
    for line in json_lines(args.file, {"text": str, "lessons": list}):
        if isinstance(line, BadLine):
            raise line
        questions.append(line)
    talk = Talk.load()
    known = talk.assistant.base.lessons
    judged = []
    for number, question in enumerate(questions):
        accepted = frozenset(question["lessons"])
        if args.existing and accepted and not accepted & known.keys():
            continue
        sender = f"evaluate-{number}"
        judged.append(Judged.of(talk.say(sender, question["text"]), accepted, str(question.get("kind", ""))))
        talk.forget(sender)
    result = tables(judged)
    print(json.dumps(result.to_dict(), ensure_ascii=False, indent=1) if args.json else result.render())
    return 0
