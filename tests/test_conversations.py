"""Plays every script in tests/conversations/ through the whole assistant, Rasa included.

A script is a list of turns. `nói` is what the person sends; the rest is what must come of it: `kết_cục` (outcome),
`bài` (lesson id), `mục` (section), `bước` (number), `có` / `không_có` (texts in the replies), `nút` (a button's title).
`sau` lets time pass first ("2 ngày", "3 giờ"); `người` is who speaks. Instead of `nói`, `nhắc` lets the server ask for a
reminder to review: `có`, and the rest as above, or `không`.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).parent / "conversations"
SCRIPTS = sorted(FOLDER.glob("*.yml"))
UNITS = {"phút": "minutes", "giờ": "hours", "ngày": "days", "tuần": "weeks"}
KEYS = {"nói", "kết_cục", "bài", "mục", "bước", "có", "không_có", "nút", "sau", "người", "mức", "nhắc"}
START = datetime(2026, 11, 23, 1, 0, tzinfo=timezone.utc)


def as_list(value) -> list[str]:
    return value if isinstance(value, list) else [value]


def load(file: Path) -> list[tuple[str, list[dict]]]:
    document = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [(name, turns) for name, turns in document.items()]


TALKS = [pytest.param(file, name, turns, id=f"{file.stem}: {name}") for file in SCRIPTS for name, turns in load(file)]


@pytest.mark.parametrize(("file", "name", "turns"), TALKS)
def test_conversation(talk, file, name, turns):
    moment = START
    said: dict[str, str] = {}
    senders = {f"{file.stem}-{name}-{turn.get('người', 'một')}" for turn in turns}
    for sender in senders:
        talk.forget(sender)
    for number, turn in enumerate(turns, start=1):
        assert set(turn) <= KEYS, f"lượt {number}: khóa lạ {set(turn) - KEYS}"
        if "sau" in turn:
            amount, unit = turn["sau"].split()
            moment += timedelta(**{UNITS[unit]: int(amount)})
        sender = f"{file.stem}-{name}-{turn.get('người', 'một')}"
        if "nhắc" in turn:
            result = talk.remind(sender, at=moment)
        else:
            result = talk.say(sender, str(turn["nói"]), at=moment, level=turn.get("mức"))
        heard = "\n".join(reply.text for reply in result.replies)
        said_now = turn.get("nói", "nhắc")
        place = f"lượt {number} ({said_now!r}): {result.outcome}, {result.lesson}, {heard[:300]!r}"
        if turn.get("nhắc") == "không":
            assert not heard, place
            continue
        assert heard.strip(), place
        assert heard != said.get(sender), f"nhắc lại nguyên văn: {place}"
        said[sender] = heard
        if "kết_cục" in turn:
            assert result.outcome in as_list(turn["kết_cục"]), place
        if "bài" in turn:
            assert result.lesson is not None and result.lesson.id in as_list(turn["bài"]), place
        if "mục" in turn:
            assert result.lesson is not None and result.lesson.section == turn["mục"], place
        if "bước" in turn:
            assert result.lesson is not None and result.lesson.step == turn["bước"], place
        for part in as_list(turn.get("có", [])):
            assert part in heard, place
        for part in as_list(turn.get("không_có", [])):
            assert part not in heard, place
        titles = [button.title for reply in result.replies for button in reply.buttons]
        for title in as_list(turn.get("nút", [])):
            assert title in titles, f"{place} {titles}"
        moment += timedelta(seconds=30)
    for sender in senders:
        talk.forget(sender)


def test_there_are_conversations():
    assert TALKS
