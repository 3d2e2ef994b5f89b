"""Reviews by FSRS, evidence of paths, and the next lesson with its reason."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import msgspec
import pytest

from assistant.learning.curriculum import Curriculum, LearningPath
from assistant.learning.learner import Learner, record
from assistant.learning.next_lesson import recommend
from assistant.learning.paths import complete, evidence
from assistant.learning.review import rate, review
from assistant.learning.study import Study, due, finished, quizzed, reviewed
from assistant.learning.table import Table
from tests.small_base import make_lesson

TABLE = Table.load()
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=timezone.utc)
TODAY = NOW.date()


def done(study: Study, lesson: str, *, helped: bool = False) -> Study:
    return finished(study, lesson, NOW, TODAY, helped=helped, table=TABLE)


@pytest.mark.parametrize(
    ("ratings", "intervals"), [((3, 3, 3, 3), [2, 11, 46, 60]), ((2, 3, 3), [1, 5, 17]), ((1, 3, 3), [1, 2, 6])]
)
def test_intervals_are_those_of_fsrs_6_with_the_cap(ratings, intervals):
    card, moment, seen = None, NOW, []
    for rating in ratings:
        card = review(card, rating, moment, TABLE)
        seen.append(card.due - moment.date().toordinal())
        moment += timedelta(days=seen[-1])
    assert seen == intervals


def test_speed_never_makes_an_answer_easy():
    assert {rate(right=right, helped=helped) for right in (True, False) for helped in (True, False)} == {1, 2, 3}


def test_a_finished_lesson_comes_back_when_due_and_sooner_after_a_mistake():
    study = done(Study(), "vneid/cai-dat")
    assert due(study, TODAY, TABLE) == []
    assert due(study, TODAY + timedelta(days=2), TABLE) == ["vneid/cai-dat"]
    wrong = quizzed(study, "vneid/cai-dat", 0, 1, right=False, now=NOW, table=TABLE)
    assert due(wrong, TODAY + timedelta(days=1), TABLE) == ["vneid/cai-dat"]
    assert wrong.lessons["vneid/cai-dat"].answers == (1,)


def test_only_the_first_answer_counts():
    study = quizzed(done(Study(), "a/b"), "a/b", 1, 0, right=True, now=NOW, table=TABLE)
    again = quizzed(study, "a/b", 1, 1, right=False, now=NOW, table=TABLE)
    assert again == study
    assert study.lessons["a/b"].answers == (-1, 0)


def test_at_most_two_reviews_on_a_visit():
    study = Study()
    for name in ("a/a", "a/b", "a/c"):
        study = done(study, name)
    later = TODAY + timedelta(days=9)
    assert len(due(study, later, TABLE)) == 2
    study = msgspec.structs.replace(study, reviews=2, visit=later.toordinal())
    assert due(study, later, TABLE) == []
    assert len(due(study, later + timedelta(days=1), TABLE)) == 2


def test_a_failed_review_is_remembered_until_it_goes_well():
    study = reviewed(done(Study(), "a/b"), "a/b", right=False, helped=False, now=NOW, table=TABLE)
    assert study.lessons["a/b"].failed
    assert not reviewed(study, "a/b", right=True, helped=False, now=NOW, table=TABLE).lessons["a/b"].failed


def test_a_completed_path_is_recorded_once_with_its_evidence():
    curriculum = msgspec.structs.replace(
        Curriculum.load(), paths={"nguoi-dan": LearningPath("Người dân", "…", ["a/a", "a/b", "a/thu-hoi"])}
    )
    known = frozenset({"a/a", "a/b"})
    study = done(Study(), "a/a")
    assert complete(study, curriculum, known, TODAY)[1] == ()
    study = quizzed(done(study, "a/b"), "a/b", 0, 0, right=True, now=NOW, table=TABLE)
    study, new = complete(study, curriculum, known, TODAY)
    assert new == ("nguoi-dan",)
    assert complete(study, curriculum, known, TODAY + timedelta(days=1))[1] == ()
    shown = evidence(study, "nguoi-dan", curriculum)
    assert [(part.lesson, part.date, part.answers, part.right) for part in shown] == [
        ("a/a", TODAY.isoformat(), (), 0),
        ("a/b", TODAY.isoformat(), (0,), 1),
    ]


def test_the_next_lesson_follows_the_path_and_its_prerequisites(small_base):
    curriculum = msgspec.structs.replace(
        Curriculum.load(), paths={"nguoi-dan": LearningPath("Người dân", "…", ["can-cuoc/lam-the"])}
    )
    needing = make_lesson("can-cuoc/lam-the", prerequisites=["vneid/cai-dat"])
    base = msgspec.structs.replace(small_base, lessons=small_base.lessons | {needing.id: needing})
    study = Study(path="nguoi-dan")
    first = recommend(base, curriculum, Learner(), study, TABLE)[0]
    assert (first.lesson, first.reason) == ("vneid/cai-dat", "needed")
    second = recommend(base, curriculum, Learner(), done(study, "vneid/cai-dat"), TABLE)[0]
    assert (second.lesson, second.reason) == ("can-cuoc/lam-the", "path")
    able = Learner()
    for _ in range(4):
        able = record(able, "quiz", "dinh-danh", 1, "standard", 739_000, TABLE)
    assert recommend(base, curriculum, able, study, TABLE)[0].lesson == "can-cuoc/lam-the"


def test_circles_of_prerequisites_end(small_base):
    one = make_lesson("vneid/cai-dat", prerequisites=["can-cuoc/lam-the"])
    two = make_lesson("can-cuoc/lam-the", prerequisites=["vneid/cai-dat"])
    base = msgspec.structs.replace(small_base, lessons={one.id: one, two.id: two})
    assert recommend(base, Curriculum.load(), Learner(), Study(path="nguoi-dan"), TABLE)


def test_dates_are_those_of_vietnam():
    late = datetime(2026, 11, 23, 18, 0, tzinfo=timezone.utc)  # already the 24th in Vietnam
    card = review(None, 3, late, TABLE)
    assert date.fromordinal(card.due) == date(2026, 11, 26)
