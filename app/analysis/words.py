"""Words of the records: where a metric is going, and the days of the week."""

from app.metrics import Better, Metric
from app.records.findings import TrendWord

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def trend_word(metric: Metric, change_percent: float, stable: float = 5.0) -> TrendWord:
    """Where a metric is going: good or bad by its better direction, up or down without one."""
    if abs(change_percent) <= stable:
        return TrendWord.STABLE
    rising = change_percent > 0
    if metric.spec.better is Better.NEITHER:
        return TrendWord.INCREASING if rising else TrendWord.DECREASING
    good = rising == (metric.spec.better is Better.HIGHER)
    return TrendWord.IMPROVING if good else TrendWord.DECLINING
