"""The one family of errors that Trợ lý số raises on purpose.

Every error carries its parts as data, so that a caller never has to read them out of the message, and says what to do
next.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["AssistantError", "DataError", "UsageError"]


class AssistantError(Exception):
    """Base of all errors of this package.

    `message` says what is wrong, `remedy` what to do about it. `file` is the file the fault lies in and `line` its
    line, counted from 1; both are None where there is no file. `str()` gives one line: "file:line: message. Remedy".
    """

    def __init__(self, message: str, *, remedy: str, file: str | Path | None = None, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.file = None if file is None else Path(file)
        self.line = line

    def __str__(self) -> str:
        place = ""
        if self.file is not None:
            place = f"{self.file}: " if self.line is None else f"{self.file}:{self.line}: "
        # One line each, whatever a parser underneath has put into its own message.
        return " ".join(f"{place}{_sentence(self.message)} {_sentence(self.remedy)}".split())

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions are rebuilt from their positional arguments; ours are keywords, and errors cross process borders.
        return _rebuild, (type(self), self.message, self.remedy, self.file, self.line)


class DataError(AssistantError, ValueError):
    """A file of the project (knowledge base, lexicon, training data, configuration) does not hold what it should."""


class UsageError(AssistantError, ValueError):
    """A command, function or setting was used in a way it cannot be used."""


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _rebuild(
    kind: type[AssistantError], message: str, remedy: str, file: Path | None, line: int | None
) -> AssistantError:
    return kind(message, remedy=remedy, file=file, line=line)
