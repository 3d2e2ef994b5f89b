"""Quiz and review: two kind questions, every choice explained, a wrong one leads to its step, nothing counted twice."""

from __future__ import annotations

import msgspec
import pytest

from assistant.dialogue.remind import reminder
from assistant.dialogue.state import State
from assistant.dialogue.texts import Voice
from assistant.learning.table import Table
from tests.dialogue.driver import TEXTS, Player

RIGHT, WRONG = "/quiz vneid/cai-dat {} 0", "/quiz vneid/cai-dat {} 1"


@pytest.fixture()
def asked(small_base):
    """Somebody who has just finished a lesson and is asked the first question."""
    player = Player(small_base, state=State(level="basic"))
    player.say("cài vneid")
    for _ in range(3):
        player.say("/next")
    return player


def test_two_questions_follow_a_lesson_with_a_way_out(asked):
    titles = [choice.title for choice in asked.state.choices]
    assert {"Kho ứng dụng", "Đường liên kết lạ", "Bỏ qua"} == set(titles)
    assert "Câu 1/2" in asked.heard()


def test_right_answers_are_praised_and_recorded(asked):
    assert asked.say(RIGHT.format(0)).outcome == "quiz"
    assert "Đúng." in asked.heard()
    assert "Câu 2/2" in asked.heard()
    asked.say(RIGHT.format(1))
    assert "đúng cả 2 câu" in asked.heard()
    done = asked.state.study.lessons["vneid/cai-dat"]
    assert (done.answers, done.right, done.failed) == ((0, 0), 2, False)
    assert asked.state.learner.log[-1].name == "quiz"


def test_a_wrong_answer_is_explained_kindly_and_leads_to_its_step(asked):
    asked.say(WRONG.format(0))
    assert "Không nên." in asked.heard()
    assert "Nên chọn: “Kho ứng dụng”" in asked.heard()
    look = next(choice for choice in asked.state.choices if choice.title == "Xem lại bước 1")
    asked.say(look.payload)
    assert "Bước 1/3" in asked.heard()
    asked.say("Trả lời tiếp")
    assert "Câu 2/2" in asked.heard()
    asked.say(WRONG.format(1))
    assert asked.state.study.lessons["vneid/cai-dat"].failed


@pytest.mark.parametrize("text", ["1", "a", "A.", "câu 1", "đáp án 1"])
def test_answers_may_be_typed(asked, text):
    first = asked.state.choices[0].payload
    asked.say(text)
    assert asked.state.study.lessons["vneid/cai-dat"].answers == (int(first[-1]),)


def test_i_do_not_know_is_answered_not_scolded(asked):
    asked.say("không biết", "simpler")
    assert "Không sao" in asked.heard()
    assert "Câu 2/2" in asked.heard()


def test_somebody_who_only_writes_ok_is_asked_again_and_then_left_in_peace(asked):
    said = set()
    for _ in range(3):
        asked.say("ok", "affirm")
        assert asked.heard() not in said
        said.add(asked.heard())
    assert asked.state.quiz is None
    assert asked.state.mode == "offer"


def test_an_old_answer_button_is_explained_and_not_counted(asked):
    asked.say(WRONG.format(0))
    before = asked.state.learner
    asked.say(RIGHT.format(0))
    assert "Đúng." in asked.heard()
    assert "Câu 2/2" in asked.heard()
    assert asked.state.learner == before
    asked.say("/quiz_skip")
    asked.say(RIGHT.format(0))
    assert asked.state.learner == before


@pytest.mark.parametrize(
    "payload", ["/quiz vneid/cai-dat 9 0", "/quiz vneid/cai-dat 0 9", "/quiz x/y 0 0", "/quiz a b c"]
)
def test_impossible_answers_are_harmless(asked, payload):
    assert asked.say(payload).replies


def test_a_question_in_the_middle_of_the_quiz_is_answered(asked):
    assert asked.say("cách cài vneid").outcome == "answer"


def test_due_lessons_are_offered_on_the_next_visit_one_question_at_most_two(asked):
    asked.say(RIGHT.format(0))
    asked.say(RIGHT.format(1))
    asked.wait(days=5)
    asked.say("chào cháu", "greet")
    assert "ôn lại một câu" in asked.heard()
    asked.say("Ôn một câu")
    assert "chỉ một câu" in asked.heard()
    number = asked.state.quiz.questions[0]
    before = asked.state.study.lessons["vneid/cai-dat"].card
    asked.say(RIGHT.format(number))
    after = asked.state.study.lessons["vneid/cai-dat"].card
    assert after.due > before.due
    assert after.stability > before.stability
    assert asked.state.study.reviews == 1
    asked.say("chào", "greet")
    assert "ôn lại" not in asked.heard()


def test_nothing_is_offered_minutes_later(asked):
    asked.say("/quiz_skip")
    asked.wait(minutes=5)
    asked.say("chào", "greet")
    assert "ôn lại" not in asked.heard()


def test_asking_for_questions_without_a_lesson_proposes_one(small_base):
    player = Player(small_base)
    player.say("đố bác xem nào", "quiz")
    assert "chưa học xong bài nào" in player.heard()
    assert player.state.choices


def test_reminders_need_consent_and_something_due(asked):
    rules, base = Table.load(), asked.base
    asked.say("/quiz_skip")
    voice = Voice(TEXTS, base.facts, you=None, me=None, turn=0)
    later = asked.now.date().fromordinal(asked.now.date().toordinal() + 9)
    assert reminder(asked.state, base, voice, later, rules) is None
    asked.say("nhắc tôi học", "reminder_on")
    assert reminder(asked.state, base, voice, asked.now.date(), rules) is None
    assert "thôi nhắc" in reminder(asked.state, base, voice, later, rules).text
    asked.say("thôi nhắc", "reminder_off")
    assert reminder(asked.state, base, voice, later, rules) is None


def test_the_state_with_a_quiz_survives_being_stored(asked):
    asked.state = msgspec.json.decode(msgspec.json.encode(asked.state), type=State)
    asked.say(RIGHT.format(0))
    assert "Câu 2/2" in asked.heard()
