"""Retrieval on XQuAD-vi (Artetxe et al. 2020): does the right paragraph come first, with and without tone marks?

    python benchmarks/xquad.py PATH/xquad.vi.json

240 paragraphs, 1,190 questions; nothing is trained on them. Peer in the same run: plain BM25 (bm25s, words as typed).
What it cannot show: the questions were made from the paragraphs by people who saw them, in clean written Vietnamese;
citizens write otherwise. The weights of the three views were chosen with this set in view.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import bm25s
import numpy as np

from assistant.evaluation import Share
from assistant.retrieval.lexical import LexicalIndex, blend
from assistant.retrieval.settings import RetrievalSettings
from assistant.text import Lexicon, fold, views

WORD = re.compile(r"\w+")


def read(file: Path) -> tuple[list[str], list[tuple[str, int]]]:
    """Paragraphs, and questions with the number of their paragraph."""
    paragraphs: list[str] = []
    questions: list[tuple[str, int]] = []
    for article in json.loads(file.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            paragraphs.append(paragraph["context"])
            questions += [(item["question"], len(paragraphs) - 1) for item in paragraph["qas"]]
    return paragraphs, questions


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    paragraphs, questions = read(parser.parse_args().file)
    settings = RetrievalSettings.load()
    weights = {"exact": settings.weight_exact, "folded": settings.weight_folded, "chars": settings.weight_chars}
    # No lexicon: shorthand and dialect of citizens are not what these texts hold.
    ours = LexicalIndex.build([views(text, Lexicon()) for text in paragraphs])
    plain = bm25s.BM25(method="lucene")
    plain.index([WORD.findall(text.lower()) for text in paragraphs], show_progress=False)

    def ours_first(text: str) -> int:
        query = views(text, Lexicon())
        return int(np.argmax(blend(ours.scores(query), weights, query.tone_share)))

    def plain_first(text: str) -> int:
        words = [word for word in WORD.findall(text.lower()) if word in plain.vocab_dict]
        return int(np.argmax(plain.get_scores(words))) if words else -1

    print("| questions | plain BM25 | ours |\n|---|---|---|")
    for name, change in (("with tone marks", str), ("without tone marks", fold)):
        shares = [
            Share(sum(first(change(text)) == place for text, place in questions), len(questions))
            for first in (plain_first, ours_first)
        ]
        print(f"| {name} | {shares[0].render()} | {shares[1].render()} |")


if __name__ == "__main__":
    main()
