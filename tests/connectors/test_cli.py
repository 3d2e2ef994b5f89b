"""`assistant outbox`, `assistant simulate`, `assistant serve`: the command line."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from assistant.cli import simulate
from assistant.cli.database import open_store_database
from assistant.cli.main import main
from assistant.storage import DeadLetters, Inbox, NewMessage, Notices, Outbox, People, TurnResult, open_database
from tests.fakes import host
from tests.fakes.talk import FakeTalk

NOW = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)


@pytest.fixture(autouse=True)
def logs_stay_as_they_are() -> Iterator[None]:
    """`assistant serve` sends all logs of the process to standard error, `simulate` silences them."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.disable(logging.NOTSET)


@pytest.fixture()
def store(url: str) -> str:
    """A database with two dead letters and a notice."""
    database = open_database(url)
    lease = timedelta(seconds=5)
    inbox, outbox = Inbox(database, People(database, b"k" * 32), lease=lease), Outbox(database, lease=lease)
    for name in ("a", "b"):
        inbox.add([NewMessage("telegram", name, name, 1, "text", "bí mật")], NOW)
        (item,) = inbox.take("w", channels=["telegram"], now=NOW, limit=1)
        inbox.finish(item, "w", TurnResult(outgoing=("bí mật",)), now=NOW, more=False)
        (letter,) = outbox.take("s", channels=["telegram"], now=NOW, limit=1)
        outbox.bury(letter, "s", "BadRequest", now=NOW, more=False)
    Notices(database).add("zalo_oa", "-224", NOW)
    database.close()
    return url


def test_outbox_lists_without_texts(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outbox", "--store", store]) == 0
    shown = capsys.readouterr().out
    assert "out-1" in shown and "BadRequest" in shown and "-224" in shown and "bí mật" not in shown
    assert main(["outbox", "--store", store, "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["id"] for line in lines] == ["out-1", "out-2"]


def test_outbox_replays_and_discards(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outbox", "replay", "out-1", "--store", store]) == 0
    assert main(["outbox", "discard", "--all", "--store", store]) == 0
    assert main(["outbox", "--store", store]) == 0
    assert "Không có tin nào" in capsys.readouterr().out
    database = open_database(store)
    assert DeadLetters(database).count() == 0
    database.close()


@pytest.mark.parametrize(
    "arguments",
    [["replay"], ["replay", "out-99"], ["discard", "x"], ["list", "out-1"], ["replay", "out-1", "--all"], ["eat"]],
)
def test_outbox_names_bad_use(store: str, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outbox", *arguments, "--store", store]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("channel", ["telegram", "zalo-oa", "zalo-bot"])
def test_simulate_goes_through_the_real_connector(
    channel: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(simulate, "_talk", FakeTalk)
    monkeypatch.setattr("sys.stdin", io.StringIO("xin chào\nbuttons 2\n2\n:image\n:follow\n:help\n:quit\n"))
    assert main(["simulate", channel]) == 0
    shown = capsys.readouterr().out
    for part in ("1|xin chào", "Mục 2", "3|/open bai/2 steps", "chưa xem được hình", "4|", ":quit"):
        assert part in shown, part


def test_simulate_outside_a_checkout_is_one_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path))
    assert main(["simulate", "telegram"]) == 2
    assert "mã nguồn" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["--port", "99999"], ["--credentials", "/nowhere.yml"], ["--store", "nonsense", "--port", "0"]]
)
def test_serve_names_bad_use(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", *arguments]) == 2
    assert capsys.readouterr().err.strip().count("\n") == 0
    assert host.CREDENTIALS.is_file()


def test_keys_are_changed_without_losing_anything(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = []
    for _ in range(2):
        assert main(["keys", "new"]) == 0
        keys.append(capsys.readouterr().out.strip())
    old, new = keys

    def people(setting: str) -> str:
        monkeypatch.setenv("ASSISTANT_TEXT_KEYS", setting)
        database = open_store_database(url)
        inbox = Inbox(database, People(database, b"k" * 32), lease=timedelta(seconds=5))
        inbox.add([NewMessage("telegram", "u1", "4242", 1, "text", "bí mật")], NOW)
        (item,) = inbox.take("w", channels=["telegram"], now=NOW, limit=1)
        inbox.fail(item, "w", "x", retry_at=NOW, now=NOW)
        person = People(database, b"k" * 32).get(item.person)
        database.close()
        assert person is not None and item.payload == "bí mật"
        return person.address

    monkeypatch.delenv("ASSISTANT_TEXT_KEYS", raising=False)
    assert main(["keys", "rotate", "--store", url]) == 2
    assert "ASSISTANT_TEXT_KEYS" in capsys.readouterr().err
    assert people(old) == "4242"
    monkeypatch.setenv("ASSISTANT_TEXT_KEYS", new)
    assert main(["keys", "rotate", "--store", url]) == 1  # the old key is still needed
    assert new not in capsys.readouterr().err
    monkeypatch.setenv("ASSISTANT_TEXT_KEYS", f"{new},{old}")
    assert main(["keys", "rotate", "--store", url]) == 0
    assert "2 mục" in capsys.readouterr().out
    assert people(new) == "4242"
    assert b"4242" not in b"".join(file.read_bytes() for file in Path(url.removeprefix("sqlite:///")).parent.iterdir())
