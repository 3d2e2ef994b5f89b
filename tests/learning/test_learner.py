"""What is kept of a learner is small, round-trips, explains itself, and is fast to move."""

from __future__ import annotations

from time import perf_counter

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import UsageError
from assistant.knowledge import LEVELS, load_or_raise
from assistant.learning.curriculum import Curriculum
from assistant.learning.learner import Learner, ability, after_idle, after_lesson, fit, fresh, record, size
from assistant.learning.table import Table
from assistant.paths import project

TABLE = Table.load()
SKILLS = sorted(Curriculum.load().skills)
DAY = 739_000


def full() -> Learner:
    """Somebody seen in every skill, hundreds of times."""
    learner = Learner()
    for turn in range(400):
        skill = SKILLS[turn * 7 % len(SKILLS)]
        learner = record(
            learner, "quiz", skill, turn % 3 > 0, LEVELS[turn % 3], DAY + turn, TABLE, lesson="an-toan/" + "x" * 30
        )
    return learner


def test_somebody_new_has_no_signals_and_the_starting_ability():
    assert Learner().signals == 0
    assert ability(Learner(), "thiet-bi", TABLE) == pytest.approx((-0.9, 1.3))


def test_a_full_learner_stays_under_four_kilobytes():
    assert size(full()) < 4000


def test_storing_and_reading_changes_nothing():
    learner = full()
    again = msgspec.json.decode(msgspec.json.encode(learner), type=Learner)
    assert again == learner
    assert record(again, "quiz", "thiet-bi", 1, "basic", DAY, TABLE) == record(
        learner, "quiz", "thiet-bi", 1, "basic", DAY, TABLE
    )


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(SKILLS), st.integers(0, 1), st.sampled_from(LEVELS)), max_size=25))
def test_the_log_rebuilds_the_moves(events):
    learner = Learner()
    for skill, y, level in events:
        learner = record(learner, "quiz", skill, y, level, DAY, TABLE)
    assert learner.signals == len(events)
    assert len(learner.log) == min(len(events), TABLE.log_max)
    for entry, (skill, y, level) in zip(reversed(learner.log), reversed(events)):
        assert (entry.skill, entry.y, entry.level) == (skill, y, level)
        assert (entry.after - entry.before) * (1 if y else -1) >= 0


def test_a_skill_not_seen_yet_profits_from_the_others():
    learner = Learner()
    for _ in range(6):
        learner = record(learner, "quiz", "thiet-bi", 1, "advanced", DAY, TABLE)
    assert ability(learner, "mua-ban", TABLE)[0] > -0.5
    assert fit(learner, "thiet-bi", TABLE).level != "basic"


def test_idle_days_are_counted_once():
    learner = record(Learner(), "quiz", "thiet-bi", 1, "basic", DAY, TABLE)
    later = after_idle(learner, DAY + 10, TABLE)
    assert ability(later, "thiet-bi", TABLE)[1] - ability(learner, "thiet-bi", TABLE)[1] == pytest.approx(
        0.03, abs=1e-4
    )
    assert after_idle(later, DAY + 10, TABLE) == later


def test_a_finished_lesson_stands_in_the_log_but_is_no_signal():
    learner = after_lesson(Learner(), "thiet-bi", "basic", DAY, TABLE, "dien-thoai/lam-quen")
    assert learner.signals == 0
    assert learner.log[-1].name == "lesson"


def test_what_a_turn_brought_is_told_apart_from_what_was_there():
    before = full()
    after = record(before, "quiz", "thiet-bi", 1, "basic", DAY, TABLE, lesson="a/b", options=3)
    after = after_lesson(after, "thiet-bi", "basic", DAY, TABLE, "a/b")
    assert [(one.name, one.options) for one in fresh(before, after)] == [("quiz", 3), ("lesson", None)]
    assert fresh(after, after) == ()
    assert len(fresh(Learner(), before)) == TABLE.log_max


def test_many_answers_to_one_lesson_say_less_than_as_many_to_several():
    one, several = Learner(), Learner()
    for turn in range(12):
        one = record(one, "quiz", "thiet-bi", 1, "standard", DAY, TABLE, lesson="a/1")
        several = record(several, "quiz", "thiet-bi", 1, "standard", DAY, TABLE, lesson=f"a/{turn // 3}")
    assert ability(one, "thiet-bi", TABLE)[0] < ability(several, "thiet-bi", TABLE)[0]
    assert ability(one, "thiet-bi", TABLE)[1] > ability(several, "thiet-bi", TABLE)[1]


def test_a_lesson_left_and_a_day_that_passed_end_its_effect_but_not_what_it_taught():
    learner = record(Learner(), "quiz", "thiet-bi", 1, "standard", DAY, TABLE, lesson="a/1")
    known = ability(learner, "thiet-bi", TABLE)
    later = after_idle(learner, DAY + 1, TABLE)
    assert later.lesson is None
    assert ability(later, "thiet-bi", TABLE)[0] == pytest.approx(known[0], abs=1e-6)
    elsewhere = record(learner, "quiz", "mua-ban", 1, "standard", DAY, TABLE, lesson="a/2")
    assert elsewhere.lesson == "a/2" and elsewhere.skills == ("thiet-bi", "mua-ban")


def test_a_state_stored_before_lessons_had_an_effect_is_read():
    old = b'{"skills":["thiet-bi"],"values":"AACAvwAAgD4AAIA/AAAAPwAAAD8=","counts":[1],"seen":[739000],"last_day":739000}'
    learner = msgspec.json.decode(old, type=Learner)
    assert ability(learner, "thiet-bi", TABLE) == pytest.approx((-0.75, 2.5))
    assert record(learner, "quiz", "thiet-bi", 1, "basic", DAY, TABLE, lesson="a/1").signals == 2


def test_an_unknown_signal_is_named():
    with pytest.raises(UsageError, match="placement"):
        TABLE.item("gì đó", "basic")


def test_update_and_choice_take_less_than_a_millisecond():
    learner, times = full(), []
    for turn in range(200):
        begun = perf_counter()
        learner = record(learner, "step", SKILLS[turn % len(SKILLS)], turn % 2, "basic", DAY, TABLE)
        fit(learner, SKILLS[turn % len(SKILLS)], TABLE)
        times.append(perf_counter() - begun)
    assert sorted(times)[len(times) // 2] < 0.001


def test_the_skill_map_covers_the_catalogue_and_nothing_else():
    base, curriculum = load_or_raise(project()), Curriculum.load()
    assert set(curriculum.skills) == set(base.catalogue.skills)
    assert {skill.domain for skill in curriculum.skills.values()} == set(curriculum.domains)


def test_paths_are_made_of_catalogued_lessons_for_the_groups_of_the_movement():
    base, curriculum = load_or_raise(project()), Curriculum.load()
    assert set(curriculum.paths) == set(base.catalogue.audiences)
    for path in curriculum.paths.values():
        assert len(set(path.lessons)) == len(path.lessons) >= 8
        assert set(path.lessons) <= set(base.catalogue.lessons)


def test_placement_questions_have_three_choices_and_grow_harder():
    placement = Curriculum.load().placement
    assert [q.level for q in (placement.easier, placement.first, placement.harder)] == list(LEVELS)
    assert all(len(q.options) == 3 for q in (placement.easier, placement.first, placement.harder))
