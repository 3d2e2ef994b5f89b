"""The real knowledge base keeps its promises."""

from __future__ import annotations

from assistant import clock
from assistant.knowledge.checks import check_knowledge
from assistant.knowledge.load import load
from assistant.paths import project


def test_the_knowledge_base_has_no_fault():
    here = project()
    severe = [
        finding.render(here.root) for finding in check_knowledge(here, load(here), clock.today()) if finding.severe
    ]
    assert severe == []


def test_every_lesson_has_a_recent_official_or_press_source_and_most_a_very_recent_one():
    lessons = load(project()).base.lessons.values()
    years = [max((int(s.date[:4]) for s in lesson.sources if s.kind != "other"), default=0) for lesson in lessons]
    assert min(years) >= 2023
    assert sum(year >= 2025 for year in years) >= 0.6 * len(years)
