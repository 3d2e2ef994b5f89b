"""The day from which a person wants to be reminded to review; the ids of files that a platform has taken."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

__all__ = ["downgrade", "upgrade"]

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, which is filled when the person writes the next time, and the table."""
    op.add_column("person", sa.Column("remind_on", sa.BigInteger))
    op.create_index("ix_person_remind_on", "person", ["remind_on"])
    op.create_table(
        "upload",
        sa.Column("account", sa.String(128), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("platform_file", sa.Text, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("account", "digest", name="pk_upload"),
    )


def downgrade() -> None:
    """Drop both."""
    op.drop_table("upload")
    op.drop_index("ix_person_remind_on", "person")
    with op.batch_alter_table("person") as table:
        table.drop_column("remind_on")
