"""Forged, altered, truncated, replayed, oversized and malformed webhooks: refused or ignored, never with details."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from random import Random

import pytest

from tests.fakes.host import Host
from tests.fakes.server import FakeServer
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_bot import FakeZaloBot
from tests.fakes.zalo_oa import APP_ID, FakeZaloOA

Fixture = tuple[FakeServer, Host, bytes]


@pytest.fixture(params=["telegram", "zalo_oa", "zalo_bot"])
def running(request: pytest.FixtureRequest) -> Fixture:
    """A fake platform, the server, and the body of a genuine update that was not delivered yet."""
    fake = request.getfixturevalue(request.param)
    host = request.getfixturevalue(f"{request.param}_host")
    if isinstance(fake, FakeTelegram):
        fake._chats.add("7")
        who = {"id": 7, "is_bot": False, "first_name": "L"}
        message = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "from": who, "text": "thật"}
        return fake, host, json.dumps({"update_id": 55, "message": message}).encode()
    if isinstance(fake, FakeZaloOA):
        return fake, host, fake.event("user_send_text", "u", {"text": "thật"}, deliver=False)
    assert isinstance(fake, FakeZaloBot)
    return fake, host, fake.event("message.text.received", "u", text="thật", deliver=False)


def _works(fake: FakeServer, body: bytes) -> None:
    """The genuine update is still taken and answered once."""
    assert fake.post(body).status == 200
    assert fake.wait_sent(1)[0].text == "1|thật"


def test_forged_and_missing_secrets_are_refused_without_details(running: Fixture) -> None:
    fake, _, body = running
    name = next(iter(fake.headers(body)))
    genuine = fake.headers(body)[name]
    for value in ("", "x", genuine[:-1], genuine + "0", genuine.swapcase() + "ế", "mac=" + "0" * 64, "é"):
        answer = fake.post(body, {name: value} if value else {})
        assert (answer.status, answer.body) == (403, b""), value
    _works(fake, body)


def test_altered_bodies_are_refused_where_the_platform_signs_them(zalo_oa: FakeZaloOA, zalo_oa_host: Host) -> None:
    body = zalo_oa.event("user_send_text", "u", {"text": "thật"}, deliver=False)
    headers = zalo_oa.headers(body)
    random = Random(3)
    for _ in range(60):
        place = random.randrange(len(body))
        altered = body[:place] + bytes([body[place] ^ (1 << random.randrange(8))]) + body[place + 1 :]
        assert zalo_oa.post(altered, headers).status in (400, 403)
    other_app = body.replace(APP_ID.encode(), b"1111111111")
    assert zalo_oa.post(other_app, headers).status == 403
    _works(zalo_oa, body)


@pytest.mark.parametrize("prefix", ["mac=", "", " mac="])
def test_both_forms_of_the_signature_are_accepted(zalo_oa: FakeZaloOA, zalo_oa_host: Host, prefix: str) -> None:
    body = zalo_oa.event("user_send_text", "u", {"text": "thật"}, deliver=False)
    bare = zalo_oa.headers(body)["X-ZEvent-Signature"].removeprefix("mac=")
    assert zalo_oa.post(body, {"x-zevent-signature": prefix + bare}).status == 200


def test_replayed_updates_have_no_second_effect(running: Fixture) -> None:
    fake, host, body = running
    _works(fake, body)
    for _ in range(10):
        assert fake.post(body).status == 200
    assert host.runtime.inbox.depth()[0] == 0 and len(fake.sent) == 1


def test_truncated_and_malformed_bodies_do_no_harm(running: Fixture) -> None:
    fake, _, body = running
    wrong = [body[:place] for place in range(1, len(body), 17)]
    wrong += [b"[]", b"null", b"1", b'"x"', b"{", b"\xff\xfe", b"{}{}", b"\x00" * 100, b"[" * 5000, b'{"a":' * 3000]
    wrong += [b'{"update_id": 9, "message": 3}', b'{"update_id": "x", "callback_query": {}}']
    for content in wrong:
        answer = fake.post(content)
        assert answer.status in (200, 400, 403) and answer.body == b"", content[:40]
    _works(fake, body)


def test_random_json_under_a_genuine_secret_never_breaks_the_server(running: Fixture) -> None:
    fake, _, body = running
    random = Random(11)
    data = json.loads(body)
    for _ in range(150):
        content = json.dumps(_mangled(data, random)).encode()
        answer = fake.post(content)
        assert answer.status in (200, 400, 403) and answer.body == b"", content
    assert fake.post(body).status == 200


def _mangled(value: object, random: Random) -> object:
    """A copy with some values replaced, dropped or of another type."""
    if random.random() < 0.08:
        return random.choice([None, 0, -1, 1e300, "", "x" * 300, [], {}, True, "\u0000", [[]], {"id": None}])
    if isinstance(value, dict):
        return {key: _mangled(item, random) for key, item in value.items() if random.random() > 0.05}
    return [_mangled(item, random) for item in value] if isinstance(value, list) else value


def test_oversized_bodies_are_refused_before_they_are_read(running: Fixture) -> None:
    fake, host, body = running
    answer = fake.post(body + b" " * (2 << 20))
    assert answer.status in (0, 413) and answer.body == b""
    channel = next(iter(host.runtime.connectors))
    with socket.create_connection(("127.0.0.1", host.port)) as raw:
        head = f"POST /webhooks/{channel}/webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n"
        raw.sendall(head.encode())
        raw.settimeout(5)
        assert b" 413 " in raw.recv(1000)
    _works(fake, body)


def test_a_body_that_stops_half_way_holds_nobody_up(running: Fixture) -> None:
    fake, host, body = running
    channel = next(iter(host.runtime.connectors))
    hanging = []
    for _ in range(20):
        raw = socket.create_connection(("127.0.0.1", host.port))
        raw.sendall(f"POST /webhooks/{channel}/webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n{{".encode())
        hanging.append(raw)
    _works(fake, body)
    for raw in hanging:
        raw.close()


def test_empty_probes_of_zalo_are_answered(zalo_oa: FakeZaloOA, zalo_oa_host: Host) -> None:
    for content in (b"{}", b"", b" {} "):
        assert zalo_oa.post(content, {}).status == 200
    assert zalo_oa.sent == []


def test_unknown_channels_and_pages_say_nothing(zalo_oa: FakeZaloOA, zalo_oa_host: Host, tmp_path: Path) -> None:
    for path in ("/webhooks/telegram/webhook", "/webhooks/x/webhook", "/x", "/webhooks/../etc/webhook"):
        zalo_oa.webhook = zalo_oa_host.url + path
        answer = zalo_oa.post(b"{}")
        assert (answer.status, answer.body) == (404, b"")
