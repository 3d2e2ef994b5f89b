"""Files of labelled lines, one JSON object a line, read with the place of every fault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from assistant.errors import DataError

__all__ = ["labelled_lines"]

T = TypeVar("T")


def labelled_lines(file: Path, kind: type[T], remedy: str) -> Iterator[tuple[int, T]]:
    """The objects of a file with the numbers of their lines, from 1; empty lines are passed over.

    Raises:
        DataError: with file, line and `remedy`, where a line is no `kind`.
    """
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield number, msgspec.json.decode(line, type=kind)
        except msgspec.DecodeError as fault:
            raise DataError(f"dòng không phải tin có nhãn: {fault}", remedy=remedy, file=file, line=number) from fault
