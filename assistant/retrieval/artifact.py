"""The folder that `assistant train` builds: written whole or not at all, refused when stale or corrupt."""

from __future__ import annotations

import os
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import msgspec

from assistant.errors import AssistantError
from assistant.paths import Project

__all__ = ["IndexUnusable", "content_version", "current_index", "writing"]

_FORMAT = "1"  # raise when the layout of the artifact or the meaning of its parts changes
_REMEDY = "Chạy 'assistant train' để dựng lại."


class IndexUnusable(AssistantError):
    """The trained index is missing, stale or corrupt."""


class _Manifest(msgspec.Struct, frozen=True):
    version: str
    files: dict[str, int]


def _sources(project: Project) -> list[Path]:
    """Every file that the index depends on."""
    files = [*project.knowledge.rglob("*.yml"), *project.nlu_data.rglob("*.txt"), *project.nlu_data.glob("*.jsonl")]
    code = Path(__file__).parent.parent
    files += [*(code / "retrieval").glob("*.py"), code / "retrieval" / "settings.yml", *(code / "text").glob("*.py")]
    return sorted(file for file in files if file.is_file())


def content_version(project: Project) -> str:
    """A digest of everything that the index is built from: 16 hexadecimal digits."""
    digest = sha256(_FORMAT.encode())
    for file in _sources(project):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _checksum(file: Path) -> int:
    value = 0
    with file.open("rb") as handle:
        while block := handle.read(1 << 20):
            value = zlib.crc32(block, value)
    return value


@contextmanager
def writing(project: Project, version: str) -> Iterator[Path]:
    """A folder to build in; it becomes the current index only when the block ends without an error."""
    project.models.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".index-", dir=project.models))
    try:
        yield folder
        files = {str(file.relative_to(folder)): _checksum(file) for file in sorted(folder.rglob("*")) if file.is_file()}
        (folder / "manifest.json").write_bytes(msgspec.json.encode(_Manifest(version, files)))
        final = project.models / f"index-{version}"
        if final.exists():
            shutil.rmtree(final)
        os.replace(folder, final)
        pointer = project.models / ".index.tmp"
        pointer.write_text(final.name, encoding="utf-8")
        os.replace(pointer, project.models / "index")
        for old in project.models.glob("index-*"):
            if old != final:
                shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def is_current(project: Project) -> bool:
    """Whether the index was built from the present content and is whole."""
    try:
        current_index(project)
    except IndexUnusable:
        return False
    return True


def current_index(project: Project) -> Path:
    """The folder of the index in use.

    Raises:
        IndexUnusable: there is none, it was built from other content, or a file of it is damaged.
    """
    pointer = project.models / "index"
    if not pointer.is_file():
        raise IndexUnusable("chưa có chỉ mục", remedy=_REMEDY, file=pointer)
    folder = project.models / pointer.read_text(encoding="utf-8").strip()
    try:
        manifest = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=_Manifest)
    except (OSError, msgspec.DecodeError) as fault:
        raise IndexUnusable("chỉ mục hỏng, không đọc được manifest", remedy=_REMEDY, file=folder) from fault
    for name, checksum in manifest.files.items():
        file = folder / name
        if not file.is_file() or _checksum(file) != checksum:
            raise IndexUnusable(f"chỉ mục hỏng: '{name}' thiếu hoặc bị thay đổi", remedy=_REMEDY, file=file)
    if manifest.version != content_version(project):
        raise IndexUnusable("chỉ mục cũ hơn nội dung", remedy=_REMEDY, file=folder)
    return folder
