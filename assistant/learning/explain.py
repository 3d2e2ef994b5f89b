"""The learner model in words for officers: probabilities, signals, why this variant, why this next lesson."""

from __future__ import annotations

from datetime import date

from assistant.knowledge import LEVELS, KnowledgeBase
from assistant.learning.curriculum import Curriculum
from assistant.learning.learner import Learner, ability, fit
from assistant.learning.next_lesson import Reason, recommend
from assistant.learning.paths import progress
from assistant.learning.study import Study
from assistant.learning.table import Table

__all__ = ["explain_constants", "explain_level", "explain_next", "explain_signals", "explain_study"]

_REASONS: dict[Reason, str] = {
    "path": "kế tiếp trong lộ trình",
    "needed": "bài khác cần đến",
    "related": "nối với bài vừa rồi",
    "start": "bài nên bắt đầu",
    "again": "lần trước trả lời chưa chắc",
}


def explain_level(learner: Learner, skill: str, table: Table) -> list[str]:
    """Level probabilities of a skill, and the risk of each variant by which it was chosen."""
    mean, variance = ability(learner, skill, table)
    chosen = fit(learner, skill, table)
    shares = ", ".join(f"{level} {share:.2f}" for level, share in zip(LEVELS, chosen.probabilities))
    risks = ", ".join(f"{level} {value:.2f}" for level, value in zip(LEVELS, chosen.risks))
    lines = [
        f"kỹ năng    {skill}: θ {mean:+.2f} ± {variance**0.5:.2f} logit",
        f"  mức      {shares}",
        f"  quá sức  {risks}; giới hạn {chosen.limit:.2f} → {chosen.level}",
    ]
    if not learner.signals:
        lines.append("  chưa có tín hiệu nào: trả lời mức standard, không đoán")
    return lines


def explain_constants(table: Table, version: int | None) -> list[str]:
    """The constants in force, and where they come from."""
    source = "signals.yml" if version is None else f"lần ước lượng lại số {version}"
    rows, start = table.signals, table.start
    return [
        f"hằng số    {source}: người mới θ {start.mean:+.2f}, phương sai {start.general_var:.2f} chung"
        f" + {start.skill_var:.2f} mỗi kỹ năng + {table.lesson_var:.2f} mỗi bài; độ dốc {rows['quiz'].a:.2f},"
        f" nói xong cho qua {rows['step'].c:.2f}, lỡ tay {rows['quiz'].s:.2f}, nhờ nhắc {rows['help'].d:+.2f}"
    ]


def explain_signals(learner: Learner, table: Table) -> list[str]:
    """The last signals with what each did to θ."""
    lines = [f"tín hiệu   {learner.signals} tất cả, {len(learner.log)} gần nhất:"] if learner.log else []
    for entry in learner.log:
        text = table.signals[entry.name].text if entry.name in table.signals else "học xong bài"
        sign = "+" if entry.y else "−"
        place = f" [{entry.lesson}]" if entry.lesson else ""
        lines.append(
            f"  {date.fromordinal(entry.day).isoformat()} {sign} {text} ({entry.level}, {entry.skill or 'chung'})"
            f" θ {entry.before:+.2f} → {entry.after:+.2f}, trước đó đoán {entry.expected:.2f}{place}"
        )
    return lines


def explain_next(
    base: KnowledgeBase,
    curriculum: Curriculum,
    learner: Learner,
    study: Study,
    table: Table,
    topic: str | None,
) -> list[str]:
    """The lessons that would be recommended now, with reason, chance of success and score."""
    found = recommend(base, curriculum, learner, study, table, topic=topic, most=3)
    lines = ["bài tiếp   "] if found else []
    for one in found:
        lines.append(
            f"  {one.score:+.2f}  {one.lesson}: {_REASONS[one.reason]}, làm được {one.success:.2f}"
            f" (nhắm {table.next_lesson.success})"
        )
    return [lines[0].rstrip(), *lines[1:]] if lines else []


def explain_study(study: Study, base: KnowledgeBase, curriculum: Curriculum) -> list[str]:
    """Lessons done, with quiz answers and the day of the next review; paths."""
    lines = []
    for name, done in study.lessons.items():
        lines.append(
            f"  {name}: xong {date.fromordinal(done.day).isoformat()}, đúng {done.right}/{len(done.answers)},"
            f" ôn {date.fromordinal(done.card.due).isoformat()}"
        )
    if lines:
        lines.insert(0, "đã học")
    if study.path in curriculum.paths:
        done_count, total = progress(study, study.path, curriculum, frozenset(base.lessons))
        lines.append(f"lộ trình   {study.path} {done_count}/{total}")
    return lines
