"""Personal data: the labelled set, offsets, odd strings, and what redaction promises for any text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.cli.main import main
from assistant.paths import project
from assistant.safety.personal_data import KINDS, load_redactor, placeholders_in, without_placeholders
from assistant.safety.personal_data.examples import (
    Example,
    example_files,
    question_files,
    questions,
    read_examples,
    read_file,
)
from tests.odd_strings import ODD_STRINGS

HERE = project()
REDACTOR = load_redactor(HERE)
redact = REDACTOR.redact
ITEMS = read_examples(file for file in example_files(HERE) if file.stem.startswith("set-"))
BLIND = {
    number: [
        example for _, example in read_file(Path(__file__).parent / "data" / f"personal-data-blind-{number}.jsonl")
    ]
    for number in (1, 2, 3)
}


def shares(examples: Sequence[Example]) -> tuple[float, float]:
    """Recall and precision."""
    wanted = hit = said = 0
    for example in examples:
        found = redact(example.text).found
        wanted += len(example.found)
        said += len(found)
        for gold in example.found:
            hit += any(
                f.kind == gold.kind and f.start <= gold.start <= f.start + 3 and gold.end <= f.end <= gold.end + 3
                for f in found
            )
    return hit / wanted, hit / said


def test_the_labelled_set_is_large_diverse_and_half_traps():
    traps = [item for item in ITEMS if not item.found]
    assert len(ITEMS) >= 2700
    assert abs(len(traps) / len(ITEMS) - 0.5) < 0.02
    assert {gold.kind for item in ITEMS for gold in item.found} == set(KINDS)


def test_recall_is_at_least_99_and_precision_at_least_98_percent():
    recall, precision = shares(ITEMS)
    assert recall >= 0.99
    assert precision >= 0.98


def test_writers_on_whose_messages_nothing_was_trained_are_recognised_as_well():
    recall, precision = shares([*BLIND[1], *BLIND[2]])
    assert recall >= 0.99
    assert precision >= 0.98


def test_a_writer_on_whose_messages_no_rule_was_improved_either():
    """What was measured stands in docs/threat-model.md, short of the aim; this keeps it from getting worse unseen."""
    recall, precision = shares(BLIND[3])
    assert recall >= 0.94
    assert precision >= 0.95


def test_what_judges_blindly_is_not_trained_on():
    known = {example.text for example in read_examples(example_files(HERE))}
    assert not [example.text for blind in BLIND.values() for example in blind if example.text in known]


@pytest.mark.parametrize(
    "payload", ["/reminder_on", "/delete_my_data", "/open vneid/cai-dat guide", "/quiz vneid/cai-dat 0 1", "/next"]
)
def test_what_a_button_sends_arrives_as_it_is(payload):
    assert redact(payload).text == payload


def test_what_only_looks_like_a_button_is_redacted():
    assert redact("/pin 482913").text != "/pin 482913"


def test_what_people_ask_is_left_alone():
    asked = questions(question_files(HERE))[::20]
    touched = [example.text for example in asked if redact(example.text).found]
    assert len(asked) > 1000
    assert len(touched) / len(asked) < 0.005


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("mã là 482913", "mã là [OTP]"),
        ("Nghị định 69/2024", "Nghị định 69/2024"),
        ("gọi 1900 0368 hoặc 113", "gọi 1900 0368 hoặc 113"),
        ("CCCD 0 7 9 . 0 8 5 1 2 3 4 5 6 nhé", "CCCD [CCCD] nhé"),
        ("CCCD ０７９０８５１２３４５６", "CCCD [CCCD]"),
        ("gọi 09\u200b12 345 678", "gọi [PHONE]"),
        ("thẻ 4111 1111 1111 1111", "thẻ [CARD]"),
        ("nó hỏi 619374 làm chi rứa", "nó hỏi [OTP] làm chi rứa"),
        ("à nhầm, otp là 118402 chứ không phải 118420", "à nhầm, otp là [OTP] chứ không phải [OTP]"),
        ("nó đòi mã pin, dòm tui bấm 8264 hết trơn", "nó đòi mã pin, dòm tui bấm [PIN] hết trơn"),
        ("tui đặt ghế trên tiktok đơn 578293 mà hắn giao", "tui đặt ghế trên tiktok đơn 578293 mà hắn giao"),
        ("hẹn 16:45 ngày 03.07.2025 mà mã chưa về", "hẹn 16:45 ngày 03.07.2025 mà mã chưa về"),
        ("pass:Abc12345,vào k đc", "pass:[PASSWORD],vào k đc"),
        ("mật khẩu là Lan Anh 1985", "mật khẩu là [PASSWORD]"),
        ("mail: hùng chấm phạm a còng gmail chấm com nhé", "mail: [EMAIL] nhé"),
        ("gmail chấm com là trang gì", "gmail chấm com là trang gì"),
        ("nhà tui buôn Tơng Jú, xã Ea Kao, Đắk Lắk đường hư", "nhà tui [ADDRESS] đường hư"),
        ("nhà thuốc số 4 đường Y Ngông", "nhà thuốc số 4 đường Y Ngông"),
        ("tk 0201 8374 6592 1 Nam Á", "tk [BANK_ACCOUNT] Nam Á"),
        ("gọi không chín mốt hai ba bốn năm sáu bảy tám", "gọi [PHONE]"),
        ("hộ chiếu C9 283 746", "hộ chiếu [PASSPORT]"),
        ("hộp thư của sở là hotro@sonongnghiep.gov.vn à", "hộp thư của sở là hotro@sonongnghiep.gov.vn à"),
        ("nhà 12 đường Bạch Đằng nối dài, tổ 3", "nhà [ADDRESS]"),
        # No word announces these.
        ("giấy của nội ghi 271 330 456, con coi giùm", "giấy của nội ghi [CMND], con coi giùm"),
        ("tui lỡ đọc 5913 cho thằng đó nghe rồi", "tui lỡ đọc [OTP] cho thằng đó nghe rồi"),
        ("cửa cuốn nhà em bấm 7193 là mở", "cửa cuốn nhà em bấm [PIN] là mở"),
        ("gửi tiền vô 6280 2050 41736 cho má nghe", "gửi tiền vô [BANK_ACCOUNT] cho má nghe"),
        ("con đặt Hoamai@1990 mà nó chê yếu", "con đặt [PASSWORD] mà nó chê yếu"),
        ("", ""),
    ],
)
def test_redact_leaves_the_rest_as_it_was(text, redacted):
    assert redact(text).text == redacted


@pytest.mark.parametrize("text", ODD_STRINGS.values(), ids=ODD_STRINGS.keys())
def test_odd_strings_do_no_harm(text):
    rebuilt(text)


def rebuilt(text: str) -> None:
    """The placeholders stand exactly where the findings are, and nothing else changed."""
    result = redact(text)
    parts, place = [], 0
    for item in result.found:
        assert place <= item.start < item.end <= len(text)
        parts += [text[place : item.start], f"[{item.kind.upper()}]"]
        place = item.end
    assert "".join([*parts, text[place:]]) == result.text


GRAMMAR = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "mã",
                "otp",
                "là",
                "mật",
                "khẩu",
                ":",
                "số",
                "nhà",
                "12",
                "đường",
                "Lê",
                "Lợi",
                "stk",
                "vietcombank",
                "0912",
                "345",
                "678",
                "079085123456",
                "-",
                ".",
                ",",
                "/",
                "[OTP]",
                "@",
                "gmail.com",
                "a",
                "còng",
                "không",
                "chín",
                "một",
                "hai",
                "ba",
                "47B1",
                "123.45",
                "B1234567",
                "đ",
                "triệu",
                "1900",
                "́",
                "\n",
                "1.500.000",
            ]
        ),
        st.text(max_size=6),
        st.integers(0, 10**14).map(str),
    ),
    max_size=25,
).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(GRAMMAR)
def test_any_text_is_rebuilt_from_its_findings(text):
    rebuilt(text)


def test_a_redacted_text_stays_as_it_is_and_remembers_its_kinds():
    once = redact("mã otp 482913, số 0912345678").text
    assert redact(once).text == once
    assert placeholders_in(once) == {"otp", "phone"}
    assert without_placeholders(once) == "mã otp , số"


def test_redacting_twice_changes_nothing():
    examples = [example for example in read_examples(example_files(HERE)) if example.found][::8]
    for example in examples:
        once = redact(example.text).text
        assert redact(once).text == once


def test_what_shows_only_once_another_value_is_gone_has_its_place_in_the_message():
    rebuilt("mật khẩu Trang2012, tên đăng nhập trang2012")


def test_the_command_prints_offsets_of_the_input(capsys):
    assert main(["redact", "mã là 482913"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert row == {"id": None, "redacted": "mã là [OTP]", "found": [{"kind": "otp", "start": 6, "end": 12}]}


def test_the_command_reports_bad_lines_and_answers_the_others(capsys, tmp_path):
    file = tmp_path / "tin.jsonl"
    file.write_text('{"id": 1, "text": "sđt 0912345678"}\n{"text": 5}\nxx\n', encoding="utf-8")
    assert main(["redact", "--jsonl", str(file)]) == 2
    captured = capsys.readouterr()
    assert [json.loads(line)["redacted"] for line in captured.out.splitlines()] == ["sđt [PHONE]"]
    assert len(captured.err.strip().splitlines()) == 2
    assert main(["redact"]) == 2
