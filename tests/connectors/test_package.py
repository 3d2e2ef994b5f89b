"""Promises that every module keeps."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest

import assistant.storage
import connectors
from connectors.base.delivery import ErrorTable
from connectors.base.limits import Limits
from connectors.base.settings import Settings

CHANNELS = ("telegram", "zalo_oa", "zalo_bot")
MODULES = [
    module.name
    for package in (connectors, assistant.storage)
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    if not module.name.endswith("migrations.env")  # runs only inside Alembic
]


@pytest.mark.parametrize("name", MODULES)
def test_module_says_what_it_is_for_and_keeps_to_its_size(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__
    for public in getattr(module, "__all__", ()):
        assert hasattr(module, public)
    assert len(Path(module.__file__ or "").read_text(encoding="utf-8").splitlines()) <= 320


@pytest.mark.parametrize("channel", CHANNELS)
def test_data_files_are_read_and_every_channel_has_its_parts(channel: str) -> None:
    folder = Path(connectors.__path__[0]) / channel
    assert Limits.load(folder).text >= 2000 and ErrorTable.load(folder).codes()
    module = importlib.import_module(f"connectors.{channel}")
    assert module.NEEDED and callable(module.build)


def test_rows_are_kept_longer_than_any_platform_repeats() -> None:
    settings = Settings.load()
    assert settings.store_wait < 2 and settings.lease > settings.send_timeout
    assert [settings.backoff(n) for n in (1, 2, 3)] == [1, 2, 4] and settings.backoff(99) == settings.backoff_max
