"""The catalogue of sentences and the closed list of outcomes fit the code that uses them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

import assistant.dialogue
from assistant.dialogue.texts import Texts

HERE = Path(assistant.dialogue.__file__).parent
CODE = "\n".join(file.read_text(encoding="utf-8") for file in HERE.rglob("*.py"))
TEXTS = Texts.load()
# Codes that are put together in the code: the prefix stands there.
COMPOSED = ("level_", "placement_")
SMALLTALK = {
    "greet",
    "goodbye",
    "thanks",
    "bot_identity",
    "ask_capability",
    "compliment",
    "smalltalk",
    "emoji",
    "empty",
}


@pytest.mark.parametrize("code", sorted(TEXTS.codes()))
def test_every_sentence_is_used(code):
    assert f'"{code}"' in CODE or f"'{code}'" in CODE or code in SMALLTALK or code.startswith(COMPOSED)


def test_every_sentence_that_the_code_says_exists():
    said = set(re.findall(r'\bsay\(\s*"([a-z_]+)"', CODE)) | set(re.findall(r'_say\(context, "([a-z_]+)"', CODE))
    assert said
    assert said <= TEXTS.codes() | {"level_basic", "level_standard", "level_advanced"}


@pytest.mark.parametrize("code", sorted(TEXTS.codes()))
def test_sentences_fit_every_channel(code):
    for text in TEXTS.variants(code):
        assert len(text) <= 640
        limit = 20 if code.startswith("button_") and code != "button_stuck" else 640
        assert len(re.sub("<[a-z_]+>", "9", text)) <= limit


def test_outcomes_of_the_code_are_those_of_the_list():
    listed = set(yaml.safe_load((HERE / "outcomes.yml").read_text(encoding="utf-8")))
    assert listed == {
        "answer",
        "step",
        "clarify",
        "abstain",
        "smalltalk",
        "safety",
        "refuse",
        "quiz",
        "profile",
        "handoff",
    }
    used = set(re.findall(r'Outcome\(\s*[^"()]*(?:\([^()]*\))?[^"()]*,\s*"([a-z]+)"', CODE))
    assert used <= listed
