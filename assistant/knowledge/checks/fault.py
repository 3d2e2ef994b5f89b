"""One finding of the knowledge check."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistant.errors import DataError

__all__ = ["Finding"]


@dataclass(frozen=True)
class Finding:
    """Something an officer should look at.

    Attributes:
        file, line: where it stands; line counts from 1.
        message: what is wrong, with the value found.
        remedy: what to do.
        severe: True stops a release; False is a notice (a date that has passed, a fact to be checked).
    """

    file: Path
    line: int
    message: str
    remedy: str
    severe: bool = True

    @classmethod
    def of(cls, error: DataError) -> Finding:
        """The finding that a loading error is."""
        return cls(error.file or Path(), error.line or 1, error.message, error.remedy)

    def render(self, root: Path) -> str:
        """`file:line: message. Remedy`, the file relative to `root`."""
        file = self.file.relative_to(root) if self.file.is_relative_to(root) else self.file
        return f"{file}:{self.line}: {'' if self.severe else 'lưu ý: '}{self.message}. {self.remedy}".rstrip()
