"""Figures for a monitoring system, in Prometheus's text format.

Every figure is asked from the database at the moment of the scrape, so it is the same whichever of the processes
answers. There is none by address, member, branch or case, and none that counts pages or cases: what is not here
cannot tell anybody that a case exists.
"""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from conduct import health
from conduct.models import Heartbeat


class Site(Collector):
    """The site as it is at one moment."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def collect(self) -> Iterator[Metric]:
        found = health.examine(self.at)
        yield GaugeMetricFamily("conduct_ready", "1 when /readyz answers 200.", value=found.ready)
        answers = GaugeMetricFamily("conduct_good", "1 when this part of the site is well.", labels=["part"])
        for part, good in found.answers.items():
            answers.add_metric([part], good)
        yield answers
        if found.answers["database"]:
            yield GaugeMetricFamily(
                "conduct_oldest_letter_seconds", "How long the oldest waiting letter has waited.", found.letter_seconds
            )
            yield from self._work()

    def _work(self) -> Iterator[Metric]:
        age = GaugeMetricFamily("conduct_work_age_seconds", "Since this work was last done.", labels=["task"])
        took = GaugeMetricFamily("conduct_work_duration_seconds", "How long it took then.", labels=["task"])
        for row in Heartbeat.objects.order_by("name"):
            age.add_metric([row.name], (self.at - row.at).total_seconds())
            took.add_metric([row.name], row.seconds)
        yield from (age, took)


def text(at: datetime) -> bytes:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Site(at))
    return generate_latest(registry)
