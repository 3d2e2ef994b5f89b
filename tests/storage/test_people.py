"""Who is who, and since when we may write to them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.storage import Database, Inbox, NewMessage, People, hash_key
from assistant.storage.people import KEY_VARIABLE

NOW = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
LATER = NOW + timedelta(hours=50)


def _message(update: str, *, by_person: bool = True) -> NewMessage:
    return NewMessage("zalo_oa", update, "u", 1, "text", "{}", by_person=by_person)


def test_only_what_the_person_newly_did_opens_the_window_and_ends_a_block(database: Database) -> None:
    people = People(database, b"k" * 32)
    inbox = Inbox(database, people, lease=timedelta(seconds=5))
    key = people.key_of("zalo_oa", "u")
    inbox.add([_message("1")], NOW)
    people.block(key, "-217")
    inbox.add([_message("1"), _message("staff", by_person=False)], LATER)  # a repetition, and an officer
    person = people.get(key)
    assert person is not None and (person.last_inbound, person.blocked) == (NOW, "-217")
    inbox.add([_message("2")], LATER)
    person = people.get(key)
    assert person is not None and (person.last_inbound, person.blocked) == (LATER, None)


def test_pause_and_move(database: Database) -> None:
    people = People(database, b"k" * 32)
    Inbox(database, people, lease=timedelta(seconds=5)).add([_message("1")], NOW)
    key = people.key_of("zalo_oa", "u")
    people.pause(key, LATER)
    people.move(key, "new")
    person = people.get(key)
    assert person is not None and (person.paused_until, person.address) == (LATER, "new")
    assert people.get("zalo_oa:nobody") is None


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    file = tmp_path / "var" / "assistant.key"
    key = hash_key(file)
    assert len(key) == 64 and hash_key(file) == key and file.stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv(KEY_VARIABLE, "x" * 40)
    assert hash_key(file) == b"x" * 40
    monkeypatch.setenv(KEY_VARIABLE, "short")
    with pytest.raises(UsageError, match=KEY_VARIABLE):
        hash_key(file)
