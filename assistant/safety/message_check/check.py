"""The verdict on a message: three steps, every sign named in plain words, never a promise that something is safe."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.safety.linear import Linear
from assistant.safety.message_check.features import Features, features
from assistant.safety.message_check.official import Official
from assistant.safety.message_check.settings import CheckSettings
from assistant.safety.texts import sentence

__all__ = ["GENUINE", "SCAM", "CheckResult", "Checker", "Sign", "Verdict"]

Verdict = Literal["danger", "unclear", "no_sign"]

SCAM, GENUINE = "scam", "genuine"  # the classes of the classifier
# Of a link that only hides its goal nothing is known, whatever other links of that kind led to.
_HIDES_GOAL = frozenset(("shortener",))


@dataclass(frozen=True)
class Sign:
    """One sign: a stable code and what it means, in plain words."""

    code: str
    text: str


@dataclass(frozen=True)
class CheckResult:
    """What was seen.

    Attributes:
        signs: the reasons, most telling first; none where the verdict is no_sign.
        has_link: whether there was any link at all.
        probability: that the message is a fraud, by the classifier alone, 0 to 1.
    """

    verdict: Verdict
    signs: tuple[Sign, ...]
    has_link: bool
    probability: float


_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Checker:
    """All that a check needs, loaded once.

    Attributes:
        official: the real domains.
        fraud: tells SCAM from GENUINE.
        kinds: tells which kind of fraud a fraud is; its classes are codes of texts `sign_like_<kind>`.
    """

    official: Official
    fraud: Linear
    kinds: Linear
    settings: CheckSettings

    def check(self, text: str) -> CheckResult:
        """The verdict on `text`, a forwarded message or a link. Opens nothing, asks no server, never raises."""
        seen = features(text, self.official)
        if not seen.words.strip() or (seen.link_alone and not seen.others and not seen.signs):
            return CheckResult("no_sign", (), bool(seen.links), 0.0)
        probability = self.fraud.probabilities(seen.words, seen.marks)[SCAM]
        verdict = self._verdict(seen, probability)
        if verdict == "no_sign":
            return CheckResult(verdict, (), bool(seen.links), probability)
        signs = [Sign(code, sentence(f"sign_{code}", **values)) for code, values in seen.signs]
        if verdict == "danger":
            signs += self._likeness(seen, probability)
        elif not signs:
            signs = [Sign("like_unsure", sentence("sign_like_unsure"))]
        return CheckResult(verdict, tuple(signs), bool(seen.links), probability)

    def _verdict(self, seen: Features, probability: float) -> Verdict:
        codes = {code for code, _ in seen.signs}
        if codes & set(self.settings.certain):
            return "danger"
        if seen.link_alone and codes <= _HIDES_GOAL:
            return "unclear"
        if not seen.links and self._tells_little(seen.words):
            return "no_sign"
        if probability >= self.settings.danger:
            return "danger"
        doubtful = seen.link_alone or bool(codes & set(self.settings.doubtful))
        return "unclear" if probability >= self.settings.unclear or doubtful else "no_sign"

    def _tells_little(self, text: str) -> bool:
        words = _WORD.findall(text.lower())
        different = len(set(words))
        return different < self.settings.words or different < self.settings.variety * len(words)

    def _likeness(self, seen: Features, probability: float) -> list[Sign]:
        """What the words resemble, where it is the words that tell."""
        if seen.link_alone or probability < self.settings.danger:
            return []
        shares = self.kinds.probabilities(seen.words, seen.marks)
        kind = max(shares, key=lambda name: shares[name])
        code = f"like_{kind}" if shares[kind] >= self.settings.kind else "like_fraud"
        return [Sign(code, sentence(f"sign_{code}"))]
