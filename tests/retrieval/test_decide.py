"""The three cuts."""

from __future__ import annotations

import pytest

from assistant.retrieval.decide import Cuts, Match, decide

CUTS = Cuts(answer=0.5, margin=0.1, clarify=0.3, near=0.1, wrong=0.6)


def matches(*chances):
    return [Match(f"l{n}", "steps", chance) for n, chance in enumerate(chances)]


@pytest.mark.parametrize(
    ("chances", "kind"),
    [
        ((0.9, 0.05), "answer"),
        ((0.5, 0.2), "answer"),
        ((0.49, 0.1), "clarify"),
        ((0.5, 0.45), "clarify"),
        ((0.12, 0.1, 0.09), "clarify"),
        ((0.1, 0.05, 0.05), "abstain"),
        ((), "abstain"),
    ],
)
def test_cuts(chances, kind):
    assert decide(matches(*chances), CUTS).kind == kind


def test_wrongdoing_is_refused_whatever_lesson_it_resembles():
    assert decide(matches(0.39), CUTS, wrong=0.61).kind == "refuse"


def test_only_a_near_topic_names_its_contact():
    assert decide(matches(0.11, 0.0), CUTS).near
    assert not decide(matches(0.09, 0.0), CUTS).near
