"""Shared fixtures: a small knowledge base made by hand, and the real assistant, loaded once."""

from __future__ import annotations

import pytest

from tests.small_base import small_base as make_small_base


@pytest.fixture()
def small_base():
    """Two lessons, two facts and a term: enough for every rule of the dialogue."""
    return make_small_base()


@pytest.fixture(scope="session")
def talk():
    """The real assistant with Rasa, as `make train` built it."""
    from assistant.nlu.talk import Talk

    return Talk.load()
