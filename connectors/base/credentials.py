"""Reads credentials.yml: which channels there are, and the names of the environment variables with their secrets.

No secret stands in the file. An entry `token_env: TELEGRAM_TOKEN` means that the value `token` is taken from the
variable TELEGRAM_TOKEN when the server starts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from hmac import compare_digest
from pathlib import Path

from assistant.errors import DataError, UsageError
from assistant.knowledge.yaml_lines import read_yaml

__all__ = ["ChannelConfig", "Secret", "read_credentials"]

_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")
_SUFFIX = "_env"


class Secret:
    """A value that must not be seen. It prints as stars and is only given out by `reveal`."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value."""
        return self._value

    def matches(self, other: str) -> bool:
        """Whether the other is the same, in a time that does not tell how much of it is."""
        return compare_digest(self._value.encode(), other.encode("utf-8", "surrogateescape"))

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a secret is not serialised")


class ChannelConfig:
    """The entry of one channel."""

    def __init__(
        self,
        name: str,
        values: Mapping[str, str],
        variables: Mapping[str, str],
        environment: Mapping[str, str],
        file: Path | None = None,
    ) -> None:
        self.name = name
        self._values = values
        self._variables = variables
        self._environment = environment
        self._file = file

    def value(self, name: str, default: str = "") -> str:
        """A plain setting, from its variable if it has one."""
        variable = self._variables.get(name)
        if variable is not None:
            return self._environment.get(variable) or default
        return self._values.get(name, default)

    def secret(self, name: str) -> Secret:
        """A secret.

        Raises:
            UsageError: its variable is not named or not set.
        """
        variable = self._variables.get(name)
        value = self._environment.get(variable, "") if variable else ""
        if not value:
            raise UsageError(
                f"kênh {self.name}: thiếu {name}",
                remedy=f"Đặt biến môi trường {variable or '(ghi tên biến vào ' + name + _SUFFIX + ')'}.",
            )
        return Secret(value)

    def choice(self, name: str, valid: Sequence[str]) -> str:
        """A setting that is one of some words, the first if it is not given.

        Raises:
            DataError: it is another word.
        """
        word = self.value(name, valid[0])
        if word not in valid:
            raise DataError(
                f"kênh {self.name}: {name} là '{word}'", remedy=f"Dùng một trong: {', '.join(valid)}.", file=self._file
            )
        return word

    def configured(self, needed: Sequence[str]) -> bool:
        """Whether the needed secrets are there; False if none is.

        Raises:
            UsageError: some are there and some are not, which is a mistake.
        """
        missing = [name for name in needed if not self._environment.get(self._variables.get(name, ""))]
        if len(missing) == len(needed):
            return False
        for name in missing:
            self.secret(name)
        return True


def read_credentials(file: Path, environment: Mapping[str, str]) -> dict[str, ChannelConfig]:
    """All entries of the file, by channel name.

    Raises:
        DataError: the file is no mapping of channels, or seems to hold a secret itself.
    """
    document = read_yaml(file)
    channels: dict[str, ChannelConfig] = {}
    for name, entry in (document.data or {}).items():
        entry = entry or {}
        if not isinstance(entry, dict):
            raise document.error(f"{name}: cần các dòng 'tên: giá trị'", name, remedy="Xem docs/ket-noi.")
        variables: dict[str, str] = {}
        values: dict[str, str] = {}
        for field, value in entry.items():
            if field.endswith(_SUFFIX):
                if not isinstance(value, str) or not _VARIABLE.fullmatch(value):
                    raise document.error(
                        f"{name}.{field}: phải là tên một biến môi trường (chữ hoa)",
                        name,
                        field,
                        remedy="Không ghi mật khẩu hay mã vào tệp này; nếu đã lỡ ghi, đổi mã đó.",
                    )
                variables[field.removesuffix(_SUFFIX)] = value
            elif any(word in field for word in ("token", "secret", "password", "key")):
                raise document.error(
                    f"{name}.{field}: giá trị bí mật không được nằm trong tệp",
                    name,
                    field,
                    remedy=f"Ghi '{field}{_SUFFIX}: TÊN_BIẾN' và đặt giá trị vào biến môi trường.",
                )
            else:
                values[field] = str(value)
        channels[name] = ChannelConfig(name, values, variables, environment, file)
    return channels
