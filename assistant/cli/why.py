"""What `:why` shows: the act, the candidates, the decision, the learner model and the timing of the last turn."""

from __future__ import annotations

from assistant.app import Explanation
from assistant.knowledge import KnowledgeBase

__all__ = ["why", "why_level"]


def why(explanation: Explanation | None, base: KnowledgeBase | None = None) -> str:
    """The explanation in lines for an officer; with the knowledge base, what is known of the learner as well."""
    if explanation is None:
        return "Chưa có lượt nào."
    turn, state = explanation.turn, explanation.state
    lines = [
        f"ý định     {turn.intent.name} ({turn.intent.confidence:.2f})",
        f"kết cục    {turn.outcome}",
    ]
    if explanation.decision is not None:
        decision = explanation.decision
        lines.append(f"quyết định {decision.kind}")
        lines += [f"  {match.probability:6.3f}  {match.target} [{match.section}]" for match in decision.matches]
    if turn.lesson is not None:
        step = f", bước {turn.lesson.step}/{turn.lesson.steps}" if turn.lesson.step else ""
        lines.append(f"phục vụ    {turn.lesson.id} [{turn.lesson.section}] mức {turn.lesson.level}{step}")
    if state.you:
        lines.append(f"xưng hô    {state.you} – {state.me} ({state.address_by or 'có sẵn'})")
    if base is not None:
        lines += why_level(explanation, base)
    lines.append(f"thời gian  tra cứu {explanation.search_ms:.1f} ms, cả lượt {explanation.total_ms:.1f} ms")
    return "\n".join(lines)


def why_level(explanation: Explanation, base: KnowledgeBase) -> list[str]:
    """Why this level, the signals so far, what was studied, and why which next lesson."""
    from assistant.learning.curriculum import Curriculum
    from assistant.learning.explain import (
        explain_constants,
        explain_level,
        explain_next,
        explain_signals,
        explain_study,
    )

    state, table, curriculum = explanation.state, explanation.rules, Curriculum.load()
    name = explanation.turn.lesson.id if explanation.turn.lesson else state.topic
    lesson = base.lessons.get(name or "")
    lines = explain_level(state.learner, lesson.skills[0], table) if lesson else []
    lines += explain_constants(table, explanation.version)
    if lesson and state.wish and state.wish[0] == lesson.id:
        lines.append(f"  người học xin mức {state.wish[1]} cho bài này")
    elif state.level:
        lines.append(f"  mức đặt sẵn: {state.level}, hơn ước lượng")
    lines += explain_signals(state.learner, table)
    lines += explain_study(state.study, base, curriculum)
    return lines + explain_next(base, curriculum, state.learner, state.study, table, state.topic)
