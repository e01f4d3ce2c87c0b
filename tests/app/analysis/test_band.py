from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from app.analysis.band import bands_of, hrv_band, hrv_variation, since, variations
from app.analysis.history import History
from app.metrics import Metric
from app.records.findings import Significance
from app.records.sleep import Night

Person = Callable[..., History]


def test_week_and_band_by_numpy(gappy: Callable[..., npt.NDArray[np.float64]]) -> None:
    """The week is a mean of logarithms, the band half a standard deviation of the 60 before."""
    values = np.log(gappy(96))
    bands = bands_of(values)
    week, before = values[-7:], values[-67:-7]
    assert bands.week[-1] == pytest.approx(np.nanmean(week), abs=1e-9)
    reach = 0.5 * np.nanstd(before, ddof=1)
    assert bands.low[-1] == pytest.approx(np.nanmean(before) - reach, abs=1e-9)
    assert bands.high[-1] == pytest.approx(np.nanmean(before) + reach, abs=1e-9)
    assert bands.week[0] == pytest.approx(np.nanmean(values[60:67]), abs=1e-9)


def test_a_low_week_is_told_since_its_third_morning(person: Person) -> None:
    """HRV that has been low for ten nights lies below the band, in ms and percent."""
    values = [60.0, 58.0, 62.0] * 30 + [50.0] * 10
    found = hrv_band(person({Metric.HRV_RMSSD: values}))
    assert found.significance is Significance.LOW
    assert found.details["side"] == "below"
    assert found.details["told"]["side"] == "below"
    usual = np.exp(np.log(values[-67:-7]).mean())
    assert found.score == pytest.approx(100 * (50 / usual - 1), abs=1e-9)
    assert found.details["interpretation"] == (
        "HRV of the last 7 days is 16% below what is usual for you"
    )
    mornings = found.details["mornings"]
    assert len(mornings["mean_7d"]) == len(mornings["low"]) == 30
    assert mornings["mean_7d"][-1] == pytest.approx(50.0)


def test_within_the_band_nothing_is_told(person: Person) -> None:
    """A week like the others is as usual, and says so."""
    found = hrv_band(person({Metric.HRV_RMSSD: [60.0, 50.0, 70.0, 62.0, 58.0] * 20}))
    assert (found.details["side"], found.details["told"]) == ("within", None)
    assert found.details["interpretation"].startswith("HRV of the last 7 days is as usual for you")


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        ([0, -1, -1, -1], 3),
        ([-1, -1, -1, -1], 2),
        ([-1, -1, 1, -1], None),
        ([-1, -1, -1, 0], None),
        ([1, 1, 1, 0, 1, 1, 1], 6),
        ([1, 1], None),
    ],
)
def test_three_mornings_begin_and_one_within_ends(sides: list[float], expected: int | None) -> None:
    """What stands has begun on the third morning of its side."""
    assert since(np.array(sides, dtype=float)) == expected


def test_too_few_nights_have_a_reason(person: Person) -> None:
    """Two nights of the week, or 20 of the 60 before, are too few."""
    few = hrv_band(person({Metric.HRV_RMSSD: [60.0, 58.0] * 40 + [None] * 5 + [60.0, 61.0]}))
    assert few.details["reason"] == "2 of 7 nights; it takes 3."
    short = hrv_band(person({Metric.HRV_RMSSD: [60.0, 58.0] * 10 + [60.0] * 7}))
    assert short.details["reason"] == "20 of 60 nights; it takes 21."


def test_variation_takes_five_nights() -> None:
    """The coefficient of variation is that of the logarithms, in percent."""
    days = np.log(np.array([60.0, 50.0, np.nan, 70.0, 65.0, 55.0, np.nan, np.nan]))
    known = days[np.isfinite(days)]
    first, second = variations(days)
    assert first == pytest.approx(100 * known.std(ddof=1) / known.mean())
    assert np.isnan(second)


@pytest.mark.parametrize(
    ("week", "code", "side"),
    [
        ([55.0, 65.0, 56.0, 64.0, 57.0, 63.0, 60.0], "variation_as_usual", "within"),
        ([60.0, 60.5, 60.0, 60.5, 60.0, 60.5, 60.0], "variation_low", "below"),
        ([35.0, 95.0, 40.0, 88.0, 36.0, 92.0, 40.0], "variation_high", "above"),
    ],
)
def test_the_variation_is_held_against_own_weeks(
    person: Person, random: np.random.Generator, week: list[float], code: str, side: str
) -> None:
    """How much the week varies, in percent, against nine in ten of the weeks before."""
    nights = 60 * np.exp(0.07 * np.clip(random.standard_normal(90), -2, 2))
    nights[-7:] = week
    found = hrv_variation(person({Metric.HRV_RMSSD: nights}))
    assert (found.details["code"], found.details["side"]) == (code, side)
    known = np.log(week)
    assert found.score == pytest.approx(100 * known.std(ddof=1) / known.mean())
    assert len(found.details["mornings"]["variation_percent"]) == 30
    assert "varies" in found.details["interpretation"]


def test_too_few_nights_have_no_variation(person: Person) -> None:
    """Four nights of the week are too few, and it says so."""
    found = hrv_variation(person({Metric.HRV_RMSSD: [60.0, 58.0] * 40 + [None] * 3 + [60.0] * 4}))
    assert found.details["reason"] == "4 of 7 nights; it takes 5."


def test_a_new_device_is_the_reason(person: Person, night: Callable[..., Night]) -> None:
    """Nights of the device before are not held against those since."""
    history = person({Metric.HRV_RMSSD: [60.0, 58.0, 62.0] * 30})
    days = [history.day(back) for back in range(89, -1, -1)]
    devices = ["old"] * 80 + ["new"] * 10
    nights = [
        replace(night(day), device_id=device) for day, device in zip(days, devices, strict=True)
    ]
    changed = History(history.today, history.frame, tuple(nights))
    assert changed.device_since == days[80]
    found = hrv_band(changed)
    assert found.details["reason_code"] == "new_device"
    assert found.details["reason_params"] == {"since": days[80].isoformat()}


@pytest.mark.parametrize(
    ("devices", "since_place"),
    [("aab", 2), ("aba", None), ("abab", None), ("aaa", None), ("abb", 1), ("abcc", 2)],
)
def test_a_device_is_new_when_none_comes_again(
    person: Person, night: Callable[..., Night], devices: str, since_place: int | None
) -> None:
    """Who wears two devices by turns has no new one; nights that name none change nothing."""
    history = person({Metric.HRV_RMSSD: [60.0] * len(devices)})
    days = [history.day(back) for back in range(len(devices) - 1, -1, -1)]
    worn = [replace(night(d), device_id=name) for d, name in zip(days, devices, strict=True)]
    worn.insert(1, replace(night(days[0]), device_id=None))
    found = History(history.today, history.frame, tuple(worn)).device_since
    assert found == (None if since_place is None else days[since_place])
