"""Time per reply, memory and start-up against a plain Rasa 3.6 assistant, both in the same run on the same machine.

    python benchmarks/plain_rasa.py [--turns 510]

The peer has the same intents and examples, Rasa's own whitespace tokenizer with the same featurizers and classifier,
rules, an HTTP action server on loopback and an SQLite tracker: what Rasa's documentation sets up. Its action sends one
fixed sentence, so it does less work than ours, which also retrieves. Each assistant runs alone in its own process.
"Turn 1" is the median over 20 fresh conversations, "turn 500" the median of turns 490–510 of one conversation.

What it cannot show: a network platform in between, several users at once, other machines. Ratios carry over, times
do not.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MESSAGES = [
    "lam sao de cai vneid",
    "vneid báo không nhận được otp",
    "chào cháu",
    "nộp hồ sơ trực tuyến thế nào",
    "có người gọi bảo chuyển tiền gấp",
    "cảm ơn nhé",
    "quên mật khẩu zalo",
    "thẻ căn cước hết hạn đổi ở đâu",
]
FRESH = 20
CONFIG = """\
recipe: default.v1
language: vi
assistant_id: plain
pipeline:
  - name: WhitespaceTokenizer
  - {name: CountVectorsFeaturizer, min_ngram: 1, max_ngram: 2}
  - {name: CountVectorsFeaturizer, analyzer: char_wb, min_ngram: 2, max_ngram: 4, max_features: 12000}
  - {name: LogisticRegressionClassifier, max_iter: 60, class_weight: balanced}
  - {name: FallbackClassifier, threshold: 0.3, ambiguity_threshold: 0.02}
policies:
  - name: RulePolicy
"""
ACTIONS = """\
from rasa_sdk import Action


class ActionReply(Action):
    def name(self):
        return "action_reply"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="Xin chào, tôi đã nhận được câu hỏi của bạn.")
        return []
"""


def port() -> int:
    """A free loopback port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def measure(say, turns: int) -> dict[str, float]:
    """Seconds of the first reply of fresh conversations and of the last ones of a long conversation."""
    for number in range(3):
        say(f"warm-{number}", MESSAGES[0])

    def timed(sender: str, text: str) -> float:
        start = time.perf_counter()
        say(sender, text)
        return time.perf_counter() - start

    first = [timed(f"fresh-{number}", MESSAGES[number % len(MESSAGES)]) for number in range(FRESH)]
    long = [timed("long", MESSAGES[number % len(MESSAGES)]) for number in range(turns)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "turn_1_ms": statistics.median(first) * 1000,
        "turn_500_ms": statistics.median(long[-20:]) * 1000,
        "memory_mb": peak,
    }


def child_ours(turns: int) -> dict[str, float]:
    """Our assistant with its states in SQLite."""
    start = time.perf_counter()
    from assistant.nlu.talk import Talk
    from assistant.storage import open_store

    with tempfile.TemporaryDirectory() as folder:
        talk = Talk.load(open_store(f"sqlite:///{folder}/states.db"))
        ready = time.perf_counter() - start
        return {"start_s": ready, **measure(talk.say, turns)}


def child_plain(folder: Path, turns: int) -> dict[str, float]:
    """The plain assistant of `folder`, already trained, its action server running."""
    start = time.perf_counter()
    os.chdir(folder)
    from assistant.nlu.talk import quiet

    quiet()
    from rasa.core.agent import load_agent
    from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
    from rasa.core.utils import AvailableEndpoints

    loop = asyncio.new_event_loop()
    model = next((folder / "models").glob("*.tar.gz"))
    agent = loop.run_until_complete(
        load_agent(str(model), endpoints=AvailableEndpoints.read_endpoints("endpoints.yml"), loop=loop)
    )
    ready = time.perf_counter() - start

    def say(sender: str, text: str) -> None:
        channel = CollectingOutputChannel()
        loop.run_until_complete(agent.handle_message(UserMessage(text, channel, sender)))
        assert channel.messages, "the plain assistant did not answer"

    return {"start_s": ready, **measure(say, turns)}


def run_child(*args: str) -> dict[str, float]:
    """Run one measurement in a process of its own and read its last line."""
    done = subprocess.run(
        [sys.executable, __file__, *args],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    result: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def plain_project(folder: Path, action_port: int) -> None:
    """Write and train the plain assistant."""
    (folder / "data").mkdir()
    for name in ("nlu.yml", "rules.yml"):
        shutil.copy(ROOT / "nlu_data" / name, folder / "data" / name)
    shutil.copy(ROOT / "domain.yml", folder / "domain.yml")
    (folder / "config.yml").write_text(CONFIG, encoding="utf-8")
    (folder / "actions.py").write_text(ACTIONS, encoding="utf-8")
    (folder / "endpoints.yml").write_text(
        f"action_endpoint:\n  url: http://127.0.0.1:{action_port}/webhook\n"
        "tracker_store:\n  type: SQL\n  dialect: sqlite\n  db: tracker.db\n",
        encoding="utf-8",
    )
    rasa = str(Path(sys.executable).with_name("rasa"))
    subprocess.run([rasa, "train", "--quiet"], cwd=folder, check=True, capture_output=True)


def main() -> None:
    """Measure both and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--turns", type=int, default=510)
    parser.add_argument("--child", choices=("ours", "plain"))
    parser.add_argument("--folder", type=Path)
    args = parser.parse_args()
    if args.child:
        result = child_ours(args.turns) if args.child == "ours" else child_plain(args.folder, args.turns)
        print(json.dumps(result))
        return
    with tempfile.TemporaryDirectory() as name:
        folder, action_port = Path(name), port()
        plain_project(folder, action_port)
        rasa = str(Path(sys.executable).with_name("rasa"))
        server = subprocess.Popen(
            [rasa, "run", "actions", "--port", str(action_port)],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            for _ in range(300):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", action_port)) == 0:
                        break
                time.sleep(0.2)
            plain = run_child("--child", "plain", "--folder", str(folder), "--turns", str(args.turns))
        finally:
            server.terminate()
            server.wait()
    ours = run_child("--child", "ours", "--turns", str(args.turns))
    print("| | plain Rasa | ours | ours / plain |\n|---|---|---|---|")
    for key, label in (
        ("start_s", "start-up, s"),
        ("memory_mb", "memory, MB"),
        ("turn_1_ms", "turn 1, ms"),
        ("turn_500_ms", "turn 500, ms"),
    ):
        print(f"| {label} | {plain[key]:.1f} | {ours[key]:.1f} | {ours[key] / plain[key]:.2f} |")
    print(f"\nOurs, turn 500 / turn 1: {ours['turn_500_ms'] / ours['turn_1_ms']:.2f}")


if __name__ == "__main__":
    main()
