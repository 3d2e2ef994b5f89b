"""`assistant refit` and `assistant signals`: what an officer and a researcher get, and what they never get."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from assistant import clock
from assistant.cli.main import main
from assistant.storage import SqlStateStore, newest_constants, open_database
from tests.learning.people import people
from tests.learning.test_refit import TRUE
from tests.storage.test_signals import fill, one


@pytest.fixture()
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("ASSISTANT_KEY", "k" * 32)
    return f"sqlite:///{tmp_path}/a.db"


def with_people(store: str, count: int) -> None:
    database = open_database(store)
    fill(database, people(count, TRUE, seed=31), day=(clock.today() - timedelta(days=20)).toordinal())
    database.close()


def test_too_little_data_is_said_and_changes_nothing(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    with_people(store, 2)
    assert main(["refit", "--store", store]) == 0
    out = capsys.readouterr().out
    assert "192 tín hiệu của 2 người" in out and "cần ít nhất 4000 tín hiệu của 20 người" in out
    assert "giữ nguyên" in out
    assert main(["refit", "--history", "--store", store]) == 0
    assert "signals.yml" in capsys.readouterr().out


def test_a_trial_says_what_would_change_and_a_refit_does_it(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    with_people(store, 45)
    assert main(["refit", "--dry-run", "--json", "--store", store]) == 0
    tried = json.loads(capsys.readouterr().out)
    assert tried["enough"] and tried["version"] is None and tried["after"] > tried["before"]
    database = open_database(store)
    assert newest_constants(database) is None
    assert main(["refit", "--store", store]) == 0
    out = capsys.readouterr().out
    assert "4320 tín hiệu của 45 người" in out and "năng lực chung của người mới gặp: -0.90 →" in out
    assert "lần ước lượng số 1" in out
    newest = newest_constants(database)
    assert newest is not None and newest.values.mean == tried["constants"]["mean"]
    assert main(["refit", "--history", "--store", store]) == 0
    assert "số 1," in capsys.readouterr().out


def test_the_export_names_nobody_and_the_same_person_the_same(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    keeper = SqlStateStore(open_database(store))
    keeper.put("rest:0912345678", b"{}", [one(y=1)])
    keeper.put("telegram:abcdef", b"{}", [one(y=0)])
    keeper.put("rest:0912345678", b"{}", [one(y=0)])
    assert main(["signals", "--store", store]) == 0
    out = capsys.readouterr().out
    lines = [json.loads(line) for line in out.splitlines()]
    assert len(lines) == 3 and len({line["person"] for line in lines}) == 2
    assert "0912345678" not in out and "abcdef" not in out
    assert lines[0] == {
        "person": lines[0]["person"],
        "day": "2026-11-23",
        "signal": "quiz",
        "skill": "thiet-bi",
        "y": 1,
        "level": "basic",
        "lesson": "dien-thoai/lam-quen",
        "options": 3,
        "weight": 0.5,
    }
    assert main(["signals", "--store", store]) == 0
    assert capsys.readouterr().out == out
