"""Cosine of a question to every passage, with FAISS, and to the centre of each lesson."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from assistant.retrieval.passages import Passage

__all__ = ["DenseIndex"]

Floats = npt.NDArray[np.float32]
_NEAREST = 256  # passages beyond these are as good as unrelated and score 0


class DenseIndex:
    """Exact inner-product search (IndexFlatIP): some twenty thousand passages need no approximation."""

    def __init__(self, index: faiss.IndexFlatIP, centres: Floats) -> None:
        self._index = index
        self._centres = centres

    @classmethod
    def build(cls, vectors: Floats, passages: Sequence[Passage], lessons: Sequence[str]) -> DenseIndex:
        """Index unit vectors, one a passage."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        rows = {lesson: row for row, lesson in enumerate(lessons)}
        centres = np.zeros((len(lessons), vectors.shape[1]), dtype=np.float32)
        for vector, passage in zip(vectors, passages):
            if passage.target in rows:
                centres[rows[passage.target]] += vector
        lengths = np.linalg.norm(centres, axis=1, keepdims=True)
        return cls(index, centres / np.where(lengths > 0, lengths, 1))

    def scores(self, vector: Floats) -> Floats:
        """Cosine (−1 to 1) of one question (1, d) to the nearest passages; 0 for all others."""
        found = np.zeros(self._index.ntotal, dtype=np.float32)
        cosines, places = self._index.search(vector, min(_NEAREST, self._index.ntotal))
        found[places[0]] = cosines[0]
        return found

    def centre_scores(self, vector: Floats) -> Floats:
        """Cosine (−1 to 1) to the centre of each lesson."""
        return np.asarray(self._centres @ vector[0], dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write the index below `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        faiss.write_index(self._index, str(folder / "passages.faiss"))
        np.save(folder / "centres.npy", self._centres)

    @classmethod
    def load(cls, folder: Path) -> DenseIndex:
        """Read what `save` wrote."""
        return cls(faiss.read_index(str(folder / "passages.faiss")), np.load(folder / "centres.npy"))
