"""Counts and times for Prometheus: requests, answers, refusals, places, memory. Never anybody's words.

Each application has a registry of its own, so that two in one process do not count for each other.
"""

from __future__ import annotations

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from assistant.places import Places

CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """What is counted; all times in seconds."""

    def __init__(self, places: Places) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = Counter(
            "minamata_requests",
            "Requests answered, by route as the code names it",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self._request_seconds = Histogram(
            "minamata_request_seconds",
            "From a request's arrival to the end of its response",
            ("route",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._answers = Counter(
            "minamata_answers", "Finished answers, by status", ("status",), registry=self.registry
        )
        self._answer_seconds = Histogram(
            "minamata_answer_seconds",
            "From a question's arrival to its answer, waiting included",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._refusals = Counter(
            "minamata_refusals",
            "Requests turned away at the door, by code",
            ("code",),
            registry=self.registry,
        )
        for name, text, value in (
            ("minamata_questions_at_work", "Questions worked on now", lambda: places.at_work),
            ("minamata_questions_waiting", "Questions that wait for a place now", lambda: places.in_line),
        ):
            Gauge(name, text, registry=self.registry).set_function(value)

    def requested(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request has ended; `route` is a template such as ``/api/v1/decisions/{decision_id:path}``."""
        self._requests.labels(method, route, str(status)).inc()
        self._request_seconds.labels(route).observe(seconds)

    def answered(self, status: str, seconds: float) -> None:
        """An answer was finished."""
        self._answers.labels(status).inc()
        self._answer_seconds.observe(seconds)

    def refused(self, code: str) -> None:
        """A request was turned away before any route saw it; `code` is that of its problem."""
        self._refusals.labels(code).inc()

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self.registry)
