"""The trained half of the recognition: what each candidate is, from its shape and the words around it, and which words are
an address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec

from assistant.knowledge.yaml_lines import read_yaml
from assistant.safety.linear import Linear
from assistant.safety.personal_data.address_tags import stretches
from assistant.safety.personal_data.candidates import FAMILIES, Candidate, candidates
from assistant.safety.personal_data.kinds import placeholder_spans
from assistant.safety.personal_data.marks import marks
from assistant.safety.personal_data.rules import Reading, Span, free
from assistant.safety.personal_data.surroundings import Surroundings

__all__ = ["ADDRESS", "NONE", "Cuts", "Judge", "judge_cuts"]

NONE = "none"
ADDRESS = "address"  # the model that tags words


@dataclass(frozen=True)
class Cuts:
    """From which probabilities on a family of candidates is judged otherwise than by the rules, above 0, at most 1.

    Attributes:
        add: of being personal data, for what the rules do not find.
        veto: of being none, for what they find.
        change: of the likeliest kind, to overrule the kind that they say.
    """

    add: float
    veto: float
    change: float


@lru_cache(maxsize=1)
def judge_cuts() -> dict[str, Cuts]:
    """The cuts of judge.yml, by family.

    Raises:
        DataError: a family is missing or unknown, or a cut is no number between 0 and 1.
    """
    document = read_yaml(Path(__file__).parent / "judge.yml")
    data: dict[str, dict[str, str]] = document.convert(dict[str, dict[str, str]])
    if set(data) != {*FAMILIES, ADDRESS}:
        raise document.error(f"cần đúng các nhóm {', '.join((*FAMILIES, ADDRESS))}", remedy="Sửa tên nhóm.")
    cuts = {}
    for family, values in data.items():
        try:
            cuts[family] = msgspec.convert({name: float(value) for name, value in values.items()}, Cuts)
        except (ValueError, msgspec.ValidationError) as fault:
            raise document.error(f"{family}: {fault}", family, remedy="Cần add, veto và change là số.") from fault
        for name in values:
            if not 0 < getattr(cuts[family], name) <= 1:
                raise document.error(f"{name} phải trên 0 và nhiều nhất 1", family, name, remedy="Sửa số.")
    return cuts


class Judge:
    """The classifiers of all families of candidates, and of the words of addresses, with their cuts.

    Attributes:
        models: by the name of the family, or ADDRESS.
    """

    def __init__(self, models: Mapping[str, Linear], cuts: Mapping[str, Cuts]) -> None:
        self.models = models
        self._cuts = cuts

    def decide(self, reading: Reading) -> list[Span]:
        """The personal data of a message; nothing overlaps. Never raises."""
        # The likelier first; of two that are equally likely the longer.
        judged = sorted(
            (*self._addresses(reading), *self._others(reading)), key=lambda pair: (-pair[0], pair[1][1] - pair[1][2])
        )
        taken: list[Span] = []
        free((span for _, span in judged), taken)
        return taken

    def _others(self, reading: Reading) -> Iterator[tuple[float, Span]]:
        found = candidates(reading)
        around = Surroundings(reading.message) if found else None
        for candidate in found:
            assert around is not None
            shares = self._shares(candidate, around)
            cuts = self._cuts[candidate.family]
            none = shares.pop(NONE, 0.0)
            kind = max(shares, key=lambda name: shares[name])
            if candidate.rule:
                if none >= cuts.veto:
                    continue
                if shares[kind] < cuts.change:
                    kind = candidate.rule
            elif 1 - none < cuts.add:
                continue
            yield 1 - none, (kind, candidate.start, candidate.end)

    def _shares(self, candidate: Candidate, around: Surroundings) -> dict[str, float]:
        text = around.window(candidate.start, candidate.end)
        return self.models[candidate.family].probabilities(text, marks(candidate, around))

    def _addresses(self, reading: Reading) -> Iterator[tuple[float, Span]]:
        if reading.places is None:
            return
        cuts = self._cuts[ADDRESS]
        message = reading.message
        closed = placeholder_spans(message.flat.source) if "[" in message.text else ()
        found, inside = stretches(reading, self.models[ADDRESS])
        for stretch in found:
            first, last = message.flat.span(stretch.start, stretch.end)
            if stretch.share >= cuts.add and not any(first < stop and begin < last for begin, stop in closed):
                yield stretch.share, (ADDRESS, stretch.start, stretch.end)
        for kind, start, end in reading.spans:
            if kind == ADDRESS:
                of = [share for word, share in zip(reading.places.words, inside) if start <= word.start < end]
                if (share := sum(of) / len(of)) > 1 - cuts.veto:
                    yield min(share, cuts.add), (ADDRESS, start, end)
