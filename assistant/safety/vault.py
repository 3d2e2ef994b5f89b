"""Encryption of stored text. Keys come from the environment and are never printed."""

from __future__ import annotations

import os
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from assistant.errors import AssistantError, UsageError

__all__ = ["KEYS_VARIABLE", "Sealed", "Vault", "VaultGuard"]

KEYS_VARIABLE = "ASSISTANT_TEXT_KEYS"
_TOKEN_START = "gAAAA"  # version byte and the first bytes of the time, as each Fernet token begins until 2106


class Sealed(AssistantError, ValueError):
    """A stored text cannot be opened: its key is gone, or it was changed."""


class Vault:
    """Encrypts and decrypts texts with Fernet (AES-128-CBC and HMAC-SHA256, with a time stamp).

    Args:
        keys: the newest first. The first one encrypts, all of them decrypt: to rotate, put a new key in front,
            run `assistant keys rotate`, and then drop the old one.

    Raises:
        UsageError: there is no key, or one is not 32 bytes in URL-safe base64.
    """

    def __init__(self, keys: tuple[str, ...]) -> None:
        if not keys:
            raise UsageError("chưa có khóa mã hóa", remedy=f"Đặt {KEYS_VARIABLE} (lệnh tạo: assistant keys new).")
        try:
            self._fernet = MultiFernet([Fernet(key.encode()) for key in keys])
        except ValueError:
            # The cause is not kept: its text could show parts of the key.
            raise UsageError("khóa mã hóa sai dạng", remedy="Dùng khóa do lệnh 'assistant keys new' in ra.") from None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Vault | None:
        """The vault with the keys of $ASSISTANT_TEXT_KEYS (comma-separated, newest first); None if it is not set.

        Raises:
            UsageError: a key is malformed.
        """
        value = (os.environ if environment is None else environment).get(KEYS_VARIABLE, "")
        keys = tuple(key.strip() for key in value.split(",") if key.strip())
        return cls(keys) if keys else None

    @staticmethod
    def new_key() -> str:
        """A fresh random key."""
        return Fernet.generate_key().decode()

    def seal(self, text: str) -> str:
        """The encrypted text; a different one each time. Lone surrogates are replaced, as no encoding holds them."""
        return self._fernet.encrypt(text.encode("utf-8", "replace")).decode()

    def open(self, sealed: str) -> str:
        """The text again.

        Raises:
            Sealed: none of the keys opens it.
        """
        try:
            return self._fernet.decrypt(sealed.encode()).decode("utf-8")
        except InvalidToken:
            raise Sealed("không mở được nội dung đã mã hóa", remedy=f"Xem lại {KEYS_VARIABLE}.") from None

    def renew(self, stored: str) -> str:
        """A stored text under the newest key: one under another key, or one stored before there were keys.

        Raises:
            Sealed: it is encrypted, and none of the keys opens it.
        """
        if not stored.startswith(_TOKEN_START):
            return self.seal(stored)
        try:
            return self._fernet.rotate(stored.encode()).decode()
        except InvalidToken:
            raise Sealed(
                "không đổi khóa được", remedy=f"Giữ khóa cũ trong {KEYS_VARIABLE} cho tới khi đổi xong."
            ) from None

    def __repr__(self) -> str:
        """Without the keys."""
        return "Vault(…)"


class VaultGuard:
    """What storage asks of a guard: every text is encrypted, and read back as it was.

    Personal data was taken out before (see connectors/base/inlet.py): platform ids and button payloads, which pass
    here too, have to come back unchanged.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def protect(self, text: str) -> str:
        """What is stored for this text."""
        return self._vault.seal(text)

    def reveal(self, stored: str) -> str:
        """The text to work with.

        Raises:
            Sealed: none of the keys opens it.
        """
        return self._vault.open(stored)
