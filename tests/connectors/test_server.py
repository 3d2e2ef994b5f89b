"""The server's own pages, the REST channel, the orderly end, and a small load."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from assistant.storage import InUse, SqlStateStore, open_database
from tests.fakes.host import Host, Process
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_oa import FakeZaloOA


def _get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode()


def _rest(host: Host, body: Any) -> tuple[int, Any]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(f"{host.url}/webhooks/rest/webhook", data)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.loads(refusal.read())


def test_rest_answers_in_rasas_format_and_remembers(url: str, tmp_path: Path) -> None:
    with Host(url, tmp_path) as host:
        status, first = _rest(host, {"sender": "u1", "message": "two"})
        assert status == 200
        assert [message["text"] for message in first] == ["1|two a", "1|two b"]
        assert all(message["recipient_id"] == "u1" for message in first)
        assert "custom" not in first[0] and "replies" not in first[1]["custom"]
        assert first[1]["custom"]["outcome"] == "answer" and first[1]["custom"]["sender"] == "u1"
        buttons = _rest(host, {"sender": "u1", "message": "buttons 2"})[1][0]["buttons"]
        assert buttons[0] == {"title": "Mục 1", "payload": "/open bai/1 steps"}
        assert (
            _rest(host, {"sender": "u1", "message": "image https://a.vn/i.png"})[1][0]["image"] == "https://a.vn/i.png"
        )
        assert _rest(host, {"sender": "u2", "message": ""})[1][0]["text"] == "1|"
        assert SqlStateStore(host.runtime.database).get("rest:u1") == b'{"count": 3}'


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", {"sender": "u"}, {"message": 5}, {"sender": "u" * 500, "message": "a"}, b"\xff"]
)
def test_rest_refuses_bad_bodies(url: str, tmp_path: Path, body: Any) -> None:
    with Host(url, tmp_path) as host:
        assert _rest(host, body) == (400, {"status": "failure", "reason": "invalid_body"})


def test_health_ready_and_metrics(telegram: FakeTelegram, telegram_host: Host) -> None:
    telegram.say(7, "a")
    telegram.wait_sent(1)
    assert _get(f"{telegram_host.url}/health")[0] == 200
    status, ready = _get(f"{telegram_host.url}/ready")
    assert status == 200 and json.loads(ready)["channels"] == ["telegram"]
    page = _get(f"{telegram_host.url}/metrics")[1]
    for name in ("queue_depth", "queue_oldest_seconds", "reply_seconds", "platform_errors", "dead_letters"):
        assert f"assistant_{name}" in page
    assert 'assistant_received_total{channel="telegram",kind="text"} 1.0' in page


def test_one_server_at_a_time_on_sqlite(url: str, tmp_path: Path) -> None:
    with Host(url, tmp_path) as host:
        other = open_database(url)
        with pytest.raises(InUse):
            other.claim_alone()
        host.stop()
        assert other.claim_alone()
        other.close()


def test_a_stop_finishes_what_is_in_hand(url: str, tmp_path: Path, zalo_oa: FakeZaloOA) -> None:
    server = Process(url, tmp_path, zalo_oa)
    server.start()
    zalo_oa.say("u", "slow 0.6")
    zalo_oa.wait_delivered()
    time.sleep(0.2)
    assert server.stop() == 0
    server.start()
    zalo_oa.say("u", "b")
    sent = zalo_oa.wait_sent(2)
    assert [message.text for message in sent] == ["1|slow 0.6", "2|b"]
    server.stop()


def test_people_are_served_side_by_side(telegram: FakeTelegram, telegram_host: Host) -> None:
    telegram.say(1, "slow 1.5")
    time.sleep(0.2)
    started = time.monotonic()
    telegram.say(2, "a")
    assert telegram.wait_sent(1)[0].person == "2" and time.monotonic() - started < 1.0


def test_a_short_load(zalo_oa: FakeZaloOA, zalo_oa_host: Host) -> None:
    """50 a second for 4 seconds; the two minutes are in benchmarks/connectors/load.py."""
    stop = threading.Event()
    for number in range(200):
        zalo_oa.say(f"user-{number % 40}", f"n{number // 40 + 1}")
        stop.wait(0.02)
    zalo_oa.wait_delivered()
    zalo_oa.wait_sent(200, timeout=30)
    seconds = sorted(answer.seconds for answer in zalo_oa.deliveries)
    assert {answer.status for answer in zalo_oa.deliveries} == {200}
    assert seconds[int(len(seconds) * 0.99)] < 0.5
