"""Entry point: parses the command line, runs one subcommand, turns errors into one line and an exit code.

Exit codes: 0 done; 1 a failure (a stale index, faults found by a check); 2 bad use or bad input.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

from assistant import __version__
from assistant.errors import AssistantError, DataError, UsageError

__all__ = ["main"]

# Subcommand → (module of assistant.cli, one line of help). A module has add_arguments(parser) and run(args).
_COMMANDS = {
    "chat": "trò chuyện trong cửa sổ lệnh (dành cho cán bộ thử câu trả lời)",
    "ask": "hỏi một câu, hoặc cả tệp câu hỏi",
    "search": "chỉ tra cứu: các đoạn xếp theo điểm",
    "evaluate": "đo độ chính xác trên câu hỏi có nhãn",
    "train": "huấn luyện và dựng chỉ mục, chỉ phần đã đổi",
    "check": "kiểm tra kho bài, sự kiện, câu hỏi mẫu",
    "redact": "che dữ liệu cá nhân trong tin nhắn",
    "check-message": "xem dấu hiệu lừa đảo của tin nhắn hoặc đường dẫn",
    "serve": "chạy máy chủ cho các kênh đã cấu hình",
    "simulate": "trò chuyện qua một kênh thật với máy chủ giả, không cần tài khoản",
    "simulate-learner": "chạy lại một người học mô phỏng từ một hạt giống, xem mức và bài thay đổi ra sao",
    "keys": "tạo khóa mã hóa, đổi khóa cho những gì đang lưu",
    "refit": "ước lượng lại các hằng số của mô hình người học từ tín hiệu đã lưu",
    "signals": "xuất các tín hiệu đã lưu, không kèm dữ liệu cá nhân, để nghiên cứu",
    "outbox": "xem, gửi lại hoặc bỏ các tin chưa trả lời được, chưa gửi được",
}


class _Parser(argparse.ArgumentParser):
    """An argument parser whose mistakes are UsageErrors, so that they look like all others."""

    def error(self, message: str) -> None:  # type: ignore[override]
        raise UsageError(message, remedy=f"Xem '{self.prog} --help'.")


def _parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of all subcommands; only the one that was named is imported, as some take seconds."""
    named = next((word for word in argv if not word.startswith("-")), None)
    parser = _Parser(prog="assistant", description="Trợ lý số: hỏi đáp kỹ năng số bằng tiếng Việt.")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="LỆNH")
    for name, text in _COMMANDS.items():
        own = commands.add_parser(name, help=text, description=text)
        if name == named:
            module = importlib.import_module(f"assistant.cli.{name.replace('-', '_')}")
            module.add_arguments(own)
            own.set_defaults(run=module.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    try:
        argv = sys.argv[1:] if argv is None else argv
        args = _parser(argv).parse_args(argv)
        code: int = args.run(args)
        sys.stdout.flush()
        return code
    except (DataError, UsageError) as fault:
        print(f"assistant: {fault}", file=sys.stderr)
        return 2
    except AssistantError as fault:
        print(f"assistant: {fault}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()  # the reader has gone (`| head`): nothing more to say
        return 0
    except KeyboardInterrupt:
        print("assistant: đã dừng theo yêu cầu.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
