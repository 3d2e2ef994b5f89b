"""Each update delivered five times, shuffled across people: one effect each."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from tests.fakes.crash import person_name
from tests.fakes.host import FAKES, Host
from tests.fakes.telegram import FakeTelegram

PEOPLE, EACH, TIMES = 20, 3, 5


def _bodies(channel: str, fake: object) -> list[tuple[str, bytes]]:
    made: list[tuple[str, bytes]] = []
    for number in range(EACH):
        for place in range(PEOPLE):
            person = person_name(channel, place)
            if isinstance(fake, FakeTelegram):
                who = {"id": int(person), "is_bot": False, "first_name": "L"}
                fake._chats.add(person)
                message = {"message_id": 1, "date": 1, "chat": {"id": int(person), "type": "private"}, "from": who}
                update = {"update_id": len(made) + 1, "message": message | {"text": f"n{number + 1}"}}
                made.append((person, json.dumps(update).encode()))
            elif channel == "zalo_oa":
                stamp = 1790000000000 + number
                body = fake.event("user_send_text", person, {"text": f"n{number + 1}"}, deliver=False, stamp=stamp)  # type: ignore[attr-defined]
                made.append((person, body))
            else:
                made.append((person, fake.event("message.text.received", person, deliver=False, text=f"n{number + 1}")))  # type: ignore[attr-defined]
    return made


@pytest.mark.parametrize("channel", ["telegram", "zalo_oa", "zalo_bot"])
def test_each_update_has_one_effect(url: str, tmp_path: Path, channel: str) -> None:
    with FAKES[channel]() as fake, Host(url, tmp_path, fake) as host:
        lines: dict[str, list[bytes]] = {}
        for person, body in _bodies(channel, fake):
            lines.setdefault(person, []).append(body)
        random = Random(1)
        # Within a person a repetition may come at any time after its first delivery.
        storm: list[tuple[str, bytes]] = []
        for person, bodies in lines.items():
            queue: list[bytes] = []
            for body in bodies:
                queue.append(body)
                for _ in range(TIMES - 1):
                    queue.insert(random.randrange(queue.index(body) + 1, len(queue) + 1), body)
            storm += [(person, body) for body in queue]
        order = [person for person, _ in storm]
        random.shuffle(order)
        rest = {person: iter([body for owner, body in storm if owner == person]) for person in lines}
        for person in order:
            fake.deliver(next(rest[person]), line=person)
        fake.wait_delivered(60)
        fake.wait_sent(PEOPLE * EACH)
        fake.wait(lambda: host.runtime.inbox.depth()[0] == 0 and host.runtime.outbox.depth()[0] == 0, 20, "queues")
        for person in lines:
            heard = [sent.text for sent in fake.sent if sent.person == person]
            assert heard == [f"{n}|n{n}" for n in range(1, EACH + 1)]
        assert len(fake.deliveries) == PEOPLE * EACH * TIMES
        assert {answer.status for answer in fake.deliveries} == {200}
