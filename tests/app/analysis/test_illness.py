from collections.abc import Callable

import numpy as np
import pytest

from app.analysis.history import History
from app.analysis.illness import alarms, illness_signal, nights_of, together
from app.metrics import Metric
from app.records.findings import Significance

Person = Callable[..., History]
QUIET = [54.0, 55.0, 56.0, 55.0] * 12
SWING = [44.0, 45.0, 46.0, 45.0] * 12
BREATH = [14.0, 14.2, 14.4, 14.2] * 12


def with_hrv(person: Person, heart: list[float], hrv: list[float]) -> History:
    """Quiet nights, and last ones of heart rate and HRV."""
    return person({Metric.RESTING_HR: [*QUIET, *heart], Metric.HRV_RMSSD: [*SWING, *hrv]})


@pytest.mark.parametrize(
    ("heart", "hrv", "alarm"),
    [
        ([58.0, 58.0], [40.0, 40.0], True),
        ([58.0, 55.0], [40.0, 40.0], False),
        ([58.0, 58.0], [45.0, 45.0], False),
        ([55.0, 55.0], [30.0, 30.0], False),
    ],
)
def test_two_nights_and_two_signs(
    person: Person,
    heart: list[float],
    hrv: list[float],
    alarm: bool,  # noqa: FBT001
) -> None:
    """Both nights must be high, and another sign has to join in; either alone is no alarm."""
    found = illness_signal(with_hrv(person, heart, hrv))
    assert found.details["alarm"] is alarm
    assert (found.significance is not Significance.LOW) is alarm
    assert found.score == pytest.approx(min(heart) - 55)


def test_a_wide_spread_needs_a_higher_rise(person: Person) -> None:
    """Six bpm are an alarm for who varies by one, and nothing for who varies by nine."""
    wide = [46.0, 55.0, 64.0, 55.0] * 12
    rises, low = [61.0, 61.0], [41.0, 41.0]
    columns = {Metric.RESTING_HR: [*wide, *rises], Metric.HRV_RMSSD: [*SWING, *low]}
    assert not illness_signal(person(columns)).details["alarm"]
    assert illness_signal(with_hrv(person, rises, low)).details["alarm"]


def test_signs_by_numpy(person: Person) -> None:
    """A sign is the two nights' mean distance from the median of 28, in robust deviations."""
    rng = np.random.default_rng(16)
    heart, hrv = 55 + rng.standard_normal(60), 45 + rng.standard_normal(60)
    heart[[40, 51]] = np.nan
    nights = nights_of(person({Metric.RESTING_HR: heart, Metric.HRV_RMSSD: hrv}))
    for sign, way, values in ((0, 1, heart), (1, -1, hrv)):
        before, last = values[-30:-2], values[-2:]
        middle = np.nanmedian(before)
        spread = 1.4826 * np.nanmedian(np.abs(before - middle))
        expected = np.mean(way * (last - middle) / spread)
        assert nights.signs[sign, -1] == pytest.approx(expected, abs=1e-9)
    assert np.isnan(nights.signs[2:]).all()
    total = nights.signs[:2, -1].sum() / np.sqrt(2 + 2 * 0.55)
    assert together(nights.signs)[-1] == pytest.approx(total, abs=1e-9)


def test_others_join_in(person: Person) -> None:
    """HRV down and breathing up in the same nights make it high, in words."""
    found = illness_signal(
        person(
            {
                Metric.RESTING_HR: [*QUIET, 61.0, 63.0],
                Metric.HRV_RMSSD: [*SWING, 30.0, 31.0],
                Metric.BREATHING_RATE: [*BREATH, 16.0, 16.5],
                Metric.SKIN_TEMPERATURE: [*[33.0, 33.1, 33.2, 33.1] * 12, 33.1, 33.1],
            }
        )
    )
    assert found.significance is Significance.HIGH
    assert found.details["joined_by"] == ["hrv_rmssd", "breathing_rate"]
    assert found.details["nights"] == ["2026-01-12", "2026-01-13"]
    assert found.details["told"] == {"since": "2026-01-13"}
    assert found.details["interpretation"] == (
        "Resting heart rate was 6 and 8 bpm above your usual on two nights running, "
        "and HRV and breathing rate moved with it"
    )


def test_an_alarm_stands_until_the_signs_are_gone(person: Person) -> None:
    """A night between is no end: what began stands until the signs have fallen to half."""
    heart, hrv = [61.0, 61.0, 57.0, 57.0, 55.0, 55.0], [35.0, 35.0, 44.0, 43.0, 45.0, 45.0]
    seen = [alarms(nights_of(with_hrv(person, heart[:n], hrv[:n])))[-1] for n in range(1, 7)]
    assert seen == [False, True, True, True, False, False]


def test_a_sensors_two_ways_are_one_sign(person: Person) -> None:
    """Skin temperature and its deviation say the same, and count once."""
    warm = [33.0, 33.1, 33.2, 33.1] * 12
    columns = {
        Metric.RESTING_HR: [*QUIET, 60.0, 60.0],
        Metric.SKIN_TEMPERATURE: [*warm, 34.0, 34.0],
        Metric.SKIN_TEMPERATURE_DEVIATION: [*(each - 33.1 for each in warm), 0.9, 0.9],
    }
    found = illness_signal(person(columns))
    assert found.details["joined_by"] == ["skin_temperature"]
    assert set(found.details["deviations"]) == {"resting_hr", "skin_temperature"}


def test_less_than_three_beats_are_nothing_to_tell(person: Person) -> None:
    """Who hardly varies is not told of two beats, however rare they are."""
    still = [55.0, 55.2, 54.8, 55.1] * 12
    columns = {Metric.RESTING_HR: [*still, 57.0, 57.0], Metric.HRV_RMSSD: [*SWING, 35.0, 35.0]}
    assert not illness_signal(person(columns)).details["alarm"]


def test_quiet_nights_are_quiet(person: Person) -> None:
    """A healthy person reads that there is no sign."""
    found = illness_signal(person({Metric.RESTING_HR: QUIET}))
    assert found.significance is Significance.LOW
    assert found.details["told"] is None
    assert found.details["interpretation"] == "No sign of an illness in your resting heart rate"


def test_the_newest_night_may_be_two_days_old(person: Person) -> None:
    """A night that came in two days ago still counts, one of three days ago does not."""
    ill, low = [*QUIET, 61.0, 62.0], [*SWING, 30.0, 30.0]
    late = [None, None]
    recent = person({Metric.RESTING_HR: [*ill, *late], Metric.HRV_RMSSD: [*low, *late]})
    assert illness_signal(recent).details["alarm"]
    old = illness_signal(person({Metric.RESTING_HR: [*ill, None, None, None]}))
    assert old.significance is Significance.INSUFFICIENT
    assert old.details["reason"] == "The last two nights running are not both there."


def test_fourteen_nights_to_compare_with(person: Person) -> None:
    """13 nights before the two are too few."""
    found = illness_signal(person({Metric.RESTING_HR: [*QUIET[:13], 61.0, 62.0]}))
    assert found.details["reason"].startswith("13 of the 28 nights before")


def test_nights_that_never_vary_are_no_sign(person: Person) -> None:
    """Where every night is the same there is no spread to measure a rise in."""
    found = illness_signal(person({Metric.RESTING_HR: [55.0] * 40, Metric.HRV_RMSSD: [45.0] * 40}))
    assert not found.details["alarm"]
