"""The guided lesson never loses the place and never says the same thing twice running."""

from __future__ import annotations

import msgspec
import pytest

from assistant.dialogue.state import State
from tests.dialogue.driver import Player
from tests.small_base import make_lesson


@pytest.fixture()
def led(small_base):
    player = Player(small_base, state=State(level="basic"))
    player.say("cài vneid thế nào")
    return player


def test_basic_level_serves_one_action_with_buttons(led):
    assert "Bước 1/3" in led.heard()
    assert "Bạn làm một." in led.heard()
    assert "làm hai" not in led.heard()
    assert [choice.title for choice in led.state.choices] == [
        "Xong rồi",
        "Không thấy / không được",
        "Nói lại",
        "Hỏi người thật",
    ]
    assert led.turn.lesson.step == 1
    assert led.turn.lesson.steps == 3


@pytest.mark.parametrize(
    ("text", "intent"), [("/next", "ask"), ("Xong rồi", "ask"), ("xong roi", "ask"), ("1", "ask"), ("r", "next")]
)
def test_a_tap_its_title_its_number_and_the_typed_act_all_go_on(led, text, intent):
    assert led.say(text, intent).outcome == "step"
    assert "Bước 2/3" in led.heard()


def test_after_the_last_step_the_lesson_is_done_and_another_is_offered(led):
    for _ in range(3):
        led.say("/next")
    assert led.state.session is None
    assert "xong" in led.heard().lower()
    assert led.state.mode == "quiz"
    led.say("/quiz_skip")
    assert led.state.choices[0].payload == "/open can-cuoc/lam-the guide"
    assert "nối với bài vừa rồi" in led.heard()


def test_not_found_gives_hint_then_simpler_words_then_problems_then_a_person(led):
    said = []
    for expected in ("vuốt lên", "Mình thử cách khác", "trường hợp nào", "công an xã"):
        led.say("/stuck")
        said.append(led.heard())
        assert expected in led.heard()
    assert len(set(said)) == 4
    assert led.state.session.step == "mot"


def test_back_at_the_first_step_says_so_and_stays(led):
    led.say("/previous")
    assert "bước đầu tiên" in led.heard()
    assert led.state.session.place == 0


def test_a_step_can_be_asked_for_by_number(led):
    led.say("bước 3", "goto_step")
    assert "Bước 3/3" in led.heard()
    led.say("bước 9", "goto_step")
    assert "không có bước 9" in led.heard()
    assert led.state.session.place == 2


def test_repeating_twice_does_not_send_the_same_message_twice(led):
    led.say("/repeat")
    first = led.heard()
    led.say("/repeat")
    assert led.heard() != first
    assert "Bạn làm một." in led.heard()


def test_why_gives_the_reason_of_the_step_where_there_is_one(led):
    led.say("tại sao phải làm vậy", "why")
    assert "Để bắt đầu." in led.heard()


def test_everything_at_once_on_request(led):
    led.say("gửi hết luôn", "faster")
    assert "Chuẩn hai." in led.heard()
    assert "Chuẩn ba." in led.heard()


def test_a_side_question_is_answered_and_the_place_is_offered_again(led):
    from assistant.retrieval.decide import Decision, Match

    led.say("/next")
    led.decision = Decision("answer", (Match("term:otp", "term", 1.0),), True)
    result = led.say("otp là gì")
    assert "Mã dùng một lần." in result.replies[0].text
    assert "Bước 2/3" in result.replies[-1].text
    led.say("/next")
    assert "Bước 3/3" in led.heard()


def test_after_a_break_the_place_is_told_before_moving_on(led):
    led.say("/next")
    led.wait(days=2)
    led.say("xong rồi", "next")
    assert "bước 2/3" in led.heard()
    led.say("ừ", "affirm")
    assert "Bước 2/3" in led.heard()


def test_pausing_keeps_the_place(led):
    led.say("/next")
    led.say("thôi để mai", "stop")
    assert "bước 2/3" in led.heard()
    led.wait(hours=20)
    led.say("học tiếp", "resume")
    assert "Bước 2/3" in led.heard()


def test_a_lesson_that_lost_the_step_resumes_at_the_same_place(led):
    led.say("/next")
    changed = make_lesson(steps=[make_lesson().steps[0], msgspec.structs.replace(make_lesson().steps[1], name="moi")])
    led.base = msgspec.structs.replace(led.base, lessons=led.base.lessons | {"vneid/cai-dat": changed})
    led.say("/resume")
    assert "Bước 2/2" in led.heard()


def test_a_lesson_that_was_withdrawn_is_over_without_an_error(led):
    led.base = msgspec.structs.replace(led.base, lessons={})
    assert led.say("/next").outcome == "smalltalk"


def test_an_old_button_of_another_lesson_opens_that_lesson(led):
    led.say("/open can-cuoc/lam-the guide")
    assert led.state.session.lesson == "can-cuoc/lam-the"


def test_state_survives_being_stored(led):
    led.say("/next")
    led.state = msgspec.json.decode(msgspec.json.encode(led.state), type=State)
    led.say("/next")
    assert "Bước 3/3" in led.heard()
