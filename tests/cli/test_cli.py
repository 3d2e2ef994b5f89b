"""The command line as scripts rely on it: output, errors in one line, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from assistant.cli.main import main
from tests.project_copy import make_project


def run(capsys, *argv: str) -> tuple[int, str, str]:
    code = main(argv)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["ask"], "--jsonl"),
        (["ask", "x", "--level", "bay"], "basic, standard, advanced"),
        (["ask", "--jsonl", "/khong/co"], "không đọc được tệp"),
        (["search", "x", "-k", "0"], "-k"),
        (["bay"], "--help"),
        (["evaluate", "/khong/co"], "không đọc được tệp"),
        (["chat", "--jsonl", "/khong/co"], "không đọc được tệp"),
        (["chat", "--store", "bay://x:matkhau@y", "--jsonl", "-"], "cơ sở dữ liệu"),
    ],
)
def test_bad_use_is_one_line_on_stderr_and_exit_code_2(capsys, argv, words):
    code, out, err = run(capsys, *argv)
    assert code == 2
    assert out == ""
    assert words in err
    assert len(err.strip().splitlines()) == 1
    assert "matkhau" not in err


def test_check_shows_each_fault_with_file_and_line_and_fails(capsys, tmp_path, monkeypatch):
    here = make_project(tmp_path)
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path))
    assert run(capsys, "check")[0] == 0
    file = here.knowledge / "lessons" / "vneid" / "cai-dat.yml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("standard: Tìm", "standard: Gọi 0912345678 Tìm"), encoding="utf-8"
    )
    code, out, _ = run(capsys, "check")
    assert code == 1
    assert "knowledge/lessons/vneid/cai-dat.yml:20: '0912345678'" in out


def test_check_report_is_markdown(capsys, tmp_path, monkeypatch):
    make_project(tmp_path)
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path))
    code, out, _ = run(capsys, "check", "--report")
    assert code == 0
    assert "## Bài theo mảng" in out
    assert "| VNeID | 1 | 3 | 3 | 66 | 0 |" in out


def test_a_missing_index_is_a_failure_with_a_remedy(capsys, tmp_path, monkeypatch):
    make_project(tmp_path)
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path))
    code, _, err = run(capsys, "search", "vneid")
    assert code == 1
    assert "assistant train" in err


def test_training_on_a_broken_lesson_is_bad_input(capsys, tmp_path, monkeypatch):
    here = make_project(tmp_path)
    file = here.knowledge / "lessons" / "vneid" / "cai-dat.yml"
    file.write_text("id: [", encoding="utf-8")
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path))
    code, _, err = run(capsys, "train", "--index-only")
    assert code == 2
    assert "cai-dat.yml" in err
    assert not list(here.models.glob("index*")) if here.models.exists() else True


def test_search_and_check_start_without_rasa_or_torch():
    program = (
        "import sys; from assistant.cli.main import main; main(['search', 'quen mat khau vneid', '--json']); "
        "main(['check-message', 'bit.ly/abc']); main(['check']); "
        "heavy = {'rasa', 'torch', 'tensorflow'} & set(sys.modules); sys.exit(f'{heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout[: done.stdout.index("\n]") + 2])[0]["lesson"] == "vneid/quen-mat-khau"


def test_a_batch_answers_the_good_lines_and_reports_the_bad_ones(tmp_path):
    file = tmp_path / "cau-hoi.jsonl"
    file.write_text(
        '{"id": "a", "text": "quen mat khau vneid"}\nkhông phải json\n'
        '{"id": "c", "text": 5}\n{"id": "d", "text": ""}\n',
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "assistant.cli.main", "ask", "--jsonl", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    turns = [json.loads(line) for line in done.stdout.splitlines()]
    assert [turn["id"] for turn in turns] == ["a", "d"]
    assert turns[0]["lesson"]["id"] == "vneid/quen-mat-khau"
    assert turns[1]["outcome"] == "smalltalk"
    assert f"{file}:2:" in done.stderr
    assert f"{file}:3:" in done.stderr
    assert "\\u" not in done.stdout
    keys = ["id", "sender", "text", "outcome", "intent", "candidates", "lesson", "replies"]
    assert list(turns[0]) == keys
    assert set(turns[0]["replies"][0]) == {"text", "buttons", "image", "audio"}
