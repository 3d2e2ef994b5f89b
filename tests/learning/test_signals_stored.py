"""What a person does in a lesson reaches the store with the state of that turn; forgetting and refits reach it too."""

from __future__ import annotations

from datetime import datetime, timezone

import msgspec
import pytest

from assistant.app import Assistant
from assistant.cli.why import why
from assistant.dialogue.turn import IntentGuess
from assistant.learning.constants import constants_of
from assistant.learning.table import Table
from assistant.paths import project
from assistant.retrieval.decide import Decision
from assistant.safety.respond import Doorkeeper
from assistant.storage import SqlStateStore, open_database, read_signals

NOW = datetime(2026, 11, 23, 8, tzinfo=timezone.utc)


class NothingFound:
    """A searcher that never knows."""

    def decide(self, text: str) -> Decision:
        return Decision("abstain", (), near=False)


@pytest.fixture()
def assistant(small_base, tmp_path):
    store = SqlStateStore(open_database(f"sqlite:///{tmp_path}/a.db"))
    return Assistant(small_base, NothingFound(), store, Doorkeeper.load(small_base, project()))  # type: ignore[arg-type]


def say(assistant: Assistant, *texts: str, intent: str = "ask"):
    for text in texts:
        turn = assistant.reply(sender="u", text=text, intent=IntentGuess(intent, 1.0), at=NOW)
    return turn


def stored(assistant: Assistant):
    return read_signals(assistant.store._database).get("u", ())


def test_each_signal_is_stored_once_in_order_and_matches_the_state(assistant):
    say(assistant, "/open vneid/cai-dat guide", "/next", "/stuck", "xin chào")
    log = assistant.state("u").learner.log
    assert [(one.name, one.y) for one in stored(assistant)] == [("step", 1), ("step", 0)]
    assert [(one.day, one.skill, one.level, one.lesson) for one in stored(assistant)] == [
        (one.day, one.skill, one.level, one.lesson) for one in log
    ]


def test_deleting_ones_data_deletes_the_signals(assistant):
    say(assistant, "/open vneid/cai-dat guide", "/next")
    assert stored(assistant)
    say(assistant, "/delete_my_data")
    say(assistant, "/forget_yes")
    assert assistant.store.get("u") is None
    assert stored(assistant) == ()


def test_refitted_constants_count_from_the_next_turn_on_and_why_names_them(assistant, small_base):
    usual = constants_of(Table.load())
    say(assistant, "/open vneid/cai-dat guide", "/next")
    assert "hằng số    signals.yml: người mới θ -0.90" in why(assistant.explain("u"), small_base)
    assistant.adopt(msgspec.structs.replace(usual, mean=-1.5, done=0.6), 4)
    say(assistant, "/next")
    shown = why(assistant.explain("u"), small_base)
    assert "lần ước lượng lại số 4: người mới θ -1.50" in shown and "nói xong cho qua 0.60" in shown
