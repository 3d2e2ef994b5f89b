"""The assistant in a process of its own, so that working out an answer never keeps a platform waiting for its 200.

Understanding a message keeps Python busy for tens of milliseconds; in the same process the web server would stand still
meanwhile. The state of the conversation travels with the message and comes back changed, with what the person did, so
the child needs no database. If it dies, the message counts as failed, a new child is started, and the message is tried
again.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from multiprocessing.connection import Connection
from typing import Any

import msgspec

from assistant.app import StateStore
from assistant.dialogue.turn import Turn
from assistant.errors import AssistantError
from assistant.learning.constants import Constants
from assistant.learning.learner import Signal
from assistant.storage import PendingStates
from connectors.base.logs import set_up_logs
from connectors.base.processor import Talker

__all__ = ["TalkFailed", "TalkProcess"]

_NICENESS = 5  # answers may wait a little; the 200 may not
_CLOSE_SECONDS = 5.0
Load = Callable[[StateStore], Talker]


class TalkFailed(AssistantError):
    """The assistant raised an error or died. `reason` names the error."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"không tính được câu trả lời ({reason})", remedy="Xem nhật ký của máy chủ.")
        self.reason = reason

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.reason,)


class _OneState:
    """The StateStore of the child: holds the state that came with the message, and the signals that go back with it."""

    def __init__(self) -> None:
        self.state: bytes | None = None
        self.changed = False
        self.signals: tuple[Signal, ...] = ()

    def get(self, sender: str) -> bytes | None:
        return self.state

    def put(self, sender: str, state: bytes, signals: Sequence[Signal] = ()) -> None:
        self.state, self.changed = state, True
        self.signals = (*self.signals, *signals)

    def delete(self, sender: str) -> bool:
        known = self.state is not None
        self.state, self.changed, self.signals = None, True, ()
        return known


class TalkProcess:
    """A Talker whose work is done by a child process.

    Args:
        states: where states come from and changes go to.
        load: makes the talker in the child; must be importable there.

    Raises:
        AssistantError: the talker could not be loaded.
    """

    def __init__(self, states: PendingStates, load: Load) -> None:
        self._states = states
        self._load = load
        self._lock = threading.Lock()
        self._adopted: tuple[Constants, int] | None = None
        self._start()

    def say(self, sender: str, text: str, *, at: datetime | None = None, level: str | None = None) -> Turn:
        """One message and what came of it.

        Raises:
            TalkFailed: the assistant raised an error or died.
        """
        return self._ask(sender, text, at, level)

    def remind(self, sender: str, *, at: datetime) -> Turn:
        """See Talker.

        Raises:
            TalkFailed: the assistant raised an error or died.
        """
        return self._ask(sender, None, at, None)

    def _ask(self, sender: str, text: str | None, at: datetime | None, level: str | None) -> Turn:
        """`text` None asks for the reminder."""
        with self._lock:
            try:
                self._pipe.send((sender, text, at, level, self._states.get(sender)))
                fault, turn, changed, state, signals = self._pipe.recv()
            except (EOFError, OSError) as error:
                self._start()
                raise TalkFailed("died") from error
        if fault is not None:
            raise TalkFailed(fault)
        if changed and state is None:
            self._states.delete(sender)
        elif changed:
            self._states.put(sender, state, signals)
        return msgspec.msgpack.decode(turn, type=Turn)

    def adopt(self, constants: Constants, version: int) -> None:
        """Use these refitted constants of the learner model from the next message on, also in later children."""
        with self._lock:
            self._adopted = (constants, version)
            self._pass_on()

    def close(self) -> None:
        """End the child."""
        self._pipe.close()
        self._process.join(_CLOSE_SECONDS)
        if self._process.is_alive():
            self._process.kill()

    def _start(self) -> None:
        # One question gives numerical libraries nothing to share out: their threads would only spin while they wait
        # for each other, which doubles the time of an answer's core and takes it from the web server.
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_child, args=(theirs, self._load), daemon=True, name="talk")
        self._process.start()
        theirs.close()
        try:
            fault = self._pipe.recv()
        except EOFError:
            raise TalkFailed("died while loading") from None
        if fault is not None:
            raise fault
        self._pass_on()

    def _pass_on(self) -> None:
        if self._adopted is not None:
            # A child that is dead is noticed, and replaced, at the next message.
            with suppress(OSError):
                self._pipe.send(self._adopted)


def _child(pipe: Connection, load: Load) -> None:
    # The parent ends the child by closing the pipe, also when it is killed itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.nice(_NICENESS)
    set_up_logs()
    store = _OneState()
    try:
        talker = load(store)
    except AssistantError as fault:
        pipe.send(fault)
        return
    set_up_logs()  # libraries put their own handlers in place while they are loaded
    pipe.send(None)
    while True:
        try:
            received = pipe.recv()
        except EOFError:
            return
        if len(received) == 2:
            talker.adopt(*received)
            continue
        sender, text, at, level, state = received
        store.state, store.changed, store.signals = state, False, ()
        pipe.send(_answer(talker, store, sender, text, at, level))


def _answer(talker: Talker, store: _OneState, sender: str, text: str | None, at: Any, level: Any) -> tuple[Any, ...]:
    try:
        turn = talker.remind(sender, at=at) if text is None else talker.say(sender, text, at=at, level=level)
    except Exception as error:  # its message may quote the text, so only its kind goes on
        return type(error).__name__, None, False, None, ()
    return None, msgspec.msgpack.encode(turn), store.changed, store.state, store.signals
