from collections.abc import Callable

import numpy as np
import pytest

from app.analysis.history import History
from app.analysis.mornings import Told, matters, told, windows
from app.analysis.trend import hrv_trend, looks, verdict
from app.metrics import Metric
from app.records.findings import Significance

Person = Callable[..., History]
HIGH, MEDIUM = Significance.HIGH, Significance.MEDIUM


@pytest.mark.parametrize(
    ("p_values", "expected"),
    [
        ([0.5, 0.5, 0.5], None),
        ([0.01, 0.01], None),
        ([0.01, 0.06, 0.01, 0.01], None),
        ([0.01, None, 0.01, 0.01], None),
        ([0.01, 0.01, 0.01], Told(MEDIUM, 2)),
        ([0.01, 0.01, 0.01, 0.19, 0.1], Told(MEDIUM, 2)),
        ([0.001, 0.001, 0.001], Told(HIGH, 2)),
        ([0.01, 0.001, 0.001, 0.001, 0.1], Told(HIGH, 2)),
        ([0.01, 0.01, 0.01, 0.2], Told(MEDIUM, 2, until=3)),
        ([0.01, 0.01, 0.01, None], Told(MEDIUM, 2, until=3)),
        ([0.01, 0.01, 0.01, 0.2, 0.01], Told(MEDIUM, 2, until=3)),
        ([0.01, 0.01, 0.01, 0.2, 0.5, 0.5], Told(MEDIUM, 2, until=3)),
        ([0.01, 0.01, 0.01, 0.2, 0.5, 0.5, 0.5], None),
    ],
)
def test_mornings_that_agree_begin_and_one_ends(
    p_values: list[float | None], expected: Told | None
) -> None:
    """Three mornings running begin, a level only rises, a morning ends it, for 3 it is known."""
    assert told(p_values, [1.0] * len(p_values)) == expected


def test_mornings_of_different_signs_do_not_agree() -> None:
    """Up and down begin nothing, and a turn ends what was told."""
    assert told([0.01, 0.01, 0.01], [1.0, -1.0, 1.0]) is None
    assert told([0.01] * 4, [1.0, 1.0, 1.0, -1.0]) == Told(MEDIUM, 2, until=3)


@pytest.mark.parametrize(
    ("p_values", "expected"),
    [
        ([0.5, 0.5, 0.5, 0.01], False),
        ([0.1, 0.5, 0.5, 0.5], True),
        ([0.5, 0.01, 0.01, 0.01], True),
    ],
)
def test_earlier_mornings_matter_where_something_may_have_stood(
    p_values: list[float | None],
    expected: bool,  # noqa: FBT001
) -> None:
    """What stands today or ended of late stood on the first of these mornings or began since."""
    assert matters(p_values, [1.0] * 4) is expected


def test_windows_are_what_was_known_on_each_morning() -> None:
    """The last row ends with the last day, each row before it a day earlier."""
    assert windows(np.arange(6.0), 3, 2).tolist() == [[2, 3, 4], [3, 4, 5]]


def test_looks_of_many_mornings_are_those_of_each(random: np.random.Generator) -> None:
    """A morning that is gone through again finds what was found on it."""
    values = 60 + 8 * random.standard_normal(95)
    values[random.random(95) < 0.2] = np.nan
    p_values = looks(windows(values, 90, 6), 6)[0].p_values
    expected = [verdict(window)["p_value"] for window in windows(values, 90, 6)]
    assert p_values == pytest.approx(expected, abs=1e-12)


def test_a_fall_is_told_since_the_third_morning(
    person: Person, random: np.random.Generator
) -> None:
    """A clear fall has its first morning in the details, and it stays that morning."""
    values = 60 + 3 * random.standard_normal(120)
    values[-8:] -= 15
    since = hrv_trend(person({Metric.HRV_RMSSD: values})).details["told"]["since"]
    values = np.append(values, 45.0)[1:]
    later = hrv_trend(person({Metric.HRV_RMSSD: values})).details["told"]
    assert (later["level"], later["until"]) == ("high", None)
    assert np.datetime64(later["since"]) == np.datetime64(since) - 1


def test_a_quiet_month_tells_nothing(person: Person, random: np.random.Generator) -> None:
    """Where today's look finds nothing, nothing is told."""
    values = 60 + 3 * random.standard_normal(120)
    assert hrv_trend(person({Metric.HRV_RMSSD: values})).details["told"] is None
