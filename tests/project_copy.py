"""A throw-away project folder with a tiny, valid knowledge base, to be broken by tests."""

from __future__ import annotations

import shutil
from pathlib import Path

from assistant.paths import Project, project

__all__ = ["LESSON", "make_project"]

LESSON = """\
id: vneid/cai-dat
title: Cài đặt VNeID
area: vneid
audience: [nguoi-dan]
skills: [dinh-danh]
prerequisites: []
related: []
summary: >-
  Mở kho ứng dụng. Rồi bấm nút cài.
advanced: >-
  Kho ứng dụng → cài.
steps:
  - name: mo
    standard: Mở kho ứng dụng.
    basic: >-
      {Bạn} mở kho ứng dụng.
    check: Thấy kho.
    stuck: Vuốt sang trang khác.
  - name: tim
    standard: Tìm tên ứng dụng.
    basic: Gõ tên.
    check: Thấy tên.
    stuck: Gõ lại.
  - name: cai
    standard: Bấm nút cài.
    basic: Bấm nút cài.
    check: Thấy nút mở.
    stuck: Chờ thêm.
problems:
  - {name: mot, symptom: Không thấy kho, answer: Tìm ở trang khác.}
  - {name: hai, symptom: Máy báo đầy, answer: Xóa bớt ảnh.}
  - {name: ba, symptom: Chờ mãi, answer: Xem lại mạng.}
quiz:
  - question: Cài ở đâu?
    step: mo
    options:
      - {text: Kho ứng dụng, correct: true, explanation: Đúng.}
      - {text: Tin nhắn lạ, correct: false, explanation: Không nên.}
  - question: Bấm gì?
    step: cai
    options:
      - {text: Nút cài, correct: true, explanation: Đúng.}
      - {text: Nút xóa, correct: false, explanation: Chưa đúng.}
sources:
  - {title: Báo, url: "https://baochi.vn/a", date: 2025-12-04, kind: press, checked: 2026-11-23}
owner: to-bien-soan
reviewed: 2026-11-23
review_by: 2027-05-23
"""
_CATALOGUE = """\
areas: {vneid: VNeID}
audiences: {nguoi-dan: Người dân}
skills: {dinh-danh: Định danh}
lessons: {vneid/cai-dat: Cài đặt VNeID}
"""
_FACTS = """\
facts:
  tong-dai:
    kind: phone
    value: 1900 0368
    about: Tổng đài
    source: {url: "https://baochi.vn/b", title: Báo, date: 2025}
    checked: 2026-11-23
    owner: to-bien-soan
    review_by: 2027-05-23
    status: confirmed
"""
_TERMS = """\
terms:
  otp: {term: OTP, meaning: Mã dùng một lần., like: Giống như vé xe., also: [mã otp]}
"""
_WORDS = [
    "mở",
    "tìm",
    "cài",
    "bấm",
    "hỏi",
    "máy",
    "kho",
    "nút",
    "tải",
    "xem",
    "chờ",
    "lỗi",
    "tên",
    "mạng",
    "ảnh",
    "trang",
    "người",
    "nhà",
    "bác",
    "cháu",
]


def make_project(root: Path) -> Project:
    """A valid project below `root`: one lesson with 66 example questions."""
    here = Project(root)
    lesson = here.knowledge / "lessons" / "vneid" / "cai-dat.yml"
    questions = here.nlu_data / "questions" / "vneid" / "cai-dat.txt"
    for file in (lesson, questions):
        file.parent.mkdir(parents=True)
    lesson.write_text(LESSON, encoding="utf-8")
    pairs = [f"{a} {b}" for n, a in enumerate(_WORDS) for b in _WORDS[n + 1 :]]
    questions.write_text("\n".join(pairs[:66]) + "\n", encoding="utf-8")
    (here.knowledge / "catalogue.yml").write_text(_CATALOGUE, encoding="utf-8")
    (here.knowledge / "facts.yml").write_text(_FACTS, encoding="utf-8")
    (here.knowledge / "glossary.yml").write_text(_TERMS, encoding="utf-8")
    shutil.copy(project().knowledge / "rules.yml", here.knowledge / "rules.yml")
    shutil.copytree(project().knowledge / "lexicon", here.knowledge / "lexicon")
    (here.nlu_data / "out_of_scope.txt").write_text("thời tiết hôm nay\ngiá vàng bao nhiêu\n", encoding="utf-8")
    (here.nlu_data / "wrongdoing.txt").write_text("làm giả bằng lái\nlàm giả giấy tờ\n", encoding="utf-8")
    (here.nlu_data / "calibration.jsonl").write_text(
        '{"id":"1","text":"cài vneid","lessons":["vneid/cai-dat"],"kind":"clean"}\n'
        '{"id":"2","text":"trời mưa","lessons":[],"kind":"off_topic"}\n',
        encoding="utf-8",
    )
    return here
