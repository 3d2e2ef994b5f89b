"""The filter is a proper belief: it moves the right way, shrinks with evidence, and agrees with exact inference."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.knowledge import LEVELS
from assistant.learning.choose import choose, level_probabilities
from assistant.learning.filter import extend, finish_lesson, idle, new, observe, theta
from assistant.learning.table import Item, Table

TABLE = Table.load()
ITEMS = st.builds(
    Item,
    b=st.floats(-2, 2),
    a=st.floats(0.3, 2),
    c=st.floats(0, 0.5),
    s=st.floats(0, 0.3),
    w=st.floats(0.1, 2),
)
EVENTS = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 1), ITEMS), max_size=40)


def played(events):
    belief = new(4, TABLE.start)
    for skill, y, item in events:
        belief, _ = observe(belief, skill, y, item, TABLE.clamp)
    return belief


@settings(deadline=None, max_examples=60)
@given(EVENTS)
def test_the_covariance_stays_a_covariance(events):
    belief = played(events)
    assert np.allclose(belief.cov, belief.cov.T)
    assert np.linalg.eigvalsh(belief.cov).min() > 0
    assert np.isfinite(belief.mean).all()


@settings(deadline=None, max_examples=60)
@given(EVENTS, st.integers(1, 4), ITEMS)
def test_success_raises_failure_lowers_and_both_make_more_certain(events, skill, item):
    belief = played(events)
    mean, variance = theta(belief, skill)
    for y in (0, 1):
        after, expected = observe(belief, skill, y, item, TABLE.clamp)
        moved = theta(after, skill)
        assert 0 < expected < 1
        assert (moved[0] - mean) * (1 if y else -1) >= -1e-9
        assert abs(moved[0] - mean) <= TABLE.clamp + 1e-9
        assert moved[1] <= variance + 1e-9


@given(st.floats(-4, 4), st.floats(0.05, 3))
def test_the_choice_is_the_highest_level_that_is_probably_not_too_hard(mean, variance):
    fit = choose(mean, variance, TABLE, signals=100)
    assert sum(level_probabilities(mean, variance, TABLE.cuts)) == pytest.approx(1)
    place = LEVELS.index(fit.level)
    assert fit.risks[place] <= fit.limit == TABLE.risk.limit
    assert all(risk > fit.limit for risk in fit.risks[place + 1 :])


def test_the_choice_is_cautious_at_the_start_and_does_not_waver():
    start = theta(new(1, TABLE.start), 1)
    assert choose(*start, TABLE, signals=0).level == "basic"
    edge = next(m / 100 for m in range(-100, 100) if choose(m / 100, 0.3, TABLE, signals=100).level == "standard")
    assert choose(edge, 0.3, TABLE, signals=5).level == "basic"  # little is known yet
    assert choose(edge, 0.3, TABLE, previous="basic", signals=100).level == "basic"
    assert choose(edge + 0.5, 0.3, TABLE, previous="basic", signals=100).level == "standard"
    assert choose(edge, 0.3, TABLE, previous="standard", signals=100).level == "standard"
    assert choose(edge - 0.1, 0.3, TABLE, previous="standard", signals=100).level == "basic"  # never above the limit


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 1), st.sampled_from(["quiz", "placement", "step"])), min_size=1, max_size=6))
def test_the_mean_agrees_with_the_exact_posterior(events):
    belief = new(1, TABLE.start)
    grid = np.linspace(-8, 8, 4001)
    variance = TABLE.start.general_var + TABLE.start.skill_var
    exact = np.exp(-((grid - TABLE.start.mean) ** 2) / (2 * variance))
    for y, signal in events:
        item = TABLE.item(signal, "standard")
        belief, _ = observe(belief, 1, y, item, TABLE.clamp)
        p = item.c + (1 - item.c - item.s) / (1 + np.exp(-item.a * (grid - item.b)))
        exact = exact * (p if y else 1 - p)
    assert theta(belief, 1)[0] == pytest.approx((grid * exact).sum() / exact.sum(), abs=0.5)


def test_i_cannot_find_it_says_more_than_a_polite_done():
    belief, item = new(1, TABLE.start), TABLE.item("step", "basic")
    before = theta(belief, 1)[0]
    done = theta(observe(belief, 1, 1, item, 1.0)[0], 1)[0] - before
    stuck = before - theta(observe(belief, 1, 0, item, 1.0)[0], 1)[0]
    assert stuck > 1.5 * done > 0


def test_what_is_learnt_of_one_skill_carries_over_to_another_but_less():
    belief = new(2, TABLE.start)
    after, _ = observe(belief, 1, 0, TABLE.item("quiz", "basic"), 1.0)
    own, other = (theta(after, k)[0] - theta(belief, k)[0] for k in (1, 2))
    assert own < other < 0


def test_idle_days_cost_certainty_not_ability_and_are_capped():
    belief = extend(new(1, TABLE.start), TABLE.start)
    after = idle(belief, 400, TABLE.idle.var_per_day, TABLE.idle.days_max)
    assert theta(after, 1)[0] == theta(belief, 1)[0]
    assert theta(after, 1)[1] - theta(belief, 1)[1] == pytest.approx(0.09)


def test_finishing_a_lesson_raises_only_its_skill():
    after = finish_lesson(new(2, TABLE.start), 1, 0.12, 0.01)
    assert theta(after, 1)[0] == pytest.approx(TABLE.start.mean + 0.12)
    assert theta(after, 2)[0] == pytest.approx(TABLE.start.mean)
