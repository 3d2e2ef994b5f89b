"""50 webhook deliveries a second for two minutes: time to the 200, queue, memory; one JSON line.

    python -m benchmarks.connectors.load [--channel NAME] [--talk fake|real] [--seconds N] [--rate N]

The fake platform runs in this process, the server in its own; on two cores they share them. `--talk real` uses the
trained assistant, so that the work of answering competes with the webhooks.

Memory is resident memory of the server and of the process that answers (`talk`): after the warm-up (a fifth of the
messages), at the end with empty queues, and the slope between the two (least squares) for each 1,000 messages answered.
`busy` is the share of one core that each process took while messages came in.

What it cannot show: the real platforms' way of repeating and pacing, and people who all ask something else.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.fakes.crash import person_name
from tests.fakes.host import FAKES, Process

__all__ = ["main"]

_QUESTIONS = ("quên mật khẩu VNeID", "cài zalo thế nào", "khong nhan duoc ma otp", "xin chào", "chuyển tiền nhầm")
_WARM = 0.2  # of all messages: caches, pools and the allocator have their size by then
_SAMPLE_SECONDS = 2.0


@dataclass(frozen=True)
class _Sample:
    """One look at a process: how many messages were answered by then, resident memory, seconds of CPU used."""

    answered: int
    memory_mb: float
    cpu: float


def _look(pid: int, answered: int) -> _Sample:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    ticks, pages = int(fields[11]) + int(fields[12]), int(fields[21])
    return _Sample(answered, pages * os.sysconf("SC_PAGE_SIZE") / 2**20, ticks / os.sysconf("SC_CLK_TCK"))


def _talk_pid(server: int) -> int | None:
    """The child that works out the answers: the largest one, as the other only looks after resources."""
    # Children belong to the thread that started them.
    files = Path(f"/proc/{server}/task").glob("*/children")
    children = [child for file in files for child in file.read_text(encoding="ascii").split()]
    return max((int(child) for child in children), key=lambda pid: _look(pid, 0).memory_mb, default=None)


def _memory(samples: list[_Sample], total: int) -> dict[str, float]:
    """Memory after the warm-up and at the end, and its growth for each 1,000 messages."""
    warm = [sample for sample in samples if sample.answered >= total * _WARM]
    slope = np.polyfit([sample.answered for sample in warm], [sample.memory_mb for sample in warm], 1)[0]
    return {
        "start_mb": round(samples[0].memory_mb, 1),
        "warm_mb": round(warm[0].memory_mb, 1),
        "end_mb": round(samples[-1].memory_mb, 1),
        "growth_mb_per_1000": round(float(slope) * 1000, 3),
    }


def _depth(url: str) -> dict[str, float]:
    page = urllib.request.urlopen(f"{url}/metrics").read().decode()
    lines = [line for line in page.splitlines() if line.startswith("assistant_queue_depth{")]
    return {line.split('"')[1]: float(line.rpartition(" ")[2]) for line in lines}


def main() -> None:
    """Run and print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--channel", choices=tuple(FAKES), default="zalo_oa")
    parser.add_argument("--talk", choices=("fake", "real"), default="fake")
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--people", type=int, default=300)
    args = parser.parse_args()
    total = int(args.seconds * args.rate)
    deepest = 0.0
    with tempfile.TemporaryDirectory() as folder, FAKES[args.channel]() as fake:
        server = Process(f"sqlite:///{folder}/a.db", Path(folder), fake, lease=60, talk=args.talk)
        server.start()
        fake.wait(lambda: fake.webhook is not None, 10, "webhook")
        pids = {"server": server.pid}
        if (talk := _talk_pid(server.pid)) is not None:
            pids["talk"] = talk
        samples: dict[str, list[_Sample]] = {name: [] for name in pids}

        def sample() -> None:
            for name, pid in pids.items():
                samples[name].append(_look(pid, len(fake.sent)))

        started = time.monotonic()
        for number in range(total):
            name = person_name(args.channel, number % args.people)
            person = int(name) if args.channel == "telegram" else name
            fake.say(person, _QUESTIONS[number % len(_QUESTIONS)])  # type: ignore[attr-defined]
            if number % int(args.rate * _SAMPLE_SECONDS) == 0:
                sample()
                deepest = max(deepest, _depth(server.url)["inbox"])
            time.sleep(max(0.0, started + (number + 1) / args.rate - time.monotonic()))
        fake.wait_delivered(60)
        sample()
        ended = time.monotonic()
        seconds_in = ended - started
        busy = {name: round((seen[-1].cpu - seen[0].cpu) / seconds_in, 2) for name, seen in samples.items()}
        answered = samples["server"][-1].answered
        fake.wait(lambda: sum(_depth(server.url).values()) == 0, 1800, "an empty queue")
        drained = time.monotonic() - ended
        time.sleep(2.5)  # the gauges are read every two seconds
        sample()
        code = server.stop()
        seconds = sorted(answer.seconds for answer in fake.deliveries)
        print(
            json.dumps(
                {
                    "channel": args.channel,
                    "talk": args.talk,
                    "deliveries": len(seconds),
                    "not_200": sum(answer.status != 200 for answer in fake.deliveries),
                    "p50_ms": round(seconds[len(seconds) // 2] * 1000, 1),
                    "p99_ms": round(seconds[int(len(seconds) * 0.99)] * 1000, 1),
                    "max_ms": round(seconds[-1] * 1000, 1),
                    "sent": len(fake.sent),
                    "sent_per_second": round(answered / seconds_in, 1),
                    "deepest_inbox": deepest,
                    "drain_seconds": round(drained, 1),
                    "busy": busy,
                    "memory": {name: _memory(seen, total) for name, seen in samples.items()},
                    "load_average": os.getloadavg()[0],
                    "exit_code": code,
                }
            ),
            flush=True,
        )


if __name__ == "__main__":
    main()
