from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from assistant.errors import AssistantError, DataError, UsageError


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (DataError("Twice", remedy="Take one out", file="a.yml", line=3), "a.yml:3: Twice. Take one out."),
        (DataError("Missing", remedy="Put it back", file=Path("a.yml")), "a.yml: Missing. Put it back."),
        (UsageError("No such\nlevel!", remedy="Choose one."), "No such level! Choose one."),
    ],
)
def test_message_is_one_line(error: AssistantError, expected: str) -> None:
    assert str(error) == expected


def test_parts_are_data_and_survive_pickling() -> None:
    error = pickle.loads(pickle.dumps(DataError("Twice", remedy="Take one out", file="a.yml", line=3)))
    assert (error.message, error.remedy, error.file, error.line) == ("Twice", "Take one out", Path("a.yml"), 3)


@pytest.mark.parametrize("kind", [DataError, UsageError])
def test_can_be_caught_as_ours_or_as_value_error(kind: type[AssistantError]) -> None:
    assert issubclass(kind, AssistantError)
    assert issubclass(kind, ValueError)
