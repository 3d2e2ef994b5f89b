"""Placeholders become the words of this person."""

from __future__ import annotations

from assistant.knowledge import Address, fill


def test_forms_of_address_keep_their_capital(small_base):
    text = "{Bạn} mở máy, {tôi} chờ {bạn}. {Tôi} đây."
    assert fill(text, small_base.facts, Address("bác", "cháu")).text == "Bác mở máy, cháu chờ bác. Cháu đây."


def test_neutral_words_are_used_until_known(small_base):
    assert fill("{Bạn} mở máy.", small_base.facts).text == "Bạn mở máy."


def test_a_doubtful_fact_hands_its_caution_over_once(small_base):
    filled = fill("{fact:so-nghi-ngo} và {fact:so-nghi-ngo}", small_base.facts)
    assert filled.text == "12345 và 12345"
    assert filled.cautions == ("Số này cần hỏi lại.",)
