import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from app.analysis.baseline import baseline
from app.analysis.change_point import change_points
from app.analysis.eras import parts
from app.analysis.history import History
from app.metrics import Metric
from app.records.findings import BaselinePart, BaselineStatus, Era, Pattern, Split
from app.records.sleep import Night

Person = Callable[..., History]


def worn(history: History, night: Callable[..., Night], days: int, new: int) -> History:
    """The same days, the newest ones measured by another device."""
    nights = [
        replace(night(history.day(back)), device_id="new" if back < new else "old")
        for back in range(days)
    ]
    return History(history.today, history.frame, tuple(sorted(nights, key=lambda n: n.date)))


def test_a_new_device_splits_the_baselines_of_the_night(
    person: Person, night: Callable[..., Night], random: np.random.Generator
) -> None:
    """Both parts have the statistics of their own days; what is no night is not split."""
    hrv, steps = 50 + 5 * random.standard_normal(90), 8000 + 900 * random.standard_normal(90)
    hrv[-30:] += 12
    history = worn(person({Metric.HRV_RMSSD: hrv, Metric.STEPS: steps}), night, 90, 30)
    before, since = parts(history, [])
    assert (before.era, since.era) == (Era.BEFORE, Era.SINCE)
    assert {each.metric for each in (before, since)} == {"hrv_rmssd"}
    assert {each.because for each in (before, since)} == {Split.NEW_DEVICE}
    assert since.since == history.day(29)
    assert before.baseline_value == pytest.approx(hrv[:60].mean())
    assert since.q3 == pytest.approx(np.quantile(hrv[60:], 0.75))
    assert (before.sample_count, since.sample_count) == (60, 30)
    assert before.data_end_date == history.day(30)


def test_a_young_part_says_how_little_it_knows(person: Person, night: Callable[..., Night]) -> None:
    """Five nights are insufficient, and what was before stays readable."""
    history = worn(person({Metric.HRV_RMSSD: [50.0, 55.0, 45.0] * 30}), night, 90, 5)
    before, since = parts(history, [])
    assert (since.status, since.baseline_value) == (BaselineStatus.INSUFFICIENT, None)
    assert before.status is BaselineStatus.READY


@pytest.mark.parametrize("new", [0, 90, 120])
def test_one_device_splits_nothing(person: Person, night: Callable[..., Night], new: int) -> None:
    """One device, or one that changed before the 90 days, leaves baselines whole."""
    history = person({Metric.HRV_RMSSD: [50.0, 55.0, 45.0] * 50})
    assert parts(worn(history, night, 150, new), []) == ()


def stepped(person: Person, q_value: float, back: int = 40) -> tuple[History, Pattern]:
    """A history, and a step that was found in it."""
    values = np.concatenate([np.full(110, 50.0), np.full(40, 65.0)])
    values += 3 * np.random.default_rng(1).standard_normal(150)
    history = person({Metric.RESTING_HR: values})
    found = change_points(history)
    (finding,) = found.details["findings"]
    finding = finding | {"q_value": q_value, "since": history.day(back).isoformat()}
    return history, replace(found, details=found.details | {"findings": [finding]})


def test_a_sure_step_splits(person: Person) -> None:
    """A step with q below 0.01 begins a baseline anew, one with 0.05 does not."""
    history, found = stepped(person, 0.001)
    assert [each.because for each in parts(history, [found])] == [Split.STEP, Split.STEP]
    history, found = stepped(person, 0.05)
    assert parts(history, [found]) == ()


def test_a_step_that_stands_goes_on(person: Person) -> None:
    """A split stays on its day while the step is found at all, and follows one that moved far."""
    history, found = stepped(person, 0.001)
    stood = parts(history, [found])
    history, later = stepped(person, 0.09, back=35)
    assert {each.since for each in parts(history, [later], stood)} == {history.day(40)}
    history, moved = stepped(person, 0.09, back=15)
    assert {each.since for each in parts(history, [moved], stood)} == {history.day(15)}
    assert parts(history, [], stood) == ()


def test_the_whole_baseline_is_the_formula_s(person: Person) -> None:
    """A part is what the formula says of its days alone."""
    history, found = stepped(person, 0.001)
    (_, since) = parts(history, [found])
    values = history.last(Metric.RESTING_HR, 90)
    alone = baseline("resting_hr", np.where(np.arange(90) >= 49, values, np.nan), history.today)
    assert isinstance(since, BaselinePart)
    assert (since.q1, since.lower_bound) == (alone.q1, alone.lower_bound)
    assert since.as_of == history.today == dt.date(2026, 1, 13)
