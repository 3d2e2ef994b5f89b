"""Fixtures of the connector tests: a database file and a started fake platform with the server behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.host import Host
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_bot import FakeZaloBot
from tests.fakes.zalo_oa import FakeZaloOA
from tests.storage.conftest import cluster

__all__ = ["cluster"]


@pytest.fixture()
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/assistant.db"


@pytest.fixture()
def telegram() -> Iterator[FakeTelegram]:
    with FakeTelegram() as fake:
        assert isinstance(fake, FakeTelegram)
        yield fake


@pytest.fixture()
def zalo_oa() -> Iterator[FakeZaloOA]:
    with FakeZaloOA() as fake:
        assert isinstance(fake, FakeZaloOA)
        yield fake


@pytest.fixture()
def zalo_bot() -> Iterator[FakeZaloBot]:
    with FakeZaloBot() as fake:
        assert isinstance(fake, FakeZaloBot)
        yield fake


@pytest.fixture()
def telegram_host(url: str, tmp_path: Path, telegram: FakeTelegram) -> Iterator[Host]:
    with Host(url, tmp_path, telegram) as host:
        yield host


@pytest.fixture()
def zalo_oa_host(url: str, tmp_path: Path, zalo_oa: FakeZaloOA) -> Iterator[Host]:
    with Host(url, tmp_path, zalo_oa) as host:
        yield host


@pytest.fixture()
def zalo_bot_host(url: str, tmp_path: Path, zalo_bot: FakeZaloBot) -> Iterator[Host]:
    with Host(url, tmp_path, zalo_bot) as host:
        yield host
