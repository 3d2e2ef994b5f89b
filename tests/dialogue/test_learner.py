"""The level that fits: nothing is presumed of somebody new, what people do is noticed, what they ask for wins."""

from __future__ import annotations

import pytest

from assistant.dialogue.state import State
from assistant.learning.table import Table
from assistant.retrieval.decide import Decision, Match
from tests.dialogue.driver import Player

TABLE = Table.load()
OTHER = Decision("answer", (Match("can-cuoc/lam-the", "steps", 0.9),), True)


def titles(player: Player) -> list[str]:
    return [choice.title for choice in player.state.choices]


def test_the_first_question_gets_the_whole_standard_answer_and_placement_only_as_a_button(small_base):
    player = Player(small_base)
    player.say("cài vneid")
    assert player.turn.lesson.level == "standard"
    assert "Chuẩn ba." in player.heard()
    assert "Chỉnh cho vừa sức" in titles(player)
    player.say("cài vneid")
    assert "Chỉnh cho vừa sức" not in titles(player)


def test_two_cannot_find_it_lead_to_the_basic_level_at_once_and_in_the_next_lesson(small_base):
    player = Player(small_base, state=State(led=True))
    player.say("/open vneid/cai-dat guide")
    for _ in range(2):
        player.say("/stuck")
    assert player.state.session.level == "basic"
    assert [entry.y for entry in player.state.learner.log] == [0, 0]
    player.state = State(learner=player.state.learner)
    player.decision = OTHER
    player.say("làm căn cước")
    assert player.turn.lesson.level == "basic"
    assert "Bước 1/3" in player.heard()


def test_step_reports_of_one_lesson_weigh_only_so_much_together(small_base):
    player = Player(small_base, state=State(led=True))
    player.say("/open vneid/cai-dat guide")
    for _ in range(12):
        player.say("/next")
        player.say("/previous")
    assert player.state.session.weight <= TABLE.signals["step"].cap
    assert player.state.learner.signals <= 5


@pytest.mark.parametrize(
    ("text", "act", "level"),
    [("dễ hơn", "simpler", "basic"), ("kỹ hơn", "detail", "basic"), ("nhanh hơn", "faster", "advanced")],
)
def test_a_wish_holds_for_that_lesson_only(small_base, text, act, level):
    player = Player(small_base)
    player.say("cài vneid")
    player.say(text, act)
    assert player.turn.lesson.level == level
    assert player.state.wish == ("vneid/cai-dat", level)
    assert player.state.level is None


def test_an_explicit_level_wins_over_the_estimate(small_base):
    player = Player(small_base, state=State(level="advanced"))
    player.say("cài vneid")
    assert player.turn.lesson.level == "advanced"


def test_placement_is_two_taps_without_marks(small_base):
    player = Player(small_base)
    player.say("cài vneid")
    player.say("Chỉnh cho vừa sức")
    assert "Tôi chưa biết" in titles(player)
    player.say("/place first 0")
    assert "ứng dụng không còn biết" in player.heard()
    player.say("/place harder 0")
    assert [entry.level for entry in player.state.learner.log] == ["standard", "advanced"]
    assert "Xem lại bài vừa rồi" in titles(player)
    before = player.state.learner
    player.say("/place first 1")
    assert player.state.learner == before


@pytest.mark.parametrize(
    ("text", "y"),
    [
        ("tôi mù công nghệ", 0),
        ("tui hổng rành máy móc", 0),
        ("bác không rành", 0),
        ("mình rành công nghệ mà", 1),
        ("tôi làm IT", 1),
        ("em dân công nghệ", 1),
        ("tôi dùng thành thạo rồi", 1),
    ],
)
def test_what_people_say_of_their_own_skill_counts(small_base, text, y):
    player = Player(small_base)
    player.say(text, "placement")
    assert [entry.y for entry in player.state.learner.log] == [y]
    player.decision = OTHER
    player.say("làm căn cước")
    assert player.turn.lesson.level == ("standard" if y else "basic")


def test_asking_to_be_placed_asks_the_two_questions(small_base):
    player = Player(small_base)
    player.say("đánh giá trình độ của tôi", "placement")
    assert player.state.mode == "placement"


def test_another_lesson_in_the_middle_is_told_in_short_and_the_place_is_kept(small_base):
    player = Player(small_base, state=State(level="basic"))
    player.say("cài vneid")
    player.say("/next")
    player.decision = OTHER
    player.say("làm căn cước thế nào")
    assert player.turn.lesson.id == "can-cuoc/lam-the"
    assert "bước 2/3" in player.heard()
    player.say("Dẫn bài này")
    assert player.state.earlier.lesson == "vneid/cai-dat"
    for _ in range(3):
        player.say("/next")
    player.say("/quiz_skip")
    assert "bước 2/3" in player.heard()
    player.say("ừ", "affirm")
    assert "Bước 2/3" in player.heard()


def test_asking_for_the_lesson_in_progress_does_not_begin_it_anew(small_base):
    player = Player(small_base, state=State(level="basic"))
    player.say("cài vneid")
    player.say("/next")
    player.say("thế cài vneid bấm chỗ nào")
    assert player.state.session.place == 1
    assert "Bước 2/3" in player.heard()


def test_progress_shows_skills_lessons_and_the_place(small_base):
    player = Player(small_base, state=State(level="basic"))
    player.say("tôi học đến đâu rồi", "progress")
    assert "chưa học xong bài nào" in player.heard()
    player.say("cài vneid")
    for _ in range(3):
        player.say("/next")
    player.say("/quiz vneid/cai-dat 0 0")
    player.say("/open can-cuoc/lam-the guide")
    player.say("tôi học đến đâu rồi", "progress")
    for part in ("bước 1/3", "1 bài", "▓", "Định danh"):
        assert part in player.heard()


def test_the_next_lesson_comes_with_its_reason_and_paths(small_base):
    player = Player(small_base)
    player.say("học gì tiếp theo", "next_lesson")
    assert "vì" in player.heard()
    assert "Chọn lộ trình" in titles(player)
    player.say("Chọn lộ trình")
    assert "Người cao tuổi" in titles(player)
    player.say("Người dân")
    assert player.state.study.path == "nguoi-dan"
    player.say("ừ", "affirm")
    assert player.state.session is not None


def test_back_after_days_less_is_certain(small_base):
    player = Player(small_base, state=State(level="basic"))
    player.say("cài vneid")
    player.say("/next")
    before = player.state.learner
    player.wait(days=20)
    player.say("chào", "greet")
    assert player.state.learner.values != before.values
    assert player.state.learner.last_day == before.last_day + 20
