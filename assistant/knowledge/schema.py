"""The JSON Schemas that editors complete and check the YAML files with, made from the typed model."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from assistant.knowledge.model import Fact, Lesson, Term

__all__ = ["SCHEMAS", "render"]

SCHEMAS: dict[str, Any] = {
    "lesson.schema.json": Lesson,
    "facts.schema.json": dict[str, dict[str, Fact]],
    "glossary.schema.json": dict[str, dict[str, Term]],
}


def render(name: str) -> str:
    """The text of one schema file. Dates and numbers are text in these files, as YAML editors see them."""
    return json.dumps(msgspec.json.schema(SCHEMAS[name]), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":  # writes knowledge/schema/ after a change of the model
    from assistant.paths import project

    for schema in SCHEMAS:
        (project().knowledge / "schema" / schema).write_text(render(schema), encoding="utf-8")
