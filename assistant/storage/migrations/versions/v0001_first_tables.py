"""The first tables: conversation states, persons, inbox, outbox, tokens, notices."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

__all__ = ["downgrade", "upgrade"]

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_DEAD_LETTERS = """
CREATE VIEW dead_letter AS
SELECT 'inbox' AS queue, id, channel, person, kind AS what, received AS since, attempts, last_error
FROM inbox WHERE status = 'dead'
UNION ALL
SELECT 'outbox' AS queue, id, channel, person, 'reply' AS what, created AS since, attempts, last_error
FROM outbox WHERE status = 'dead'
"""


def upgrade() -> None:
    """Create the tables and the view of dead letters."""
    # Databases written before there were migrations hold this one table.
    if not sa.inspect(op.get_bind()).has_table("conversation_state"):
        op.create_table(
            "conversation_state",
            sa.Column("sender", sa.String(128), nullable=False),
            sa.Column("state", sa.LargeBinary, nullable=False),
            sa.PrimaryKeyConstraint("sender", name="pk_conversation_state"),
        )
    op.create_table(
        "person",
        sa.Column("key", sa.String(128), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("first_seen", sa.BigInteger, nullable=False),
        sa.Column("last_inbound", sa.BigInteger, nullable=False),
        sa.Column("paused_until", sa.BigInteger),
        sa.Column("blocked", sa.String(64)),
        sa.Column("choices", sa.Text),
        sa.Column("inbox_holder", sa.String(64)),
        sa.Column("inbox_until", sa.BigInteger),
        sa.Column("outbox_holder", sa.String(64)),
        sa.Column("outbox_until", sa.BigInteger),
        sa.PrimaryKeyConstraint("key", name="pk_person"),
    )
    op.create_table(
        "address",
        sa.Column("person", sa.String(128), nullable=False),
        sa.Column("platform_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_address"),
        sa.ForeignKeyConstraint(["person"], ["person.key"], name="fk_address_person", ondelete="CASCADE"),
    )
    op.create_table(
        "inbox",
        sa.Column("id", _ID, nullable=False, autoincrement=True),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("update_id", sa.String(200), nullable=False),
        sa.Column("person", sa.String(128), nullable=False),
        sa.Column("place", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("received", sa.BigInteger, nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("last_error", sa.String(64)),
        sa.Column("finished", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("channel", "update_id", name="uq_inbox_channel_update_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_status_person", "inbox", ["status", "person", "place"])
    op.create_index("ix_inbox_finished", "inbox", ["finished"])
    op.create_table(
        "outbox",
        sa.Column("id", _ID, nullable=False, autoincrement=True),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("person", sa.String(128), nullable=False),
        sa.Column("turn", sa.BigInteger, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("uncertain", sa.Integer, nullable=False, server_default="0"),
        sa.Column("next_attempt", sa.BigInteger),
        sa.Column("last_error", sa.String(64)),
        sa.Column("platform_message", sa.String(128)),
        sa.Column("finished", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("turn", "place", name="uq_outbox_turn_place"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_status_person", "outbox", ["status", "person"])
    op.create_index("ix_outbox_finished", "outbox", ["finished"])
    op.create_table(
        "button",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_button"),
    )
    op.create_table(
        "token",
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("access", sa.Text, nullable=False),
        sa.Column("refresh", sa.Text, nullable=False),
        sa.Column("expires", sa.BigInteger, nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("holder", sa.String(64)),
        sa.Column("until", sa.BigInteger),
        sa.PrimaryKeyConstraint("name", name="pk_token"),
    )
    op.create_table(
        "notice",
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("first_at", sa.BigInteger, nullable=False),
        sa.Column("last_at", sa.BigInteger, nullable=False),
        sa.Column("count", sa.Integer, nullable=False, server_default="1"),
        sa.PrimaryKeyConstraint("channel", "code", name="pk_notice"),
    )
    op.create_table(
        "channel_pause",
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("channel", name="pk_channel_pause"),
    )
    op.execute(_DEAD_LETTERS)


def downgrade() -> None:
    """Drop everything but the conversation states."""
    op.execute("DROP VIEW dead_letter")
    for name in ("channel_pause", "notice", "token", "button", "outbox", "inbox", "address", "person"):
        op.drop_table(name)
