"""How long one person's patterns and forecasts take: `python -m bench.analysis_speed`.

Processor time of one core, the median of several runs, 26 metrics of 365 days with gaps.
"""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from statistics import median

import numpy as np

from app.analysis.forecast import forecasts
from app.analysis.history import History
from app.analysis.patterns import detect, finder
from app.metrics import Metric
from app.patterns import PatternName
from app.records.findings import DailyValues
from app.records.sleep import Night
from tests.daily import Row, daily

TODAY, DAYS, RUNS = dt.date(2026, 1, 13), 365, 9
LIMITS = {"all patterns and forecasts": 150.0, "the four documented patterns": 5.0}
"""To hold on a core of its own; a machine that is busy takes longer."""


def person(seed: int = 1) -> tuple[list[DailyValues], list[Night]]:
    """Rows of all metrics with a tenth missing, and a night for each day."""
    random = np.random.default_rng(seed)
    days = [TODAY - dt.timedelta(days=back) for back in range(DAYS)]
    rows: list[Row] = [
        (metric.key, day, float(value))
        for metric in Metric
        for day, value in zip(days, 50 + 8 * random.standard_normal(DAYS), strict=True)
        if random.random() > 0.1
    ]
    return daily(rows), [night(day, float(random.normal(0, 30))) for day in days]


def night(day: dt.date, shift_minutes: float) -> Night:
    """Eight hours from about half past ten in the evening."""
    start = dt.datetime.combine(day - dt.timedelta(days=1), dt.time(22, 30))
    start += dt.timedelta(minutes=shift_minutes)
    end = start + dt.timedelta(hours=8)
    return Night(
        date=day,
        sleep_start_local=start,
        sleep_end_local=end,
        light_s=14_000,
        deep_s=6_000,
        rem_s=6_000,
        sleep_goal_s=28_800,
    )


def milliseconds(work: Callable[[], object]) -> float:
    """Median processor time of a piece of work, ms; the first run warms up."""
    work()
    return median(_once(work) for _ in range(RUNS))


def _once(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return 1000 * (time.process_time() - start)


def measure() -> dict[str, float]:
    """Milliseconds of each step."""
    days, nights = person()
    history = History.of(days, TODAY, nights)
    single = {pattern.key: milliseconds(partial(_one, pattern, history)) for pattern in PatternName}
    return {
        "build the history": milliseconds(lambda: History.of(days, TODAY, nights)),
        **single,
        "four forecasts": milliseconds(lambda: forecasts(anew(history))),
        "the four documented patterns": milliseconds(lambda: detect(anew(history), extended=False)),
        "all patterns and forecasts": milliseconds(lambda: _everything(anew(history))),
    }


def anew(history: History) -> History:
    """The same days, of which nothing is worked out yet."""
    return replace(history, memo={})


def _one(pattern: PatternName, history: History) -> object:
    return finder(pattern)(anew(history))


def _everything(history: History) -> object:
    return detect(history), forecasts(history)


def main() -> int:
    """Print the table; fail when a limit is passed."""
    found = measure()
    for what, took in found.items():
        limit = f"  (limit {LIMITS[what]:.0f})" if what in LIMITS else ""
        print(f"{what:32}{took:9.1f} ms{limit}")
    whole = found["build the history"] + found["all patterns and forecasts"]
    print(f"{'people per second and core':32}{1000 / whole:9.1f}")
    return int(any(found[what] > limit for what, limit in LIMITS.items()))


if __name__ == "__main__":
    raise SystemExit(main())
