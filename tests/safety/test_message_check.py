"""The check of a message or link: signs, verdicts, the labelled set, the command; and no network."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from assistant.cli.main import main
from assistant.paths import project
from assistant.safety.message_check import links, load_checker
from assistant.safety.message_check.train import read_messages
from tests.odd_strings import ODD_STRINGS

DATA = Path(__file__).parent / "data"
CHECKER = load_checker(project())


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
    assert code in {sign.code for sign in CHECKER.check(text).signs}


@pytest.mark.parametrize(
    "host", ["vneid.gov.vn", "xa-ea-kao.daklak.gov.vn", "https://www.vietcombank.com.vn/vi", "cskh.cpc.vn"]
)
def test_real_domains_have_no_sign_and_are_never_called_safe(host):
    result = CHECKER.check(host)
    assert result.verdict == "no_sign"
    assert result.signs == ()


@pytest.mark.parametrize(
    "text", ["không được.giúp em với", "gửi abc@gmail.com", "xong rồi.ok", "giá 1.500.000", "file a.pdf"]
)
def test_missing_blanks_addresses_and_files_are_no_links(text):
    assert links(text) == []


def shares_called_danger(*files: Path) -> tuple[float, float]:
    """Of the scams, and of the genuine messages."""
    messages = [message for file in files for message in read_messages(file)]
    assert len(messages) >= 150
    called = {
        scam: [CHECKER.check(m.text).verdict == "danger" for m in messages if m.scam == scam] for scam in (True, False)
    }
    return sum(called[True]) / len(called[True]), sum(called[False]) / len(called[False])


def test_unseen_messages_are_told_apart():
    scams, genuine = shares_called_danger(DATA / "messages-dev.jsonl")
    assert scams >= 0.95
    assert genuine <= 0.03


def test_known_messages_are_told_apart():
    scams, genuine = shares_called_danger(*sorted((project().nlu_data / "messages").glob("*.jsonl")))
    assert scams >= 0.95
    assert genuine <= 0.03


@pytest.mark.parametrize("text", ODD_STRINGS.values(), ids=ODD_STRINGS.keys())
def test_odd_strings_are_no_danger(text):
    assert CHECKER.check(text).verdict != "danger"


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
