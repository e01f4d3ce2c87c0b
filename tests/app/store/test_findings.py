import datetime as dt
import math
from dataclasses import asdict, fields, replace

import numpy as np
import psycopg
import pytest

from app.analysis.baseline import baseline as reference
from app.errors import NotFound
from app.metrics import Metric
from app.records.findings import (
    Baseline,
    BaselineStatus,
    Forecast,
    ForecastDay,
    Pattern,
    PatternType,
    Reading,
    Significance,
)
from app.store import change, findings, write
from app.store.pool import Pool
from tests.app.series import TODAY, gappy, keep, live, night, one

NOW = dt.datetime(2026, 1, 11, 20, tzinfo=dt.UTC)
COUNTS = (150, 90, 45, 25, 20, 12, 7, 6, 3, 1)


def same(found: Baseline, expected: Baseline) -> None:
    """Numbers are equal to 1e-9 of their size, everything else is equal."""
    for field in fields(Baseline):
        one, other = getattr(found, field.name), getattr(expected, field.name)
        if isinstance(other, float):
            other = pytest.approx(other, rel=1e-9, abs=1e-9)
        if field.name != "calculated_at":
            assert one == other, (found.metric, field.name)


async def test_sql_equals_the_reference(pool: Pool, person: str) -> None:
    """On random series with gaps the statement finds what the pure function finds."""
    random = np.random.default_rng(20260111)
    columns = {
        metric.key: gappy(random, COUNTS[place % len(COUNTS)], 50 * 10 ** random.uniform(-2, 3))
        for place, metric in enumerate(Metric)
    }
    await keep(pool, person, columns)
    stored = await one(findings.calculate_baselines, pool, person, TODAY, NOW)
    known = [metric for metric in Metric if np.isfinite(columns[metric.key][-90:]).any()]
    assert [each.metric for each in stored] == [metric.key for metric in known]
    for each in stored:
        same(each, reference(each.metric, columns[each.metric], TODAY))
        assert each.calculated_at == NOW
    assert await one(findings.stored_baselines, pool, person) == stored


@pytest.mark.parametrize("back", [1, 30, 75, 200, -40])
async def test_any_day_of_the_past(pool: Pool, person: str, back: int) -> None:
    """A baseline as of a day knows that day and the 89 before, and is not stored."""
    values = gappy(np.random.default_rng(back + 100), 400)
    await keep(pool, person, {"hrv_rmssd": values})
    day = TODAY - dt.timedelta(days=back)
    until = values[: len(values) - back] if back > 0 else np.append(values, [np.nan] * -back)
    (found,) = await one(findings.baselines_as_of, pool, person, day)
    same(found, reference("hrv_rmssd", until, day))
    assert found.calculated_at is None
    assert await one(findings.stored_baselines, pool, person) == []


@pytest.mark.parametrize(
    "column",
    [
        [50.0] * 90,
        [50.0] * 89 + [1e9],
        [1e9] + [50.0] * 89,
        [5.0],
        [1.0] * 6,
        [None, 1.0, 2.0] + [None] * 80 + [3.0, 4.0, 5.0, 6.0, 7.0],
        [0.0] * 30,
        [-1.0, 1.0] * 20,
    ],
)
async def test_odd_series(pool: Pool, person: str, column: list[float | None]) -> None:
    """Constant series, outliers, single days and long gaps are no exception to the formulas."""
    await keep(pool, person, {"hrv_rmssd": column})
    (found,) = await one(findings.calculate_baselines, pool, person, TODAY, NOW)
    values = np.array([math.nan if each is None else each for each in column])
    same(found, reference("hrv_rmssd", values, TODAY))


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1e13])
async def test_no_number_enters_that_would_spoil_a_mean(
    pool: Pool, person: str, value: float
) -> None:
    """The relation refuses what is no measurement."""
    with pytest.raises(psycopg.errors.CheckViolation):
        await change.execute(
            pool,
            "metric_daily",
            user_id=person,
            metric=["hrv_rmssd"],
            date=["2026-01-11"],
            value=[value],
            **asdict(write.Origin()),
        )


async def test_everybody_in_one_statement(pool: Pool, person: str) -> None:
    """All people's baselines are what each person's own would be, and no rows come back."""
    await live(pool, person, 40)
    own = await one(findings.calculate_baselines, pool, person, TODAY, NOW)
    later = NOW + dt.timedelta(hours=1)
    await findings.renew_baselines(pool, None, TODAY, later)
    stored = await one(findings.stored_baselines, pool, person)
    assert {each.calculated_at for each in stored} == {later}
    for each, other in zip(stored, own, strict=True):
        same(each, other)


async def test_nobody_is_nobody(pool: Pool, person: str) -> None:
    """An empty list of people renews nothing; it does not mean everybody."""
    await live(pool, person, 10)
    await findings.renew_baselines(pool, [], TODAY, NOW)
    assert await one(findings.stored_baselines, pool, person) == []


@pytest.mark.parametrize("alone", [True, False])
async def test_a_metric_that_ended_loses_its_baseline(
    pool: Pool, person: str, *, alone: bool
) -> None:
    """When the last value has left the 90 days, nothing is normal any more."""
    await keep(pool, person, {"hrv_rmssd": [50.0] * 30}, TODAY - dt.timedelta(days=60))
    await keep(pool, person, {"steps": [5000.0] * 30})
    await one(findings.calculate_baselines, pool, person, TODAY, NOW)
    later = TODAY + dt.timedelta(days=31)
    if alone:
        await one(findings.calculate_baselines, pool, person, later, NOW)
    else:
        await findings.renew_baselines(pool, None, later, NOW)
    (left,) = await one(findings.stored_baselines, pool, person)
    assert (left.metric, left.as_of) == ("steps", later)


async def test_a_day_without_data(pool: Pool, person: str) -> None:
    """Nobody's data make no baselines, and somebody who does not exist has none."""
    assert await one(findings.calculate_baselines, pool, person, TODAY, NOW) == []
    assert await one(findings.calculate_baselines, pool, "nobody-at-all", TODAY, NOW) == []
    assert await one(findings.baselines_as_of, pool, person, dt.date.min) == []
    assert await one(findings.baselines_as_of, pool, person, dt.date.max) == []


PATTERN = Pattern(
    pattern_type=PatternType.TREND,
    pattern_name="hrv_trend",
    score=-12.5,
    confidence=0.97,
    significance=Significance.MEDIUM,
    metrics_involved=("hrv_rmssd",),
    sample_count=30,
    details={"p_value": 0.03, "mean_7d": np.float64(45.5), "odd": math.nan, "list": [1, "ä"]},
    as_of=TODAY,
)
FORECAST = Forecast(
    metric="hrv_rmssd",
    days=(ForecastDay(date=dt.date(2026, 1, 12), value=50.5, low=44.25, high=57.0),),
    skill=0.1,
    origins=60,
    coverage=0.8,
    autocorrelation=0.5,
    weekly=True,
    sample_count=100,
    as_of=TODAY,
)
WITHHELD = Forecast(metric="sleep_score", reason="12 days with a value; it takes 30.", as_of=TODAY)


async def test_patterns_and_forecasts_come_back_as_they_went(pool: Pool, person: str) -> None:
    """All but a NaN in the details, which JSON does not have: it becomes null."""
    await findings.store_findings(pool, person, [PATTERN], [FORECAST, WITHHELD], NOW)
    details = {"p_value": 0.03, "mean_7d": 45.5, "odd": None, "list": [1, "ä"]}
    expected = replace(PATTERN, details=details, analyzed_at=NOW)
    assert await one(findings.stored_patterns, pool, person) == [expected]
    stored = {each.metric: each for each in await one(findings.stored_forecasts, pool, person)}
    for each in (FORECAST, WITHHELD):
        assert stored[each.metric] == replace(each, calculated_at=NOW)


async def test_storing_again_replaces(pool: Pool, person: str) -> None:
    """What is not found any more goes, what is found again is renewed, twice is as once."""
    other = replace(PATTERN, pattern_name="sleep_trend")
    await findings.store_findings(pool, person, [PATTERN, other], [FORECAST, WITHHELD], NOW)
    for _ in range(2):
        renewed = replace(PATTERN, score=3.0, details={})
        await findings.store_findings(pool, person, [renewed], [FORECAST], NOW)
    (pattern,) = await one(findings.stored_patterns, pool, person)
    (forecast,) = await one(findings.stored_forecasts, pool, person)
    assert (pattern.score, pattern.pattern_name, forecast.metric) == (
        3.0,
        "hrv_trend",
        "hrv_rmssd",
    )


async def test_nothing_is_stored_for_somebody_who_is_gone(pool: Pool) -> None:
    """A person who was deleted in the meantime gets no findings."""
    with pytest.raises(NotFound):
        await findings.store_findings(pool, "nobody-at-all", [PATTERN], [], NOW)


async def test_who_looked_earlier_changes_nothing(pool: Pool, person: str) -> None:
    """Of two analyses at once, what the later look found stays."""
    await findings.store_findings(pool, person, [PATTERN], [FORECAST], NOW)
    before = NOW - dt.timedelta(minutes=1)
    pattern, forecast = replace(PATTERN, score=0.1), replace(FORECAST, skill=0.1)
    await findings.store_findings(pool, person, [pattern], [forecast], before)
    (told,) = await one(findings.stored_patterns, pool, person)
    (ahead,) = await one(findings.stored_forecasts, pool, person)
    assert (told.score, ahead.skill) == (PATTERN.score, FORECAST.skill)


async def test_forecast_days_for_readers_of_sql(pool: Pool, person: str) -> None:
    """The view has a row per coming day, none for a forecast that is withheld."""
    await findings.store_findings(pool, person, [], [FORECAST, WITHHELD], NOW)
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT metric, date, value, low, high, as_of FROM forecast_day WHERE user_id = %s",
            [person],
        )
        assert await cursor.fetchall() == [
            ("hrv_rmssd", dt.date(2026, 1, 12), 50.5, 44.25, 57.0, TODAY)
        ]


async def test_newest_values_look_back_as_far_as_baselines(pool: Pool, person: str) -> None:
    """A value that is older than all that baselines are made of says nothing about now."""
    long_ago = TODAY - dt.timedelta(days=findings.BASELINE_DAYS)
    await keep(pool, person, {"steps": [1]}, long_ago)
    await keep(pool, person, {"hrv_rmssd": [50]}, long_ago + dt.timedelta(days=1))
    found = await one(findings.newest_values, pool, person, TODAY)
    assert set(found.readings) == {"hrv_rmssd"}


async def test_newest_values_and_the_first_night(pool: Pool, person: str) -> None:
    """Of each metric the newest value up to a day; nights of sleep or recharge, of any age."""
    await write.store_harvest(pool, person, [[night(dt.date(2025, 6, 1), None)]])
    await keep(pool, person, {"hrv_rmssd": [40.0, 41.0, None], "steps": [5000.0]})
    await keep(pool, person, {"steps": [9.0]}, TODAY + dt.timedelta(days=1))
    found = await one(findings.newest_values, pool, person, TODAY)
    readings = found.readings
    assert found.first_night == dt.date(2025, 6, 1)
    assert readings["hrv_rmssd"] == Reading(date=dt.date(2026, 1, 10), value=41.0)
    assert readings["steps"] == Reading(date=TODAY, value=5000.0)
    nothing = await one(findings.newest_values, pool, "nobody-at-all", TODAY)
    assert (nothing.readings, nothing.first_night) == ({}, None)


async def test_data_days(pool: Pool, person: str) -> None:
    """Days with data are counted by kind, within the window only."""
    await live(pool, person, 100)
    found = await one(findings.data_days, pool, person, TODAY - dt.timedelta(days=89), TODAY)
    assert (found.sleep, found.recharge, found.activity, found.cardio_load) == (90, 90, 90, 90)


async def test_statuses_are_words_of_ours(pool: Pool, person: str) -> None:
    """What the database has as text comes back as the record's own words."""
    await live(pool, person, 10)
    stored = await one(findings.calculate_baselines, pool, person, TODAY, NOW)
    assert {type(each.status) for each in stored} == {BaselineStatus}
