"""YAML that remembers its lines, so that every fault can be shown where it stands.

Only booleans and null are recognised besides text: a phone number, a date or `0262` stays the text that the
writer typed, and no tag can construct an object.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import yaml

from assistant.errors import DataError

__all__ = ["Document", "read_yaml"]

Key = str | int
Path_ = tuple[Key, ...]


class _TextLoader(yaml.CSafeLoader):
    """The safe loader, without numbers and dates."""


_TextLoader.yaml_implicit_resolvers = {
    first: kept
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    if (kept := [(tag, rule) for tag, rule in resolvers if tag.endswith((":bool", ":null", ":merge"))])
}
_PATH_PART = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")


class Document:
    """One YAML file: its data, and the line of every value in it.

    Attributes:
        file: where it was read from.
        data: plain mappings, lists, texts, booleans and None.
    """

    def __init__(self, file: Path, data: Any, lines: dict[Path_, int]) -> None:
        self.file = file
        self.data = data
        self._lines = lines

    def line(self, *path: Key) -> int:
        """Line (from 1) of the value at `path`, or of its nearest parent that exists."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def error(self, message: str, *path: Key, remedy: str = "") -> DataError:
        """A DataError that points to the value at `path`."""
        return DataError(message, remedy=remedy, file=self.file, line=self.line(*path))

    def convert(self, kind: Any, data: Any = None, *prefix: Key) -> Any:
        """The data as the typed structure `kind`.

        Raises:
            DataError: with file, line, the field and what was expected.
        """
        try:
            return msgspec.convert(self.data if data is None else data, kind)
        except msgspec.ValidationError as fault:
            text, _, where = str(fault).partition(" - at `$")
            parts: list[Key] = []
            for name, index in _PATH_PART.findall(where.rstrip("`")):
                if index == "..." or name == "...":
                    break
                parts.append(int(index) if index else name)
            field = ".".join(str(part) for part in (*prefix, *parts)) or "tệp"
            raise self.error(
                f"{field}: {text}", *prefix, *parts, remedy="Xem định dạng trong docs/soan-bai.md."
            ) from fault


def _walk(node: yaml.Node, path: Path_, lines: dict[Path_, int], file: Path) -> None:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                raise DataError(
                    f"khóa '{name}' ghi hai lần",
                    remedy="Giữ lại một.",
                    file=file,
                    line=key.start_mark.line + 1,
                )
            seen.add(name)
            place = (*path, name)
            _walk(value, place, lines, file)
            lines[place] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _walk(value, (*path, index), lines, file)


def read_yaml(file: Path) -> Document:
    """Read one YAML file with its line numbers.

    Raises:
        DataError: the file is missing, is not UTF-8, is not YAML, is empty or repeats a key.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise DataError("không có tệp này", remedy="Tạo tệp hoặc sửa tên.", file=file) from None
    except UnicodeDecodeError as fault:
        raise DataError("không phải UTF-8", remedy="Lưu lại tệp dạng UTF-8.", file=file) from fault
    loader = _TextLoader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            raise DataError("tệp trống", remedy="Xem bài mẫu trong docs/soan-bai.md.", file=file)
        lines: dict[Path_, int] = {}
        _walk(node, (), lines, file)
        data = loader.construct_document(node)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        raise DataError(
            f"YAML không đọc được: {getattr(fault, 'problem', None) or 'sai cú pháp'}",
            remedy="Thường do thiếu dấu cách sau dấu hai chấm, lùi dòng lệch hoặc thiếu '>-' trước đoạn văn.",
            file=file,
            line=mark.line + 1 if mark else None,
        ) from fault
    finally:
        loader.dispose()
    return Document(file, data, lines)
