"""What people did while learning, and the constants fitted to it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

__all__ = ["downgrade", "upgrade"]

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create the two tables."""
    op.create_table(
        "signal",
        sa.Column("id", _ID, nullable=False, autoincrement=True),
        sa.Column("sender", sa.String(128), nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("skill", sa.String(64), nullable=False),
        sa.Column("y", sa.Integer, nullable=False),
        sa.Column("level", sa.String(16), nullable=False),
        sa.Column("lesson", sa.String(128)),
        sa.Column("options", sa.Integer),
        sa.Column("weight", sa.Float),
        sa.PrimaryKeyConstraint("id", name="pk_signal"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_signal_sender", "signal", ["sender", "id"])
    op.create_index("ix_signal_day", "signal", ["day"])
    op.create_table(
        "learner_constants",
        sa.Column("version", _ID, nullable=False, autoincrement=True),
        sa.Column("fitted", sa.BigInteger, nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("signals", sa.Integer, nullable=False),
        sa.Column("before", sa.Float, nullable=False),
        sa.Column("after", sa.Float, nullable=False),
        sa.Column("values", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_learner_constants"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("learner_constants")
    op.drop_table("signal")
