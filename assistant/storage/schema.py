"""The tables. Columns that end in nothing but a time are milliseconds since 1970 UTC (see moments.py).

A change here needs a migration in migrations/versions; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

__all__ = [
    "DEAD",
    "DONE",
    "METADATA",
    "SENDING",
    "WAITING",
    "address",
    "button",
    "channel_pause",
    "constants",
    "inbox",
    "notice",
    "outbox",
    "person",
    "signal",
    "state",
    "token",
    "upload",
]

# Values of inbox.status and outbox.status. `sending` exists in the outbox only: the platform may have it already.
WAITING, SENDING, DONE, DEAD = "waiting", "sending", "done", "dead"

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
# SQLite counts up by itself only in a column of type INTEGER.
_ID = BigInteger().with_variant(Integer, "sqlite")

state = Table(
    "conversation_state",
    METADATA,
    Column("sender", String(128), primary_key=True),
    Column("state", LargeBinary, nullable=False),
    Column("touched", BigInteger, nullable=False, server_default="0"),  # when it last changed
    Index("ix_conversation_state_touched", "touched"),
)

# One row a person and channel. `key` is the stable sender key; the platform's id is in `address` only.
# `<queue>_holder` is the worker that has this person in hand until `<queue>_until`; without a holder, `_until` is
# the earliest time of the next attempt. One holder a person is what keeps messages in order.
person = Table(
    "person",
    METADATA,
    Column("key", String(128), primary_key=True),
    Column("channel", String(32), nullable=False),
    Column("first_seen", BigInteger, nullable=False),
    Column("last_inbound", BigInteger, nullable=False),
    Column("paused_until", BigInteger),  # an officer writes to this person: the bot is silent
    Column("blocked", String(64)),  # why nothing can be sent to this person, a code
    Column("choices", Text),  # payloads of the numbered choices last shown, protected JSON
    Column("noticed", BigInteger),  # when the notice of first contact was put into the outbox
    Column("forget", BigInteger),  # since when everything about this person goes as soon as they were told so
    Column("remind_on", BigInteger),  # ordinal of the day from which a reminder to review is wanted
    Column("inbox_holder", String(64)),
    Column("inbox_until", BigInteger),
    Column("outbox_holder", String(64)),
    Column("outbox_until", BigInteger),
    Index("ix_person_remind_on", "remind_on"),
)

address = Table(
    "address",
    METADATA,
    Column("person", String(128), ForeignKey("person.key", ondelete="CASCADE"), primary_key=True),
    Column("platform_id", Text, nullable=False),
)

inbox = Table(
    "inbox",
    METADATA,
    Column("id", _ID, primary_key=True, autoincrement=True),
    Column("channel", String(32), nullable=False),
    Column("update_id", String(200), nullable=False),
    Column("person", String(128), nullable=False),
    Column("place", BigInteger, nullable=False),  # order within the person, as the platform counts
    Column("kind", String(16), nullable=False),
    Column("payload", Text, nullable=False),  # protected; emptied when done
    Column("received", BigInteger, nullable=False),
    Column("status", String(8), nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("last_error", String(64)),
    Column("finished", BigInteger),
    UniqueConstraint("channel", "update_id"),
    Index("ix_inbox_status_person", "status", "person", "place"),
    Index("ix_inbox_finished", "finished"),
    sqlite_autoincrement=True,  # a number is never used twice, also after old rows were removed
)

outbox = Table(
    "outbox",
    METADATA,
    Column("id", _ID, primary_key=True, autoincrement=True),
    Column("channel", String(32), nullable=False),
    Column("person", String(128), nullable=False),
    Column("turn", BigInteger, nullable=False),  # inbox.id of the message that is answered
    Column("place", Integer, nullable=False),  # order within the turn, from 0
    Column("payload", Text, nullable=False),  # protected; emptied when sent
    Column("created", BigInteger, nullable=False),
    Column("status", String(8), nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("uncertain", Integer, nullable=False, server_default="0"),  # times sent again after a lost answer
    Column("next_attempt", BigInteger),
    Column("last_error", String(64)),
    Column("platform_message", String(128)),
    Column("finished", BigInteger),
    UniqueConstraint("turn", "place"),
    Index("ix_outbox_status_person", "status", "person"),
    Index("ix_outbox_finished", "finished"),
    sqlite_autoincrement=True,
)

# What a short button code of a channel stands for. Old messages are tapped weeks later, so rows stay.
button = Table(
    "button",
    METADATA,
    Column("code", String(64), primary_key=True),
    Column("payload", Text, nullable=False),
)

# What people did while learning, as it came: from it the constants of the learner model are fitted again. No text.
signal = Table(
    "signal",
    METADATA,
    Column("id", _ID, primary_key=True, autoincrement=True),
    Column("sender", String(128), nullable=False),
    Column("day", Integer, nullable=False),  # ordinal of the date, as in the learner's state
    Column("name", String(32), nullable=False),
    Column("skill", String(64), nullable=False),  # empty: the general ability alone
    Column("y", Integer, nullable=False),
    Column("level", String(16), nullable=False),
    Column("lesson", String(128)),
    Column("options", Integer),
    Column("weight", Float),
    Index("ix_signal_sender", "sender", "id"),
    Index("ix_signal_day", "day"),
    sqlite_autoincrement=True,
)

# Fitted constants of the learner model; the newest are in force, the earlier stay to be looked up.
constants = Table(
    "learner_constants",
    METADATA,
    Column("version", _ID, primary_key=True, autoincrement=True),
    Column("fitted", BigInteger, nullable=False),
    Column("people", Integer, nullable=False),
    Column("signals", Integer, nullable=False),
    Column("before", Float, nullable=False),  # mean log likelihood with the constants before
    Column("after", Float, nullable=False),
    Column("values", Text, nullable=False),  # JSON
    sqlite_autoincrement=True,
)

token = Table(
    "token",
    METADATA,
    Column("name", String(128), primary_key=True),
    Column("access", Text, nullable=False),
    Column("refresh", Text, nullable=False),
    Column("expires", BigInteger, nullable=False),
    Column("seed", String(64), nullable=False),  # hash of the refresh token that an officer pasted in
    Column("version", Integer, nullable=False),
    Column("holder", String(64)),
    Column("until", BigInteger),
)

notice = Table(
    "notice",
    METADATA,
    Column("channel", String(32), primary_key=True),
    Column("code", String(64), primary_key=True),
    Column("first_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("count", Integer, nullable=False, server_default=text("1")),
)

channel_pause = Table(
    "channel_pause",
    METADATA,
    Column("channel", String(32), primary_key=True),
    Column("until", BigInteger, nullable=False),
    Column("code", String(64), nullable=False),
)

# Files that a platform has taken, by their content, with the platform's id of each until it expires there.
upload = Table(
    "upload",
    METADATA,
    Column("account", String(128), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("platform_file", Text, nullable=False),
    Column("until", BigInteger, nullable=False),
)
