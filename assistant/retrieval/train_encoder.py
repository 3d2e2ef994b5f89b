"""Trains the default encoder with sentence-transformers: questions of one lesson are drawn together.

A StaticEmbedding over folded words, pairs and marked words; MultipleNegativesRankingLoss (Henderson et al. 2017)
on pairs (question with noise, another text of the same lesson). Seeded; seconds on two cores.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from assistant.retrieval.encoder import StaticEncoder, encoder_terms
from assistant.text import Views

__all__ = ["train_encoder"]

_DIMENSIONS = 256
_EPOCHS = 4
_BATCH = 256
_RATE = 0.01
_SCALE = 20.0
_MIN_COUNT = 2
_DROPPED = 0.2  # share of terms left out of an anchor: people mention only part of it


def _line(terms: Sequence[str], rng: random.Random | None = None) -> str:
    if rng is not None:
        terms = [term for term in terms if rng.random() > _DROPPED] or terms
    return " ".join(terms)


def _batches(
    texts: Sequence[Sequence[str]], groups: dict[str, list[int]], rng: random.Random
) -> Iterator[list[tuple[str, str]]]:
    """Batches in which no lesson stands twice, as the loss takes all other rows for wrong answers."""
    queues = {label: rng.sample(members, len(members)) for label, members in groups.items()}
    while queues:
        labels = rng.sample(sorted(queues), min(_BATCH, len(queues)))
        batch = []
        for label in labels:
            anchor = queues[label].pop()
            if not queues[label]:
                del queues[label]
            other = rng.choice(groups[label])
            batch.append((_line(texts[anchor], rng), _line(texts[other])))
        if len(batch) > 1:
            yield batch


def train_encoder(
    texts: Sequence[Views], labels: Sequence[str], *, seed: int, progress: Callable[[str], None]
) -> StaticEncoder:
    """Train on texts with their lesson ids.

    Args:
        progress: called with one line an epoch.
    """
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    torch.manual_seed(seed)
    torch.set_num_threads(1)  # steps are small: a second thread costs more than it brings
    rng = random.Random(seed)
    read = [encoder_terms(text) for text in texts]
    counts = Counter(term for terms in read for term in set(terms))
    words = ["[UNK]", *sorted(term for term, count in counts.items() if count >= _MIN_COUNT)]
    tokenizer = Tokenizer(models.WordLevel({word: column for column, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=_DIMENSIONS)], device="cpu")
    # A step touches some thousand of the terms: sparse gradients leave the others alone and are many times faster.
    model[0].embedding = torch.nn.EmbeddingBag(len(words), _DIMENSIONS, sparse=True)
    with torch.no_grad():
        model[0].embedding.weight.normal_(0, 0.1)
        model[0].embedding.weight[0] = 0
    loss = MultipleNegativesRankingLoss(model, scale=_SCALE)
    optimizer = torch.optim.SparseAdam(list(model.parameters()), lr=_RATE)
    groups: dict[str, list[int]] = defaultdict(list)
    for place, label in enumerate(labels):
        if not label.startswith("~"):  # what is out of scope has nothing in common to be drawn together
            groups[label].append(place)
    for epoch in range(_EPOCHS):
        total, steps = 0.0, 0
        for batch in _batches(read, groups, rng):
            columns = [model[0].preprocess(list(part)) for part in zip(*batch)]
            value = loss(columns, torch.arange(len(batch)))
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
            total, steps = total + value.item(), steps + 1
        progress(f"vòng {epoch + 1}/{_EPOCHS}, sai số {total / max(1, steps):.3f}")
    # The first row is that of unknown words, which the encoder leaves out.
    table = model[0].embedding.weight.detach().numpy().astype(np.float32)[1:]
    return StaticEncoder({word: column for column, word in enumerate(words[1:])}, table)
