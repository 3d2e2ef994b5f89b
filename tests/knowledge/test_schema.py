"""The schemas for editors follow the model."""

from __future__ import annotations

import pytest

from assistant.knowledge.schema import SCHEMAS, render
from assistant.paths import project


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_file_is_what_the_model_says(name):
    written = (project().knowledge / "schema" / name).read_text(encoding="utf-8")
    assert written == render(name), "run: python -m assistant.knowledge.schema"
