"""Encryption with rotation, keyed hashes, rate limits, retention."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from assistant.errors import DataError, UsageError
from assistant.safety.limits import TEXT_MAX, Limit, Limits, Traffic, admit, take
from assistant.safety.retention import Periods, enforce
from assistant.safety.vault import KEYS_VARIABLE, Sealed, Vault, VaultGuard, keyed_hash
from tests.odd_strings import ODD_STRINGS

NOW = datetime(2026, 11, 23, 8, tzinfo=timezone.utc)


@pytest.mark.parametrize("text", [text for text in ODD_STRINGS.values() if text.isprintable() or text.isascii()])
def test_a_sealed_text_comes_back_and_shows_nothing(text):
    vault = Vault((Vault.new_key(),))
    sealed = vault.seal(text)
    assert vault.open(sealed) == text
    assert len(text) < 5 or text not in sealed


def test_rotation_lets_the_old_key_go():
    old, new = Vault.new_key(), Vault.new_key()
    sealed = Vault((old,)).seal("tin nhắn")
    with pytest.raises(Sealed):
        Vault((new,)).open(sealed)
    moved = Vault((new, old)).rotate(sealed)
    assert Vault((new,)).open(moved) == "tin nhắn"


def test_keys_come_from_the_environment_and_are_never_shown():
    key = Vault.new_key()
    vault = Vault.from_environment({KEYS_VARIABLE: f" {key} ,"})
    assert vault is not None
    assert key not in repr(vault)
    assert Vault.from_environment({}) is None
    with pytest.raises(UsageError) as fault:
        Vault(("matkhaubimat",))
    assert "matkhaubimat" not in str(fault.value)


def test_the_guard_can_redact_before_it_seals():
    vault = Vault((Vault.new_key(),))
    guard = VaultGuard(vault, redacts=True)
    assert guard.reveal(guard.protect("mã otp 482913")) == "mã otp [OTP]"
    assert VaultGuard(vault).reveal(VaultGuard(vault).protect("123456789")) == "123456789"


def test_a_keyed_hash_is_stable_and_depends_on_key_and_channel():
    key = b"k" * 32
    assert keyed_hash(key, "zalo", "1") == keyed_hash(key, "zalo", "1")
    assert (
        len({keyed_hash(key, "zalo", "1"), keyed_hash(key, "telegram", "1"), keyed_hash(b"l" * 32, "zalo", "1")}) == 3
    )
    with pytest.raises(UsageError):
        keyed_hash(b"short", "zalo", "1")


def test_a_bucket_gives_its_burst_and_fills_again():
    limit, bucket, allowed = Limit(burst=2, per_minute=60), None, []
    for _ in range(3):
        bucket, ok = take(bucket, limit, NOW)
        allowed.append(ok)
    assert allowed == [True, True, False]
    assert take(bucket, limit, NOW + timedelta(seconds=1))[1]
    assert not take(bucket, limit, NOW - timedelta(hours=1))[1]


def test_one_person_does_not_use_up_the_channel():
    limits = Limits(person=Limit(1, 1), channel=Limit(2, 1))
    traffic, seen = Traffic(), []
    for sender in ("a", "a", "b", "c"):
        traffic, verdict = admit(traffic, limits, sender=sender, channel="zalo", text="x", now=NOW)
        seen.append(verdict)
    assert seen == ["ok", "limit_person", "ok", "limit_channel"]
    assert admit(traffic, limits, sender="d", channel="z", text="x" * (TEXT_MAX + 1), now=NOW)[1] == "limit_size"


def test_retention_gives_each_purge_its_own_limit():
    periods = Periods(finished_messages=7, dead_letters=30, conversation_state=180, learner_progress=400)
    seen: dict[str, datetime] = {}

    def purge(before: datetime) -> int:
        seen["finished_messages"] = before
        return 3

    assert enforce(periods, {"finished_messages": purge}, NOW) == {"finished_messages": 3}
    assert seen["finished_messages"] == NOW - timedelta(days=7)
    with pytest.raises(UsageError):
        enforce(periods, {"khac": purge}, NOW)
    with pytest.raises(UsageError):
        enforce(periods, {}, NOW.replace(tzinfo=None))


def test_the_project_s_periods_load_and_bad_ones_are_faults(tmp_path):
    assert Periods.load().finished_messages > 0
    file = tmp_path / "retention.yml"
    file.write_text("finished_messages: mãi mãi\n", encoding="utf-8")
    with pytest.raises(DataError, match="finished_messages"):
        Periods.load(file)
