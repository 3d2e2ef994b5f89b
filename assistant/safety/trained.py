"""The folders of the small models that `assistant train` builds for the safety recognisers: whole, current, or refused."""

from __future__ import annotations

import os
import shutil
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import msgspec

from assistant.errors import AssistantError
from assistant.paths import Project
from assistant.safety.linear import Linear

__all__ = ["ModelUnusable", "current", "is_current", "load_linear", "version_of", "writing"]

_REMEDY = "Chạy 'assistant train' để huấn luyện."
_MANIFEST = "manifest.json"


class ModelUnusable(AssistantError):
    """A trained model is missing, older than what it was trained from, or damaged."""


def version_of(sources: Iterable[Path]) -> str:
    """A digest of the names and contents of the files that a model depends on: 16 hexadecimal digits."""
    digest = sha256()
    for file in sorted(sources):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def writing(project: Project, name: str, version: str) -> Iterator[Path]:
    """A folder to write the model `name` to; it takes the place of the old one when the block ends without an error."""
    project.models.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=project.models))
    try:
        yield folder
        files = {file.name: zlib.crc32(file.read_bytes()) for file in sorted(folder.iterdir())}
        (folder / _MANIFEST).write_bytes(msgspec.json.encode(files))
        final = project.models / f"{name}-{version}"
        if final.exists():
            shutil.rmtree(final)
        os.replace(folder, final)
        for old in project.models.glob(f"{name}-*"):
            if old != final:
                shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def is_current(project: Project, name: str, version: str) -> bool:
    """Whether the model `name` is there, of this version and whole."""
    try:
        current(project, name, version)
    except ModelUnusable:
        return False
    return True


def load_linear(project: Project, name: str, version: str, part: str = "linear") -> Linear:
    """One classifier of the model `name`, by the name under which it was saved.

    Raises:
        ModelUnusable: the model is missing, of another version, or damaged.
    """
    folder = current(project, name, version)
    try:
        return Linear.load(folder, part)
    except (OSError, ValueError) as fault:
        raise ModelUnusable(f"mô hình '{name}' hỏng", remedy="Chạy 'assistant train --force'.", file=folder) from fault


def current(project: Project, name: str, version: str) -> Path:
    """The folder of the model `name`, all of its files as they were written.

    Raises:
        ModelUnusable: there is none, it is of another version, or a file of it is missing or changed.
    """
    folder = project.models / f"{name}-{version}"
    if not folder.is_dir():
        older = any(project.models.glob(f"{name}-*"))
        reason = f"mô hình '{name}' cũ hơn dữ liệu" if older else f"chưa có mô hình '{name}'"
        raise ModelUnusable(reason, remedy=_REMEDY, file=folder)
    try:
        files = msgspec.json.decode((folder / _MANIFEST).read_bytes(), type=dict[str, int])
        damaged = [file for file, checksum in files.items() if zlib.crc32((folder / file).read_bytes()) != checksum]
    except (OSError, msgspec.DecodeError) as fault:
        raise ModelUnusable(f"mô hình '{name}' hỏng: thiếu tệp", remedy=_REMEDY, file=folder) from fault
    if damaged:
        raise ModelUnusable(f"mô hình '{name}' hỏng: '{damaged[0]}' bị thay đổi", remedy=_REMEDY, file=folder)
    return folder
