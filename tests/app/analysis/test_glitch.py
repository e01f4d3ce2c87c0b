import datetime as dt
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from app.analysis.glitch import dated, glitches, steady
from app.analysis.history import History
from app.analysis.trend import hrv_trend
from app.metrics import Metric
from app.records.findings import Significance

Floats = npt.NDArray[np.float64]
Person = Callable[..., History]


@pytest.fixture
def nights(random: np.random.Generator) -> Floats:
    """Ninety quiet nights of HRV."""
    quiet: Floats = 60 * np.exp(0.19 * np.clip(random.standard_normal(90), -2, 2))
    return quiet


@pytest.mark.parametrize("place", [0, 45, 88, 89])
def test_a_lone_night_far_out_is_a_glitch(nights: Floats, place: int) -> None:
    """250 ms among nights of 60 ms are left out wherever they are, and nothing else is."""
    nights[place] = 250
    assert np.flatnonzero(glitches(nights[None])[0]).tolist() == [place]
    assert np.isnan(steady(nights)[place])


def test_two_nights_running_are_believed(nights: Floats) -> None:
    """What lasts for two nights is no glitch, with a night off between them or not."""
    nights[-3], nights[-2], nights[-1] = 12, np.nan, 12
    assert not glitches(nights[None]).any()


def test_up_and_down_are_two_glitches(nights: Floats) -> None:
    """A night far above and one far below do not speak for each other."""
    nights[-2:] = 300, 8
    assert glitches(nights[None])[0, -2:].all()


def test_what_is_far_out_every_week_is_a_habit(nights: Floats) -> None:
    """Nights that are far below on every Monday are Mondays, not glitches."""
    nights[::7] = 20
    assert not glitches(nights[None]).any()


def test_a_metric_with_zeros_is_measured_as_it_is(random: np.random.Generator) -> None:
    """Where a value is zero there is no logarithm; a lone value far out is found all the same."""
    load = np.abs(random.normal(60, 20, 60))
    load[10], load[30] = 0, 900
    assert np.flatnonzero(glitches(load[None])[0]).tolist() == [30]


@pytest.mark.parametrize(
    "values",
    [np.full(60, 5.0), np.full(60, np.nan), np.tile([1.0, 300.0], 30), np.array([1.0, 2.0, 999.0])],
)
def test_there_are_none_where_nothing_is_usual(values: Floats) -> None:
    """Constant, missing, alternating and short series have no glitches."""
    assert not glitches(values[None]).any()


def test_what_was_left_out_has_its_date(nights: Floats) -> None:
    """Date and value of the glitch are told."""
    nights[-3] = 250
    today = dt.date(2026, 1, 13)
    found = dated(nights, steady(nights), lambda back: today - dt.timedelta(days=int(back)))
    assert found == [{"date": dt.date(2026, 1, 11), "value": 250.0}]


def test_one_glitch_is_no_trend(person: Person, nights: Floats) -> None:
    """The score is the formula's on what is stored; the test, and the words, are without it."""
    nights[-2] = 250
    found = hrv_trend(person({Metric.HRV_RMSSD: nights}))
    assert found.score == pytest.approx(100 * (nights[-7:].mean() / nights[-30:-7].mean() - 1))
    assert found.significance is Significance.INSUFFICIENT
    assert found.details["left_out"] == [{"date": "2026-01-12", "value": 250.0}]
    now = np.delete(nights[-7:], 5).mean()
    assert f"({now:.0f}ms against" in found.details["interpretation"]


def test_an_old_glitch_hides_nothing(person: Person, nights: Floats) -> None:
    """A fall of a quarter is found beside a glitch of 45 days ago."""
    nights[-7:] *= 0.75
    nights[-45] = 250
    assert hrv_trend(person({Metric.HRV_RMSSD: nights})).significance is Significance.HIGH


def test_a_week_of_glitches_has_no_test(person: Person, nights: Floats) -> None:
    """Where fewer than 3 steady nights are left of the week there is a score and no p-value."""
    nights[-7:-3] = np.nan
    nights[-3:] = 60, 250, 61
    found = hrv_trend(person({Metric.HRV_RMSSD: nights}))
    assert found.score is not None
    assert found.details["p_value"] is None
    assert found.significance is Significance.INSUFFICIENT
