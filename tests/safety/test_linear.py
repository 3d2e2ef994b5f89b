"""The small classifier: learns, is calibrated, says the same again, and comes back whole from disk."""

from __future__ import annotations

import pytest

from assistant.safety.linear import Linear, Settings
from tests.odd_strings import ODD_STRINGS

ASKS = [f"cho tôi {what} nhé" for what in ("vay tiền", "mượn tiền", "mượn 500k", "xin ít tiền", "vay 2 triệu")]
GREETS = [f"{who} khỏe không, mai ghé chơi" for who in ("bác", "cô", "chú", "anh", "dì")]


@pytest.fixture(scope="module")
def model() -> Linear:
    return Linear.fit(ASKS + GREETS, ["asks"] * 5 + ["greets"] * 5)


@pytest.mark.parametrize(("text", "label"), [("cho mình mượn 300k nhé", "asks"), ("ông khoẻ không ạ", "greets")])
@pytest.mark.parametrize("marked", [True, False])
def test_new_texts_are_told_apart_with_and_without_tone_marks(model, text, label, marked):
    from assistant.text import fold

    shares = model.probabilities(text if marked else fold(text))
    assert max(shares, key=shares.get) == label
    assert sum(shares.values()) == pytest.approx(1)


def test_marks_count_beside_the_words():
    marks = [{"link": 1.0}] * 5 + [{"phone": 1.0}] * 5
    model = Linear.fit(["xem"] * 10, ["bad"] * 5 + ["good"] * 5, marks=marks)
    assert (
        model.probabilities("xem", {"link": 1.0})["bad"] > 0.6 > 0.4 > model.probabilities("xem", {"phone": 1})["bad"]
    )


def test_the_same_texts_give_the_same_classifier_and_it_comes_back_from_disk(model, tmp_path):
    again = Linear.fit(ASKS + GREETS, ["asks"] * 5 + ["greets"] * 5)
    again.save(tmp_path)
    back = Linear.load(tmp_path)
    for text in ODD_STRINGS.values():
        assert model.probabilities(text) == again.probabilities(text) == back.probabilities(text)


def test_three_classes_and_writers_held_out_in_turn():
    texts = ASKS + GREETS + [f"trời {how} quá" for how in ("nắng", "mưa", "gió", "rét", "nóng")]
    labels = ["asks"] * 5 + ["greets"] * 5 + ["weather"] * 5
    model = Linear.fit(texts, labels, groups=list("abcab" * 3))
    shares = model.probabilities("trời nắng ghê")
    assert max(shares, key=shares.get) == "weather"


def test_a_writer_of_all_texts_of_a_kind_is_no_fault():
    model = Linear.fit(ASKS + GREETS, ["asks"] * 5 + ["greets"] * 5, groups=["a"] * 9 + ["b"])
    assert model.probabilities("cho mình mượn 300k nhé")["asks"] > 0.5


def test_words_near_each_other_count_whatever_stands_between():
    given = [f"đưa cái mã {between} giữ cái thẻ" for between in ("xong", "liền", "mà", "nhưng", "vẫn")]
    kept = [f"đưa cái thẻ {between} giữ cái mã" for between in ("xong", "liền", "mà", "nhưng", "vẫn")]
    texts, labels = given + kept, ["given"] * 5 + ["kept"] * 5
    near = Linear.fit(texts, labels, settings=Settings(near_weight=1.0))
    assert near.probabilities("đưa luôn mã")["given"] > 0.6
    assert near.probabilities("đưa luôn thẻ")["kept"] > 0.6
    assert Linear.fit(texts, labels).probabilities("đưa luôn mã")["given"] == pytest.approx(0.5, abs=0.1)


def test_a_text_of_more_weight_pulls_harder():
    texts, labels = ["vay tiền"] * 4, ["asks", "asks", "greets", "greets"]
    shares = Linear.fit(texts, labels, weights=[3.0, 3.0, 0.5, 0.5]).probabilities("vay tiền")
    assert shares["asks"] > shares["greets"]


def test_texts_of_nobody_are_learnt_from_and_never_held_out():
    groups = [*(["a", "b"] * 2), None, *([None] * 5)]
    model = Linear.fit(ASKS + GREETS, ["asks"] * 5 + ["greets"] * 5, groups=groups)
    assert model.probabilities("cho mình mượn 300k nhé")["asks"] > 0.5


def test_a_weight_for_each_text():
    with pytest.raises(ValueError, match="weights"):
        Linear.fit(ASKS + GREETS, ["asks"] * 5 + ["greets"] * 5, weights=[1.0])


@pytest.mark.parametrize(("texts", "labels"), [(["a"], ["x", "y"]), (["a", "b"], ["x", "x"])])
def test_what_cannot_be_learned_from_is_refused(texts, labels):
    with pytest.raises(ValueError, match="label"):
        Linear.fit(texts, labels)
