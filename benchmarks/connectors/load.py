"""50 webhook deliveries a second for two minutes: time to the 200, queue, memory; one JSON line.

    python -m benchmarks.connectors.load [--channel NAME] [--talk fake|real] [--seconds N] [--rate N]

The fake platform runs in this process, the server in its own; on two cores they share them. `--talk real` uses the
trained assistant, so that the work of answering competes with the webhooks.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.fakes.crash import person_name
from tests.fakes.host import FAKES, Process

__all__ = ["main"]

_QUESTIONS = ("quên mật khẩu VNeID", "cài zalo thế nào", "khong nhan duoc ma otp", "xin chào", "chuyển tiền nhầm")


def _memory_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return round(int(line.split()[1]) / 1024, 1)
    return 0.0


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
    memory: list[float] = []
    deepest = 0.0
    with tempfile.TemporaryDirectory() as folder, FAKES[args.channel]() as fake:
        server = Process(f"sqlite:///{folder}/a.db", Path(folder), fake, lease=60, talk=args.talk)
        server.start()
        fake.wait(lambda: fake.webhook is not None, 10, "webhook")
        started = time.monotonic()
        for number in range(total):
            name = person_name(args.channel, number % args.people)
            person = int(name) if args.channel == "telegram" else name
            fake.say(person, _QUESTIONS[number % len(_QUESTIONS)])  # type: ignore[attr-defined]
            if number % int(args.rate * 5) == 0:
                memory.append(_memory_mb(server.pid))
                deepest = max(deepest, _depth(server.url)["inbox"])
            time.sleep(max(0.0, started + (number + 1) / args.rate - time.monotonic()))
        fake.wait_delivered(60)
        memory.append(_memory_mb(server.pid))
        ended = time.monotonic()
        fake.wait(lambda: sum(_depth(server.url).values()) == 0, 1800, "an empty queue")
        time.sleep(2.5)  # the gauges are read every two seconds
        drained = time.monotonic() - ended
        memory.append(_memory_mb(server.pid))
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
                    "deepest_inbox": deepest,
                    "drain_seconds": round(drained, 1),
                    "memory_mb": memory,
                    "exit_code": code,
                }
            ),
            flush=True,
        )


if __name__ == "__main__":
    main()
