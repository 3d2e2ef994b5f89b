"""Searches the trained index: ranked passages for officers, a decision for the dialogue."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from assistant.knowledge import KnowledgeBase
from assistant.paths import Project
from assistant.retrieval.artifact import IndexUnusable, current_index
from assistant.retrieval.coverage import Coverage
from assistant.retrieval.decide import Decision, Match, decide
from assistant.retrieval.dense import DenseIndex
from assistant.retrieval.encoder import Encoder, HubEncoder, StaticEncoder
from assistant.retrieval.features import Evidence, Legs
from assistant.retrieval.fusion import Fusion, Probabilities
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.passages import Passage
from assistant.retrieval.settings import RetrievalSettings
from assistant.retrieval.term_question import TermFinder
from assistant.retrieval.topics import TopicClassifier
from assistant.text import Lexicon, views

__all__ = ["Hit", "Searcher"]

_SHOWN = 5  # matches that a decision carries
_SECTION_LEAD = 1.05  # a problem is served instead of the steps only when it fits better by this factor


@dataclass(frozen=True)
class Hit:
    """A passage with its score: 0 and up, comparable within one search only."""

    passage: Passage
    score: float


class Searcher:
    """The index in memory. Building it is the work of assistant/retrieval/train.py."""

    def __init__(
        self, base: KnowledgeBase, legs: Legs, fusion: Fusion, lexicon: Lexicon, settings: RetrievalSettings
    ) -> None:
        self.base = base
        self.settings = settings
        self._legs = legs
        self._fusion = fusion
        self._lexicon = lexicon
        self._terms = TermFinder(base.terms)
        self._places: dict[str, list[int]] = {}
        for place, passage in enumerate(legs.passages):
            self._places.setdefault(passage.target, []).append(place)

    @classmethod
    def load(cls, project: Project) -> Searcher:
        """Load the current index.

        Raises:
            IndexUnusable: it is missing, stale or corrupt.
        """
        folder = current_index(project)
        settings = RetrievalSettings.load()
        try:
            base = msgspec.msgpack.decode((folder / "base.msgpack").read_bytes(), type=KnowledgeBase)
            passages = msgspec.msgpack.decode((folder / "passages.msgpack").read_bytes(), type=list[Passage])
            encoder = load_encoder(folder, settings)
            legs = Legs(
                passages,
                list(base.lessons),
                LexicalIndex.load(folder / "lexical"),
                DenseIndex.load(folder / "dense"),
                encoder,
                TopicClassifier.load(folder / "topics"),
                Coverage.load(folder / "coverage.msgpack"),
                settings,
            )
            fusion = Fusion.load(folder / "fusion.json")
        except (OSError, ValueError, KeyError) as fault:
            raise IndexUnusable(
                f"chỉ mục hỏng: {fault}", remedy="Chạy 'assistant train' để dựng lại.", file=folder
            ) from fault
        return cls(base, legs, fusion, Lexicon.load(project.knowledge / "lexicon"), settings)

    def search(self, text: str, count: int) -> list[Hit]:
        """The `count` best passages of all kinds, best first."""
        scores = self._legs.evidence(views(text, self._lexicon)).passages
        order = np.argsort(-scores, kind="stable")[:count]
        return [Hit(self._legs.passages[place], float(scores[place])) for place in order if scores[place] > 0]

    def _section(self, lesson: str, evidence: Evidence) -> str:
        """The section of a lesson whose passages fit best."""
        best: dict[str, float] = {}
        for place in self._places[lesson]:
            section = self._legs.passages[place].section
            best[section] = max(best.get(section, 0.0), float(evidence.passages[place]))
        steps = best.pop("steps", 0.0)
        section = max(best, key=lambda name: best[name], default="steps")
        return section if best.get(section, 0.0) > steps * _SECTION_LEAD else "steps"

    def probabilities(self, text: str) -> tuple[Evidence, Probabilities]:
        """The legs' evidence and the fused probabilities, lessons in the order of the knowledge base."""
        evidence = self._legs.evidence(views(text, self._lexicon))
        return evidence, self._fusion.probabilities(evidence)

    def decide(self, text: str) -> Decision:
        """What to do with a question."""
        evidence, chances = self.probabilities(text)
        order = np.argsort(-chances.lessons, kind="stable")[:_SHOWN]
        matches = [
            Match(
                self._legs.lessons[row], self._section(self._legs.lessons[row], evidence), float(chances.lessons[row])
            )
            for row in order
        ]
        decision = decide(matches, self.settings.cuts, wrong=chances.wrong)
        if decision.kind in ("clarify", "abstain") and (name := self._terms.find(text)):
            # A word that no lesson is clearly about: the glossary knows it.
            term = Match(f"term:{name}", "term", 1.0)
            return Decision("answer", (term, *matches), near=True)
        return decision


def load_encoder(folder: Path, settings: RetrievalSettings) -> Encoder:
    """The encoder that the settings name: the trained default, or a hub model that loads on first use."""
    return StaticEncoder.load(folder / "encoder") if settings.encoder == "default" else HubEncoder(settings.encoder)
