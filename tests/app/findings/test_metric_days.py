"""Daily metrics with the usual range of each day."""

import datetime as dt
from typing import Any

import numpy as np
import pytest

from app.days import Window
from app.findings.metric_days import metric_days
from app.metrics import Metric
from app.reads.desk import Desk
from app.records.findings import Baseline, Direction
from app.store import findings
from app.store.pool import Pool
from tests.app.series import TODAY, gappy, keep

HRV, STEPS = Metric.HRV_RMSSD, Metric.STEPS


def near(values: list[float | None]) -> Any:  # noqa: ANN401 -- pytest's own
    """These values to the last digits, with None as NaN."""
    return pytest.approx(np.array(values, np.float64), abs=1e-9, nan_ok=True)


async def test_the_range_of_a_day_is_its_baseline(pool: Pool, person: str) -> None:
    """On every day the range is what `baselines_on` says of that day, in one place or the other."""
    random = np.random.default_rng(4)
    await keep(pool, person, {HRV.key: gappy(random, 130), STEPS.key: gappy(random, 40)})
    window = Window.of(120, TODAY)
    for found in await metric_days(Desk(pool), person, [HRV, STEPS], window, TODAY):
        for place in (0, 1, 60, 85, 100, 119):
            day = found.dates()[place]
            usual = await _baseline(pool, person, found.metric, day)
            there = found.usual
            columns = (there.lower_bound, there.q1, there.median, there.q3, there.upper_bound)
            told = [column[place] for column in columns]
            assert there.count[place] == usual.sample_count
            expected = [usual.lower_bound, usual.q1, usual.median, usual.q3, usual.upper_bound]
            assert told == near(expected)


async def _baseline(pool: Pool, person: str, metric: Metric, day: dt.date) -> Baseline:
    found = (await findings.baselines_as_of(pool, [person], day))[person]
    known = {each.metric: each for each in found}
    return known.get(metric.key) or Baseline(metric=metric.key, as_of=day)


async def test_every_day_has_its_place(pool: Pool, person: str) -> None:
    """A day without a value is there, and nothing stands in for it."""
    await keep(pool, person, {HRV.key: [50, None, 52]})
    (found,) = await metric_days(Desk(pool), person, [HRV], Window.of(4, TODAY), TODAY)
    assert found.dates()[-1] == TODAY
    assert list(found.values) == near([None, 50, None, 52])
    assert list(found.usual.count) == [0, 1, 1, 2]
    assert np.isnan(found.usual.q1).all()


async def test_outside_is_beyond_the_days_own_range(pool: Pool, person: str) -> None:
    """A value on the bound is inside; a value beyond it tells on which side."""
    calm = [50.0, 52.0] * 10
    await keep(pool, person, {HRV.key: [*calm, 90, 50, 10]})
    (found,) = await metric_days(Desk(pool), person, [HRV], Window.of(5, TODAY), TODAY)
    assert found.outside() == [None, None, Direction.ABOVE, None, Direction.BELOW]


async def test_a_metric_without_values(pool: Pool, person: str) -> None:
    """A metric that was never measured is days without anything."""
    (found,) = await metric_days(Desk(pool), person, [HRV], Window.of(3, TODAY), TODAY)
    assert list(found.usual.count) == [0] * 3
    assert np.isnan(found.values).all()
    assert found.outside() == [None] * 3


async def test_a_day_that_is_not_over_lies_nowhere_yet(pool: Pool, person: str) -> None:
    """Few steps are told when the day is over, many as soon as they are there."""
    calm = [5_000.0, 5_200.0] * 10
    await keep(pool, person, {STEPS.key: [*calm, 100, 90_000, 10]})
    window = Window.of(3, TODAY)
    sides = [Direction.BELOW, Direction.ABOVE]
    (found,) = await metric_days(Desk(pool), person, [STEPS], window, TODAY)
    assert found.outside() == [*sides, None]
    (found,) = await metric_days(Desk(pool), person, [STEPS], window, TODAY + dt.timedelta(days=1))
    assert found.outside() == [*sides, Direction.BELOW]
