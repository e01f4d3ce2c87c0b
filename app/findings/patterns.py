"""Patterns and forecasts: stored, or found on the spot for who has none of today or yesterday."""

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence

from app.days import DAY
from app.findings.readable import readable
from app.metrics import FORETOLD
from app.patterns import NAMES
from app.reads.desk import Desk, question
from app.records.findings import Forecast, Pattern
from app.store import findings
from app.store.findings import Findings

__all__ = ["Analyse", "Findings", "forecasts", "patterns"]

Analyse = Callable[[], Awaitable[Findings]]
"""Finds and stores the person's patterns and forecasts of today."""

stored_patterns = question(findings.stored_patterns)
stored_forecasts = question(findings.stored_forecasts)


async def patterns(desk: Desk, user_id: str, today: dt.date, analyse: Analyse) -> list[Pattern]:
    """All patterns in the order of their registry.

    Those of yesterday do until the night's analysis has come to the person; older ones, and
    missing ones, are found anew.
    """

    async def make() -> list[Pattern]:
        stored = {each.pattern_name: each for each in await desk.ask(stored_patterns, user_id)}
        told = [stored[name] for name in NAMES if name in stored]
        if len(told) == len(NAMES) and _current([each.as_of for each in told], today):
            return readable(desk.pool, told)
        return readable(desk.pool, (await analyse()).patterns)

    return await desk.keep(make, user_id, "patterns", today)


async def forecasts(desk: Desk, user_id: str, today: dt.date, analyse: Analyse) -> list[Forecast]:
    """Forecasts in the order of their table, or why there are none; as fresh as patterns."""

    async def make() -> list[Forecast]:
        stored = {each.metric: each for each in await desk.ask(stored_forecasts, user_id)}
        told = [stored[metric.key] for metric in FORETOLD if metric.key in stored]
        if len(told) == len(FORETOLD) and _current([each.as_of for each in told], today):
            return readable(desk.pool, told)
        return readable(desk.pool, (await analyse()).forecasts)

    return await desk.keep(make, user_id, "forecasts", today)


def _current(days: Sequence[dt.date], today: dt.date) -> bool:
    return all(today - DAY <= day <= today for day in days)
