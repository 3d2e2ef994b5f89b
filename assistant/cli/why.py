"""What `:why` shows: the act, the candidates, the decision and the timing of the last turn."""

from __future__ import annotations

from assistant.app import Explanation

__all__ = ["why"]


def why(explanation: Explanation | None) -> str:
    """The explanation in lines for an officer."""
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
        lines.append(f"xưng hô    {state.you} – {state.me}")
    lines.append(f"thời gian  tra cứu {explanation.search_ms:.1f} ms, cả lượt {explanation.total_ms:.1f} ms")
    return "\n".join(lines)
