from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.text import encode_telex, encode_vni, fold, repair
from assistant.text.foreign_words import DOUBTFUL, KEPT
from assistant.text.letters import MARKED
from assistant.text.syllable import is_syllable
from assistant.text.typing_methods import TELEX, read
from tests.text.common_words import COMMON_WORDS
from tests.text.sentences import FOLDED_SENTENCES, FOREIGN_WORDS, TONED_SENTENCES

NEEDED_SHARE = 0.97
MARKED_WORDS = [word for word in COMMON_WORDS if MARKED.intersection(word)]
STYLES: dict[str, Callable[[str], str]] = {
    "telex, tone after the word": encode_telex,
    "telex, tone after the vowel": lambda text: encode_telex(text, tone_last=False),
    "VNI, keys in place": encode_vni,
    "VNI, keys after the word": lambda text: encode_vni(text, keys_last=True),
}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("caif ddawtj vneid", "cài đặt vneid"),
        ("quen maatj khaaur", "quen mật khẩu"),
        ("queen maatj khaaur", "quên mật khẩu"),
        ("ddieenj thoaij dofi", "điện thoại dòi"),
        ("muoons luwaf ddaor", "muốn lừa đảo"),
        ("dduowcj dduwowcj dduwocj huowng huwowng", "được được được hương hương"),
        ("nhw thees nafo", "như thế nào"),
        ("tieengs vieetj tiengse viejte", "tiếng việt tiếng việt"),
        ("max otp laf gif vaayj", "mã otp là gì vậy"),
        ("cos thu phis khong", "có thu phí khong"),
        ("has mas tos cos gos tays laf cas", "há má tó có gó táy là cá"),
        ("CAIF DDAWTJ", "CÀI ĐẶT"),
        ("Ddaay laf Zalo, khoong phair Facebook!", "Đây là Zalo, không phải Facebook!"),
        ("thanh toans tieenf ddieenj qua momo ddc khoong", "thanh toán tiền điện qua momo đc không"),
        ("cos", "có"),
        ("khoong", "không"),
    ],
)
def test_telex_is_mended(typed: str, expected: str) -> None:
    assert repair(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ca2i d9a85t vneid", "cài đặt vneid"),
        ("d9ie65n thoa5i", "điện thoại"),
        ("khong6", "không"),
        ("co1", "có"),
        ("khong6 vao2 d9uoc75", "không vào được"),
        ("toi6 quen6 mat65 khau63", "tôi quên mật khẩu"),
        ("lam2 sao d9e63 na5p tie62n quan1 ba", "làm sao để nạp tiền quán ba"),
        ("D9a6y la2 gi2", "Đây là gì"),
    ],
)
def test_vni_is_mended(typed: str, expected: str) -> None:
    assert repair(typed) == expected


@pytest.mark.parametrize("style", STYLES)
def test_encoded_common_words_come_back(style: str) -> None:
    encoded = STYLES[style](" ".join(MARKED_WORDS)).split()
    alone = sum(repair(f"{typed} ddawtj d9a85t").split()[0] == word for word, typed in zip(MARKED_WORDS, encoded))
    assert alone >= NEEDED_SHARE * len(MARKED_WORDS)


@pytest.mark.parametrize("style", STYLES)
def test_encoded_sentences_come_back(style: str) -> None:
    right = total = 0
    for sentence in TONED_SENTENCES:
        mended = repair(STYLES[style](sentence)).split()
        right += sum(a == b for a, b in zip(sentence.split(), mended))
        total += len(sentence.split())
    assert right >= NEEDED_SHARE * total


@pytest.mark.parametrize("sentence", [*FOLDED_SENTENCES, *TONED_SENTENCES, *map(fold, TONED_SENTENCES)])
def test_plain_vietnamese_stays(sentence: str) -> None:
    assert repair(sentence) == sentence


@pytest.mark.parametrize("word", FOREIGN_WORDS)
def test_foreign_word_stays_alone_and_in_company(word: str) -> None:
    assert repair(word) == word
    assert repair(f"mo {word} tren may") == f"mo {word} tren may"
    assert repair(f"mowr {word} treen mays") == f"mở {word} trên máy"


@pytest.mark.parametrize(
    "text",
    [
        "as is the bus gas cos",
        "How to reset the password of this account",
        "this song is the best of us",
        "xem tins moi",
        "toi muon mua gas",
        "lop5 quan1 quan3 thu2 thu7 sim1",
        "max",
        "quan1",
        "bang A1 hang b2 to a4",
        "gui ve 0912345678 truoc 5h30 ngay 2/9, het 5 trieu",
        "vao caif.vn hoac hoi dduowcj@gmail.com",
        "Anh Reed và chị Lisa ở Wales",
    ],
)
def test_what_could_be_something_else_stays_without_company(text: str) -> None:
    assert repair(text) == text


@pytest.mark.parametrize(
    ("word", "telex", "vni"),
    [
        ("điện", "ddieenj", "d9ie65n"),
        ("Được", "Dduowcj", "D9uo75c"),
        ("NGƯỜI", "NGUOWIF", "NGUO72I"),
        ("hoặc", "hoawcj", "hoa85c"),
        ("zalo 4G", "zalo 4G", "zalo 4G"),
        ("", "", ""),
    ],
)
def test_encoders(word: str, telex: str, vni: str) -> None:
    assert encode_telex(word) == telex
    assert encode_vni(word) == vni


def test_encoders_can_put_keys_elsewhere() -> None:
    assert encode_telex("điện thoại", tone_last=False) == "ddieejn thoaji"
    assert encode_vni("điện thoại", keys_last=True) == "d9ien65 thoai5"


@pytest.mark.parametrize("words", [KEPT, DOUBTFUL], ids=["kept", "doubtful"])
def test_foreign_words_are_only_those_that_need_it(words: frozenset[str]) -> None:
    assert [word for word in sorted(words) if is_syllable(word) or read(word, TELEX) is None] == []


def test_no_word_is_both_kept_and_doubtful() -> None:
    assert frozenset() == KEPT & DOUBTFUL
