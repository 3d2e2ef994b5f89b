"""The refit finds the constants that people were made with, asks for enough data, stays in its bounds, and uses the rule
that each learner's own state follows."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from assistant.knowledge import LEVELS
from assistant.learning.constants import Constants, constants_of, with_constants
from assistant.learning.crowd import Crowd
from assistant.learning.history import history_of
from assistant.learning.learner import Learner, ability, after_idle, after_lesson, fresh, record
from assistant.learning.refit import likelihood, refit
from assistant.learning.table import Table
from tests.learning.people import people

TABLE = msgspec.structs.replace(
    Table.load(), after_lesson=msgspec.structs.replace(Table.load().after_lesson, gain=0.0, var=0.0)
)
USUAL = constants_of(TABLE)
TRUE = Constants(mean=-0.2, general_var=1.0, skill_var=0.3, lesson_var=0.3, slope=1.1, done=0.2, slip=0.06, help=-0.5)


def test_known_constants_are_found_again_within_tolerance():
    found = refit(history_of(list(people(250, TRUE, seed=5).values()), TABLE), TABLE)
    assert found.enough and found.people == 250 and found.signals == 250 * 96
    assert found.after > found.before
    assert found.constants.mean == pytest.approx(TRUE.mean, abs=0.2)
    assert found.constants.general_var == pytest.approx(TRUE.general_var, abs=0.3)
    assert found.constants.skill_var == pytest.approx(TRUE.skill_var, abs=0.15)
    assert found.constants.lesson_var == pytest.approx(TRUE.lesson_var, abs=0.2)
    assert found.constants.slope == pytest.approx(TRUE.slope, abs=0.2)
    assert found.constants.done == pytest.approx(TRUE.done, abs=0.08)
    assert found.constants.slip == pytest.approx(TRUE.slip, abs=0.05)
    assert found.constants.help == pytest.approx(TRUE.help, abs=0.2)


def test_a_refit_of_what_fits_already_moves_little():
    history = history_of(list(people(60, TRUE, seed=6).values()), TABLE)
    first = refit(history, TABLE)
    again = refit(history, TABLE, first.constants)
    assert again.before == pytest.approx(first.after)
    assert again.after - again.before < 0.002


@pytest.mark.parametrize("count", [0, 1, 5])
def test_too_few_people_change_nothing(count):
    now = msgspec.structs.replace(USUAL, mean=-1.1)
    found = refit(history_of(list(people(count, TRUE, seed=7).values()), TABLE), TABLE, now)
    assert not found.enough
    assert found.constants == now


def test_too_few_signals_change_nothing():
    few = [signals[:6] for signals in people(40, TRUE, seed=8).values()]
    assert not refit(history_of(few, TABLE), TABLE).enough


def test_people_who_do_anything_at_random_or_always_the_same_do_not_break_the_bounds():
    rng = np.random.default_rng(9)
    for answer in (lambda: 1, lambda: 0, lambda: int(rng.integers(2))):
        odd = [
            tuple(msgspec.structs.replace(one, y=answer()) for one in signals)
            for signals in people(45, TRUE, seed=9).values()
        ]
        found = refit(history_of(odd, TABLE), TABLE).constants
        for name, bounds in TABLE.refit.constants.items():
            assert bounds.least <= getattr(found, name) <= bounds.most


def test_the_order_of_people_and_those_without_signals_make_no_difference():
    some = list(people(8, TRUE, seed=10).values())
    value = likelihood(history_of(some, TABLE), TABLE)
    other = likelihood(history_of([(), *reversed(some)], TABLE), TABLE)
    assert other[1] == value[1]
    assert other[0] == pytest.approx(value[0])


def test_the_crowd_goes_the_same_way_as_each_learner():
    """A refit is only worth something if it runs through the rule by which the product estimates."""
    rng, table = np.random.default_rng(3), Table.load()
    learner, signals, day = Learner(), [], 739_000
    expected = []
    for number in range(30):
        day += int(rng.integers(0, 3))
        skill, level = ("thiet-bi", "mua-ban", "")[rng.integers(3)], LEVELS[rng.integers(3)]
        lesson = None if not skill else f"bai/{number // 4}"
        before = after_idle(learner, day, table)
        learner = before
        for name in ("step", "quiz", "self_report") if skill else ("self_report",):
            options = 4 if name == "quiz" else None
            learner = record(
                learner, name, skill, int(rng.integers(2)), level, day, table, lesson=lesson, options=options
            )
        if skill and number % 4 == 3:
            learner = after_lesson(learner, skill, level, day, table, lesson or "")
        signals += fresh(before, learner)
    expected = [ability(learner, skill, table) for skill in learner.skills]
    history = history_of([signals], table)
    crowd = _played(history, table)
    places = {skill: place + 1 for place, skill in enumerate(dict.fromkeys(s.skill for s in signals if s.skill))}
    for skill, (mean, variance) in zip(learner.skills, expected):
        got = crowd.theta(np.array([places[skill]]))
        assert got[0][0] == pytest.approx(mean, abs=1e-3)
        assert got[1][0] == pytest.approx(variance, abs=1e-3)


def _played(history, table) -> Crowd:
    """The crowd after the whole history, through the refit's own loop."""
    kept = []

    class Kept(Crowd):
        def __init__(self, *args):
            super().__init__(*args)
            kept.append(self)

    from assistant.learning import refit as module

    original, module.Crowd = module.Crowd, Kept
    try:
        likelihood(history, table)
    finally:
        module.Crowd = original
    return kept[0]


def test_constants_go_into_the_table_and_come_out_again():
    found = constants_of(with_constants(Table.load(), TRUE))
    assert found == msgspec.structs.replace(TRUE, slope=1.0)  # the factor is against the file
    assert with_constants(Table.load(), constants_of(Table.load())) == Table.load()
