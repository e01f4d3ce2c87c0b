import datetime as dt
import statistics
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from app.analysis.baseline import baseline
from app.records.findings import BaselineStatus

TODAY = dt.date(2026, 1, 13)
Series = Callable[..., npt.NDArray[np.float64]]


def test_formulas_by_other_means(gappy: Series) -> None:
    """Each number is what Python's own statistics make of the known values of 90 days."""
    values = gappy(120)
    found = baseline("hrv_rmssd", values, TODAY)
    known = [value for value in values[-90:].tolist() if value == value]  # noqa: PLR0124
    quartiles = statistics.quantiles(known, n=4, method="inclusive")
    assert found.baseline_value == pytest.approx(statistics.fmean(known), abs=1e-9)
    assert [found.q1, found.median, found.q3] == pytest.approx(quartiles, abs=1e-9)
    assert found.std_dev == pytest.approx(statistics.stdev(known), abs=1e-9)
    spread = quartiles[2] - quartiles[0]
    assert found.iqr == pytest.approx(spread, abs=1e-9)
    assert found.lower_bound == pytest.approx(quartiles[0] - 1.5 * spread, abs=1e-9)
    assert found.upper_bound == pytest.approx(quartiles[2] + 1.5 * spread, abs=1e-9)
    assert (found.min, found.max) == (min(known), max(known))
    assert found.sample_count == len(known)


@pytest.mark.parametrize("days", [7, 30, 90])
def test_means_of_windows(gappy: Series, days: int) -> None:
    """The means of 7, 30 and 90 days are those of the days that end today."""
    values = gappy(120)
    found = baseline("hrv_rmssd", values, TODAY)
    expected = np.nanmean(values[-days:])
    assert getattr(found, f"baseline_{days}d") == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("count", "status"),
    [(21, BaselineStatus.READY), (20, BaselineStatus.PARTIAL), (7, BaselineStatus.PARTIAL)],
)
def test_status_by_count(count: int, status: BaselineStatus) -> None:
    """21 values make a baseline ready, 7 make it partial; 90 days' mean takes 21."""
    found = baseline("hrv_rmssd", np.arange(count, dtype=float), TODAY)
    assert found.status is status
    assert (found.baseline_90d is None) == (count < 21)


def test_below_seven_there_are_dates_and_no_statistics() -> None:
    """Six values are counted and dated, and nothing is worked out of them."""
    found = baseline("hrv_rmssd", np.arange(6.0), TODAY)
    assert found.status is BaselineStatus.INSUFFICIENT
    assert found.baseline_value is found.baseline_7d is found.q1 is None
    assert (found.data_start_date, found.data_end_date) == (dt.date(2026, 1, 8), TODAY)


def test_windows_need_their_least_count() -> None:
    """Two values of the last 7 days are too few for their mean, 7 of 30 are enough."""
    values = np.full(30, np.nan)
    values[[0, 1, 2, 3, 4, 25, 29]] = 10.0
    found = baseline("hrv_rmssd", values, TODAY)
    assert (found.baseline_7d, found.baseline_30d) == (None, 10.0)


def test_document_fences() -> None:
    """The document's quartiles 38.5 and 48.2 make its bounds 24.0 and 62.8, rounded."""
    values = np.array([38.5, 38.5, 38.5, 42.0, 48.2, 48.2, 48.2])
    found = baseline("hrv_rmssd", values, TODAY)
    assert found.lower_bound == pytest.approx(23.95)
    assert found.upper_bound == pytest.approx(62.75)
