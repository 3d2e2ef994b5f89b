"""Rasa's view of a Vietnamese message: words by underthesea, features from their tone-free form."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from assistant.text import fold, words

__all__ = ["UndertheseaTokenizer"]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class UndertheseaTokenizer(Tokenizer):
    """Segments with underthesea; each token's lemma is its folded form.

    The featurizers read the lemma, so that "xong rồi" and "xong roi" are the same message to the classifier,
    while the token's text and offsets stay those of the message, for entities.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The options that every Rasa tokenizer has."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The tokens of one attribute, in order, with character offsets of the message."""
        # Half a surrogate pair cannot be segmented; "?" takes its place, so that offsets stay.
        text: str = message.get(attribute).encode("utf-8", "replace").decode("utf-8")
        tokens: list[Token] = []
        position = 0
        for word in words(text):
            start = text.find(word, position)
            if start < 0:  # underthesea rewrote the word (rare marks); keep the place, lose nothing
                continue
            position = start + len(word)
            tokens.append(Token(word, start, lemma=fold(word).replace(" ", "_")))
        if not tokens:  # Rasa's classifiers fail on a message without a token; emoji and blanks have none
            tokens.append(Token(text.strip() or text or "_", 0, lemma="_"))
        kept: list[Token] = self._apply_token_pattern(tokens)
        return kept
