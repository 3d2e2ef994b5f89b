"""Secrets and texts never in logs: everything that the process wrote is searched."""

from __future__ import annotations

import json
import os
import urllib.request
from pathlib import Path

import pytest

from tests.fakes import telegram as fake_telegram
from tests.fakes import zalo_bot as fake_zalo_bot
from tests.fakes import zalo_oa as fake_zalo_oa
from tests.fakes.crash import person_name
from tests.fakes.host import FAKES, KEY, Process

TEXT = "so-cccd-079123456789"
SECRETS = [
    fake_telegram.TOKEN,
    fake_telegram.SECRET,
    fake_zalo_bot.TOKEN,
    fake_zalo_bot.SECRET,
    fake_zalo_oa.APP_SECRET,
    fake_zalo_oa.OA_SECRET,
    "access-1",
    "access-2",
    "refresh-1",
    "refresh-2",
    KEY.decode(),
]


@pytest.mark.parametrize("channel", ["telegram", "zalo_oa", "zalo_bot"])
def test_nothing_secret_or_personal_is_written(url: str, tmp_path: Path, channel: str) -> None:
    with FAKES[channel]() as fake:
        server = Process(url, tmp_path, fake)
        server.start()
        fake.wait(lambda: fake.webhook is not None, 10, "webhook")
        person = person_name(channel, 4242)
        say = lambda text: fake.say(int(person) if channel == "telegram" else person, text)  # type: ignore[attr-defined]  # noqa: E731
        # Everything that can go wrong: a failing turn, wrong answers, a lost token, a forged and a broken webhook.
        say(TEXT)
        fake.wait_sent(1)
        if channel == "zalo_oa":
            fake.access = "revoked-elsewhere"  # type: ignore[attr-defined]
        fake.script.extend(["drop", (500, {"oops": TEXT}), (200, {"ok": False, "error": -201, "error_code": 400})])
        say(f"{TEXT} hai")
        say(f"fail {TEXT}")
        say(f"{TEXT} ba")
        fake.post(json.dumps({"text": TEXT}).encode(), {"X-Wrong": TEXT})
        fake.post(f"{{{TEXT}".encode())
        fake.post(json.dumps({"update_id": TEXT, "message": {"text": TEXT}}).encode())
        rest = json.dumps({"sender": person, "message": f"fail {TEXT}"}).encode()
        request = urllib.request.Request(f"{server.url}/webhooks/rest/webhook", rest)
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)
        assert TEXT not in refused.value.read().decode()
        fake.wait(lambda: any("ba" in sent.text for sent in fake.sent), 20, "last answer")
        metrics = urllib.request.urlopen(f"{server.url}/metrics").read().decode()
        assert server.stop() == 0
    written = server.log.read_text(encoding="utf-8")
    events = [json.loads(line)["event"] for line in written.splitlines()]
    assert {"started", "turn_failed", "stopped"} <= set(events)
    for place in (written, metrics):
        for word in (TEXT, person, "079123456789", *SECRETS):
            assert word not in place, word
    assert os.stat(server.log).st_size > 200
