"""The folder of a trained model: written whole, refused when missing, older or damaged."""

from __future__ import annotations

import pytest

from assistant.paths import Project
from assistant.safety.trained import ModelUnusable, current, version_of, writing


@pytest.fixture()
def here(tmp_path) -> Project:
    with writing(Project(tmp_path), "small", "v1") as folder:
        (folder / "a").write_text("một", encoding="utf-8")
    return Project(tmp_path)


def test_what_was_written_is_found_and_replaces_the_older_one(here):
    assert (current(here, "small", "v1") / "a").read_text(encoding="utf-8") == "một"
    with writing(here, "small", "v2") as folder:
        (folder / "a").write_text("hai", encoding="utf-8")
    assert [folder.name for folder in here.models.iterdir()] == ["small-v2"]


def test_an_error_while_writing_leaves_the_old_one(here):
    with pytest.raises(RuntimeError), writing(here, "small", "v2"):
        raise RuntimeError
    assert [folder.name for folder in here.models.iterdir()] == ["small-v1"]


@pytest.mark.parametrize(
    ("name", "version", "damage", "words"),
    [
        ("other", "v1", None, "chưa có mô hình 'other'"),
        ("small", "v2", None, "cũ hơn dữ liệu"),
        ("small", "v1", "a", "bị thay đổi"),
        ("small", "v1", "manifest.json", "hỏng"),
    ],
)
def test_what_cannot_be_trusted_is_refused_with_the_remedy(here, name, version, damage, words):
    if damage:
        (here.models / "small-v1" / damage).write_text("{", encoding="utf-8")
    with pytest.raises(ModelUnusable, match=words) as fault:
        current(here, name, version)
    assert "assistant train" in str(fault.value)


def test_the_version_follows_names_and_contents(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("x", encoding="utf-8")
    before = version_of([file])
    assert before == version_of([file])
    file.write_text("y", encoding="utf-8")
    assert version_of([file]) != before
