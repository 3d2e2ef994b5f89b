"""Reads a data file of settings into its typed structure."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

from assistant.knowledge.yaml_lines import read_yaml

__all__ = ["read_settings"]

Kind = TypeVar("Kind", bound=msgspec.Struct)


def read_settings(file: Path, kind: type[Kind]) -> Kind:
    """The file as that structure; numbers may be written as such.

    Raises:
        DataError: a value is missing, unknown or of the wrong type, with file and line.
    """
    document = read_yaml(file)
    try:
        return msgspec.convert(document.data, kind, strict=False)
    except msgspec.ValidationError as fault:
        field = str(fault).rpartition("$.")[2].rstrip("`")
        raise document.error(str(fault), *field.split("."), remedy="Sửa giá trị trong tệp này.") from fault
