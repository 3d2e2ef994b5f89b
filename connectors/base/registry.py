"""Finds the connector of a channel: the package connectors.<name>, nothing to register."""

from __future__ import annotations

import importlib
from collections.abc import Mapping

from assistant.errors import DataError
from connectors.base.connector import Connector, Tools
from connectors.base.credentials import ChannelConfig

__all__ = ["build_connectors"]

_BUILT_IN = ("rest", "media")  # answered by the web server itself


def build_connectors(configs: Mapping[str, ChannelConfig], tools: Tools) -> dict[str, Connector]:
    """The connectors of all channels whose secrets are set.

    Raises:
        DataError: a channel that there is no connector for.
        UsageError: a channel that is set up by half.
    """
    made: dict[str, Connector] = {}
    for name, config in configs.items():
        if name in _BUILT_IN:
            continue
        try:
            module = importlib.import_module(f"connectors.{name}")
            needed, build = module.NEEDED, module.build
        except (ModuleNotFoundError, AttributeError) as fault:
            if isinstance(fault, ModuleNotFoundError) and fault.name != f"connectors.{name}":
                raise
            raise DataError(
                f"không có kênh '{name}'", remedy=f"Sửa tên trong credentials.yml, hoặc thêm connectors/{name}/."
            ) from fault
        if config.configured(needed):
            made[name] = build(config, tools)
    return made
