"""Metrics over time: what a chart asks for, what that costs, and how it is answered."""

import datetime as dt
from typing import Annotated

import strawberry

from app.days import Window
from app.errors import InvalidInput
from app.findings.metric_days import MetricDays, metric_days
from app.metrics import Metric
from app.reads.desk import Desk
from app.reads.timeline import LONGEST, Resolution, Timeline, timelines
from schema import enums
from schema.context import checked
from schema.nodes import FEWEST_POINTS, MOST_POINTS
from schema.prices import STATEMENT, Arguments, days_of
from schema.publish import Made

MOST_METRICS = 12
DEFAULT_POINTS = 2_000

Metrics = Annotated[
    list[enums.METRIC],  # type: ignore[valid-type]
    strawberry.argument(description=f"1 to {MOST_METRICS} metrics; answered in this order."),
]
Step = Annotated[
    enums.RESOLUTION,  # type: ignore[valid-type]
    strawberry.argument(description="How much time one point stands for."),
]
Points = Annotated[
    int,
    strawberry.argument(
        description=(
            f"RAW: at most so many points a metric, 2 to {MOST_POINTS}. What is more is "
            "thinned to the lowest and the highest of each stretch, so that peaks stay."
        )
    ),
]

_POINTS_A_DAY = {
    "MINUTES_5": 288.0,
    "MINUTES_15": 96.0,
    "HOUR": 24.0,
    "DAY": 1.0,
    "WEEK": 1 / 7,
    "MONTH": 1 / 30,
}
_POINTS_A_UNIT = 10
_SAMPLES_A_DAY = dict.fromkeys(("RAW", "MINUTES_5", "MINUTES_15"), 3_000)
"""Samples must be read before they can be thinned, or put together."""


def price(arguments: Arguments, today: dt.date) -> tuple[int, int]:
    """Columns are cheap: ten points cost what one field of one row costs."""
    resolution = getattr(arguments.get("resolution"), "value", "DAY")
    days = days_of(arguments, today)
    series = len(arguments.get("metrics") or ())
    if days > LONGEST[Resolution[resolution]] + 1:  # The field will refuse it.
        return STATEMENT, series
    raw = resolution == "RAW"
    told = arguments.get("maxPoints", DEFAULT_POINTS) if raw else days * _POINTS_A_DAY[resolution]
    points = round(told) + days * _SAMPLES_A_DAY.get(resolution, 0)
    return STATEMENT + series * points // _POINTS_A_UNIT, series


def days_price(arguments: Arguments, today: dt.date) -> tuple[int, int]:
    """Columns, as those of `series`."""
    days, metrics = days_of(arguments, today), len(arguments.get("metrics") or ())
    return STATEMENT + metrics * days // _POINTS_A_UNIT, metrics


async def metric_days_of(
    desk: Desk, user_id: str, metrics: list[Made], window: Window, today: dt.date
) -> list[MetricDays]:
    """Each metric day by day; raises InvalidInput."""
    return await metric_days(desk, user_id, _wanted(metrics), window, today)


async def series_of(
    desk: Desk,
    user_id: str,
    metrics: list[Made],
    window: Window,
    step: Made,
    most: int,
) -> list[Timeline]:
    """Each metric over time; raises InvalidInput."""
    wanted = _wanted(metrics)
    checked("maxPoints", most, FEWEST_POINTS, MOST_POINTS)
    return await timelines(desk, user_id, wanted, window, Resolution[step.value], most)


def _wanted(metrics: list[Made]) -> list[Metric]:
    wanted = [Metric[metric.value] for metric in dict.fromkeys(metrics)]
    if not 1 <= len(wanted) <= MOST_METRICS:
        raise InvalidInput(f"Ask for 1 to {MOST_METRICS} metrics at once.", "metrics")
    return wanted
