"""Who is speaking, in what mood, and what is remembered of them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from assistant.dialogue.address import AddressBook
from assistant.dialogue.state import State
from tests.dialogue.driver import Player

BOOK = AddressBook.load()


@pytest.mark.parametrize(
    ("text", "you"),
    [
        ("cho bác hỏi tí", "bác"),
        ("cho bac hoi ti", "bác"),
        ("cho co hoi cach cai vneid", "cô"),
        ("bac muon hoi cai vneid", "bác"),
        ("ong quen mat khau", "ông"),
        ("cháu ơi, bà quên mật khẩu rồi", "bà"),
        ("chau oi", "bác"),
        ("con ơi giúp với", "bác"),
        ("em ơi cho hỏi", "anh chị"),
        ("chào cháu", "bác"),
        ("tôi muốn hỏi", "bạn"),
        ("em muốn hỏi", "bạn"),
        ("có hỏi gì đâu", None),
        ("co the hoi duoc khong", None),
        ("di dong khong vao mang", None),
        ("chi can cai dat", None),
        ("cai vneid", None),
    ],
)
def test_the_form_of_address_is_heard(text, you):
    assert BOOK.follow(State(), text).you == you


@pytest.mark.parametrize(
    ("text", "you"),
    [
        ("gọi cô thôi", "cô"),
        ("goi co thoi", "cô"),
        ("đừng gọi bác, gọi anh", "anh"),
        ("dung goi bac goi anh thoi", "anh"),
        ("kêu tui bằng dì", "dì"),
        ("không phải bác, là chị", "chị"),
        ("gọi bằng bà đi con", "bà"),
        ("gọi tôi là chú", "chú"),
        ("cứ bạn với tôi cho dễ", None),
        ("sao gọi tôi là cô", None),
    ],
)
def test_the_form_that_is_asked_for(text, you):
    form = BOOK.asked(text)
    assert (form.you if form else None) == you


def test_a_form_that_was_asked_for_is_not_undone_by_a_neutral_word():
    state = State(you="cô", me="cháu", address_by="asked")
    assert BOOK.follow(state, "tôi muốn hỏi").you == "cô"


def test_a_phone_handed_on_changes_the_form_and_back():
    state = BOOK.follow(State(), "bà muốn hỏi cái này")
    state = BOOK.follow(state, "anh cần hỏi chút")
    assert state.you == "anh"
    assert BOOK.follow(state, "bà hỏi tiếp đây nhé, bà quên rồi").you == "bà"


def test_a_guess_gives_way_to_what_is_heard():
    state = BOOK.follow(State(), "cháu ơi")
    assert (state.you, state.address_by) == ("bác", "called")
    assert BOOK.follow(state, "bà không biết").you == "bà"


def test_not_knowing_the_form_asks_with_buttons(small_base):
    player = Player(small_base)
    player.say("đổi cách xưng hô", "address")
    player.say("Cô")
    assert "cô" in player.heard()
    assert player.state.you == "cô"


def test_the_new_form_is_used_at_once(small_base):
    player = Player(small_base, state=State(you="bác", me="cháu"))
    player.say("gọi anh thôi", "address")
    assert "bác" not in player.heard()
    assert "em" in player.heard()


def test_ok_only_gets_a_proposal_and_never_the_same_twice(small_base):
    player, said = Player(small_base), []
    for _ in range(12):
        player.say("ok", "affirm")
        said.append(player.heard())
    assert all(one != other for one, other in pairwise(said))
    assert any("Bước 1/" in one for one in said)


def test_anger_gets_an_apology_then_a_person_and_the_place_is_kept(small_base):
    player = Player(small_base, state=State(level="basic"))
    player.say("cài vneid")
    player.say("/next")
    player.say("đồ ngu", "insult")
    assert "xin lỗi" in player.heard() or "khó chịu" in player.heard()
    assert "Nói dễ hơn" in [choice.title for choice in player.state.choices]
    assert player.say("ngu như bò", "insult").outcome == "handoff"
    assert "công an xã" in player.heard()
    player.say("Làm tiếp")
    assert "Bước 2/3" in player.heard()


def test_an_old_button_of_a_step_does_not_move_the_lesson(small_base):
    player = Player(small_base, state=State(level="basic"))
    player.say("cài vneid")
    old = player.state.choices[0].payload
    player.say(old)
    signals = player.state.learner.signals
    player.say(old)
    assert player.state.session.place == 1
    assert "Bước 2/3" in player.heard()
    assert player.state.learner.signals == signals


def test_an_old_button_of_a_finished_lesson_offers_to_reopen_it(small_base):
    player = Player(small_base, state=State(level="basic"))
    player.say("cài vneid")
    old = player.state.choices[0].payload
    for _ in range(3):
        player.say("/next")
    player.say("/quiz_skip")
    player.say(old)
    assert "đã làm xong" in player.heard()
    player.say("ừ", "affirm")
    assert player.state.session.place == 0


def test_after_a_pause_ok_opens_the_step_and_does_not_finish_it(small_base):
    player = Player(small_base, state=State(level="basic"))
    player.say("cài vneid")
    player.say("thôi để mai", "stop")
    player.say("ok", "next")
    assert player.state.session.place == 0


def test_deleting_asks_once_and_then_forgets(small_base):
    player = Player(small_base, state=State(level="basic", you="bà", me="cháu"))
    player.say("cài vneid")
    player.say("xóa dữ liệu của tôi", "delete_my_data")
    assert player.state.mode == "forget"
    player.say("không", "deny")
    assert player.state.session is not None
    player.say("xóa dữ liệu của tôi", "delete_my_data")
    result = player.say("có", "affirm")
    assert result.forget
    assert result.state.you is None
    assert result.state.session is None


def test_an_old_delete_button_asks_again(small_base):
    player = Player(small_base, state=State(you="bà", me="cháu"))
    assert not player.say("/forget_yes").forget
    assert player.state.mode == "forget"


def test_what_is_remembered_is_told(small_base):
    player = Player(small_base, state=State(level="basic", you="bà", me="cháu"))
    player.say("cài vneid")
    player.say("bạn lưu gì về tôi", "my_data")
    for part in ("Cách xưng hô: bà", "Bài đang dở", "không nhận tin nhắc", "mã gửi tin", "xóa ngay khi trả lời xong"):
        assert part in player.heard()


@pytest.mark.parametrize("act", ["thanks", "greet", "human", "progress", "my_data", "why", "repeat", "next_lesson"])
def test_nothing_is_said_twice_in_a_row_whatever_is_repeated(small_base, act):
    player = Player(small_base, state=State(level="basic"))
    player.say("cài vneid")
    before: tuple[str, ...] = ()
    for _ in range(4):
        player.say("nói vậy thôi", act)
        assert not set(player.state.last_texts) & set(before)
        before = player.state.last_texts
