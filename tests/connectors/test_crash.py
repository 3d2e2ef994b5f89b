"""kill -9 at random moments: nothing lost, nothing out of order, doubles only where counted.

A small version; benchmarks/connectors/crash.py has 1,000 messages, 100 people and 20 kills on each connector.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.crash import crash


@pytest.mark.parametrize(
    ("channel", "mode"),
    [("telegram", "webhook"), ("telegram", "polling"), ("zalo_oa", "webhook"), ("zalo_bot", "webhook")],
)
def test_killed_at_random_moments(url: str, tmp_path: Path, channel: str, mode: str) -> None:
    result = crash(channel, url, tmp_path, messages=80, people=10, kills=2, seed=5, mode=mode)
    assert (result.lost, result.disordered, result.dead) == (0, 0, 0)
    assert result.doubled <= result.doubtful
