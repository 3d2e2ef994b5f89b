"""`assistant train`: builds what is out of date, with progress."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from time import perf_counter

from assistant.paths import project

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this subcommand."""
    parser.add_argument("--force", action="store_true", help="dựng lại cả khi chưa có gì đổi")
    parser.add_argument("--index-only", action="store_true", help="chỉ mục và các mô hình nhỏ, không huấn luyện Rasa")


def run(args: argparse.Namespace) -> int:
    """Train the index, the safety models, then Rasa's model; each only when its sources changed."""
    from assistant.retrieval.train import train_index
    from assistant.safety.danger import train_model
    from assistant.safety.message_check import train_messages
    from assistant.safety.personal_data import train_personal_data
    from assistant.safety.wrongdoing_model import train_wrongdoing

    started = perf_counter()

    def progress(text: str) -> None:
        print(f"[{perf_counter() - started:6.1f} s] {text}", file=sys.stderr, flush=True)

    here = project()
    steps: list[tuple[str, Callable[..., bool]]] = [
        ("Chỉ mục", train_index),
        ("Nhận biết nguy hiểm", train_model),
        ("Nhận biết việc sai trái", train_wrongdoing),
        ("Kiểm tra tin nhắn", train_messages),
        ("Dữ liệu cá nhân", train_personal_data),
    ]
    if not args.index_only:
        from assistant.nlu.train import train_rasa

        steps.append(("Mô hình Rasa", train_rasa))
    for name, train in steps:
        built = train(here, progress, force=args.force)
        print(f"{name}: đã dựng." if built else f"{name}: còn mới, không dựng lại.")
    return 0
