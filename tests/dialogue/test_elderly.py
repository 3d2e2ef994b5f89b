"""200 generated conversations of elderly people: hesitations, side questions, typos, pauses, old buttons, anger.

All reach the end of the lesson or a human contact; nobody is sent the same message twice in a row; nobody loses the
place. Seeded: a failure names the seed, and `play(seed)` replays it.
"""

from __future__ import annotations

import random
from functools import lru_cache

import pytest

from assistant.dialogue.state import State
from assistant.knowledge import KnowledgeBase, load_or_raise
from assistant.paths import project
from assistant.retrieval.decide import Decision, Match
from tests.dialogue.driver import Player

MANY, TURNS_MAX = 200, 150
DONE = [
    ("xong r con", "next"),
    ("roi", "next"),
    ("ok", "next"),
    ("dc rồi", "next"),
    ("ừ", "affirm"),
    ("tiếp đi cháu", "next"),
]
STUCK = [("không thấy", "stuck"), ("bác tìm chả thấy đâu", "stuck"), ("ko đc", "stuck"), ("không", "deny")]
# Acts that must leave the person where they are, with what NLU would say of them.
STAYING = [
    ("đọc lại", "repeat"),
    ("hả con", "repeat"),
    ("chậm thôi", "slower"),
    ("khó quá", "simpler"),
    ("nói kỹ hơn", "detail"),
    ("tại sao phải làm vậy", "why"),
    ("cảm ơn cháu", "thanks"),
    ("chào cháu", "greet"),
    ("trời đẹp quá", "smalltalk"),
    ("cháu là ai", "bot_identity"),
    ("đồ dở hơi", "insult"),
    ("gọi bà đi con", "address"),
    ("tôi học đến đâu rồi", "progress"),
    ("bạn lưu gì về tôi", "my_data"),
    ("nhắc tôi học", "reminder_on"),
    ("cho gặp người thật", "human"),
    ("👍", "ask"),
    ("", "ask"),
    ("...", "ask"),
    ("otp là gì", "term"),
    ("thế cái này làm ở đâu", "same"),
    ("chuyển tiền làm sao", "other"),
    ("máy báo lỗi", "problem"),
    ("giá vàng hôm nay", "unknown"),
    ("cái thẻ ấy", "unclear"),
    ("/open khong/con guide", "ask"),
]


@lru_cache(maxsize=1)
def base() -> KnowledgeBase:
    return load_or_raise(project())


def found(rng: random.Random, kind: str, lesson: str) -> Decision:
    """What retrieval would find for a side question of that kind."""
    lessons = base().lessons
    other = rng.choice([name for name in lessons if name != lesson])
    problem = rng.choice(lessons[lesson].problems).name
    match = {
        "term": Match(f"term:{rng.choice(list(base().terms))}", "term", 0.95),
        "same": Match(lesson, "steps", 0.9),
        "problem": Match(lesson, f"problems/{problem}", 0.9),
    }.get(kind, Match(other, "steps", 0.6))
    decisions = {"unknown": "abstain", "unclear": "clarify"}
    return Decision(decisions.get(kind, "answer"), (match,), True)


class Elder:
    """One person working through one lesson."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.lesson = self.rng.choice(list(base().lessons))
        led = self.rng.random() < 0.5
        self.player = Player(base(), state=State(level="basic") if led else State(led=True))
        self.player.decision = Decision("answer", (Match(self.lesson, "steps", 0.9),), True)
        self.before: tuple[str, ...] = ()
        self.old: list[str] = []
        self.turns = 0
        self.handed = False
        self.careful = self.rng.uniform(0.35, 0.8)

    def say(self, text: str, intent: str = "ask") -> None:
        if self.rng.random() < 0.1 and len(text) > 6 and not text.startswith("/"):
            cut = self.rng.randrange(1, len(text) - 1)
            text = text[:cut] + text[cut + 1] + text[cut] + text[cut + 2 :]  # two letters swapped
        result = self.player.say(text, intent)
        self.turns += 1
        texts = self.player.state.last_texts
        assert texts and all(part.strip() for part in texts)
        assert not set(texts) & set(self.before), f"said twice in a row after {text!r}: {texts}"
        assert all("{" not in part and "<" not in part for part in texts), texts
        self.before = texts
        self.handed |= result.outcome == "handoff"
        self.old += [choice.payload for choice in self.player.state.choices if choice.payload.startswith("/next ")]

    @property
    def place(self) -> int:
        session = self.player.state.session
        assert session is not None, "lost the lesson"
        assert session.lesson == self.lesson
        return session.place

    def pause(self) -> None:
        """Stops, or just goes away; comes back after hours or days and goes on."""
        place = self.place
        if self.rng.random() < 0.5:
            self.say("thôi để mai", "stop")
        self.player.wait(hours=self.rng.choice([2, 20, 50, 200]))
        self.say(
            *self.rng.choice([("chào cháu", "greet"), ("học tiếp", "resume"), ("xong rồi", "next"), ("ok", "affirm")])
        )
        if self.player.state.mode == "resume":
            self.say(*self.rng.choice([("có", "affirm"), ("Làm tiếp", "ask"), ("/resume", "ask")]))
        assert self.place == place, "lost the place over a pause"

    def finish(self) -> None:
        """The questions after the lesson, answered, skipped or met with ok."""
        for _ in range(8):
            quiz = [choice for choice in self.player.state.choices if choice.payload.startswith("/quiz ")]
            if not quiz:
                break
            pick = self.rng.random()
            if pick < 0.6:
                self.say(self.rng.choice(quiz).payload)
            elif pick < 0.75:
                self.say("ok", "affirm")
            elif pick < 0.9:
                self.say("không biết", "simpler")
            else:
                self.say("Bỏ qua")
        self.say("cảm ơn cháu", "thanks")

    def run(self) -> None:
        self.say("làm việc này thế nào con ơi")
        assert self.player.turn.lesson.id == self.lesson
        total = len(base().lessons[self.lesson].steps)
        while self.lesson not in self.player.state.study.lessons:
            assert self.turns < TURNS_MAX, "goes in circles"
            place, rng = self.place, self.rng
            pick = rng.random()
            if pick < self.careful:
                here = f"/next {self.lesson} {base().lessons[self.lesson].steps[place].name}"
                before = self.player.state.mode
                self.say(*rng.choice([(here, "ask"), *DONE]))
                if self.lesson in self.player.state.study.lessons:
                    break
                moved = self.place - place
                # "Ừ" to "shall we go on?" opens the step; everything else goes one step on.
                assert moved == 1 or (moved == 0 and before != "free"), (before, moved)
            elif pick < self.careful + 0.08:
                for _ in range(rng.randrange(1, 5)):
                    self.say(*rng.choice(STUCK[:3]))
                    assert self.place == place
                if self.handed and rng.random() < 0.5:
                    return
            elif pick < self.careful + 0.12:
                self.pause()
            elif pick < self.careful + 0.15 and len(self.old) > 3:
                self.say(rng.choice(self.old[:-3]))
                assert self.place in (place, place + 1)
            elif pick < self.careful + 0.18:
                number = rng.randrange(1, total + 1)
                self.say(f"bước {number}", "goto_step")
                assert self.place == number - 1
            else:
                text, intent = rng.choice(STAYING)
                if intent in ("term", "same", "other", "problem", "unknown", "unclear"):
                    self.player.decision, intent = found(rng, intent, self.lesson), "ask"
                self.say(text, intent)
                assert self.place == place, f"lost the place after {text!r}"
        self.finish()


def play(seed: int) -> Elder:
    """One conversation, from its seed."""
    elder = Elder(seed)
    elder.run()
    return elder


@pytest.mark.parametrize("start", range(0, MANY, 20))
def test_elderly_conversations_reach_the_end_or_a_person(start):
    for seed in range(start, start + 20):
        try:
            elder = play(seed)
        except AssertionError as fault:
            raise AssertionError(f"seed {seed}: {fault}") from fault
        assert elder.handed or elder.lesson in elder.player.state.study.lessons, f"seed {seed}"


def test_most_of_them_finish_and_the_talks_differ():
    elders = [play(seed) for seed in range(40)]
    assert sum(elder.lesson in elder.player.state.study.lessons for elder in elders) >= 30
    assert len({elder.turns for elder in elders}) > 10
