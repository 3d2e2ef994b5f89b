"""Training the judge of personal data: its messages, the model that follows from them, the importer of marked-up files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.cli.main import main
from assistant.errors import DataError
from assistant.paths import Project, project
from assistant.safety.personal_data import Redactor, load_redactor, train_personal_data
from assistant.safety.personal_data.judge import judge_cuts
from assistant.safety.trained import ModelUnusable
from benchmarks.safety.marked_up import main as import_marked_up
from benchmarks.safety.marked_up import parsed
from tests.project_copy import make_project


def quiet(text: str) -> None:
    """Progress that nobody reads."""


def line(text: str, kind: str = "", value: str = "") -> str:
    start = text.index(value)
    found = [{"kind": kind, "start": start, "end": start + len(value)}] if kind else []
    return json.dumps({"text": text, "found": found}, ensure_ascii=False)


LINES = [
    *(line(f"{who} bấm 47{n}3 là mở", "pin", f"47{n}3") for n in range(8) for who in ("má", "ba")),
    *(line(f"mật khẩu wifi là hoa{n}mai@{n}9", "password", f"hoa{n}mai@{n}9") for n in range(8)),
    *(line(f"gọi em theo 09123456{n}7", "phone", f"09123456{n}7") for n in range(8)),
    *(line(f"mã vạch trên hộp 8934680{n}1251 mờ quá") for n in range(8)),
    *(line(f"nhà em ở số {n} ngõ {n} phố Huế", "address", f"số {n} ngõ {n} phố Huế") for n in range(2, 9)),
    *(line(f"vé số {n}7{n}3 trúng {n}00 ngàn, máy AB{n}47 hư") for n in range(1, 9)),
]


@pytest.fixture()
def small(tmp_path: Path) -> Project:
    here = make_project(tmp_path)
    (here.nlu_data / "personal_data").mkdir()
    (here.nlu_data / "personal_data" / "a.jsonl").write_text("\n".join(LINES), encoding="utf-8")
    return here


def test_training_happens_once_until_a_message_changes_and_gives_the_same_again(small):
    assert train_personal_data(small, quiet)
    assert not train_personal_data(small, quiet)
    text = "má bấm 4793 là mở"
    first = load_redactor(small).redact(text)
    assert first.text == "má bấm [PIN] là mở"
    assert train_personal_data(small, quiet, force=True)
    assert load_redactor(small).redact(text) == first
    (small.nlu_data / "personal_data" / "b.jsonl").write_text(line("mai họp lúc 8 giờ nhé"), encoding="utf-8")
    with pytest.raises(ModelUnusable, match="cũ hơn"):
        load_redactor(small)
    assert train_personal_data(small, quiet)


def test_a_new_example_question_makes_the_model_stale(small):
    assert train_personal_data(small, quiet)
    area = small.nlu_data / "questions" / "vneid"
    area.mkdir(parents=True, exist_ok=True)
    (area / "moi.txt").write_text("máy AB17 hư thì sao", encoding="utf-8")
    with pytest.raises(ModelUnusable, match="cũ hơn"):
        load_redactor(small)


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("không phải json", "tin có nhãn"),
        ('{"text": "a"}', "tin có nhãn"),
        ('{"text": "gọi 09", "found": [{"kind": "lạ", "start": 4, "end": 6}]}', "loại dữ liệu 'lạ'"),
        ('{"text": "gọi 09", "found": [{"kind": "phone", "start": 4, "end": 7}]}', "nằm ngoài tin"),
        ('{"text": "gọi 09", "found": [{"kind": "phone", "start": 5, "end": 5}]}', "nằm ngoài tin"),
        ('{"text": "gọi 09", "found": [{"kind": "phone", "start": 3, "end": 6}]}', "khoảng trắng"),
        (
            '{"text": "1234", "found": [{"kind": "pin", "start": 0, "end": 3}, {"kind": "pin", "start": 2, "end": 4}]}',
            "chồng lên nhau",
        ),
        (LINES[0].upper().replace("TEXT", "text").replace("FOUND", "found"), "tin có nhãn"),
        (LINES[0], "đã có ở a.jsonl:1"),
    ],
)
def test_a_broken_message_is_named_with_its_line(small, bad, words):
    file = small.nlu_data / "personal_data" / "a.jsonl"
    file.write_text("\n".join([*LINES, bad]), encoding="utf-8")
    with pytest.raises(DataError, match=words) as fault:
        train_personal_data(small, quiet)
    assert (fault.value.file, fault.value.line) == (file, len(LINES) + 1)


def test_without_messages_or_with_too_few_training_says_so(tmp_path):
    here = make_project(tmp_path)
    with pytest.raises(DataError, match="chưa có tin mẫu"):
        train_personal_data(here, quiet)
    (here.nlu_data / "personal_data").mkdir()
    (here.nlu_data / "personal_data" / "a.jsonl").write_text(LINES[0], encoding="utf-8")
    with pytest.raises(DataError, match="quá ít"):
        train_personal_data(here, quiet)


def test_without_the_trained_model_the_command_says_what_to_do(capsys, tmp_path, monkeypatch):
    make_project(tmp_path)
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path))
    assert main(["redact", "mã là 482913"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "assistant train" in captured.err


def test_the_judge_finds_what_the_rules_do_not_and_lets_go_what_only_looks_like_it():
    judged, ruled = load_redactor(project()), Redactor(None)
    text = "cửa cuốn nhà tui bấm 4471 là mở"
    assert not ruled.redact(text).found
    assert [item.kind for item in judged.redact(text).found] == ["pin"]
    text = "thẻ sinh viên B2209153 quẹt cổng không được"
    assert ruled.redact(text).found
    assert not judged.redact(text).found


def test_the_cuts_are_shares():
    assert all(0 < cut <= 1 for cuts in judge_cuts().values() for cut in (cuts.add, cuts.veto, cuts.change))


@pytest.mark.parametrize(
    ("marked", "text", "value"),
    [
        ("gọi [[phone:0912 345 678]] nhé", "gọi 0912 345 678 nhé", "0912 345 678"),
        ("ck [[bank_account:VCB 0071000982364]]", "ck VCB 0071000982364", "0071000982364"),
        ("ở [[address:số nhà 12 ngõ 4]]", "ở số nhà 12 ngõ 4", "12 ngõ 4"),
    ],
)
def test_marks_become_places(marked, text, value):
    found_text, found = parsed(marked)
    assert found_text == text
    assert [text[item["start"] : item["end"]] for item in found] == [value]


@pytest.mark.parametrize(
    "marked",
    [
        "[[card:4111 1111 1111 1112]]",
        "[[cccd:999085123456]]",
        "[[lạ:1]]",
        "[[phones:1]]",
        "gọi [[phone:0912",
        "[[pin: ]]",
    ],
)
def test_what_is_plainly_wrong_is_left_out(marked):
    with pytest.raises(ValueError):
        parsed(marked)


def test_a_file_is_imported_without_what_is_wrong_or_stands_twice(tmp_path, monkeypatch, capsys):
    source, target = tmp_path / "in.txt", tmp_path / "out.jsonl"
    source.write_text("số em [[phone:0912345678]] nè\n\n# lời\nsố em 0912345678 nè\n[[x:1]]\n", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["marked_up", str(source), str(target)])
    import_marked_up()
    assert [json.loads(row)["text"] for row in target.read_text(encoding="utf-8").splitlines()] == [
        "số em 0912345678 nè"
    ]
    captured = capsys.readouterr()
    assert "1 messages, 1 of them with personal data; 2 left out" in captured.out
    assert "in.txt:5" in captured.err
