"""The numbers that /metrics shows. No label ever holds a person or a text."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

__all__ = ["Metrics"]

_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300)


class Metrics:
    """All metrics of one server process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.depth = Gauge("assistant_queue_depth", "Messages that wait, by queue", ["queue"], registry=self.registry)
        self.oldest = Gauge(
            "assistant_queue_oldest_seconds", "Age of the oldest waiting message", ["queue"], registry=self.registry
        )
        self.dead = Gauge("assistant_dead_letters", "Messages that wait for an officer", registry=self.registry)
        self.received = Counter(
            "assistant_received", "Messages stored, by channel and kind", ["channel", "kind"], registry=self.registry
        )
        self.repeated = Counter(
            "assistant_redelivered", "Messages that had come before", ["channel"], registry=self.registry
        )
        self.refused = Counter(
            "assistant_refused", "Webhook calls not taken, by reason", ["channel", "reason"], registry=self.registry
        )
        self.sent = Counter("assistant_sent", "Messages the platform took", ["channel"], registry=self.registry)
        self.doubtful = Counter(
            "assistant_doubtful_sends", "Messages sent again after a lost answer", ["channel"], registry=self.registry
        )
        self.errors = Counter(
            "assistant_platform_errors", "Errors of the platform, by code", ["channel", "code"], registry=self.registry
        )
        self.failures = Counter(
            "assistant_turn_failures", "Turns that raised an error", ["channel", "error"], registry=self.registry
        )
        self.dropped = Counter(
            "assistant_dropped_media", "Images and voice that could not be shown", ["channel"], registry=self.registry
        )
        self.limited = Counter(
            "assistant_limited",
            "Messages not read, by reason",
            ["channel", "limit"],
            registry=self.registry,
        )
        self.reminders = Counter(
            "assistant_reminders", "Reminders to review, said or not said", ["channel", "what"], registry=self.registry
        )
        self.store_seconds = Histogram(
            "assistant_store_seconds",
            "From a webhook call to its being stored",
            ["channel"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.turn_seconds = Histogram(
            "assistant_turn_seconds", "Working out one answer", ["channel"], buckets=_SECONDS, registry=self.registry
        )
        self.reply_seconds = Histogram(
            "assistant_reply_seconds",
            "From a stored message to its first sent reply",
            ["channel"],
            buckets=_SECONDS,
            registry=self.registry,
        )

    def page(self) -> bytes:
        """The text that Prometheus reads."""
        return generate_latest(self.registry)
