"""Every fault of the content is found, with the file, the line and a remedy."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.knowledge.checks import check_knowledge
from assistant.knowledge.load import load, load_or_raise
from tests.fakes.server import PNG
from tests.project_copy import make_project

TODAY = date(2026, 11, 23)


@pytest.fixture()
def here(tmp_path):
    return make_project(tmp_path)


def findings(here, today=TODAY):
    return check_knowledge(here, load(here), today)


def edit(here, old: str, new: str, name: str = "knowledge/lessons/vneid/cai-dat.yml") -> None:
    file = here.root / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_sound_knowledge_base_has_no_severe_finding(here):
    assert [finding for finding in findings(here) if finding.severe] == []


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("title: Cài đặt VNeID", "titel: Cài đặt VNeID", None, "titel"),
        ("  Mở kho ứng dụng. Rồi bấm nút cài.", "  Mở kho ứng dụng rồi bấm nút cài.", 8, "1 câu"),
        ("    standard: Tìm tên ứng dụng.", "    standard: Gọi 1900 1234 để hỏi.", 20, "1900 1234"),
        ("    standard: Tìm tên ứng dụng.", "    standard: Vào trang abc.com để tải.", 20, "abc.com"),
        ("    standard: Tìm tên ứng dụng.", "    standard: Nộp 50.000 đồng.", 20, "50.000 đồng"),
        ("    standard: Tìm tên ứng dụng.", "    standard: Theo Nghị định 69/2024/NĐ-CP.", 20, "69/2024/N"),
        ("    standard: Tìm tên ứng dụng.", '    standard: "Gọi {fact:khong-co}."', 20, "khong-co"),
        ("    standard: Tìm tên ứng dụng.", '    standard: "{Bác} tìm tên."', 20, "Bác"),
        ("    basic: Gõ tên.", "    basic: Click vào file.", 21, "Click"),
        ("    basic: Gõ tên.", f"    basic: {'Gõ tên ' * 60}", 21, "tối đa"),
        ("skills: [dinh-danh]", "skills: [bay]", 5, "bay"),
        ("related: []", "related: [vneid/khong-co]", 7, "vneid/khong-co"),
        ("    step: mo\n", "    step: xa\n", 35, "xa"),
        ("correct: false, explanation: Không nên.", "correct: true, explanation: Không nên.", 34, "đúng một"),
        ("date: 2025-12-04", "date: 2019", 44, "2023"),
        ("review_by: 2027-05-23", "review_by: 2026-01-01", 48, "sau ngày soát"),
        ("  - {name: ba, symptom: Chờ mãi, answer: Xem lại mạng.}\n", "", 29, "problems"),
    ],
)
def test_each_fault_is_named_with_its_line(here, old, new, line, words):
    edit(here, old, new)
    severe = [finding for finding in findings(here) if finding.severe]
    hits = [finding for finding in severe if words in finding.message]
    assert hits, [finding.render(here.root) for finding in severe]
    assert all(finding.remedy for finding in severe)
    if line is not None:
        assert line in {finding.line for finding in hits}


def test_a_word_explained_in_brackets_or_quoted_from_the_screen_is_no_fault(here):
    edit(here, "    basic: Gõ tên.", "    basic: Bấm link (đường dẫn) rồi chọn “Download”.")
    assert not [finding for finding in findings(here) if finding.severe]


def test_yaml_that_cannot_be_read_is_one_fault_with_its_line(here):
    edit(here, "title: Cài đặt VNeID", "title: {hỏng")
    (finding,) = [item for item in findings(here) if item.severe and "YAML" in item.message]
    assert finding.line >= 2


def test_questions_too_few_twice_or_without_a_home_are_faults(here):
    file = here.nlu_data / "questions" / "vneid" / "cai-dat.txt"
    file.write_text("cài vneid\nCài VNeID?\n[problems/khong-co]\nkhông cài được\n", encoding="utf-8")
    messages = " ".join(finding.message for finding in findings(here))
    assert "có 3 câu" in messages
    assert "gần trùng" in messages
    assert "problems/khong-co" in messages


def test_near_duplicates_differ_in_at_most_one_word(here):
    file = here.nlu_data / "questions" / "vneid" / "cai-dat.txt"
    first = "hôm qua cháu tôi bảo tải cái định danh về máy"
    with file.open("a", encoding="utf-8") as handle:
        handle.write(f"{first}\n{first} nhé\n")
    assert sum("gần trùng" in finding.message for finding in findings(here)) == 1


def test_what_is_past_its_date_is_a_notice_not_a_fault(here):
    later = findings(here, date(2028, 1, 1))
    assert {"bài quá hạn soát từ 2027-05-23"} <= {finding.message for finding in later}
    assert not [finding for finding in later if finding.severe]


def test_a_lesson_of_the_catalogue_that_is_missing_is_a_fault(here):
    edit(here, "lessons: {", "lessons: {vneid/la-gi: VNeID là gì, ", "knowledge/catalogue.yml")
    assert any("vneid/la-gi" in finding.message and finding.severe for finding in findings(here))


def test_a_doubtful_fact_needs_its_caution(here):
    edit(here, "status: confirmed", "status: to_check", "knowledge/facts.yml")
    assert any("caution" in finding.message and finding.severe for finding in findings(here))


def test_using_a_broken_knowledge_base_raises_the_first_fault_with_its_place(here):
    edit(here, "area: vneid", "area: [vneid]")
    with pytest.raises(ValueError, match=r"cai-dat\.yml:3: area: "):
        load_or_raise(here)


def test_no_tag_in_a_lesson_can_run_code(here):
    edit(here, "title: Cài đặt VNeID", "title: !!python/object/apply:os.system ['touch /tmp/no']")
    assert any("YAML" in finding.message for finding in findings(here))


def with_image(here, data: bytes, name: str = "vneid/mo.png") -> list[str]:
    """The findings of a lesson whose first step has that image."""
    edit(here, "check: Thấy kho.", f"check: Thấy kho.\n    image: {name}")
    here.media.joinpath("vneid").mkdir(parents=True)
    (here.media / "vneid" / "mo.png").write_bytes(data)
    (here.media / "vneid" / "mo.jpg").write_bytes(data)
    return [finding.message for finding in findings(here) if finding.severe]


def jpeg(width: int, height: int) -> bytes:
    size = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return b"\xff\xd8\xff\xe0\x00\x04ab" + b"\xff\xc0\x00\x11\x08" + size + bytes(12)


def png(width: int, height: int) -> bytes:
    return PNG[:16] + width.to_bytes(4, "big") + height.to_bytes(4, "big") + PNG[24:]


@pytest.mark.parametrize(("data", "name"), [(PNG, "vneid/mo.png"), (jpeg(640, 480), "vneid/mo.jpg")])
def test_a_good_image_passes(here, data, name):
    assert with_image(here, data, name) == []


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (PNG, "vneid/khac.png", "không có hình"),
        (PNG, "../catalogue.png", "không có hình"),
        (PNG, "vneid/Mo.png", "không có hình"),
        (PNG + bytes(1_000_000), "vneid/mo.png", "tối đa 1000000"),
        (b"GIF89a", "vneid/mo.png", "không phải hình png"),
        (PNG, "vneid/mo.jpg", "không phải hình jpg"),
        (jpeg(640, 480)[:9], "vneid/mo.jpg", "không phải hình jpg"),
        (png(0, 5), "vneid/mo.png", "không phải hình png"),
        (png(6000, 4001), "vneid/mo.png", "quá lớn"),
        (png(2100, 100), "vneid/mo.png", "quá dài"),
    ],
)
def test_an_image_that_a_channel_would_not_take_is_a_fault(here, data, name, message):
    found = with_image(here, data, name)
    assert len(found) == 1 and message in found[0]
