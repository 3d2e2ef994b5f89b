"""The trained index is whole and current, or it is refused with a remedy."""

from __future__ import annotations

import pytest

from assistant.errors import DataError
from assistant.retrieval.artifact import IndexUnusable, content_version, current_index, writing
from assistant.retrieval.search import Searcher
from assistant.retrieval.train import train_index
from tests.project_copy import make_project


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    here = make_project(tmp_path_factory.mktemp("trained"))
    assert train_index(here, lambda text: None)
    return here


def test_a_missing_index_is_refused_with_a_remedy(tmp_path):
    with pytest.raises(IndexUnusable, match="assistant train"):
        current_index(make_project(tmp_path))


def test_training_again_does_nothing_while_nothing_changed(trained):
    assert not train_index(trained, lambda text: None)


def test_the_trained_index_finds_and_decides(trained):
    searcher = Searcher.load(trained)
    assert searcher.search("cai vneid", 3)[0].passage.target == "vneid/cai-dat"
    assert searcher.decide("cài đặt vneid").matches[0].target == "vneid/cai-dat"
    assert searcher.decide("").kind in ("abstain", "clarify", "answer")


def test_a_changed_lesson_makes_the_index_stale(trained):
    file = trained.knowledge / "lessons" / "vneid" / "cai-dat.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "# sửa\n", encoding="utf-8")
    try:
        with pytest.raises(IndexUnusable, match="cũ hơn"):
            Searcher.load(trained)
    finally:
        file.write_text(text, encoding="utf-8")
    Searcher.load(trained)


@pytest.mark.parametrize(
    "name", ["base.msgpack", "fusion.json", "topics/weights.npy", "dense/passages.faiss", "manifest.json"]
)
def test_a_damaged_or_missing_file_is_refused(trained, name):
    file = current_index(trained) / name
    whole = file.read_bytes()
    for damaged in (whole[: len(whole) // 2], None):
        if damaged is None:
            file.unlink()
        else:
            file.write_bytes(damaged)
        with pytest.raises(IndexUnusable, match="hỏng"):
            Searcher.load(trained)
    file.write_bytes(whole)
    Searcher.load(trained)


def test_a_failed_build_leaves_the_old_index_in_place(trained):
    before = current_index(trained)
    with pytest.raises(RuntimeError), writing(trained, "new") as folder:
        (folder / "half").write_text("half")
        raise RuntimeError("power cut")
    assert current_index(trained) == before
    assert not list(trained.models.glob(".index-*"))


def test_a_broken_lesson_stops_training_and_changes_nothing(trained):
    before = current_index(trained)
    file = trained.knowledge / "lessons" / "vneid" / "cai-dat.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("title:", "titel:"), encoding="utf-8")
    with pytest.raises(DataError, match="titel"):
        train_index(trained, lambda text: None)
    file.write_text(text, encoding="utf-8")
    assert current_index(trained) == before


def test_the_version_depends_on_content_only(trained):
    assert content_version(trained) == content_version(trained)
