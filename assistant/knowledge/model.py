"""The typed shape of the knowledge base: what a lesson, a fact and a term are made of."""

from __future__ import annotations

from typing import Literal

import msgspec

__all__ = [
    "LEVELS",
    "Catalogue",
    "CrossReading",
    "Fact",
    "FactSource",
    "KnowledgeBase",
    "Lesson",
    "Level",
    "Option",
    "Problem",
    "Question",
    "Quiz",
    "Source",
    "Step",
    "Term",
]

Level = Literal["basic", "standard", "advanced"]
LEVELS: tuple[Level, ...] = ("basic", "standard", "advanced")


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of all parts: immutable, and an unknown field is a fault rather than silence."""


class Step(_Part, frozen=True):
    """One action of a lesson.

    Attributes:
        name: stable name, by which a lesson that changed meanwhile is resumed.
        standard: the step in one or two sentences.
        basic: the same for someone who has never done it, one action, at most 300 characters.
        check: what the person should see now.
        stuck: what to do if they do not.
        why: the reason for the step, where there is one.
        android, iphone: what differs on that kind of phone.
        image: a picture of the screen, as a path below knowledge/media/.
    """

    name: str
    standard: str
    basic: str
    check: str
    stuck: str
    why: str | None = None
    android: str | None = None
    iphone: str | None = None
    image: str | None = None


class Problem(_Part, frozen=True):
    """A symptom in people's words, with its own complete answer."""

    name: str
    symptom: str
    answer: str
    also: list[str] = []


class Option(_Part, frozen=True):
    """One choice of a quiz question, with a kind explanation."""

    text: str
    correct: bool
    explanation: str


class Quiz(_Part, frozen=True):
    """One quiz question. `step` is the name of the step to look at again after a wrong answer."""

    question: str
    step: str
    options: list[Option]


class Source(_Part, frozen=True):
    """Where a lesson's content comes from. `date` is YYYY, YYYY-MM or YYYY-MM-DD of the page."""

    title: str
    url: str
    date: str
    kind: Literal["official", "press", "other"]
    checked: str
    publisher: str | None = None


class CrossReading(_Part, frozen=True):
    """The record that somebody other than the writer read the lesson against its sources."""

    by: str
    date: str
    found: str


class Lesson(_Part, frozen=True):
    """One lesson: an answer, a guided walk, problems and a quiz about one thing people want to do."""

    id: str
    title: str
    area: str
    audience: list[str]
    skills: list[str]
    summary: str
    advanced: str
    steps: list[Step]
    problems: list[Problem]
    quiz: list[Quiz]
    sources: list[Source]
    owner: str
    reviewed: str
    review_by: str
    caution: str | None = None
    prerequisites: list[str] = []
    related: list[str] = []
    cross_read: list[CrossReading] = []

    def problem(self, name: str) -> Problem | None:
        """The problem of that name, or None."""
        return next((problem for problem in self.problems if problem.name == name), None)

    def step_index(self, name: str) -> int | None:
        """Position (from 0) of the step of that name, or None."""
        return next((place for place, step in enumerate(self.steps) if step.name == name), None)


class FactSource(_Part, frozen=True):
    """Where a fact was read, and the date of that page."""

    url: str
    title: str
    date: str


class Fact(_Part, frozen=True):
    """One phone number, address, fee, limit, deadline or legal reference, stated once.

    Attributes:
        value: exactly the words that stand in the sentence.
        status: `to_check` facts are said only together with `caution`.
    """

    kind: Literal["phone", "url", "sms", "fee", "limit", "deadline", "law", "app", "place", "number"]
    value: str
    about: str
    source: FactSource
    checked: str
    owner: str
    review_by: str
    status: Literal["confirmed", "to_check"]
    caution: str | None = None


class Term(_Part, frozen=True):
    """A word that beginners meet: one plain sentence and one comparison from daily life."""

    term: str
    meaning: str
    like: str
    also: list[str] = []
    lessons: list[str] = []


class Question(_Part, frozen=True):
    """One example question of a lesson. `section` is `summary`, `steps` or `problems/<name>`."""

    lesson: str
    section: str
    text: str
    line: int


class Catalogue(_Part, frozen=True):
    """The closed lists: areas, audiences, skills and lesson ids, each with its title in Vietnamese."""

    areas: dict[str, str]
    audiences: dict[str, str]
    skills: dict[str, str]
    lessons: dict[str, str]


class KnowledgeBase(_Part, frozen=True):
    """Everything the assistant knows.

    Attributes:
        lessons: by id, in the order of the catalogue.
        facts: by name.
        terms: by name.
        questions: the example questions of all lessons.
    """

    catalogue: Catalogue
    lessons: dict[str, Lesson]
    facts: dict[str, Fact]
    terms: dict[str, Term]
    questions: list[Question]
