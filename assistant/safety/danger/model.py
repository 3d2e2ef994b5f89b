"""The trained half of the recogniser: which danger a text most probably tells of, in whatever words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.paths import Project
from assistant.safety.danger.examples import NONE, OTHERS, QUESTIONS, Example, read_examples, sources
from assistant.safety.linear import Linear, Settings
from assistant.safety.trained import is_current, load_linear, version_of, writing
from assistant.text import Lexicon, Views, views

__all__ = ["fit", "load_model", "seen", "train_model"]

_NAME = "danger"
_LONGEST = 1500  # characters: a longer message is looked at from its beginning only
# By writers held out in turn.
_SETTINGS = Settings(strength=0.5, grams=(2, 3, 4), near_weight=1.0)
_ASKED = 0.2  # weight of an example question, of which there are far more than anything else
_CLOSE = 1.5  # weight of what is said otherwise, or only sounds like danger


def seen(text: str, lexicon: Lexicon) -> Views:
    """The views of a message that rules and model look at."""
    return views(text[:_LONGEST], lexicon)


def train_model(project: Project, progress: Callable[[str], None], *, force: bool = False) -> bool:
    """Train unless up to date; whether anything was trained.

    Raises:
        DataError: the examples or rules are broken.
    """
    version = version_of(sources(project))
    if not force and is_current(project, _NAME, version):
        return False
    examples = read_examples(project)
    progress(f"nhận biết nguy hiểm ({len(examples)} câu)")
    model = fit(examples, Lexicon.load(project.knowledge / "lexicon"))
    with writing(project, _NAME, version) as folder:
        model.save(folder)
    return True


def fit(examples: Sequence[Example], lexicon: Lexicon) -> Linear:
    """The classifier of these examples; the same examples give the same one."""
    return Linear.fit(
        [seen(example.text, lexicon).exact for example in examples],
        [example.rule for example in examples],
        groups=[None if example.writer in (QUESTIONS, OTHERS) else example.writer for example in examples],
        weights=[_weight(example) for example in examples],
        settings=_SETTINGS,
    )


def _weight(example: Example) -> float:
    if example.rule != NONE:
        return 1.0
    return _ASKED if example.writer == QUESTIONS else _CLOSE


def load_model(project: Project) -> Linear:
    """The model trained from the present examples.

    Raises:
        ModelUnusable: there is none, or it is older than the examples, or damaged.
    """
    return load_linear(project, _NAME, version_of(sources(project)))
