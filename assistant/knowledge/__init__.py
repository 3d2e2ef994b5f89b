"""The knowledge base: lessons, facts, glossary and example questions as typed structures."""

from assistant.knowledge.load import Loaded, load, load_or_raise
from assistant.knowledge.model import (
    LEVELS,
    Fact,
    KnowledgeBase,
    Lesson,
    Level,
    Option,
    Problem,
    Question,
    Quiz,
    Step,
    Term,
)
from assistant.knowledge.wording import NEUTRAL, Address, Filled, fill

__all__ = [
    "LEVELS",
    "NEUTRAL",
    "Address",
    "Fact",
    "Filled",
    "KnowledgeBase",
    "Lesson",
    "Level",
    "Loaded",
    "Option",
    "Problem",
    "Question",
    "Quiz",
    "Step",
    "Term",
    "fill",
    "load",
    "load_or_raise",
]
