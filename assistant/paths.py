"""Where the project's files are: one place that knows the folders."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Project", "project"]


@dataclass(frozen=True)
class Project:
    """The folders of one checkout.

    Attributes:
        root: the folder that holds config.yml, domain.yml and knowledge/.
    """

    root: Path

    @property
    def knowledge(self) -> Path:
        """Lessons, facts, glossary, lexicons."""
        return self.root / "knowledge"

    @property
    def media(self) -> Path:
        """Images of the lessons."""
        return self.knowledge / "media"

    @property
    def nlu_data(self) -> Path:
        """Training data of Rasa, example questions of the lessons."""
        return self.root / "nlu_data"

    @property
    def models(self) -> Path:
        """What `assistant train` builds. Never edited by hand, safe to delete."""
        return self.root / "models"

    @property
    def var(self) -> Path:
        """What the running assistant stores: the database."""
        return self.root / "var"


def project() -> Project:
    """The checkout in use: $ASSISTANT_HOME, else the folder above this package."""
    home = os.environ.get("ASSISTANT_HOME")
    return Project(Path(home).resolve() if home else Path(__file__).resolve().parent.parent)
