"""Reads what a person types: a line editor with history at a terminal, plain lines from a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable

__all__ = ["line_reader"]


def line_reader() -> Callable[[str], str]:
    """A function that shows a prompt and returns the next line; it raises EOFError at the end."""
    if not sys.stdin.isatty():

        def read(_: str) -> str:
            line = sys.stdin.readline()
            if not line:
                raise EOFError
            print(f"> {line.rstrip()}")
            return line.rstrip("\n")

        return read
    from prompt_toolkit import PromptSession

    session: PromptSession[str] = PromptSession()
    return lambda message: session.prompt(message)
