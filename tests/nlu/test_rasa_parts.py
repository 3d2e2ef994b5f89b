"""The parts at the seam to Rasa: tokens with offsets, a tracker that never grows."""

from __future__ import annotations

import asyncio

import pytest
from rasa.shared.nlu.training_data.message import Message

from assistant.nlu.tokenizer import UndertheseaTokenizer
from assistant.nlu.tracker_store import OneTurnTrackerStore
from tests.odd_strings import ODD_STRINGS


def tokens(text: str):
    tokenizer = UndertheseaTokenizer(UndertheseaTokenizer.get_default_config())
    return tokenizer.tokenize(Message(data={"text": text}), "text")


def test_tokens_keep_their_place_and_carry_the_folded_form():
    text = "Tôi quên mật khẩu VNeID"
    assert all(text[token.start : token.end] == token.text for token in tokens(text))
    assert "mat_khau" in {token.lemma for token in tokens(text)}


@pytest.mark.parametrize("text", ODD_STRINGS.values(), ids=ODD_STRINGS)
def test_every_message_has_a_token(text):
    assert tokens(text[:2000])


def test_the_tracker_holds_one_turn_only():
    store = OneTurnTrackerStore(None)
    tracker = asyncio.run(store.retrieve("u1"))
    before = len(tracker.events)
    asyncio.run(store.save(tracker))
    assert len(asyncio.run(store.retrieve("u1")).events) == before
