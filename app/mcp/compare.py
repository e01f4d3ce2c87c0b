"""Two periods of one metric, side by side, and how much the difference says."""

import math
from collections.abc import Sequence
from statistics import fmean, stdev

from app.days import Window
from app.mcp.answers import Comparison, Period
from app.mcp.asked import ToolRequest
from app.mcp.metric_days import daily, short
from app.metrics import Metric

_SIZES = ((1.0, "large"), (0.5, "medium"), (0.0, "small"))

FEWEST = 7
"""Days that each period needs before a difference is called one."""


async def comparison(asked: ToolRequest, metric: Metric, now: Window, before: Window) -> Comparison:
    """The means, their difference in the unit and in the person's own spread."""
    after_values, before_values = [
        [each for each in (await daily(asked, [metric], window))[metric].values if each is not None]
        for window in (now, before)
    ]
    told = Comparison(
        person=asked.user_id,
        period=Period(first=now.first, last=now.last),
        time_zone=asked.time_zone,
        count=len(after_values) + len(before_values),
        metric=metric.key,
        unit=metric.spec.unit,
        before=Period(first=before.first, last=before.last),
        days=len(after_values),
        days_before=len(before_values),
        how_sure="one of the periods has no value",
    )
    return _compared(told, after_values, before_values)


def _compared(told: Comparison, now: Sequence[float], before: Sequence[float]) -> Comparison:
    if not now or not before:
        return told
    means = told.model_copy(
        update={
            "mean": short(fmean(now)),
            "mean_before": short(fmean(before)),
            "difference": short(fmean(now) - fmean(before)),
            "how_sure": f"fewer than {FEWEST} days in a period: it only describes",
        }
    )
    return means if min(len(now), len(before)) < FEWEST else _in_spreads(means, now, before)


def _in_spreads(told: Comparison, now: Sequence[float], before: Sequence[float]) -> Comparison:
    """Days resemble the day before, so that a small difference of means is no news."""
    spread = math.sqrt((stdev(now) ** 2 + stdev(before) ** 2) / 2)
    if not spread:
        return told.model_copy(update={"how_sure": "the days of each period are all alike"})
    spreads = (fmean(now) - fmean(before)) / spread
    word = next(word for limit, word in _SIZES if abs(spreads) >= limit)
    against = f"{word} against the person's own day to day spread; no cause is told by it"
    return told.model_copy(update={"own_spreads": short(spreads), "how_sure": against})
