"""What lasts: conversation states, the queues in and out, addresses and tokens, in SQLite or PostgreSQL."""

from assistant.storage.constants import FittedConstants, constants_history, newest_constants, store_constants
from assistant.storage.database import Database, InUse, open_database
from assistant.storage.dead_letters import DeadLetter, DeadLetters
from assistant.storage.forgetting import finish_forgetting, forget_absent
from assistant.storage.guard import PLAIN, PlainGuard, TextGuard
from assistant.storage.inbox import Inbox, Item, NewMessage, TurnResult
from assistant.storage.notices import Notice, Notices
from assistant.storage.outbox import Letter, Outbox
from assistant.storage.people import People, Person, hash_key
from assistant.storage.refitting import Outcome, refit_from
from assistant.storage.rekey import rekey
from assistant.storage.reminders import queue_reminders
from assistant.storage.retention import fade_states, purge, purge_dead
from assistant.storage.signals import count_signals, purge_signals, read_signals
from assistant.storage.states import Change, PendingStates, SqlStateStore, open_store
from assistant.storage.tokens import TokenPair, Tokens
from assistant.storage.uploads import Uploads

__all__ = [
    "PLAIN",
    "Change",
    "Database",
    "DeadLetter",
    "DeadLetters",
    "FittedConstants",
    "InUse",
    "Inbox",
    "Item",
    "Letter",
    "NewMessage",
    "Notice",
    "Notices",
    "Outbox",
    "Outcome",
    "PendingStates",
    "People",
    "Person",
    "PlainGuard",
    "SqlStateStore",
    "TextGuard",
    "TokenPair",
    "Tokens",
    "TurnResult",
    "Uploads",
    "constants_history",
    "count_signals",
    "fade_states",
    "finish_forgetting",
    "forget_absent",
    "hash_key",
    "newest_constants",
    "open_database",
    "open_store",
    "purge",
    "purge_dead",
    "purge_signals",
    "queue_reminders",
    "read_signals",
    "refit_from",
    "rekey",
    "store_constants",
]
