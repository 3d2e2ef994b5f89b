"""Encryption with rotation, keyed hashes, rate limits, retention."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from assistant.errors import DataError, UsageError
from assistant.safety.limits import Limit, Limits, Traffic, admit, take
from assistant.safety.retention import Periods, enforce
from assistant.safety.vault import KEYS_VARIABLE, Sealed, Vault, VaultGuard
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
    both = Vault((new, old))
    assert Vault((new,)).open(both.renew(sealed)) == "tin nhắn"
    assert Vault((new,)).open(both.renew("lưu từ khi chưa có khóa")) == "lưu từ khi chưa có khóa"
    with pytest.raises(Sealed):
        Vault((new,)).renew(sealed)


def test_keys_come_from_the_environment_and_are_never_shown():
    key = Vault.new_key()
    vault = Vault.from_environment({KEYS_VARIABLE: f" {key} ,"})
    assert vault is not None
    assert key not in repr(vault)
    assert Vault.from_environment({}) is None
    with pytest.raises(UsageError) as fault:
        Vault(("matkhaubimat",))
    assert "matkhaubimat" not in str(fault.value)


def test_the_guard_gives_back_what_it_was_given():
    guard = VaultGuard(Vault((Vault.new_key(),)))
    stored = guard.protect("123456789")
    assert "123456789" not in stored and guard.reveal(stored) == "123456789"


def test_a_bucket_gives_its_burst_and_fills_again():
    limit, bucket, allowed = Limit(burst=2, per_minute=60), None, []
    for _ in range(3):
        bucket, ok = take(bucket, limit, NOW)
        allowed.append(ok)
    assert allowed == [True, True, False]
    assert take(bucket, limit, NOW + timedelta(seconds=1))[1]
    assert not take(bucket, limit, NOW - timedelta(hours=1))[1]


def _sent(limits: Limits, senders: str) -> list[str]:
    traffic, seen = Traffic(), []
    for sender in senders:
        traffic, verdict = admit(traffic, limits, sender=sender, channel="zalo", text="x", now=NOW)
        seen.append(verdict)
    return seen


def test_one_person_does_not_use_up_the_channel():
    assert _sent(Limits(Limit(1, 1), Limit(2, 1), 10), "aabc") == ["ok", "limit_person", "ok", "limit_channel"]


def test_who_was_asked_to_wait_is_not_asked_again_and_again():
    limits = Limits(Limit(1, 60), Limit(9, 1), 10)
    assert _sent(limits, "aaaa") == ["ok", "limit_person", "silent", "silent"]
    traffic = Traffic()
    seen = []
    for seconds in (0, 0, 2, 2):
        at = NOW + timedelta(seconds=seconds)
        traffic, verdict = admit(traffic, limits, sender="a", channel="z", text="x", now=at)
        seen.append(verdict)
    assert seen == ["ok", "limit_person", "ok", "limit_person"]


def test_a_text_longer_than_is_read_is_refused_by_its_size():
    limits = Limits(Limit(1, 1), Limit(1, 1), 10)
    assert admit(Traffic(), limits, sender="d", channel="z", text="x" * 11, now=NOW)[1] == "limit_size"
    assert admit(Traffic(), limits, sender="d", channel="z", text="x" * 10, now=NOW)[1] == "ok"


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
    rest = "dead_letters: 1\nconversation_state: 1\nlearner_progress: 1\n"
    file.write_text(f"finished_messages: 1\n{rest}", encoding="utf-8")  # a repeated update would be answered again
    with pytest.raises(DataError, match="ít nhất 2"):
        Periods.load(file)
