"""Trains the message check from nlu_data/messages, and loads what was trained."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from assistant.errors import DataError
from assistant.knowledge.load import load_facts
from assistant.paths import Project
from assistant.safety.labelled import labelled_lines
from assistant.safety.linear import Linear, Settings
from assistant.safety.message_check.check import GENUINE, SCAM, Checker
from assistant.safety.message_check.features import Features, features
from assistant.safety.message_check.official import Official, official_of
from assistant.safety.message_check.settings import CheckSettings
from assistant.safety.texts import safety_texts
from assistant.safety.trained import is_current, load_linear, version_of, writing
from assistant.text import fold, has_tone_marks

__all__ = ["LabelledMessage", "checker_of", "load_checker", "read_messages", "train_messages"]

_NAME = "messages"
_REMEDY = 'Mỗi dòng: {"text": "…", "scam": true hoặc false, "kind": "…" (chỉ khi lừa đảo, có thể bỏ)}.'
_FRAUD = Settings(strength=0.5, mark_weight=0.8, grams=(3, 4, 5), near_weight=1.0)
_KINDS = Settings(strength=0.2, mark_weight=0.5, grams=(4,))


class LabelledMessage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A message with what it is. `kind` names the kind of fraud where that is known; see the texts `sign_like_…`."""

    text: str
    scam: bool
    kind: str = ""
    id: str = ""


def _files(project: Project) -> list[Path]:
    return sorted((project.nlu_data / "messages").glob("*.jsonl"))


def _version(project: Project) -> str:
    safety = Path(__file__).parent.parent
    code = [*safety.glob("message_check/*.py"), *safety.glob("message_check/*.yml"), safety / "linear.py"]
    text = (safety.parent / "text").glob("*.py")
    return version_of([*_files(project), *code, *text, project.knowledge / "facts.yml"])


def read_messages(file: Path) -> list[LabelledMessage]:
    """The labelled messages of one file.

    Raises:
        DataError: with file and line, where a line is none, or names a kind that has no text.
    """
    found = []
    for number, message in labelled_lines(file, LabelledMessage, _REMEDY):
        if message.kind and (not message.scam or f"sign_like_{message.kind}" not in safety_texts().codes()):
            raise DataError(f"không có kiểu lừa đảo '{message.kind}'", remedy=_REMEDY, file=file, line=number)
        found.append(message)
    return found


def checker_of(messages: Sequence[LabelledMessage], writers: Sequence[str], official: Official) -> Checker:
    """A checker trained on these messages; the same messages give the same checker.

    Args:
        writers: who wrote each message, so that probabilities hold for people who were not seen.
    """
    seen = [features(message.text, official) for message in messages]
    labels = [SCAM if message.scam else GENUINE for message in messages]
    known = [place for place, message in enumerate(messages) if message.kind]
    fraud = _fit(seen, labels, writers, _FRAUD)
    kinds = _fit([seen[place] for place in known], [messages[place].kind for place in known], None, _KINDS)
    return Checker(official, fraud, kinds, CheckSettings.load())


def _fit(seen: Sequence[Features], labels: Sequence[str], writers: Sequence[str] | None, settings: Settings) -> Linear:
    """A classifier of the messages as they are and without tone marks: the same message is sent both ways."""
    # Without writers each message is its own, so that it and its copy are held out together.
    owners = writers or [str(place) for place in range(len(seen))]
    bare = [place for place, item in enumerate(seen) if has_tone_marks(item.words)]
    return Linear.fit(
        [*(item.words for item in seen), *(fold(seen[place].words) for place in bare)],
        [*labels, *(labels[place] for place in bare)],
        marks=[*(item.marks for item in seen), *(seen[place].marks for place in bare)],
        groups=[*owners, *(owners[place] for place in bare)],
        settings=settings,
    )


def train_messages(project: Project, progress: Callable[[str], None], *, force: bool = False) -> bool:
    """Train unless up to date; whether anything was trained.

    Raises:
        DataError: there are no messages, or one is broken; nothing is changed then.
    """
    version = _version(project)
    if not force and is_current(project, _NAME, version):
        return False
    files = _files(project)
    if not files:
        raise DataError("chưa có tin mẫu", remedy=_REMEDY, file=project.nlu_data / "messages")
    pairs = [(message, file.stem) for file in files for message in read_messages(file)]
    progress(f"kiểm tra tin nhắn: {len(pairs)} tin mẫu")
    official = official_of(load_facts(project))
    checker = checker_of([message for message, _ in pairs], [writer for _, writer in pairs], official)
    with writing(project, _NAME, version) as folder:
        checker.fraud.save(folder, "fraud")
        checker.kinds.save(folder, "kinds")
    return True


def load_checker(project: Project) -> Checker:
    """The checker that `assistant train` trained.

    Raises:
        ModelUnusable: it is missing, older than its data, or damaged.
        DataError: facts.yml is broken.
    """
    version = _version(project)
    fraud, kinds = (load_linear(project, _NAME, version, part) for part in ("fraud", "kinds"))
    return Checker(official_of(load_facts(project)), fraud, kinds, CheckSettings.load())
