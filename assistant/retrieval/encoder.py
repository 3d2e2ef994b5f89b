"""Turns a text into a vector. The default encoder is a mean of learned term vectors and needs numpy alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import msgspec
import numpy as np
import numpy.typing as npt

from assistant.errors import AssistantError
from assistant.retrieval.terms import terms
from assistant.text import Views

__all__ = ["Encoder", "HubEncoder", "StaticEncoder", "encoder_terms"]

Vectors = npt.NDArray[np.float32]


class Encoder(Protocol):
    """A text encoder. Vectors have length 1, so that their product is the cosine (−1 to 1)."""

    def encode(self, texts: Sequence[Views]) -> Vectors:
        """One row a text."""


def encoder_terms(text: Views) -> list[str]:
    """What the default encoder reads: folded words and pairs, and the exact words that carry marks."""
    folded = terms(text.exact, text.folded, "folded")
    plain = set(text.folded.split())
    marked = [f"~{word}" for word in text.exact.split() if word not in plain]
    return [term.replace(" ", "_") for term in folded] + marked


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), dtype=np.float32)


class StaticEncoder:
    """A table of term vectors, trained by assistant/retrieval/train_encoder.py."""

    def __init__(self, vocabulary: Mapping[str, int], table: Vectors) -> None:
        self._vocabulary = vocabulary
        self._table = table

    def encode(self, texts: Sequence[Views]) -> Vectors:
        """Mean of the term vectors, brought to length 1; a text without a known term is the zero vector."""
        result = np.zeros((len(texts), self._table.shape[1]), dtype=np.float32)
        for row, text in enumerate(texts):
            columns = [self._vocabulary[term] for term in encoder_terms(text) if term in self._vocabulary]
            if columns:
                result[row] = self._table[columns].mean(axis=0)
        return _unit(result)

    def save(self, folder: Path) -> None:
        """Write the table and its vocabulary below `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "table.npy", self._table.astype(np.float16))
        (folder / "vocabulary.msgpack").write_bytes(msgspec.msgpack.encode(list(self._vocabulary)))

    @classmethod
    def load(cls, folder: Path) -> StaticEncoder:
        """Read what `save` wrote."""
        words = msgspec.msgpack.decode((folder / "vocabulary.msgpack").read_bytes(), type=list[str])
        return cls(
            {word: column for column, word in enumerate(words)}, np.load(folder / "table.npy").astype(np.float32)
        )


class HubEncoder:
    """A pretrained sentence-transformers model, loaded when the first text comes."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._model: Any = None

    def encode(self, texts: Sequence[Views]) -> Vectors:
        """Encode the texts with their tone marks.

        Raises:
            AssistantError: the model cannot be had, with the reason and the way back to the default.
        """
        if self._model is None:
            from sentence_transformers import SentenceTransformer

            try:
                self._model = SentenceTransformer(self.name)
            except Exception as fault:
                raise AssistantError(
                    f"không tải được mô hình '{self.name}': {type(fault).__name__}",
                    remedy="Kiểm tra mạng và tên, hoặc đặt 'encoder: default' trong assistant/retrieval/settings.yml.",
                ) from fault
        return _unit(np.asarray(self._model.encode([text.exact for text in texts]), dtype=np.float32))
