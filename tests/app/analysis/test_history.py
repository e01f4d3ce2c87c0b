import datetime as dt

import numpy as np

from app.analysis.history import MEMORY_DAYS, History
from app.metrics import Metric
from tests.daily import daily

TODAY = dt.date(2026, 1, 13)


def test_last_ends_with_today_and_has_nan_for_gaps() -> None:
    """A series is as long as it is asked for, and today is its last day."""
    rows = [("hrv_rmssd", TODAY - dt.timedelta(days=2), 40.0), ("hrv_rmssd", TODAY, 42.0)]
    values = History.of(daily(rows), TODAY).last(Metric.HRV_RMSSD, 5)
    np.testing.assert_array_equal(values, [np.nan, np.nan, 40.0, np.nan, 42.0])


def test_what_can_not_be_is_left_out() -> None:
    """Days to come, days before the memory, unknown metrics, NaN and infinity are no values."""
    rows = [
        ("hrv_rmssd", TODAY + dt.timedelta(days=1), 99.0),
        ("hrv_rmssd", TODAY - dt.timedelta(days=MEMORY_DAYS), 98.0),
        ("hrv_rmssd", TODAY - dt.timedelta(days=1), float("nan")),
        ("hrv_rmssd", TODAY - dt.timedelta(days=3), float("inf")),
        ("hrv_rmssd", TODAY - dt.timedelta(days=4), 1e300),
        ("hrv_rmssd", TODAY - dt.timedelta(days=5), None),
        ("no_metric", TODAY, 1.0),
    ]
    history = History.of(daily(rows), TODAY)
    assert len(history.frame) == 1
    assert np.isnan(history.last(Metric.HRV_RMSSD, 7)).all()


def test_newest_is_dated_and_not_older_than_asked() -> None:
    """The newest value has its own day, and an older one is none."""
    history = History.of(daily([("steps", TODAY - dt.timedelta(days=2), 900.0)]), TODAY)
    newest = history.newest(Metric.STEPS, within=2)
    assert newest is not None
    assert (newest.date, newest.value) == (dt.date(2026, 1, 11), 900.0)
    assert history.newest(Metric.STEPS, within=1) is None


def test_no_rows_make_one_empty_day() -> None:
    """A person without data has a history."""
    history = History.of([], TODAY)
    assert history.frame.shape == (1, len(Metric))
    assert history.day(0) == TODAY
