"""Single-use refresh tokens: one refresher, nothing used before it is stored, old seeds never come back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from assistant.storage import Database, Notices, Tokens

NOW = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
LEASE = timedelta(seconds=30)
END = NOW + timedelta(hours=25)


def _seed(tokens: Tokens, refresh: str = "r1") -> None:
    tokens.seed("oa", access="a1", refresh=refresh, expires=NOW)


def _version(tokens: Tokens) -> int:
    pair = tokens.get("oa")
    assert pair is not None
    return pair.version


def test_a_used_seed_does_not_come_back_but_a_new_one_does(database: Database) -> None:
    tokens = Tokens(database)
    _seed(tokens)
    assert tokens.lock("oa", "h", version=1, now=NOW, lease=LEASE)
    assert tokens.replace("oa", "h", version=1, access="a2", refresh="r2", expires=END)
    _seed(tokens)
    pair = tokens.get("oa")
    assert pair is not None and (pair.refresh, pair.version, pair.expires) == ("r2", 2, END)
    _seed(tokens, "granted-again")
    pair = tokens.get("oa")
    assert pair is not None and (pair.refresh, pair.version) == ("granted-again", 3)


def test_only_one_of_many_refreshes(open_again: Callable[[], Database]) -> None:
    _seed(Tokens(open_again()))
    won: list[str] = []

    def attempt(name: str, tokens: Tokens) -> None:
        if tokens.lock("oa", name, version=1, now=NOW, lease=LEASE):
            won.append(name)

    threads = [threading.Thread(target=attempt, args=(f"h{n}", Tokens(open_again()))) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1


def test_a_lock_whose_holder_died_runs_out(database: Database) -> None:
    tokens = Tokens(database)
    _seed(tokens)
    assert tokens.lock("oa", "dead", version=1, now=NOW, lease=LEASE)
    assert not tokens.lock("oa", "h", version=1, now=NOW, lease=LEASE)
    assert tokens.lock("oa", "h", version=1, now=NOW + LEASE, lease=LEASE)
    assert not tokens.replace("oa", "dead", version=1, access="x", refresh="x", expires=END)
    tokens.unlock("oa", "h")
    assert tokens.lock("oa", "other", version=1, now=NOW, lease=LEASE) and _version(tokens) == 1


def test_notices_count_and_end(database: Database) -> None:
    notices = Notices(database)
    notices.add("zalo_oa", "-224", NOW)
    notices.add("zalo_oa", "-224", NOW + timedelta(minutes=1))
    notices.rest("zalo_oa", "-224", NOW + timedelta(minutes=5))
    (notice,) = notices.list()
    assert (notice.count, notice.first_at, notice.last_at) == (2, NOW, NOW + timedelta(minutes=1))
    assert notices.resting(NOW) == {"zalo_oa": "-224"} and notices.resting(NOW + timedelta(hours=1)) == {}
    notices.clear("zalo_oa")
    assert not notices.list() and not notices.resting(NOW)
