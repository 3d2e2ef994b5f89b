"""Reads JSON lines from a file or standard input, and writes them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from assistant.errors import DataError

__all__ = ["BadLine", "json_lines", "treat_lines", "write_json"]


class BadLine(DataError):
    """One line of a batch that cannot be read; the others are still answered."""


@contextmanager
def _opened(name: str) -> Iterator[TextIO]:
    if name == "-":
        yield sys.stdin
        return
    try:
        handle = Path(name).open(encoding="utf-8")  # noqa: SIM115 - closed by the with below
    except OSError as fault:
        raise DataError(
            f"không đọc được tệp: {fault.strerror}",
            remedy="Sửa đường dẫn, hoặc dùng '-' cho đầu vào chuẩn.",
            file=Path(name),
        ) from fault
    with handle:
        yield handle


def json_lines(name: str, required: dict[str, type]) -> Iterator[dict[str, Any] | BadLine]:
    """Each line as an object with the required fields, or the error that it is.

    Args:
        name: a file, or `-` for standard input.
        required: field names with their types.

    Raises:
        DataError: the file cannot be opened.
    """
    with _opened(name) as handle:
        lines = iter(handle)
        number = 0
        while True:
            number += 1
            try:
                line = next(lines)
            except StopIteration:
                return
            except UnicodeDecodeError as fault:
                yield BadLine("không phải UTF-8", remedy="Lưu lại tệp dạng UTF-8.", file=Path(name), line=number)
                raise DataError("không đọc tiếp được", remedy="Lưu lại tệp dạng UTF-8.", file=Path(name)) from fault
            if not line.strip():
                continue
            try:
                data = json.loads(line)
            except ValueError:
                yield BadLine(
                    "dòng không phải JSON", remedy="Mỗi dòng một đối tượng JSON.", file=Path(name), line=number
                )
                continue
            wrong = [
                field
                for field, kind in required.items()
                if not isinstance(data, dict) or not isinstance(data.get(field), kind)
            ]
            if wrong:
                yield BadLine(
                    f"thiếu hoặc sai kiểu trường '{wrong[0]}'",
                    remedy=f"Mỗi dòng cần: {', '.join(required)}.",
                    file=Path(name),
                    line=number,
                )
                continue
            yield data


def write_json(data: Any) -> None:
    """One object a line on standard output, UTF-8 without ASCII escapes, sent at once."""
    print(json.dumps(data, ensure_ascii=False), flush=True)


def treat_lines(name: str, treat: Callable[[object, str], Any]) -> int:
    """Treat a batch of `id` and `text`, one object out a line in; the exit code.

    Unreadable lines are reported on standard error and the others treated all the same; the code is 2 then.

    Raises:
        DataError: the file cannot be opened.
    """
    bad = 0
    for line in json_lines(name, {"text": str}):
        if isinstance(line, BadLine):
            print(f"assistant: {line}", file=sys.stderr, flush=True)
            bad += 1
        else:
            write_json(treat(line.get("id"), line["text"]))
    return 2 if bad else 0
