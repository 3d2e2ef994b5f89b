"""Simulated learners: what is true of them, what they answer, and what a lesson does for them.

Everything here was fixed before any policy was run on it, except `PEAK`, the two widths and `shift`, which were set so that
"always basic" and "always standard" cost about what they cost in the study that proposed the rule.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

SKILLS, LESSONS = 6, 5
B = np.array([-1.2, 0.0, 1.2])  # intended difficulty of basic, standard, advanced
CUTS = (-0.7, 0.7)
PEAK = 0.3  # a lesson does most for a learner when it is this much harder than θ
HARM = 0.6  # a far too hard lesson discourages: it costs this much of a fitting one
GAIN = 0.15  # logits that a perfectly fitting lesson adds
FORGET = 0.0075  # logits lost a day
GAP = 3.0  # mean days between lessons


@dataclass(frozen=True)
class World:
    """One set of circumstances.

    Attributes:
        shift: of the general ability. `general`, `offset`: standard deviations of general ability and skill offsets.
        easy, hard: widths of the benefit curve towards too easy and too hard lessons.
        polite: probability that "done" is said of a step that was not managed.
        slip: probability of a slip. wrong_tag: share of answers booked on another skill.
        people: persons on one phone. quits: the learner leaves after so many too-hard lessons.
    """

    name: str
    shift: float = 0.0
    general: float = 0.9
    offset: float = 0.6
    easy: float = 1.0
    hard: float = 0.75
    polite: float = 0.15
    slip: float = 0.08
    wrong_tag: float = 0.0
    people: int = 1
    quits: int | None = None


_BASE = World("a balanced")
_NOVICE = replace(_BASE, name="b novice-heavy", shift=-0.9)
WORLDS = (
    _BASE,
    _NOVICE,
    replace(_NOVICE, name="c courteous", polite=0.5),
    replace(_BASE, name="d skills independent", general=0.0, offset=1.08),
    replace(_BASE, name="e weak reversal", easy=1.7, hard=1.0),
    replace(_BASE, name="f slips x2.5", slip=0.2),
    replace(_BASE, name="g wrong skill tag 15 %", wrong_tag=0.15),
    replace(_BASE, name="h two on one phone", people=2),
    replace(_BASE, name="i quits after 2 too hard", quits=2),
)


def benefit(world: World, theta: np.ndarray, b: np.ndarray) -> np.ndarray:
    """How much a lesson of difficulty b does for somebody at θ: 1 at best, 0 when far too easy, −HARM when far too hard."""
    off = b - theta - PEAK
    fit = np.exp(-((off / np.where(off < 0, world.easy, world.hard)) ** 2) / 2)
    return np.where(off < 0, fit, (1 + HARM) * fit - HARM)


def level(theta: np.ndarray) -> np.ndarray:
    """True level 0, 1, 2."""
    return (theta > CUTS[0]).astype(int) + (theta > CUTS[1])


class People:
    """`size` learners with everything that chance decides drawn beforehand, so that all policies meet the same people."""

    def __init__(self, world: World, size: int, seed: int) -> None:
        self.world, self.size = world, size
        rng = np.random.default_rng([seed, 7])
        lessons = SKILLS * LESSONS
        general = rng.normal(-0.4 + world.shift, world.general, (size, world.people, 1))
        self.theta = general + rng.normal(0, world.offset, (size, world.people, SKILLS))
        self.who = rng.integers(0, world.people, (size, lessons))
        self.b = B[None, None, :] + rng.normal(0, 0.35, (size, lessons, 3))  # the tag is not quite right
        self.slope = rng.uniform(1.2, 1.4, (size, lessons))
        self.days = rng.exponential(GAP, (size, lessons))
        self.chance = rng.random((size, lessons, 10))
        self.tag_chance = rng.random((size, lessons, 10))
        self.tag_other = rng.integers(1, SKILLS, (size, lessons, 10))

    def ability(self, lesson: int, skill: int) -> np.ndarray:
        """θ of whoever holds the phone."""
        return self.theta[np.arange(self.size), self.who[:, lesson], skill]

    def tag(self, lesson: int, place: int, skill: int) -> np.ndarray:
        """The skill on which an answer is booked."""
        wrong = self.tag_chance[:, lesson, place] < self.world.wrong_tag
        return np.where(wrong, (skill + self.tag_other[:, lesson, place]) % SKILLS, skill)

    def outcome(self, signal: str, lesson: int, place: int, skill: int, b: np.ndarray) -> np.ndarray:
        """0 or 1 for one signal. The guess and slip rates are not those that the filter supposes."""
        world = self.world
        right = 1 / (1 + np.exp(-self.slope[:, lesson] * (self.ability(lesson, skill) - b)))
        if signal == "step":
            p = world.polite + (1 - world.polite - world.slip) * right
        elif signal == "help":
            p = 1 / (1 + np.exp(-0.8 * (self.ability(lesson, skill) - b) - 0.3))
        elif signal == "placement":
            p = 0.12 + (1 - 0.12 - world.slip) * right
        else:
            p = 0.33 + (1 - 0.33 - world.slip) * right
        return (self.chance[:, lesson, place] < p).astype(int)

    def learn(self, lesson: int, skill: int, gained: np.ndarray) -> None:
        """The lesson helps whoever took it; then days pass and everybody forgets a little."""
        self.theta[np.arange(self.size), self.who[:, lesson], skill] += GAIN * gained
        self.theta -= FORGET * self.days[:, lesson, None, None]
