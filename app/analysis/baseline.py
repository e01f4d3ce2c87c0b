"""What is normal for this person in one metric: the reference of the SQL that computes it.

Quartiles by linear interpolation (Hyndman & Fan 1996, type 7: numpy's default, SQL's
`percentile_cont`); fences 1.5 iqr outside of them (Tukey 1977).
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from app.records.findings import Baseline, BaselineStatus

Floats = npt.NDArray[np.float64]

DAYS = 90
READY, PARTIAL = 21, 7
FENCE = 1.5


def status_of(count: int) -> BaselineStatus:
    """How far a baseline of so many values can be trusted."""
    if count >= READY:
        return BaselineStatus.READY
    return BaselineStatus.PARTIAL if count >= PARTIAL else BaselineStatus.INSUFFICIENT


def baseline(metric: str, values: npt.NDArray[np.float64], as_of: dt.date) -> Baseline:
    """Baseline out of daily values, oldest first, ending with `as_of`; NaN where there is none."""
    window = values[-DAYS:]
    found = _dated(metric, window, as_of)
    if found.status is BaselineStatus.INSUFFICIENT:
        return found
    known = window[np.isfinite(window)]
    return replace(found, **(_statistics(known) | _means(window)))


def _dated(metric: str, window: npt.NDArray[np.float64], as_of: dt.date) -> Baseline:
    """Count, status and dates: what can be said of any series."""
    back = np.flatnonzero(np.isfinite(window[::-1]))
    dates = [as_of - dt.timedelta(days=int(each)) for each in back]
    return Baseline(
        metric=metric,
        sample_count=len(dates),
        status=status_of(len(dates)),
        data_start_date=dates[-1] if dates else None,
        data_end_date=dates[0] if dates else None,
        as_of=as_of,
    )


def _statistics(known: npt.NDArray[np.float64]) -> dict[str, Any]:
    q1, median, q3 = (float(each) for each in np.quantile(known, (0.25, 0.5, 0.75)))
    return {
        "baseline_value": float(known.mean()),
        "median": median,
        "q1": q1,
        "q3": q3,
        "iqr": q3 - q1,
        "std_dev": float(known.std(ddof=1)),
        "min": float(known.min()),
        "max": float(known.max()),
        "lower_bound": q1 - FENCE * (q3 - q1),
        "upper_bound": q3 + FENCE * (q3 - q1),
    }


def _means(window: npt.NDArray[np.float64]) -> dict[str, Any]:
    needed = {7: 3, 30: 7, 90: READY}
    return {f"baseline_{days}d": mean(window[-days:], least) for days, least in needed.items()}


def mean(values: npt.NDArray[np.float64], least: int) -> float | None:
    """Mean of the values that are there; None when they are fewer than `least`."""
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size >= least else None


@dataclass(frozen=True, slots=True)
class Ranges:
    """What was usual on each of many days; NaN below 7 values."""

    count: npt.NDArray[np.intp]
    q1: Floats
    median: Floats
    q3: Floats
    lower_bound: Floats
    upper_bound: Floats


def ranges(values: Floats) -> Ranges:
    """The range of `baseline` on each day from the 90th on: of the 90 days that end with it."""
    windows = np.sort(np.lib.stride_tricks.sliding_window_view(values, DAYS), axis=1)
    count = np.isfinite(windows).sum(axis=1)
    q1, median, q3 = (_quantile(windows, count, share) for share in (0.25, 0.5, 0.75))
    fence = FENCE * (q3 - q1)
    return Ranges(count, q1, median, q3, q1 - fence, q3 + fence)


def _quantile(windows: Floats, count: npt.NDArray[np.intp], share: float) -> Floats:
    """Linear interpolation in each sorted row, whose first `count` values are known."""
    place = share * np.maximum(count - 1, 0)
    below, row = np.floor(place).astype(np.intp), np.arange(len(windows))
    low, high = windows[row, below], windows[row, np.minimum(below + 1, np.maximum(count - 1, 0))]
    return np.where(count >= PARTIAL, low + (place - below) * (high - low), np.nan)
