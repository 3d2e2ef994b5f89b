"""The trained half of the recogniser: which danger a text most probably tells of, in whatever words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assistant.paths import Project
from assistant.safety.danger.examples import RULE_WRITER, Example, read_examples, sources
from assistant.safety.danger.rules import Rule, rule_for
from assistant.safety.linear import Linear, Settings
from assistant.safety.trained import is_current, load_linear, version_of, writing
from assistant.text import Lexicon, Views, views

__all__ = ["load_model", "marks", "seen", "train_model"]

_NAME = "danger"
_LONGEST = 1500  # characters: a longer message is looked at from its beginning only
_SETTINGS = Settings(strength=0.5, grams=(2, 3, 4))  # by writers held out in turn


def seen(text: str, lexicon: Lexicon) -> Views:
    """The views of a message that rules and model look at."""
    return views(text[:_LONGEST], lexicon)


def marks(rule: Rule | None) -> Mapping[str, float]:
    """What the rules add to the words."""
    return {} if rule is None else {rule.id: 1.0, "any": 1.0}


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
    lexicon = Lexicon.load(project.knowledge / "lexicon")
    looks = [seen(example.text, lexicon) for example in examples]
    model = Linear.fit(
        [look.exact for look in looks],
        [example.rule for example in examples],
        marks=[marks(_rule_to_learn_from(example, look)) for example, look in zip(examples, looks)],
        settings=_SETTINGS,
    )
    with writing(project, _NAME, version) as folder:
        model.save(folder)
    return True


def _rule_to_learn_from(example: Example, look: Views) -> Rule | None:
    # The rules were written on the sentences of one writer: that they hold there says nothing about their worth.
    return None if example.writer == RULE_WRITER else rule_for(look)


def load_model(project: Project) -> Linear:
    """The model trained from the present examples.

    Raises:
        ModelUnusable: there is none, or it is older than the examples, or damaged.
    """
    return load_linear(project, _NAME, version_of(sources(project)))
