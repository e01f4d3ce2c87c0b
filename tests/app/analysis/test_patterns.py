import dataclasses
import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from app.analysis.forecast import forecasts
from app.analysis.history import History
from app.analysis.patterns import detect, finder
from app.metrics import Metric
from app.patterns import PatternName
from app.records.findings import Significance
from app.records.sleep import Night
from tests.daily import daily

Floats = npt.NDArray[np.float64]
TODAY = dt.date(2026, 1, 13)
LEVEL = {metric: (metric.spec.low + metric.spec.high) / 3 or 5.0 for metric in Metric}


def noise(days: int, seed: int = 1) -> dict[Metric, Floats]:
    """A plausible person of so many days."""
    rng = np.random.default_rng(seed)
    return {
        metric: level * (1 + 0.1 * rng.standard_normal(days)) for metric, level in LEVEL.items()
    }


def with_outlier(days: int) -> dict[Metric, Floats]:
    """One value of 10^9 in each metric."""
    columns = noise(days)
    for values in columns.values():
        values[days // 2] = 1e9
    return columns


def with_gap(days: int) -> dict[Metric, Floats]:
    """Months without a value in the middle."""
    columns = noise(days)
    for values in columns.values():
        values[30 : days - 10] = np.nan
    return columns


def stepped(days: int) -> dict[Metric, Floats]:
    """Two constant halves: every fit is perfect."""
    return {metric: np.where(np.arange(days) < days - 7, 5.0, 6.0) for metric in Metric}


BROKEN: dict[str, dict[Metric, Any]] = {
    "no data": {},
    "one day": noise(1),
    "two days": noise(2),
    "a week": noise(7),
    "thirty days": noise(30),
    "constant": {metric: np.full(120, 50.0) for metric in Metric},
    "zeros": dict.fromkeys(Metric, np.zeros(120)),
    "all NaN": {metric: np.full(120, np.nan) for metric in Metric},
    "infinite": {metric: np.full(120, np.inf) for metric in Metric},
    "outlier": with_outlier(120),
    "outlier today": {metric: np.append(values, 1e9) for metric, values in noise(90).items()},
    "gap of months": with_gap(180),
    "a perfect step": stepped(120),
    "a perfect line": dict.fromkeys(Metric, np.arange(120.0)),
    "tiny numbers": {metric: 1e-300 * values for metric, values in noise(90).items()},
    "huge numbers": {metric: 1e11 * values / 100 for metric, values in noise(90).items()},
    "nearly constant": {metric: 50 + 1e-13 * v / v.std() for metric, v in noise(90).items()},
    "stopped a month ago": {
        metric: np.append(values, np.full(30, np.nan)) for metric, values in noise(120).items()
    },
    "two values": {metric: np.where(np.arange(90) % 2, 1.0, 0.0) for metric in Metric},
    "five years": noise(1826),
    "ten years": noise(3652),
}


@pytest.mark.parametrize("trouble", BROKEN)
def test_any_input_has_an_answer(trouble: str, person: Callable[..., History]) -> None:
    """Every pattern and forecast answers with finite numbers or a reason, without a warning."""
    history = person(BROKEN[trouble])
    for found in detect(history):
        text = json.dumps(dataclasses.asdict(found), allow_nan=False, default=str)
        assert "NaN" not in text
        if found.significance is Significance.INSUFFICIENT:
            assert found.details["reason"]
        if found.confidence is not None:
            assert 0 <= found.confidence <= 1
    for each in forecasts(history):
        json.dumps(dataclasses.asdict(each), allow_nan=False, default=str)
        assert bool(each.days) is (each.reason is None)


def test_days_to_come_change_nothing() -> None:
    """Rows dated after today are as if they were not there."""
    rows = [
        (metric.key, TODAY - dt.timedelta(days=119 - place), float(value))
        for metric, values in noise(120).items()
        for place, value in enumerate(values)
    ]
    future = [("hrv_rmssd", TODAY + dt.timedelta(days=n), 1.0) for n in range(1, 400)]
    with_future = History.of(daily(rows + future), TODAY)
    assert detect(with_future) == detect(History.of(daily(rows), TODAY))


@pytest.mark.parametrize("shift", [-900, 0, 30])
def test_odd_nights_are_survived(person: Callable[..., History], shift: int) -> None:
    """Nights without times, backwards, or of days to come break nothing."""
    day = TODAY + dt.timedelta(days=shift)
    midnight = dt.datetime.combine(day, dt.time())
    nights = [
        Night(date=day),
        Night(date=day, sleep_start_local=midnight, sleep_end_local=midnight),
        Night(
            date=day,
            sleep_start_local=midnight,
            sleep_end_local=midnight - dt.timedelta(hours=8),
        ),
    ]
    assert len(detect(person(noise(60), nights))) == len(PatternName)


@pytest.mark.parametrize("pattern", PatternName)
def test_a_line_names_what_its_function_answers(
    pattern: PatternName, person: Callable[..., History]
) -> None:
    """The function of the pattern's name, in the module of its line, finds it, of its type."""
    found = finder(pattern)(person(noise(120)))
    assert (found.pattern_name, found.pattern_type) == (pattern.key, pattern.spec.type)


def nights() -> list[Night]:
    """Eight weeks of nights, from about eleven in the evening."""
    days = [TODAY - dt.timedelta(days=back) for back in range(56)]
    start = dt.time(23)
    return [
        Night(
            date=day,
            sleep_start_local=dt.datetime.combine(day - dt.timedelta(days=1), start),
            sleep_end_local=dt.datetime.combine(day, dt.time(6, 10 + day.day)),
            light_s=26_000,
            sleep_goal_s=28_800,
        )
        for day in days
    ]


@pytest.mark.parametrize("pattern", PatternName)
def test_a_line_names_what_its_function_looks_at(
    pattern: PatternName, person: Callable[..., History]
) -> None:
    """The metrics of the line, and nights for habits of sleep, are all that a pattern asks for."""
    find, columns = finder(pattern), noise(120)
    named = {metric: columns[metric] for metric in pattern.spec.metrics}
    found = find(person(columns, nights()))
    assert len(found.details) > 1  # More than a reason why nothing was looked at.
    assert find(person(named, nights())) == found
    assert {metric.key for metric in pattern.spec.metrics} >= set(found.metrics_involved)


def test_the_documented_ones_are_the_documents(person: Callable[..., History]) -> None:
    """Without the extended ones there are the document's four, in its order."""
    found = detect(person({}), extended=False)
    assert [each.pattern_name for each in found] == [
        "sleep_hrv_correlation",
        "overtraining_risk",
        "hrv_trend",
        "sleep_trend",
    ]


def test_the_same_history_gives_the_same_answer(person: Callable[..., History]) -> None:
    """Nothing in here throws dice or looks at a clock."""
    history = person(noise(120))
    assert detect(history) == detect(history)
