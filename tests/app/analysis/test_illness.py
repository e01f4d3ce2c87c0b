from collections.abc import Callable

import numpy as np
import pytest

from app.analysis.history import History
from app.analysis.illness import illness_signal, rise
from app.metrics import Metric
from app.records.findings import Significance

Person = Callable[..., History]
QUIET = [54.0, 55.0, 56.0, 55.0] * 10


@pytest.mark.parametrize(
    ("last", "alarm"), [((59.0, 59.0), True), ((59.0, 58.9), False), ((58.9, 70.0), False)]
)
def test_two_nights_of_four_beats(person: Person, last: tuple[float, float], alarm: bool) -> None:  # noqa: FBT001
    """Both nights must lie 4 bpm over the median of the 28 nights before."""
    found = illness_signal(person({Metric.RESTING_HR: [*QUIET, *last]}))
    assert found.details["alarm"] is alarm
    assert found.score == pytest.approx(min(last) - 55)
    assert (found.significance is Significance.MEDIUM) is alarm


def test_rise_by_numpy() -> None:
    """The baseline is the plain median of the known nights before the two."""
    rng = np.random.default_rng(16)
    window = 55 + rng.standard_normal(30)
    window[[3, 9]] = np.nan
    expected = window[-2:] - np.nanmedian(window[:28])
    assert rise(window) == pytest.approx(expected.tolist(), abs=1e-9)


def test_others_join_in(person: Person) -> None:
    """HRV down and breathing up in the same nights make it high, in words."""
    swing = [44.0, 45.0, 46.0, 45.0] * 10
    breath = [14.0, 14.2, 14.4, 14.2] * 10
    found = illness_signal(
        person(
            {
                Metric.RESTING_HR: [*QUIET, 61.0, 63.0],
                Metric.HRV_RMSSD: [*swing, 30.0, 31.0],
                Metric.BREATHING_RATE: [*breath, 16.0, 16.5],
                Metric.SKIN_TEMPERATURE: [*[33.0, 33.1, 33.2, 33.1] * 10, 33.1, 33.1],
            }
        )
    )
    assert found.significance is Significance.HIGH
    assert found.details["joined_by"] == ["hrv_rmssd", "breathing_rate"]
    assert found.details["nights"] == ["2026-01-12", "2026-01-13"]
    assert found.details["interpretation"] == (
        "Resting heart rate was 6 and 8 bpm above your usual on two nights running, "
        "and HRV and breathing rate moved with it"
    )


def test_quiet_nights_are_quiet(person: Person) -> None:
    """A healthy person reads that there is no sign."""
    found = illness_signal(person({Metric.RESTING_HR: QUIET}))
    assert found.significance is Significance.LOW
    assert found.details["interpretation"] == "No sign of an illness in your resting heart rate"


def test_the_newest_night_may_be_two_days_old(person: Person) -> None:
    """A night that came in two days ago still counts, one of three days ago does not."""
    ill = [*QUIET, 61.0, 62.0]
    assert illness_signal(person({Metric.RESTING_HR: [*ill, None, None]})).details["alarm"]
    old = illness_signal(person({Metric.RESTING_HR: [*ill, None, None, None]}))
    assert old.significance is Significance.INSUFFICIENT
    assert old.details["reason"] == "The last two nights running are not both there."


def test_fourteen_nights_to_compare_with(person: Person) -> None:
    """13 nights before the two are too few."""
    found = illness_signal(person({Metric.RESTING_HR: [*QUIET[:13], 61.0, 62.0]}))
    assert found.details["reason"].startswith("13 of the 28 nights before")
