"""When to review a lesson: FSRS-6 with its default parameters, an interval cap, and no learning steps."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import lru_cache

import fsrs
import msgspec

from assistant.clock import VIETNAM
from assistant.learning.table import Table

__all__ = ["Card", "rate", "review"]


class Card(msgspec.Struct, frozen=True, array_like=True):
    """The memory of one lesson.

    Attributes:
        stability: days until recall falls to 90 %; difficulty: 1 (easy) to 10 (hard).
        last: moment of the last review, whole seconds since 1970 UTC.
        due: ordinal of the day in Vietnam from which it is due.
    """

    stability: float
    difficulty: float
    last: int
    due: int


@lru_cache(maxsize=4)
def _scheduler(retention: float, longest: int) -> fsrs.Scheduler:
    return fsrs.Scheduler(
        desired_retention=retention,
        learning_steps=(),
        relearning_steps=(),
        enable_fuzzing=False,
        maximum_interval=longest,
    )


def rate(*, right: bool, helped: bool) -> int:
    """FSRS's rating of an answer: 1 wrong, 2 right after a hint, 3 right. Speed never makes it easier."""
    if not right:
        return int(fsrs.Rating.Again)
    return int(fsrs.Rating.Hard if helped else fsrs.Rating.Good)


def review(card: Card | None, rating: int, now: datetime, table: Table) -> Card:
    """The card after a review with that rating at `now` (aware); None makes a new card."""
    moment = now.astimezone(timezone.utc)
    # An id must be given: FSRS would otherwise wait a millisecond to make one from the clock.
    before = fsrs.Card(card_id=1, due=moment)
    if card is not None:
        before = fsrs.Card(
            card_id=1,
            state=fsrs.State.Review,
            stability=card.stability,
            difficulty=card.difficulty,
            due=moment,
            last_review=datetime.fromtimestamp(card.last, tz=timezone.utc),
        )
    scheduler = _scheduler(table.reviews.retention, table.reviews.interval_max_days)
    after, _ = scheduler.review_card(before, fsrs.Rating(rating), moment)
    days = max(round((after.due - moment) / timedelta(days=1)), 1)
    return Card(
        round(float(after.stability), 2),
        round(float(after.difficulty), 2),
        int(moment.timestamp()),
        moment.astimezone(VIETNAM).date().toordinal() + days,
    )
