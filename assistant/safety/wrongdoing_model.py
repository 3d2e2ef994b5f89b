"""The trained half of the refusal: whether a text asks for help with wrongdoing, in whatever words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assistant.paths import Project
from assistant.safety.danger.examples import read_examples, sources
from assistant.safety.danger.model import seen
from assistant.safety.linear import Linear, Settings
from assistant.safety.trained import is_current, load_linear, version_of, writing
from assistant.text import Lexicon, fold

__all__ = ["WRONG", "load_wrongdoing", "train_wrongdoing"]

WRONG, _FINE = "wrong", "fine"
_NAME = "wrongdoing"
_SETTINGS = Settings(strength=0.5, grams=(2, 3, 4))


def _asked(project: Project) -> Path:
    return project.nlu_data / "wrongdoing.txt"


def _close(project: Project) -> Path:
    return project.nlu_data / "not_wrongdoing.txt"


def _version(project: Project) -> str:
    return version_of([*sources(project), _asked(project), _close(project), Path(__file__)])


def _lines(file: Path) -> list[str]:
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith(("#", "["))]


def train_wrongdoing(project: Project, progress: Callable[[str], None], *, force: bool = False) -> bool:
    """Train unless up to date; whether anything was trained.

    What people ask and tell otherwise, victims above all, stands for what is fine.

    Raises:
        DataError: the examples of dangers are broken.
    """
    version = _version(project)
    if not force and is_current(project, _NAME, version):
        return False
    wrong = _lines(_asked(project))
    known = {fold(text) for text in wrong}
    told = [example.text for example in read_examples(project) if fold(example.text) not in known]
    fine = [*told, *_lines(_close(project))]
    progress(f"nhận biết việc sai trái ({len(wrong)} câu, {len(fine)} câu khác)")
    lexicon = Lexicon.load(project.knowledge / "lexicon")
    model = Linear.fit(
        [seen(text, lexicon).exact for text in (*wrong, *fine)],
        [WRONG] * len(wrong) + [_FINE] * len(fine),
        settings=_SETTINGS,
    )
    with writing(project, _NAME, version) as folder:
        model.save(folder)
    return True


def load_wrongdoing(project: Project) -> Linear:
    """The model trained from the present examples.

    Raises:
        ModelUnusable: there is none, or it is older than the examples, or damaged.
    """
    return load_linear(project, _NAME, _version(project))
