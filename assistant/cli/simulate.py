"""`assistant simulate`: talk to the assistant through a real connector and a fake platform, without an account."""

from __future__ import annotations

import argparse
import importlib
import logging
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.paths import project

__all__ = ["add_arguments", "run"]

_CHANNELS = {"telegram": "telegram", "zalo-oa": "zalo_oa", "zalo-bot": "zalo_bot"}
_HELP = """\
Gõ như người dân gõ. Khi tin có nút, gõ số để bấm nút.
:follow    bắt đầu / quan tâm      :image     gửi một tấm hình
:voice     gửi tin thoại           :sticker   gửi nhãn dán
:location  gửi vị trí              :quit      thoát (hoặc Ctrl-D)"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of this subcommand."""
    parser.add_argument("channel", choices=tuple(_CHANNELS), metavar="KÊNH", help=", ".join(_CHANNELS))
    parser.add_argument("--person", default="1001", metavar="SỐ", help="số hiệu người nhắn (mặc định 1001)")


def run(args: argparse.Namespace) -> int:
    """Open the conversation."""
    if not args.person.isascii() or not args.person.isdigit():
        raise UsageError(f"số hiệu '{args.person}'", remedy="Chỉ dùng chữ số.")
    host_module = _fakes()
    channel = _CHANNELS[args.channel]
    logging.disable(logging.WARNING)
    print("Đang mở Trợ lý số…", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory() as folder, host_module.FAKES[channel]() as fake:
        settings = host_module.fast(send_timeout=10.0, first_contact=True)
        url = f"sqlite:///{folder}/assistant.db"
        with host_module.Host(url, Path(folder), fake, settings=settings, load=_talk, talk_threads=1) as host:
            print(f"Kênh {args.channel} (máy chủ giả, không gửi gì ra ngoài). ':help' xem các lệnh.\n", flush=True)
            _converse(_Person(channel, fake, args.person), host)
    return 0


def _fakes() -> Any:
    """The fake platforms, which lie beside the tests.

    Raises:
        UsageError: this is an installed package, not a checkout.
    """
    root = project().root
    if not (root / "tests" / "fakes" / "host.py").is_file():
        raise UsageError(
            "các máy chủ giả nằm trong thư mục tests/ của mã nguồn", remedy="Chạy lệnh này trong một bản sao mã nguồn."
        )
    sys.path.insert(0, str(root))
    return importlib.import_module("tests.fakes.host")


def _talk(states: Any) -> Any:
    from assistant.nlu.talk import Talk

    return Talk.load(states)


class _Person:
    """What a person can do on each fake platform."""

    def __init__(self, channel: str, fake: Any, name: str) -> None:
        self.channel = channel
        self.fake = fake
        self.name = name
        self._id: Any = int(name) if channel == "telegram" else name

    def say(self, text: str) -> None:
        """Write."""
        self.fake.say(self._id, text)

    def tap(self, data: str) -> None:
        """Tap a button."""
        self.fake.tap(self._id, data)

    def send(self, what: str) -> None:
        """Send something that is no text."""
        self._senders()[what]()

    def _senders(self) -> dict[str, Callable[[], Any]]:
        fake, me = self.fake, self._id
        if self.channel == "telegram":
            file = {"file_id": "f", "file_unique_id": "u"}
            sticker = {"type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}
            return {
                "follow": lambda: fake.say(me, "/start"),
                "image": lambda: fake.message(me, photo=[file | {"width": 1, "height": 1}]),
                "voice": lambda: fake.message(me, voice=file | {"duration": 2}),
                "sticker": lambda: fake.message(me, sticker=file | sticker),
                "location": lambda: fake.message(me, location={"latitude": 10.7, "longitude": 106.6}),
            }
        if self.channel == "zalo_oa":
            names = {"image": "image", "voice": "audio", "sticker": "sticker", "location": "location"}
            senders = {what: lambda name=name: fake.event(f"user_send_{name}", me) for what, name in names.items()}
            return senders | {"follow": lambda: fake.event("follow", me)}
        names = {"image": "image", "voice": "voice", "sticker": "sticker", "location": "unsupported"}
        senders = {what: lambda name=name: fake.event(f"message.{name}.received", me) for what, name in names.items()}
        return senders | {"follow": lambda: fake.say(me, "xin chào")}


def _converse(person: _Person, host: Any) -> None:
    from assistant.cli.line_reader import line_reader

    prompt = line_reader()
    buttons: list[str] = []
    while True:
        try:
            text = prompt(f"{person.name}> ")
        except (EOFError, KeyboardInterrupt):
            print()
            return
        command = text.strip().removeprefix(":") if text.startswith(":") else ""
        seen = len(person.fake.sent)
        if command in ("quit", "q", "exit"):
            return
        if command in ("follow", "image", "voice", "sticker", "location"):
            person.send(command)
        elif command:
            print(_HELP)
            continue
        elif text.strip().isdigit() and 1 <= int(text) <= len(buttons):
            person.tap(buttons[int(text) - 1])
        else:
            person.say(text or " ")
        buttons = _answers(person, host, seen) or buttons


def _answers(person: _Person, host: Any, seen: int) -> list[str]:
    """Show what the bot sent, until it has nothing more to say; the data of the buttons shown."""
    runtime = host.runtime
    person.fake.wait_delivered(60)
    person.fake.wait(lambda: not runtime.inbox.depth()[0] and not runtime.outbox.depth()[0], 120, "answers")
    buttons: list[str] = []
    print()
    for sent in person.fake.sent[seen:]:
        if sent.image or sent.audio:
            print(f"[{'hình' if sent.image else 'âm thanh'}: {sent.image or sent.audio}]")
        if sent.text:
            print(sent.text)
        for title, data in sent.buttons:
            buttons.append(data)
            print(f"  [{len(buttons)}] {title}")
        print()
    sys.stdout.flush()
    return buttons
