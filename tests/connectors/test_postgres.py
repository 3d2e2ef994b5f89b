"""Two server processes on one PostgreSQL: they share the queues, double nothing, and survive each other's death."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.crash import crash
from tests.fakes.host import Process
from tests.fakes.zalo_oa import FakeZaloOA
from tests.storage.postgres import Cluster

PEOPLE, EACH = 20, 6


@pytest.mark.parametrize("killed", [False, True])
def test_two_processes_share_the_work(cluster: Cluster, tmp_path: Path, zalo_oa: FakeZaloOA, *, killed: bool) -> None:
    url = cluster.database(f"shared_{killed}".lower())
    servers = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        servers.append(Process(url, folder, zalo_oa, lease=2.0))
        servers[-1].start()
    for number in range(1, EACH + 1):
        for place in range(PEOPLE):
            zalo_oa.say(f"user-{place}", f"n{number}")
        if number == EACH // 2 and killed:
            servers[0].kill()
    zalo_oa.wait_delivered(60)
    zalo_oa.wait(lambda: len({(sent.person, sent.text) for sent in zalo_oa.sent}) == PEOPLE * EACH, 60, "all answers")
    for place in range(PEOPLE):
        heard = [sent.text for sent in zalo_oa.sent if sent.person == f"user-{place}"]
        assert list(dict.fromkeys(heard)) == [f"{n}|n{n}" for n in range(1, EACH + 1)]
        assert killed or len(heard) == EACH
    for server in servers[killed:]:
        assert server.stop() == 0


def test_killed_at_random_moments_on_postgresql(cluster: Cluster, tmp_path: Path) -> None:
    url = cluster.database("crashed")
    result = crash("zalo_bot", url, tmp_path, messages=60, people=10, kills=1, seed=9)
    assert (result.lost, result.disordered, result.dead) == (0, 0, 0)
    assert result.doubled <= result.doubtful
