"""When a state last changed, when a person was told what is kept, and who asked to be forgotten."""

from __future__ import annotations

import time

import sqlalchemy as sa
from alembic import op

__all__ = ["downgrade", "upgrade"]

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns. States that are there count as changed now, and people who are there as told."""
    now = int(time.time() * 1000)
    with op.batch_alter_table("conversation_state") as table:
        table.add_column(sa.Column("touched", sa.BigInteger, nullable=False, server_default="0"))
        table.create_index("ix_conversation_state_touched", ["touched"])
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("noticed", sa.BigInteger))
        table.add_column(sa.Column("forget", sa.BigInteger))
    op.execute(sa.text("UPDATE conversation_state SET touched = :now").bindparams(now=now))
    op.execute(sa.text("UPDATE person SET noticed = :now").bindparams(now=now))


def downgrade() -> None:
    """Drop the columns."""
    with op.batch_alter_table("conversation_state") as table:
        table.drop_index("ix_conversation_state_touched")
        table.drop_column("touched")
    with op.batch_alter_table("person") as table:
        table.drop_column("noticed")
        table.drop_column("forget")
