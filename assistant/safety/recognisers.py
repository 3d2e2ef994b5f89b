"""Everything that the door recognises with, loaded once."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.paths import Project
from assistant.safety.danger import load_model, rules
from assistant.safety.danger.rules import cuts, progress
from assistant.safety.linear import Linear
from assistant.safety.message_check import Checker, load_checker
from assistant.safety.personal_data import Redactor, load_redactor
from assistant.safety.wrongdoing import wrong_cuts, wrong_rules
from assistant.safety.wrongdoing_model import load_wrongdoing
from assistant.text import Lexicon

__all__ = ["Recognisers"]


@dataclass(frozen=True)
class Recognisers:
    """Word lists and trained models.

    Attributes:
        dangers: the model of danger signs.
        wrongs: the model of requests for wrongdoing.
        checker: the check of messages and links.
        redactor: what takes personal data out.
    """

    lexicon: Lexicon
    dangers: Linear
    wrongs: Linear
    checker: Checker
    redactor: Redactor

    @classmethod
    def load(cls, project: Project) -> Recognisers:
        """With the project's lexicon; an empty one where the project has none.

        Raises:
            DataError: a word list is broken.
            ModelUnusable: a model is not trained, or trained from other data.
        """
        folder = project.knowledge / "lexicon"
        lexicon = Lexicon.load(folder) if folder.exists() else Lexicon()
        # Read and compiled now, which takes seconds, and not while the first person waits.
        rules(), cuts(), progress(), wrong_rules(), wrong_cuts()
        models = (load_model(project), load_wrongdoing(project), load_checker(project), load_redactor(project))
        return cls(lexicon, *models)
