"""What is found out, for who reads some classes of data alone."""

from collections.abc import Iterable
from typing import TypeVar

from app.metrics import Metric, metric_of
from app.patterns import PatternName
from app.reads.desk import Pool
from app.records.account import DataClass
from app.records.findings import Baseline, Forecast, Pattern
from app.store.classes import FOUND, may_read, reading, require_classes

__all__ = ["FOUND", "may_read", "readable", "reading", "require_classes", "require_metric"]

Found = TypeVar("Found", Baseline, Forecast, Pattern)


def readable(pool: Pool, found: Iterable[Found]) -> list[Found]:
    """Findings whose metrics are all of classes that who holds the pool reads."""
    return [each for each in found if may_read(pool, _classes(each))]


def require_metric(pool: Pool, metric: Metric) -> None:
    """Raise Forbidden unless who holds the pool reads the metric's class."""
    require_classes(pool, {metric.data_class})


def require_pattern(pool: Pool, name: str) -> None:
    """Raise Forbidden unless who holds the pool reads all that the pattern looks at."""
    require_classes(pool, _of_pattern(name))


def _classes(each: Baseline | Forecast | Pattern) -> frozenset[DataClass]:
    if isinstance(each, Pattern):
        return _of_pattern(each.pattern_name)
    return frozenset({metric_of(each.metric).data_class})


def _of_pattern(name: str) -> frozenset[DataClass]:
    return frozenset(metric.data_class for metric in PatternName[name.upper()].spec.metrics)
