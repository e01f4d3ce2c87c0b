import datetime as dt
from dataclasses import astuple, fields
from typing import Any

import pytest

from app.reads.series import Series
from app.reads.sleep import NightSummary, NightWithRecharge
from app.rest.shapes.sleep import Sleep, SleepDetail

DAY = dt.date(2026, 1, 11)
EVENING = dt.datetime(2026, 1, 10, 23, 2)
NOTHING = Series(local_time=[], values=[])
ROWS: list[tuple[dict[str, Any], tuple[object, ...]]] = [
    # Score, then hours: total, deep, REM, light; then HRV and heart rate.
    ({}, (None, None, None, None, None, None, None)),
    ({"light_s": 0, "deep_s": 0, "rem_s": 0}, (None, 0.0, 0.0, 0.0, 0.0, None, None)),
    ({"light_s": 3_600}, (None, 1.0, None, None, 1.0, None, None)),
    (
        {"sleep_score": 85, "light_s": 13_680, "deep_s": 6_480, "rem_s": 6_840},
        (85, 7.5, 1.8, 1.9, 3.8, None, None),
    ),
    ({"hrv_rmssd_ms": 48, "heart_rate_avg": 51.6}, (None, None, None, None, None, 48.0, 52)),
]


@pytest.mark.parametrize(("night", "row"), ROWS)
def test_a_night_is_told(night: dict[str, Any], row: tuple[object, ...]) -> None:
    """Hours with 2 decimals, a whole heart rate, null for what was not measured."""
    assert astuple(Sleep.of(NightWithRecharge(date=DAY, **night))) == (DAY, *row)


@pytest.mark.parametrize(("night", "row"), ROWS)
def test_a_list_tells_what_the_detail_tells(night: dict[str, Any], row: tuple[object, ...]) -> None:
    """A summary of the night makes the same row."""
    whole = NightWithRecharge(date=DAY, **night)
    summary = NightSummary(**{f.name: getattr(whole, f.name) for f in fields(NightSummary)})
    assert astuple(Sleep.of(summary)) == (DAY, *row)


@pytest.mark.parametrize(
    ("stage", "code"),
    [("WAKE", 0), ("REM", 1), ("LIGHTER", 2), ("LIGHT", 3), ("DEEP", 4), ("UNKNOWN", 5), ("x", 5)],
)
def test_stages_are_polars_codes(stage: str, code: int) -> None:
    """A stage that nobody knows is told as unknown."""
    hypnogram = Series(local_time=[EVENING], values=[stage])
    told = SleepDetail.with_series(NightWithRecharge(date=DAY), hypnogram, NOTHING)
    assert told.hypnogram == {"23:02": code}


@pytest.mark.parametrize(
    ("beats", "lowest", "highest"),
    [([], None, None), ([None], None, None), ([54, None, 49], 49, 54)],
)
def test_heart_rate_in_sleep(
    beats: list[int | None], lowest: int | None, highest: int | None
) -> None:
    """Lowest and highest are of samples with a signal."""
    times = [EVENING + dt.timedelta(minutes=5 * place) for place in range(len(beats))]
    series = Series(local_time=times, values=beats)
    told = SleepDetail.with_series(NightWithRecharge(date=DAY), NOTHING, series)
    assert (told.heart_rate_min, told.heart_rate_max) == (lowest, highest)
    assert list(told.heart_rate_samples.values()) == beats
