"""The check of a message or link: signs, verdicts, the labelled set, the command; and no network."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from assistant.cli.main import main
from assistant.knowledge.load import load
from assistant.paths import project
from assistant.safety.message_check import check_message, links, official_of
from tests.odd_strings import ODD_STRINGS

DATA = Path(__file__).parent / "data"
OFFICIAL = official_of(load(project()).base.facts)


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("no link may be opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("https://vn\u0435id.gov.vn", "lookalike"),
        ("https://xn--vietcombnk-6qi.com", "lookalike"),
        ("vietc0mbank.com.vn", "lookalike"),
        ("vietcornbank.com.vn", "lookalike"),
        ("vietcombank.top", "wrong_ending"),
        ("vietcombank-xacminh.com", "extra_words"),
        ("dichvucong.gov.vn.capnhat.com", "false_gov"),
        ("http://103.45.67.89/x", "ip_address"),
        ("bit.ly/abc", "shortener"),
        ("tải vneid.apk", "apk"),
        ("https://vneid.gov.vn@203.0.113.5/a", "hidden_host"),
        ("vneid[.]gov-vn[.]cc", "extra_words"),
        ("Vietcombank: vào trangla.com", "brand_elsewhere"),
        ("cho mình xin mã OTP, nhập mã otp vào đây", "asks_code"),
    ],
)
def test_each_sign_is_named(text, code):
    assert code in {sign.code for sign in check_message(text, OFFICIAL).signs}


@pytest.mark.parametrize(
    "host", ["vneid.gov.vn", "xa-ea-kao.daklak.gov.vn", "https://www.vietcombank.com.vn/vi", "cskh.cpc.vn"]
)
def test_real_domains_have_no_sign_and_are_never_called_safe(host):
    result = check_message(host, OFFICIAL)
    assert result.verdict == "no_sign"
    assert result.signs == ()


@pytest.mark.parametrize(
    "text", ["không được.giúp em với", "gửi abc@gmail.com", "xong rồi.ok", "giá 1.500.000", "file a.pdf"]
)
def test_missing_blanks_addresses_and_files_are_no_links(text):
    assert links(text) == []


def test_detection_is_at_least_95_percent_at_no_more_than_3_percent_false_alarms():
    items = [
        json.loads(line) for n in (1, 2) for line in (DATA / f"messages-{n}.jsonl").read_text("utf-8").splitlines()
    ]
    scams = [item for item in items if item["scam"]]
    genuine = [item for item in items if not item["scam"]]
    assert len(items) >= 300
    assert len(scams) == len(genuine)
    assert sum(check_message(item["text"], OFFICIAL).verdict == "danger" for item in scams) / len(scams) >= 0.95
    assert sum(check_message(item["text"], OFFICIAL).verdict == "danger" for item in genuine) / len(genuine) <= 0.03


@pytest.mark.parametrize("text", ODD_STRINGS.values(), ids=ODD_STRINGS.keys())
def test_odd_strings_are_no_danger(text):
    assert check_message(text, OFFICIAL).verdict != "danger"


def test_the_command_gives_verdict_and_signs(capsys, tmp_path):
    assert main(["check-message", "bit.ly/abc"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert row["verdict"] == "unclear"
    assert [sign["code"] for sign in row["signs"]] == ["shortener"]
    file = tmp_path / "tin.jsonl"
    file.write_text('{"id": "a", "text": "chào"}\n[]\n', encoding="utf-8")
    assert main(["check-message", "--jsonl", str(file)]) == 2
    captured = capsys.readouterr()
    assert json.loads(captured.out) == {"id": "a", "verdict": "no_sign", "signs": []}
    assert len(captured.err.strip().splitlines()) == 1
