"""`assistant train`: builds what is out of date, with progress."""

from __future__ import annotations

import argparse
import sys
from time import perf_counter

from assistant.paths import project

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this subcommand."""
    parser.add_argument("--force", action="store_true", help="dựng lại cả khi chưa có gì đổi")
    parser.add_argument("--index-only", action="store_true", help="chỉ mục và các mô hình nhỏ, không huấn luyện Rasa")


def run(args: argparse.Namespace) -> int:
    """Train the index, the message check, then Rasa's model; each only when its sources changed."""
    from assistant.retrieval.train import train_index
    from assistant.safety.danger import train_model
    from assistant.safety.message_check import train_messages

    started = perf_counter()

    def progress(text: str) -> None:
        print(f"[{perf_counter() - started:6.1f} s] {text}", file=sys.stderr, flush=True)

    here = project()
    built = train_index(here, progress, force=args.force)
    print("Chỉ mục: đã dựng." if built else "Chỉ mục: còn mới, không dựng lại.")
    built = train_model(here, progress, force=args.force)
    print("Nhận biết nguy hiểm: đã huấn luyện." if built else "Nhận biết nguy hiểm: còn mới, không huấn luyện lại.")
    built = train_messages(here, progress, force=args.force)
    print("Kiểm tra tin nhắn: đã huấn luyện." if built else "Kiểm tra tin nhắn: còn mới, không huấn luyện lại.")
    if not args.index_only:
        from assistant.nlu.train import train_rasa

        built = train_rasa(here, progress, force=args.force)
        print("Mô hình Rasa: đã huấn luyện." if built else "Mô hình Rasa: còn mới, không huấn luyện lại.")
    return 0
