"""A knowledge base small enough to read at a glance."""

from __future__ import annotations

import msgspec

from assistant.knowledge import Fact, KnowledgeBase, Lesson, Option, Problem, Question, Quiz, Step, Term
from assistant.knowledge.model import Catalogue, FactSource, Source

__all__ = ["make_lesson", "small_base"]


def _step(name: str, word: str, *, why: str | None = None) -> Step:
    return Step(
        name=name,
        standard=f"Chuẩn {word}.",
        basic=f"{{Bạn}} làm {word}.",
        check=f"Thấy {word}.",
        stuck=f"Nếu không thấy {word}, {{bạn}} vuốt lên.",
        why=why,
    )


def make_lesson(name: str = "vneid/cai-dat", **changes: object) -> Lesson:
    """A lesson with three steps and three problems; `changes` replace its fields."""
    lesson = Lesson(
        id=name,
        title=f"Bài {name}",
        area=name.split("/")[0],
        audience=["nguoi-dan"],
        skills=["dinh-danh"],
        summary="Mở kho ứng dụng rồi tải. Gọi {fact:tong-dai} khi vướng.",
        advanced="Kho ứng dụng → tải.",
        caution="Chỉ tải từ kho chính thức.",
        steps=[_step("mot", "một", why="Để bắt đầu."), _step("hai", "hai"), _step("ba", "ba")],
        problems=[
            Problem(name=f"loi-{n}", symptom=f"Bị lỗi {n}", answer=f"Cách chữa lỗi {n}.", also=[f"hỏng {n}"])
            for n in ("do", "xanh", "vang")
        ],
        quiz=[
            Quiz(
                question="Tải ở đâu?",
                step="mot",
                options=[
                    Option(text="Kho ứng dụng", correct=True, explanation="Đúng."),
                    Option(text="Đường liên kết lạ", correct=False, explanation="Không nên."),
                ],
            )
        ]
        * 2,
        sources=[
            Source(title="Nguồn", url="https://baochi.vn/a", date="2025-12-04", kind="press", checked="2026-11-23")
        ],
        owner="to-bien-soan",
        reviewed="2026-11-23",
        review_by="2027-05-23",
        related=["can-cuoc/lam-the"] if name == "vneid/cai-dat" else ["vneid/cai-dat"],
    )
    return msgspec.structs.replace(lesson, **changes)


def small_base() -> KnowledgeBase:
    """Two lessons with a few example questions each."""
    lessons = [make_lesson(), make_lesson("can-cuoc/lam-the")]
    fact = Fact(
        kind="phone",
        value="1900 0000",
        about="Tổng đài",
        checked="2026-11-23",
        owner="to-bien-soan",
        source=FactSource(url="https://baochi.vn/b", title="Nguồn", date="2025"),
        review_by="2027-05-23",
        status="confirmed",
    )
    doubtful = msgspec.structs.replace(fact, value="12345", status="to_check", caution="Số này cần hỏi lại.")
    names = {name: fact for name in ("tong-dai", "tong-dai-dinh-danh", "tong-dai-bhxh", "cong-an-113")} | {
        "so-nghi-ngo": doubtful
    }
    return KnowledgeBase(
        catalogue=Catalogue(
            areas={"vneid": "VNeID", "can-cuoc": "Thẻ căn cước"},
            audiences={"nguoi-dan": "Người dân"},
            skills={"dinh-danh": "Định danh"},
            lessons={lesson.id: lesson.title for lesson in lessons},
        ),
        lessons={lesson.id: lesson for lesson in lessons},
        facts=names,
        terms={
            "otp": Term(term="OTP", meaning="Mã dùng một lần.", like="Giống như vé xe.", also=["mã otp", "ô tê pê"])
        },
        questions=[
            Question(lesson="vneid/cai-dat", section="steps", text="tải vneid ở đâu", line=1),
            Question(lesson="can-cuoc/lam-the", section="steps", text="làm thẻ căn cước", line=1),
        ],
    )
