"""The assistant in a process of its own: states travel, errors come back by name, a dead child is replaced."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from datetime import datetime

import pytest

from assistant.dialogue.turn import IntentGuess, Reply, Turn
from assistant.errors import UsageError
from assistant.learning.constants import constants_of
from assistant.learning.learner import Signal
from assistant.learning.table import Table
from assistant.storage import Change, PendingStates, SqlStateStore, open_database
from connectors.base.talk_process import TalkFailed, TalkProcess
from tests.fakes.talk import FakeTalk

SIGNAL = Signal(739_000, "quiz", "thiet-bi", 1, "basic", 0.0, 0.1, 0.5, "dien-thoai/lam-quen", 3)


def broken(_: object) -> FakeTalk:
    """A talker that cannot be loaded."""
    raise UsageError("chưa huấn luyện", remedy="Chạy 'assistant train'.")


@pytest.fixture()
def states(url: str) -> Iterator[PendingStates]:
    database = open_database(url)
    yield PendingStates(SqlStateStore(database))
    database.close()


def test_states_travel_errors_are_named_and_a_dead_child_is_replaced(states: PendingStates) -> None:
    talk = TalkProcess(states, FakeTalk)  # type: ignore[arg-type]
    assert talk.say("u", "a").replies[0].text == "1|a"
    assert talk.say("u", "b").replies[0].text == "2|b"
    assert states.take("u") == {"u": Change(b'{"count": 2}')}
    with pytest.raises(TalkFailed) as fault:
        talk.say("u", "fail secret")
    assert fault.value.reason == "RuntimeError" and "secret" not in str(fault.value)
    assert states.take("u") == {}
    os.kill(talk._process.pid or 0, signal.SIGKILL)
    with pytest.raises(TalkFailed, match="died"):
        talk.say("u", "c")
    assert talk.say("v", "d").replies[0].text == "1|d"
    talk.close()
    assert not talk._process.is_alive()


class Telling(FakeTalk):
    """Says which constants it was given, and brings a signal with each message."""

    def say(self, sender: str, text: str, *, at: datetime | None = None, level: str | None = None) -> Turn:
        if text == "forget":
            self._states.delete(sender)
        else:
            self._states.put(sender, b"{}", [SIGNAL])
        return Turn(sender, text, "answer", IntentGuess("ask", 0.5), (Reply(f"{self.adopted}"),))


def test_signals_come_back_with_the_state_and_constants_go_to_this_child_and_the_next(states: PendingStates) -> None:
    talk = TalkProcess(states, Telling)  # type: ignore[arg-type]
    constants = constants_of(Table.load())
    assert talk.say("u", "a").replies[0].text == "None"
    assert states.take("u") == {"u": Change(b"{}", (SIGNAL,))}
    talk.adopt(constants, 7)
    assert talk.say("u", "a").replies[0].text == "7"
    talk.say("u", "forget")
    assert states.take("u") == {"u": Change(None)}
    os.kill(talk._process.pid or 0, signal.SIGKILL)
    with pytest.raises(TalkFailed, match="died"):
        talk.say("u", "b")
    assert talk.say("u", "c").replies[0].text == "7"
    talk.close()


def test_what_hinders_the_loading_is_told(states: PendingStates) -> None:
    with pytest.raises(UsageError, match="chưa huấn luyện"):
        TalkProcess(states, broken)
