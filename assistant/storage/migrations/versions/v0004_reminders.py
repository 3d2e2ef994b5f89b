"""The day from which a person wants to be reminded to review, beside the person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

__all__ = ["downgrade", "upgrade"]

revision = "0004"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; it is filled when the person writes the next time."""
    op.add_column("person", sa.Column("remind_on", sa.BigInteger))
    op.create_index("ix_person_remind_on", "person", ["remind_on"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_person_remind_on", "person")
    with op.batch_alter_table("person") as table:
        table.drop_column("remind_on")
