"""Patterns and forecasts: stored, or found on the spot for who has none of today or yesterday."""

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence

from app.days import DAY
from app.metrics import Metric
from app.reads.desk import Desk, question
from app.records.findings import Forecast, Pattern
from app.store import findings
from app.store.findings import Findings

Analyse = Callable[[], Awaitable[Findings]]
"""Finds and stores the person's patterns and forecasts of today."""

DOCUMENTED = ("sleep_hrv_correlation", "overtraining_risk", "hrv_trend", "sleep_trend")
"""Patterns that plain REST shows. `app.analysis.patterns` has the table; importing it takes
seconds, which a server shall not spend to know some names."""

NAMES = (
    *DOCUMENTED,
    "cross_correlations",
    "slow_trends",
    "weekday_effects",
    "change_points",
    "training_form",
    "sleep_regularity",
    "social_jetlag",
    "sleep_debt",
    "illness_signal",
    "readiness",
)
"""All patterns, in the order of their table."""

FORECAST = (Metric.HRV_RMSSD, Metric.RESTING_HR, Metric.SLEEP_SCORE, Metric.TRAINING_LOAD)
"""Metrics that have a forecast."""


stored_patterns = question(findings.stored_patterns)
stored_forecasts = question(findings.stored_forecasts)


async def patterns(desk: Desk, user_id: str, today: dt.date, analyse: Analyse) -> list[Pattern]:
    """All patterns in the order of their table.

    Those of yesterday do until the night's analysis has come to the person; older ones, and
    missing ones, are found anew.
    """
    stored = {each.pattern_name: each for each in await desk.ask(stored_patterns, user_id)}
    told = [stored[name] for name in NAMES if name in stored]
    if len(told) == len(NAMES) and _current([each.as_of for each in told], today):
        return told
    return list((await analyse()).patterns)


async def forecasts(desk: Desk, user_id: str, today: dt.date, analyse: Analyse) -> list[Forecast]:
    """Forecasts in the order of their table, or why there are none; as fresh as patterns."""
    stored = {each.metric: each for each in await desk.ask(stored_forecasts, user_id)}
    told = [stored[metric.key] for metric in FORECAST if metric.key in stored]
    if len(told) == len(FORECAST) and _current([each.as_of for each in told], today):
        return told
    return list((await analyse()).forecasts)


def _current(days: Sequence[dt.date], today: dt.date) -> bool:
    return all(today - DAY <= day <= today for day in days)
