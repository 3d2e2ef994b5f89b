"""The database of the server and its tools: which one, and with which keys its texts are encrypted."""

from __future__ import annotations

import os

from assistant.safety.vault import Vault, VaultGuard
from assistant.storage import PLAIN, Database, open_database

__all__ = ["DEFAULT_STORE", "STORE_VARIABLE", "open_store_database"]

DEFAULT_STORE = "sqlite:///var/assistant.db"
STORE_VARIABLE = "ASSISTANT_STORE"


def open_store_database(given: str | None) -> Database:
    """The database of the option, else of $ASSISTANT_STORE, else the file in var/.

    Texts, platform ids and tokens are encrypted when $ASSISTANT_TEXT_KEYS holds keys (see docs/privacy.md).

    Raises:
        UsageError: the address or a key is malformed.
    """
    url = given or os.environ.get(STORE_VARIABLE) or DEFAULT_STORE
    vault = Vault.from_environment()
    return open_database(url, VaultGuard(vault) if vault else PLAIN)
