"""From a message to an act: taps and typed choices first, then the understood intent, else a question."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.dialogue.payloads import Open, match_choice, parse
from assistant.dialogue.settings import Settings
from assistant.dialogue.state import State
from assistant.dialogue.turn import IntentGuess
from assistant.text import fold

__all__ = ["Act", "read_act"]

ASK = "ask"
# Acts that only mean something while a lesson is being led.
_GUIDE_WORDS = re.compile(r"\bbuoc (?:so |thu )?(\d{1,2})\b")


@dataclass(frozen=True)
class Act:
    """What the person does with this message.

    Attributes:
        name: an intent of nlu.yml, `open` (with `target`), `empty`, `emoji` or `other` (none of the choices).
        number: the step asked for in goto_step, from 1.
    """

    name: str
    target: Open | None = None
    number: int | None = None


def _from_payload(text: str) -> Act | None:
    found = parse(text)
    if isinstance(found, Open):
        return Act("open", target=found)
    return Act(found) if found else None


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
    name = intent.name
    if name == ASK or intent.confidence < settings.intent_min or len(words) > settings.act_words_max:
        return Act(ASK)
    if (
        state.session is None
        and name in {"next", "previous", "repeat", "stuck"}
        and intent.confidence < settings.intent_sure
    ):
        return Act(ASK)
    if name == "goto_step":
        number = _GUIDE_WORDS.search(fold(text))
        return Act(name, number=int(number[1])) if number else Act(ASK)
    return Act(name)
