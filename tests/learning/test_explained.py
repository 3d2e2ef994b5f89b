"""Officers see why: level, signals, next lesson; and can replay a simulated learner from a seed."""

from __future__ import annotations

import json

import pytest

from assistant.app import Explanation
from assistant.cli.main import main
from assistant.cli.why import why
from assistant.dialogue.state import State
from tests.dialogue.driver import Player


def test_why_shows_level_signals_and_the_next_lesson(small_base):
    player = Player(small_base, state=State(led=True))
    player.say("/open vneid/cai-dat guide")
    player.say("/next")
    player.say("/stuck")
    text = why(Explanation(player.turn, None, player.state, 0.0, 0.0), small_base)
    for part in (
        "mức      basic 0.",
        "quá sức",
        "hằng số    signals.yml",
        "tự báo xong hoặc không được",
        "θ",
        "bài tiếp",
    ):
        assert part in text
    assert text.count("tự báo xong") == 2


def test_why_says_that_nothing_is_known_of_somebody_new(small_base):
    player = Player(small_base)
    player.say("cài vneid")
    assert "chưa có tín hiệu nào" in why(Explanation(player.turn, None, player.state, 0.0, 0.0), small_base)


def test_a_simulated_learner_is_the_same_for_the_same_seed(capsys):
    outputs = []
    for seed in ("7", "7", "8"):
        assert main(["simulate-learner", "--seed", seed, "--lessons", "4", "--json"]) == 0
        outputs.append(capsys.readouterr().out)
    assert outputs[0] == outputs[1] != outputs[2]
    rounds = [json.loads(line) for line in outputs[0].splitlines()]
    assert [one["number"] for one in rounds] == [1, 2, 3, 4]
    assert sum(rounds[0]["probabilities"]) == pytest.approx(1)


@pytest.mark.parametrize(
    "options", [["--kind", "x"], ["--path", "x"], ["--polite", "2"], ["--lessons", "0"], ["--lessons", "a"]]
)
def test_bad_use_is_named(capsys, options):
    assert main(["simulate-learner", *options]) == 2
    assert capsys.readouterr().err.startswith("assistant: ")
