"""The check of a message or link: signs, verdicts, the labelled set, the command; and no network."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from assistant.cli.main import main
from assistant.errors import DataError
from assistant.paths import project
from assistant.safety.message_check import links, load_checker, train_messages
from assistant.safety.message_check.train import read_messages
from assistant.safety.trained import ModelUnusable
from tests.odd_strings import ODD_STRINGS
from tests.project_copy import make_project

DATA = Path(__file__).parent / "data"
CHECKER = load_checker(project())
MESSAGE_FILES = sorted((project().nlu_data / "messages").glob("*.jsonl"))


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
        ("myviettel-diemthuong.co", "extra_words"),
        ("Nhận quà ở https://t.me/+nhanqua2026 nhé cô", "open_page"),
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
    ("text", "code"),
    [
        (
            "Hồ sơ vay 70 triệu của chị duyệt rồi, chị nộp trước 3 triệu tiền bảo hiểm khoản vay để giải ngân",
            "like_loan",
        ),
        (
            "Mẹ ơi con rớt máy, mẹ chuyển gấp cho con 4 triệu vào số của bạn con nha, đừng gọi con đang thi",
            "like_borrow",
        ),
        ("Tuyen ctv lam nhiem vu tai nha, moi ngay 500k, nap 300k nhan lai 450k, vao nhom telegram", "like_job"),
    ],
)
def test_the_kind_of_fraud_that_the_words_resemble_is_named(text, code):
    result = CHECKER.check(text)
    assert result.verdict == "danger"
    assert code in {sign.code for sign in result.signs}


@pytest.mark.parametrize(
    "text",
    [
        "Điện lực báo mai cúp điện từ 8h tới 11h xóm mình nha bà con",
        "VCB: Ma OTP 551203 de thanh toan 250,000VND. KHONG cung cap OTP cho bat ky ai",
        "Mẹ ơi con nhận được tiền rồi, tối con gọi video cho mẹ nha",
        "Cảnh giác: công an không gọi điện yêu cầu chuyển tiền, gặp vậy thì cúp máy và báo công an xã",
    ],
)
def test_ordinary_messages_have_no_signs(text):
    result = CHECKER.check(text)
    assert (result.verdict, result.signs) == ("no_sign", ())


def test_an_unclear_message_always_has_a_reason():
    messages = [message for file in MESSAGE_FILES for message in read_messages(file)]
    unclear = [result for message in messages if (result := CHECKER.check(message.text)).verdict == "unclear"]
    assert unclear
    assert all(result.signs for result in unclear)


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


@pytest.mark.parametrize(("number", "found", "false"), [(1, 0.96, 0.04), (2, 0.98, 0.02), (3, 0.93, 0.02)])
def test_messages_of_writers_that_nothing_was_made_from(number, found, false):
    """What was measured on them stands in docs/threat-model.md; this keeps it from getting worse unseen."""
    scams, genuine = shares_called_danger(DATA / f"messages-blind-{number}.jsonl")
    assert scams >= found
    assert genuine <= false


def test_known_messages_are_told_apart():
    scams, genuine = shares_called_danger(*MESSAGE_FILES)
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


def test_without_the_trained_model_there_is_one_error_with_the_remedy(capsys, tmp_path, monkeypatch):
    make_project(tmp_path)
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path))
    assert main(["check-message", "bit.ly/abc"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.strip().splitlines()) == 1
    assert "assistant train" in captured.err


LINES = [
    *(f'{{"text": "cho mình mượn {n} triệu gấp", "scam": true, "kind": "borrow"}}' for n in range(2, 8)),
    *(f'{{"text": "nộp phí {n} triệu để giải ngân", "scam": true, "kind": "loan"}}' for n in range(2, 8)),
    *(f'{{"text": "mai họp lúc {n} giờ nhé", "scam": false}}' for n in range(2, 8)),
]


@pytest.fixture()
def small(tmp_path):
    here = make_project(tmp_path)
    (here.nlu_data / "messages").mkdir()
    (here.nlu_data / "messages" / "a.jsonl").write_text("\n".join(LINES), encoding="utf-8")
    return here


def test_training_happens_once_until_a_message_changes_and_gives_the_same_again(small):
    assert train_messages(small, lambda text: None)
    assert not train_messages(small, lambda text: None)
    text = "cho mình mượn 20 triệu"
    first = load_checker(small).check(text)
    assert first.verdict == "danger"
    assert train_messages(small, lambda text: None, force=True)
    assert load_checker(small).check(text) == first
    (small.nlu_data / "messages" / "b.jsonl").write_text(LINES[0].replace("gấp", "liền"), encoding="utf-8")
    with pytest.raises(ModelUnusable, match="cũ hơn"):
        load_checker(small)
    assert train_messages(small, lambda text: None)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"text": "a"}', "tin có nhãn"),
        ("không phải json", "tin có nhãn"),
        ('{"text": "a", "scam": true, "kind": "lạ"}', "kiểu lừa đảo 'lạ'"),
        ('{"text": "a", "scam": false, "kind": "loan"}', "kiểu lừa đảo 'loan'"),
    ],
)
def test_a_broken_message_is_named_with_its_line(small, line, words):
    file = small.nlu_data / "messages" / "a.jsonl"
    file.write_text("\n".join([*LINES, line]), encoding="utf-8")
    with pytest.raises(DataError, match=words) as fault:
        train_messages(small, lambda text: None)
    assert (fault.value.file, fault.value.line) == (file, len(LINES) + 1)


def test_without_messages_training_says_so(tmp_path):
    with pytest.raises(DataError, match="chưa có tin mẫu"):
        train_messages(make_project(tmp_path), lambda text: None)
