"""`assistant search`: retrieval alone, without Rasa."""

from __future__ import annotations

import argparse
import json

from assistant.errors import UsageError
from assistant.paths import project

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this subcommand."""
    parser.add_argument("text", help="câu cần tra")
    parser.add_argument("--json", action="store_true", help="in JSON")
    parser.add_argument("-k", type=int, default=5, metavar="N", help="số đoạn (mặc định 5)")


def run(args: argparse.Namespace) -> int:
    """Print the passages, best first."""
    from assistant.retrieval.search import Searcher

    if args.k < 1:
        raise UsageError(f"-k là {args.k}", remedy="Dùng số từ 1 trở lên.")
    hits = Searcher.load(project()).search(args.text, args.k)
    rows = [
        {
            "rank": rank,
            "lesson": hit.passage.target,
            "section": hit.passage.section,
            "kind": hit.passage.kind,
            "score": round(hit.score, 4),
            "text": hit.passage.text,
        }
        for rank, hit in enumerate(hits, start=1)
    ]
    if args.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for row in rows:
            print(f"{row['rank']:>2}. {row['score']:.3f}  {row['lesson']} [{row['section']}]  {str(row['text'])[:90]}")
        if not rows:
            print("Không thấy đoạn nào.")
    return 0
