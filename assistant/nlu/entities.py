"""Finds devices, apps, services, banks, amounts, document numbers and links in a message, with spaCy."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import spacy
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.lang.tokenizer_exceptions import URL_MATCH
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_prefix_regex, compile_suffix_regex

from assistant.knowledge.yaml_lines import read_yaml
from assistant.paths import project
from assistant.text import fold

__all__ = ["VietnameseEntityExtractor", "entity_pipeline"]

# Shapes that no list can hold.
_SHAPES: list[dict[str, Any]] = [
    {"label": "link", "pattern": [{"LIKE_URL": True}]},
    {"label": "document_number", "pattern": [{"TEXT": {"REGEX": r"^(?:\d{9}|\d{12})$"}}]},
    {
        "label": "amount",
        "pattern": [
            {"TEXT": {"REGEX": r"^\d[\d.,]*$"}},
            {
                "LOWER": {
                    "IN": ["đồng", "dong", "nghìn", "nghin", "ngàn", "ngan", "triệu", "trieu", "tỷ", "ty", "k", "tr"]
                }
            },
        ],
    },
]


@lru_cache(maxsize=1)
def entity_pipeline() -> Language:
    """A blank Vietnamese pipeline with an EntityRuler over knowledge/lexicon/entities.yml and the shapes.

    Names are matched with and without tone marks. The label's id is the standard value.
    """
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"use_pyvi": False}}})
    # Punctuation apart, links whole; syllables stay single, as the names are matched syllable by syllable.
    nlp.tokenizer = Tokenizer(
        nlp.vocab,
        prefix_search=compile_prefix_regex(nlp.Defaults.prefixes or ()).search,
        suffix_search=compile_suffix_regex(nlp.Defaults.suffixes or ()).search,
        url_match=URL_MATCH,
    )
    ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER", "overwrite_ents": True})
    patterns: list[dict[str, Any]] = list(_SHAPES)
    for label, values in read_yaml(project().knowledge / "lexicon" / "entities.yml").data.items():
        for value, names in values.items():
            for name in {variant for spelled in names for variant in (spelled, fold(spelled))}:
                patterns.append({"label": label, "pattern": name, "id": value})
    ruler.add_patterns(patterns)
    return nlp


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class VietnameseEntityExtractor(GraphComponent):
    """Adds spaCy's findings to the message in Rasa's form."""

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, context: ExecutionContext
    ) -> VietnameseEntityExtractor:
        """Made by Rasa for each graph run."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add entities to each message, in place (as Rasa's components do)."""
        for message in messages:
            found = [
                {
                    "entity": span.label_,
                    "value": span.id_ or span.text,
                    "start": span.start_char,
                    "end": span.end_char,
                    "extractor": "VietnameseEntityExtractor",
                }
                for span in entity_pipeline()(message.get(TEXT) or "").ents
            ]
            message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing is learned."""
        return training_data
