"""Rules for one lesson: parts, lengths, references, wording, sources, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from assistant.knowledge.checks import wording
from assistant.knowledge.checks.fault import Finding
from assistant.knowledge.media import MediaRules, image_size, media_file
from assistant.knowledge.model import KnowledgeBase, Lesson
from assistant.knowledge.rules import Rules
from assistant.knowledge.yaml_lines import Document, Key

__all__ = ["check_lesson"]

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")

Text = tuple[tuple[Key, ...], str]


def _texts(lesson: Lesson) -> Iterator[Text]:
    """Every text of the lesson that a person reads, with its path."""
    for name in ("title", "summary", "caution", "advanced"):
        if value := getattr(lesson, name):
            yield (name,), value
    for index, step in enumerate(lesson.steps):
        for name in ("standard", "basic", "check", "stuck", "why", "android", "iphone"):
            if value := getattr(step, name):
                yield ("steps", index, name), value
    for index, problem in enumerate(lesson.problems):
        yield ("problems", index, "answer"), problem.answer
    for index, quiz in enumerate(lesson.quiz):
        yield ("quiz", index, "question"), quiz.question
        for place, option in enumerate(quiz.options):
            yield ("quiz", index, "options", place, "text"), option.text
            yield ("quiz", index, "options", place, "explanation"), option.explanation


class _Checker:
    def __init__(self, lesson: Lesson, document: Document, base: KnowledgeBase, rules: Rules, today: date) -> None:
        self.lesson, self.document, self.base, self.rules, self.today = lesson, document, base, rules, today
        self.findings: list[Finding] = []

    def add(self, message: str, *path: Key, remedy: str, severe: bool = True) -> None:
        self.findings.append(Finding(self.document.file, self.document.line(*path), message, remedy, severe))

    def count(self, name: str, low: int, high: int | None, *path: Key, found: int) -> None:
        if found < low or (high is not None and found > high):
            allowed = f"{low}–{high}" if high is not None else f"ít nhất {low}"
            self.add(f"{name}: có {found}, cần {allowed}", *path, remedy="Thêm hoặc bớt cho đủ.")

    def length(self, text: str | None, limit: int, *path: Key) -> None:
        if text is not None and not text.strip():
            self.add(f"{path[-1]} để trống", *path, remedy="Viết nội dung hoặc bỏ trường này.")
        if text and len(text) > limit:
            self.add(f"{path[-1]} dài {len(text)} ký tự, tối đa {limit}", *path, remedy="Viết ngắn lại hoặc tách bước.")

    def references(self) -> None:
        lesson, base = self.lesson, self.base
        known: set[str] = set(base.catalogue.lessons) | set(base.lessons)
        if lesson.id not in base.catalogue.lessons:
            self.add(f"bài '{lesson.id}' không có trong danh mục", "id", remedy="Thêm vào knowledge/catalogue.yml.")
        for name, values, allowed in (
            ("area", [lesson.area], set(base.catalogue.areas)),
            ("audience", lesson.audience, set(base.catalogue.audiences)),
            ("skills", lesson.skills, set(base.catalogue.skills)),
            ("prerequisites", lesson.prerequisites, known - {lesson.id}),
            ("related", lesson.related, known - {lesson.id}),
        ):
            for value in values:
                if value not in allowed:
                    self.add(f"{name}: không có '{value}'", name, remedy="Xem knowledge/catalogue.yml.")
        names = [step.name for step in lesson.steps]
        for kind, parts in (("steps", names), ("problems", [problem.name for problem in lesson.problems])):
            for index, name in enumerate(parts):
                if not _NAME.fullmatch(name):
                    self.add(
                        f"tên '{name}' không hợp lệ", kind, index, "name", remedy="Chữ thường không dấu, nối bằng '-'."
                    )
                if name in parts[:index]:
                    self.add(f"tên '{name}' dùng hai lần", kind, index, "name", remedy="Đặt tên khác.")
        for index, quiz in enumerate(lesson.quiz):
            if quiz.step not in names:
                self.add(
                    f"quiz trỏ tới bước '{quiz.step}' không có",
                    "quiz",
                    index,
                    "step",
                    remedy="Ghi tên một bước của bài.",
                )
            if sum(option.correct for option in quiz.options) != 1:
                self.add("mỗi câu hỏi cần đúng một lựa chọn đúng", "quiz", index, remedy="Sửa các trường correct.")

    def sizes(self) -> None:
        lesson, rules = self.lesson, self.rules.lesson
        self.count("steps", rules.steps_min, rules.steps_max, "steps", found=len(lesson.steps))
        self.count("problems", rules.problems_min, None, "problems", found=len(lesson.problems))
        self.count("quiz", rules.quiz_min, rules.quiz_max, "quiz", found=len(lesson.quiz))
        self.count("skills", 1, rules.skills_max, "skills", found=len(lesson.skills))
        self.count("audience", 1, None, "audience", found=len(lesson.audience))
        self.length(lesson.summary, rules.summary_max, "summary")
        self.length(lesson.advanced, rules.advanced_max, "advanced")
        self.length(lesson.caution, rules.caution_max, "caution")
        if (found := wording.sentences(lesson.summary)) != rules.summary_sentences:
            self.add(
                f"summary có {found} câu, cần {rules.summary_sentences}", "summary", remedy="Viết lại thành hai câu."
            )
        for index, step in enumerate(lesson.steps):
            for name in ("standard", "basic", "check", "stuck", "why"):
                self.length(getattr(step, name), getattr(rules, f"{name}_max"), "steps", index, name)
            if step.stuck.strip() in (step.basic.strip(), step.standard.strip()):
                self.add("stuck lặp lại nguyên bước", "steps", index, "stuck", remedy="Viết cách làm khác.")
        for index, problem in enumerate(lesson.problems):
            self.length(problem.answer, rules.answer_max, "problems", index, "answer")
            self.length(problem.symptom, rules.standard_max, "problems", index, "symptom")
        for index, quiz in enumerate(lesson.quiz):
            self.count("options", rules.options_min, rules.options_max, "quiz", index, found=len(quiz.options))
            for place, option in enumerate(quiz.options):
                self.length(option.text, rules.option_max, "quiz", index, "options", place, "text")
                self.length(option.explanation, rules.explanation_max, "quiz", index, "options", place, "explanation")

    def words(self, names: frozenset[str]) -> None:
        for path, text in _texts(self.lesson):
            for value in wording.bare_facts(text):
                self.add(f"'{value}' viết thẳng trong bài", *path, remedy="Khai trong facts.yml và dùng {fact:ten}.")
            for kind, name in wording.placeholders(text):
                if kind == "fact" and name not in self.base.facts:
                    self.add(f"sự kiện '{name}' không có", *path, remedy="Khai trong knowledge/facts.yml.")
                elif kind not in ("", "fact"):
                    self.add(
                        f"chỗ điền '{{{kind}:{name}}}' không biết", *path, remedy="Chỉ dùng {fact:…}, {bạn}, {tôi}."
                    )
            for name in wording.unknown_address(text):
                self.add(f"chỗ điền '{{{name}}}' không biết", *path, remedy="Chỉ dùng {fact:…}, {bạn}, {tôi}.")
        for word in wording.foreign_words([step.basic for step in self.lesson.steps], names):
            line = next(i for i, step in enumerate(self.lesson.steps) if word in step.basic)
            self.add(
                f"từ nước ngoài '{word}' chưa giải thích trong basic",
                "steps",
                line,
                "basic",
                remedy="Giải thích trong ngoặc đơn, dùng từ Việt, hoặc đặt chữ trên màn hình trong “ ”.",
            )

    def dates(self) -> None:
        lesson, rules = self.lesson, self.rules.sources
        good = False
        for index, source in enumerate(lesson.sources):
            if not _DATE.fullmatch(source.date):
                self.add(
                    f"ngày nguồn '{source.date}' không hợp lệ",
                    "sources",
                    index,
                    "date",
                    remedy="Ghi YYYY, YYYY-MM hoặc YYYY-MM-DD.",
                )
            elif source.kind != "other" and int(source.date[:4]) >= rules.oldest_year:
                good = True
            if not source.url.startswith(("http://", "https://")):
                self.add(
                    f"địa chỉ nguồn '{source.url}' không hợp lệ", "sources", index, "url", remedy="Ghi đủ https://…"
                )
        if not good:
            self.add(
                f"chưa có nguồn official hoặc press từ {rules.oldest_year}", "sources", remedy="Tìm nguồn mới hơn."
            )
        try:
            reviewed, until = date.fromisoformat(lesson.reviewed), date.fromisoformat(lesson.review_by)
        except ValueError:
            self.add("reviewed và review_by phải là ngày YYYY-MM-DD", "reviewed", remedy="Sửa lại ngày.")
            return
        if until <= reviewed or until - reviewed > timedelta(days=rules.max_review_days):
            self.add(
                f"review_by {until} phải sau ngày soát và không quá {rules.max_review_days} ngày",
                "review_by",
                remedy="Sửa lại ngày.",
            )
        if until < self.today:
            self.add(f"bài quá hạn soát từ {until}", "review_by", remedy="Soát lại bài.", severe=False)

    def images(self, media: Path) -> None:
        """Every image is there, and small enough for every channel."""
        limits = MediaRules.load()
        for index, step in enumerate(self.lesson.steps):
            if step.image is None:
                continue
            place = ("steps", index, "image")
            file = media_file(media, step.image)
            if file is None:
                self.add(
                    f"không có hình '{step.image}'",
                    *place,
                    remedy="Đặt tệp png hoặc jpg vào knowledge/media/; tên chỉ gồm chữ thường không dấu, số, '-', '_'.",
                )
                continue
            data = file.read_bytes()
            if len(data) > limits.bytes_max:
                self.add(
                    f"hình '{step.image}' nặng {len(data)} byte, tối đa {limits.bytes_max}",
                    *place,
                    remedy="Thu nhỏ hình hoặc lưu dạng jpg.",
                )
            size = image_size(data, file.suffix[1:])
            if size is None or not min(size):
                self.add(
                    f"'{step.image}' không phải hình {file.suffix[1:]}",
                    *place,
                    remedy="Lưu lại đúng dạng png hoặc jpg.",
                )
            elif sum(size) > limits.sides_max or max(size) > limits.ratio_max * min(size):
                self.add(
                    f"hình '{step.image}' cỡ {size[0]}×{size[1]} điểm ảnh, quá lớn hoặc quá dài",
                    *place,
                    remedy=f"Rộng cộng cao tối đa {limits.sides_max}, cạnh dài nhiều nhất gấp {limits.ratio_max}.",
                )


def check_lesson(
    lesson: Lesson,
    document: Document,
    base: KnowledgeBase,
    rules: Rules,
    names: frozenset[str],
    today: date,
    media: Path,
) -> list[Finding]:
    """All findings of one lesson. `names` are folded words allowed without explanation; `media` holds the images."""
    checker = _Checker(lesson, document, base, rules, today)
    checker.references()
    checker.sizes()
    checker.words(names)
    checker.dates()
    checker.images(media)
    return checker.findings
