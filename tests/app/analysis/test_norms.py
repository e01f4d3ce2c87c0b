import datetime as dt

import numpy as np
import pytest

from app.analysis.baseline import baseline
from app.analysis.norms import NORMS, expected
from app.metrics import Metric
from app.records.findings import Expected
from bench.wearers import Body, Floats, nights

TODAY = dt.date(2026, 1, 13)
TYPICAL = Body(0.8, 0.5)


def after(values: Floats, metric: str) -> Expected | None:
    """What is expected after these nights."""
    days = np.concatenate([np.full(90, np.nan), values])
    return expected(baseline(metric, days, TODAY))


def people(metric: Metric, random: np.random.Generator, count: int, days: int) -> Floats:
    """Nights of people as the norm has them, each around a usual of their own."""
    norm = NORMS[metric]
    usual = norm.centre + norm.between * random.standard_normal((count, 1))
    found = usual + norm.within * nights(random, TYPICAL, (count, days))
    result: Floats = np.exp(found) if norm.is_logarithmic else found
    return result


@pytest.mark.parametrize("metric", list(NORMS))
@pytest.mark.parametrize("known", [7, 14, 25])
def test_four_nights_in_five_are_as_expected(
    random: np.random.Generator, metric: Metric, known: int
) -> None:
    """The interval of the next night holds in the first weeks, whatever the person is like."""
    lives = people(metric, random, 400, known + 3)
    told = [after(life[:known], metric.key) for life in lives]
    inside = [
        each.low <= life[known + 2] <= each.high
        for life, each in zip(lives, told, strict=True)
        if each
    ]
    assert len(inside) == 400
    assert np.mean(inside) == pytest.approx(0.8, abs=0.055)


def test_few_nights_are_drawn_to_the_norm_and_many_are_not(random: np.random.Generator) -> None:
    """The person's own share grows with their nights, and who has 30 needs nobody else."""
    life = people(Metric.HRV_RMSSD, random, 1, 30)[0]
    shares = [after(life[:count], "hrv_rmssd") for count in (7, 14, 29)]
    weights = [each.own_weight for each in shares if each]
    assert weights == sorted(weights)
    assert 0.6 < weights[0] < weights[-1] < 1
    assert after(life, "hrv_rmssd") is None
    assert after(life[:6], "hrv_rmssd") is None


def test_a_metric_without_a_norm_has_none() -> None:
    """Polar's own score has no published norm, and nothing is made up."""
    assert after(np.full(9, 75.0), "sleep_score") is None


def test_equal_nights_leave_room() -> None:
    """Seven equal nights do not make the eighth certain."""
    found = after(np.full(7, 52.0), "resting_hr")
    assert found is not None
    assert found.low < 50
    assert found.high > 54
