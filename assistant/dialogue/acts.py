"""From a message to an act: taps and typed choices first, then the understood intent, else a question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.dialogue.payloads import Open, Tap, match_choice, parse
from assistant.dialogue.settings import Settings
from assistant.dialogue.state import State
from assistant.dialogue.turn import IntentGuess
from assistant.knowledge.yaml_lines import read_yaml
from assistant.text import fold

__all__ = ["LESSON_ACTS", "Act", "read_act"]

ASK = "ask"
_NUMBER_OF_STEP = re.compile(r"\b(?:buoc|b) ?(?:so |thu )?(\d{1,2})\b")
_WORD_OF_STEP = re.compile(
    r"\bbuoc (?:so |thu )?(nhat|mot|hai|ba|bon|tu|nam|sau|bay|tam|chin|dau tien|dau|cuoi cung|cuoi)\b"
)
_WORDS = {"nhat": 1, "mot": 1, "dau": 1, "dau tien": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6}
_WORDS |= {"bay": 7, "tam": 8, "chin": 9}
LAST_STEP = 99
# Acts that mean something only about a lesson in progress, and about anything that was said before: with nothing of the
# kind there, an unsure one is a question.
_MOVES = frozenset({"next", "previous", "repeat", "stuck"})
_REACTIONS = _MOVES | {"affirm", "deny", "why", "simpler", "slower", "detail", "faster", "stop", "resume", "start_over"}
LESSON_ACTS = _REACTIONS | {"goto_step", "next_lesson", "quiz", "human"}


@dataclass(frozen=True)
class Act:
    """What the person does with this message.

    Attributes:
        name: an intent of nlu.yml, `open` (with `target`), `empty`, `emoji`, `unknown` ("I don't know"), `lead` ("step
            by step"), or the name of a button.
        number: the step asked for in goto_step, from 1; LAST_STEP is the last.
        arguments: of a button.
        tapped: a button was tapped, or its title or number typed.
    """

    name: str
    target: Open | None = None
    number: int | None = None
    arguments: tuple[str, ...] = ()
    tapped: bool = False


@lru_cache(maxsize=1)
def _short_acts() -> dict[str, str]:
    """Whole messages that cannot mean anything else, without tone marks, with their act."""
    data = read_yaml(Path(__file__).parent / "short_acts.yml").data
    return {" ".join(text.split()): act for act, texts in data.items() for text in texts}


def _from_payload(text: str) -> Act | None:
    found = parse(text)
    if isinstance(found, Open):
        return Act("open", target=found, tapped=True)
    if isinstance(found, Tap):
        return Act(found.name, arguments=found.arguments, tapped=True)
    return Act(found, tapped=True) if found else None


def _step_number(text: str) -> int | None:
    plain = fold(text)
    if found := _NUMBER_OF_STEP.search(plain):
        return int(found[1])
    if word := _WORD_OF_STEP.search(plain):
        return LAST_STEP if word[1].startswith("cuoi") else _WORDS[word[1]]
    return None


def read_act(text: str, intent: IntentGuess, state: State, settings: Settings) -> Act:
    """The act of one message. Anything that is not clearly an act of conversation is a question."""
    if not text.strip():
        return Act("empty")
    if tapped := _from_payload(text.strip()):
        return tapped
    if (choice := match_choice(text, state.choices)) and (chosen := _from_payload(choice.payload)):
        return chosen
    words = re.findall(r"\w+", fold(text))
    if not words:
        return Act("emoji")
    if short := _short_acts().get(" ".join(words)):
        return Act(short)
    name = intent.name
    waiting = state.session is not None or state.mode != "free"
    least = settings.intent_min_waiting if waiting and len(words) <= settings.short_words else settings.intent_min
    if name == ASK or intent.confidence < least or len(words) > settings.act_words_max:
        return Act(ASK)
    if not waiting and intent.confidence < settings.intent_sure and name in (_MOVES if state.topic else _REACTIONS):
        return Act(ASK)
    if name == "goto_step":
        number = _step_number(text)
        return Act(name, number=number) if number else Act(ASK)
    return Act(name)
