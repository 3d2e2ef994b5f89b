"""Alembic's entry: runs the migrations in the connection and transaction that migrate() passes."""

from __future__ import annotations

from alembic import context

from assistant.storage.schema import METADATA

__all__: list[str] = []

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, render_as_batch=True)
context.run_migrations()
