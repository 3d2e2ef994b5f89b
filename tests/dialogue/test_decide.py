"""What is said to a message: answers, choices, honest noes, small talk, forms of address."""

from __future__ import annotations

import pytest

from assistant.dialogue.state import State
from assistant.retrieval.decide import Decision, Match
from tests.dialogue.driver import Player

ONE = Match("vneid/cai-dat", "steps", 0.5)
TWO = Match("can-cuoc/lam-the", "problems/loi-do", 0.3)


def test_a_clear_question_gets_summary_steps_caution_and_dated_source(small_base):
    player = Player(small_base)
    result = player.say("cài vneid")
    text = player.heard()
    assert result.outcome == "answer"
    assert player.turn.lesson.id == "vneid/cai-dat"
    for part in ("Gọi 1900 0000", "1. Chuẩn một.", "3. Chuẩn ba.", "Lưu ý: Chỉ tải", "4/12/2025", "23/11/2026"):
        assert part in text


def test_the_advanced_level_is_condensed(small_base):
    player = Player(small_base, state=State(level="advanced"))
    player.say("cài vneid")
    assert "Kho ứng dụng → tải." in player.heard()
    assert "Chuẩn một" not in player.heard()


def test_a_problem_gets_its_own_answer(small_base):
    player = Player(small_base, find=Decision("answer", (Match("vneid/cai-dat", "problems/loi-do", 0.9),), True))
    player.say("máy báo lỗi đỏ")
    assert "Cách chữa lỗi do." in player.heard()
    assert player.turn.lesson.section == "problems/loi-do"


def test_an_unclear_question_offers_choices_and_the_typed_number_leads_on(small_base):
    player = Player(small_base, find=Decision("clarify", (ONE, TWO), True))
    assert player.say("thẻ").outcome == "clarify"
    assert len(player.state.choices) == 2
    player.say("2", "deny")
    assert player.turn.lesson.id == "can-cuoc/lam-the"
    assert player.turn.lesson.section == "problems/loi-do"


def test_step_by_step_while_choices_wait_keeps_the_choices(small_base):
    player = Player(small_base, find=Decision("clarify", (ONE, TWO), True))
    player.say("thẻ")
    before = player.state.choices
    assert player.say("dẫn từng bước", "faster", 0.8).outcome == "clarify"
    assert player.state.choices == before
    assert "từng bước một" in player.heard()
    player.say("1", "deny")
    assert player.turn.lesson.level == "basic"
    assert player.turn.lesson.step == 1


def test_step_by_step_after_a_whole_answer_leads_through_that_lesson(small_base):
    player = Player(small_base)
    player.say("cài vneid")
    player.say("dẫn từng bước đi", "faster", 0.8)
    assert (player.turn.lesson.id, player.turn.lesson.step) == ("vneid/cai-dat", 1)


@pytest.mark.parametrize("intent", ["wrongdoing", "human", "next_lesson", "ask_capability"])
def test_an_unsure_act_is_a_question_where_a_lesson_answers_it(small_base, intent):
    assert Player(small_base).say("lay lai nick fb bi hack", intent, 0.7).outcome == "answer"
    unknown = Player(small_base, find=Decision("abstain", (ONE, TWO), False))
    assert unknown.say("lay lai nick fb bi hack", intent, 0.7).outcome != "answer"


def test_a_sure_act_stays_one(small_base):
    assert Player(small_base).say("cho tôi gặp người thật đi", "human", 0.97).outcome == "handoff"


def test_no_to_nothing_is_a_question(small_base):
    assert Player(small_base).say("mở khóa", "deny", 0.64).outcome == "answer"


def test_a_short_question_goes_on_from_the_lesson_just_served(small_base):
    player = Player(small_base)
    player.say("cài vneid")
    player.decision = Decision("abstain", (Match("vneid/cai-dat", "steps", 0.1),), False)
    result = player.say("mất bao nhiêu tiền")
    assert result.outcome == "abstain"
    assert "chưa nói đến điều này" in player.heard()
    player.decision = Decision("abstain", (Match("vneid/cai-dat", "problems/loi-do", 0.1),), False)
    assert player.say("không được thì sao").outcome == "answer"
    assert "Cách chữa lỗi do." in player.heard()


def test_a_short_question_after_nothing_is_not_guessed(small_base):
    player = Player(small_base, find=Decision("abstain", (ONE,), False))
    player.say("mất bao nhiêu tiền")
    assert "chưa nói đến điều này" not in player.heard()


def test_an_unknown_question_gets_an_honest_no_with_a_contact_and_the_nearest_topics(small_base):
    player = Player(small_base, find=Decision("abstain", (ONE, TWO), False))
    assert player.say("giá vàng hôm nay").outcome == "abstain"
    assert "Tổ công nghệ số" in player.heard()
    assert len(player.state.choices) == 2


def test_wrongdoing_is_refused(small_base):
    player = Player(small_base, find=Decision("refuse", (ONE,)))
    assert player.say("làm giả bill chuyển khoản").outcome == "refuse"


@pytest.mark.parametrize(
    ("text", "intent", "outcome"),
    [
        ("chào cháu", "greet", "smalltalk"),
        ("cảm ơn", "thanks", "smalltalk"),
        ("bạn là ai", "bot_identity", "smalltalk"),
        ("đồ ngu", "insult", "smalltalk"),
        ("👍", "ask", "smalltalk"),
        ("", "ask", "smalltalk"),
        ("   ", "ask", "smalltalk"),
        ("cho gặp người thật", "human", "handoff"),
        ("ok", "affirm", "smalltalk"),
        ("xong rồi", "next", "smalltalk"),
    ],
)
def test_acts_that_are_no_questions_serve_no_lesson(small_base, text, intent, outcome):
    player = Player(small_base)
    assert player.say(text, intent).outcome == outcome
    assert player.turn.lesson is None
    assert player.heard().strip()


def test_a_greeting_twice_is_answered_in_other_words(small_base):
    player = Player(small_base)
    player.say("chào", "greet")
    first = player.heard()
    player.say("chào", "greet")
    assert player.heard() != first


def test_a_long_story_is_a_question_even_if_it_sounds_like_an_act(small_base):
    player = Player(small_base)
    result = player.say("chào cháu bác mới mua cái điện thoại mà không biết cài cái vneid ra làm sao", "greet", 0.9)
    assert result.outcome == "answer"


def test_an_uncertain_act_is_a_question(small_base):
    assert Player(small_base).say("cài vneid", "thanks", 0.4).outcome == "answer"


def test_asking_for_a_form_of_address_works_at_once(small_base):
    player = Player(small_base)
    player.say("gọi cô thôi", "address")
    assert "cô" in player.heard()
    player.say("chào", "greet")
    assert "cô" in player.heard().lower()
    assert "bạn" not in player.heard()
    assert "cháu" in player.heard().lower()


def test_a_withdrawn_lesson_in_an_old_button_is_said_so(small_base):
    player = Player(small_base)
    player.say("/open vneid/khong-con steps")
    assert "không còn" in player.heard()


@pytest.mark.parametrize("payload", ["/open", "/open a b c d", "/", "//", "/open ../../etc passwd", "/" + "x" * 500])
def test_odd_payloads_are_harmless(small_base, payload):
    assert Player(small_base).say(payload).replies


def test_a_doubtful_fact_is_said_with_its_caution(small_base):
    import msgspec

    lesson = msgspec.structs.replace(small_base.lessons["vneid/cai-dat"], summary="Gọi {fact:so-nghi-ngo}. Rồi chờ.")
    base = msgspec.structs.replace(small_base, lessons=small_base.lessons | {lesson.id: lesson})
    player = Player(base)
    player.say("cài vneid")
    assert "12345" in player.heard()
    assert "Số này cần hỏi lại." in player.heard()


def test_an_overdue_lesson_carries_a_visible_caution(small_base):
    import msgspec

    lesson = msgspec.structs.replace(small_base.lessons["vneid/cai-dat"], review_by="2026-11-01")
    base = msgspec.structs.replace(small_base, lessons=small_base.lessons | {lesson.id: lesson})
    player = Player(base)
    player.say("cài vneid")
    assert "quá hạn" in player.heard()
