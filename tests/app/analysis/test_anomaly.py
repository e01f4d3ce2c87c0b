import datetime as dt
from dataclasses import replace

import pytest

from app.analysis.anomaly import check, scan, settled
from app.analysis.history import BY_NIGHT
from app.metrics import SIDES_SO_FAR, Metric
from app.records.findings import Baseline, BaselineStatus, Direction, Reading, Severity

TODAY = dt.date(2026, 1, 13)
HRV = Baseline(
    metric="hrv_rmssd",
    baseline_value=42.5,
    baseline_7d=44.2,
    q1=38.5,
    q3=48.2,
    iqr=9.7,
    lower_bound=38.5 - 1.5 * 9.7,
    upper_bound=48.2 + 1.5 * 9.7,
    sample_count=45,
    status=BaselineStatus.READY,
    as_of=TODAY,
)


@pytest.mark.parametrize(
    ("value", "severity", "direction"),
    [
        (25.5, None, None),
        (38.5 - 1.5 * 9.7, None, None),
        (23.94, Severity.WARNING, Direction.BELOW),
        (22.5, Severity.WARNING, Direction.BELOW),
        (9.3, Severity.CRITICAL, Direction.BELOW),
        (62.8, Severity.WARNING, Direction.ABOVE),
        (77.4, Severity.CRITICAL, Direction.ABOVE),
    ],
)
def test_fences(value: float, severity: Severity | None, direction: Direction | None) -> None:
    """Outside 1.5 iqr is a warning, outside 3 iqr critical, on the fence is inside."""
    found = check(value, HRV)
    assert (found.severity, found.direction) == (severity, direction)
    assert found.is_anomaly is (severity is not None)


def test_document_deviations() -> None:
    """The document's -47.1 and 23.6 percent follow from its values and baselines."""
    assert check(22.5, HRV).deviation_percent == -47.1
    heart = Baseline(metric="resting_hr", baseline_value=55.0, as_of=TODAY)
    assert check(68.0, heart).deviation_percent == 23.6


def test_insufficient_baseline_knows_no_anomaly() -> None:
    """Without a baseline no value is unusual, however far out."""
    found = check(1e9, Baseline(metric="hrv_rmssd", as_of=TODAY))
    assert not found.is_anomaly
    assert found.severity is None
    assert found.deviation_percent is None


@pytest.mark.parametrize(("age", "count"), [(0, 1), (2, 1), (3, 0), (-1, 0)])
def test_scan_takes_fresh_values_only(age: int, count: int) -> None:
    """A value of two days ago counts, one of three days ago does not, nor one of tomorrow."""
    reading = Reading(date=TODAY - dt.timedelta(days=age), value=5.0)
    assert len(scan({"hrv_rmssd": reading}, [HRV], TODAY)) == count


def test_scan_tells_the_document_fields() -> None:
    """An anomaly carries its value, baseline, bounds, severity, direction and deviation."""
    (found,) = scan({"hrv_rmssd": Reading(date=TODAY, value=22.5)}, [HRV], TODAY)
    assert found.metric == "hrv_rmssd"
    assert (found.current_value, found.baseline_value) == (22.5, 42.5)
    assert (round(found.lower_bound, 1), round(found.upper_bound, 1)) == (24.0, 62.8)
    assert (found.severity, found.direction) == (Severity.WARNING, Direction.BELOW)
    assert found.deviation_percent == -47.1


def test_scan_of_a_metric_without_value_or_with_a_usual_one_is_empty() -> None:
    """Nothing unusual makes no anomaly."""
    assert scan({}, [HRV], TODAY) == ()
    assert scan({"hrv_rmssd": Reading(date=TODAY, value=42.0)}, [HRV], TODAY) == ()


YESTERDAY = TODAY - dt.timedelta(days=1)


def usual_of(metric: Metric) -> Baseline:
    """Between 24 and 63, of any metric."""
    return replace(HRV, metric=metric.key)


@pytest.mark.parametrize(
    ("metric", "value", "told"),
    [
        (Metric.STEPS, 5.0, None),
        (Metric.STEPS, 90.0, Direction.ABOVE),
        (Metric.STRAIN, 5.0, None),
        (Metric.HR_MAX, 5.0, None),
        (Metric.HR_MIN, 90.0, None),
        (Metric.HR_MIN, 5.0, Direction.BELOW),
        (Metric.HR_MEAN, 5.0, None),
        (Metric.HR_MEAN, 90.0, None),
        (Metric.BREATHING_RATE, 5.0, Direction.BELOW),
        (Metric.BREATHING_RATE, 90.0, Direction.ABOVE),
    ],
)
def test_a_day_that_is_not_over_is_judged_by_what_will_not_change(
    metric: Metric, value: float, told: Direction | None
) -> None:
    """What grows is too much before the evening, and too little only after it; a night is over."""
    newest = {metric.key: Reading(date=TODAY, value=value)}
    found = settled(newest, {}, [usual_of(metric)], TODAY)
    assert [each.direction for each in found] == ([told] if told else [])
    assert len(settled(newest, {}, [usual_of(metric)], TODAY + dt.timedelta(days=1))) == 1


def test_the_day_before_counts_while_today_may_change() -> None:
    """Too few steps yesterday are told this morning; not any more once today has enough."""
    before = {"steps": Reading(date=YESTERDAY, value=5.0)}
    for value, days in ((3.0, [YESTERDAY]), (40.0, []), (90.0, [TODAY])):
        newest = {"steps": Reading(date=TODAY, value=value)}
        found = settled(newest, before, [usual_of(Metric.STEPS)], TODAY)
        assert [each.date for each in found] == days


def test_nights_are_over_in_the_morning() -> None:
    """Every metric is either of the night, or says what its day may be before it is over."""
    nights = {metric for metric in Metric if metric.spec.record in BY_NIGHT}
    assert nights | SIDES_SO_FAR.keys() == set(Metric)
    assert not nights & SIDES_SO_FAR.keys()
