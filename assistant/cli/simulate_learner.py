"""`assistant simulate-learner`: one simulated learner, replayed from a seed, with every choice explained."""

from __future__ import annotations

import argparse
import json

from assistant.errors import UsageError

__all__ = ["add_arguments", "run"]

_KINDS = {"moi-dung": -1.6, "binh-thuong": 0.0, "thanh-thao": 1.6}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this subcommand."""
    parser.add_argument("--seed", type=int, default=1, metavar="SỐ", help="hạt giống; cùng số thì cùng kết quả")
    parser.add_argument("--lessons", type=int, default=10, metavar="SỐ", help="số bài (1–200)")
    parser.add_argument("--kind", default="moi-dung", metavar="LOẠI", help=f"người học: {', '.join(_KINDS)}")
    parser.add_argument("--path", default="nguoi-cao-tuoi", metavar="TÊN", help="lộ trình theo")
    parser.add_argument(
        "--polite", type=float, default=0.3, metavar="P", help="tỉ lệ báo “xong” dù chưa làm được (0–1)"
    )
    parser.add_argument("--json", action="store_true", help="mỗi bài một dòng JSON")


def run(args: argparse.Namespace) -> int:
    """Play the lessons and print each with the choice, the signals and the state after it."""
    from assistant.cli.lines import write_json
    from assistant.knowledge import load_or_raise
    from assistant.learning.curriculum import Curriculum
    from assistant.learning.simulated import simulate
    from assistant.paths import project

    if args.kind not in _KINDS:
        raise UsageError(f"không có loại '{args.kind}'", remedy=f"Dùng một trong: {', '.join(_KINDS)}.")
    if not 0 <= args.polite <= 1:
        raise UsageError(f"--polite là {args.polite}", remedy="Dùng số từ 0 đến 1.")
    if not 1 <= args.lessons <= 200:
        raise UsageError(f"--lessons là {args.lessons}", remedy="Dùng số từ 1 đến 200.")
    curriculum = Curriculum.load()
    if args.path not in curriculum.paths:
        raise UsageError(f"không có lộ trình '{args.path}'", remedy=f"Dùng một trong: {', '.join(curriculum.paths)}.")
    base = load_or_raise(project())
    rounds = simulate(
        base,
        curriculum,
        seed=args.seed,
        lessons=args.lessons,
        ability=_KINDS[args.kind],
        polite=args.polite,
        path=args.path,
    )
    for number, one in enumerate(rounds, start=1):
        if args.json:
            write_json({"number": number, **one.to_dict()})
            continue
        shares = " ".join(f"{share:.2f}" for share in one.probabilities)
        marks = " ".join(f"{name}{'+' if y else '−'}" for name, y in one.signals)
        print(
            f"{number:3}. ngày {one.day:3}  {one.lesson} → {one.level}  (mức: {shares}; năng lực thật {one.truth:+.2f})"
        )
        print(f"       vì {one.reason}; tín hiệu: {marks}; θ {one.before:+.2f} → {one.after:+.2f}")
    if not args.json and rounds:
        print(json.dumps({"bytes": rounds[-1].size}))
    return 0
