"""`assistant check`: every fault of the knowledge base and the training data, with file and line."""

from __future__ import annotations

import argparse

from assistant import clock
from assistant.paths import project

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this subcommand."""
    parser.add_argument("--report", action="store_true", help="in báo cáo Markdown cho cán bộ")


def run(args: argparse.Namespace) -> int:
    """Print the findings; 1 when any of them is severe."""
    from assistant.knowledge.checks import check_knowledge
    from assistant.knowledge.load import load
    from assistant.knowledge.report import report

    here = project()
    loaded = load(here)
    findings = check_knowledge(here, loaded, clock.today())
    if args.report:
        print(report(loaded.base, findings, clock.today()))
        return 0
    severe = [finding for finding in findings if finding.severe]
    for finding in findings:
        print(finding.render(here.root))
    base = loaded.base
    print(
        f"{len(base.lessons)} bài, {len(base.facts)} sự kiện, {len(base.terms)} từ, {len(base.questions)} câu hỏi mẫu: "
        f"{len(severe)} lỗi, {len(findings) - len(severe)} lưu ý."
    )
    return 1 if severe else 0
