from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from app.analysis.history import History
from app.analysis.overtraining import BAD, level_of, overtraining_risk, together
from app.metrics import Metric
from app.records.findings import Significance

Person = Callable[..., History]
Floats = npt.NDArray[np.float64]


def test_score_by_other_means(person: Person, gappy: Callable[..., Floats]) -> None:
    """Each part is the bad move in own standard deviations, 2 being 25 points."""
    columns = {metric: gappy(90) for metric in BAD}
    parts = []
    for metric, bad in BAD.items():
        values = columns[metric]
        move = np.nanmean(values[-7:]) - np.nanmean(values[-30:-7])
        size = float(bad * move / np.nanstd(values, ddof=1))
        parts.append(25 * min(2.0, max(0.0, size)) / 2)
    found = overtraining_risk(person(columns))
    assert found.score == pytest.approx(sum(parts), abs=1e-9)
    assert [each["points"] for each in found.details["parts"].values()] == pytest.approx(parts)


def falling(percent: float) -> Floats:
    """A month that swings by 2 around 50, and falls in its last week."""
    values = 50 + 2.0 * np.where(np.arange(90) % 2 == 0, 1, -1)
    values[-7:] = 50 * (1 - percent / 100)
    return values


def test_document_words_of_medium_risk(person: Person) -> None:
    """HRV 8 % below gives the document's factor, and medium risk its two recommendations."""
    steady = 70 + 2.0 * np.where(np.arange(90) % 2 == 0, 1, -1)
    found = overtraining_risk(
        person(
            {Metric.HRV_RMSSD: falling(8), Metric.SLEEP_SCORE: steady, Metric.RESTING_HR: steady}
        )
    )
    assert found.details["risk_factors"] == ["HRV trending 8% below baseline"]
    assert found.significance is Significance.MEDIUM
    assert found.details["recommendations"] == [
        "Monitor your body's response to training",
        "Consider adding an extra recovery day this week",
    ]
    assert found.metrics_involved == ("hrv_rmssd", "sleep_score", "resting_hr")
    assert "interpretation" not in found.details


def test_missing_metrics_are_scaled_away(person: Person) -> None:
    """Two metrics at full marks are 100, whatever the other two would say."""
    found = overtraining_risk(
        person({Metric.HRV_RMSSD: falling(40), Metric.SLEEP_SCORE: falling(40)})
    )
    assert found.score == pytest.approx(100)
    assert found.significance is Significance.HIGH
    assert found.sample_count == 7
    assert found.confidence == pytest.approx(0.5)


def test_one_metric_is_too_few(person: Person) -> None:
    """A single metric gives no risk."""
    found = overtraining_risk(person({Metric.HRV_RMSSD: falling(40)}))
    assert found.significance is Significance.INSUFFICIENT
    assert found.details["reason"] == "1 of 4 metrics has enough values; it takes 2."


@pytest.mark.parametrize(
    ("score", "p_value", "level"),
    [
        (50, 0.009, "high"),
        (50, 0.01, "medium"),
        (49.9, 0.001, "medium"),
        (25, 0.049, "medium"),
        (25, 0.05, "low"),
        (90, None, "low"),
        (24.9, 0.001, "low"),
    ],
)
def test_levels(score: float, p_value: float | None, level: str) -> None:
    """High from 50 points, medium from 25, each with its evidence; low below."""
    assert level_of(score, p_value) == level


def test_signs_are_put_together() -> None:
    """Signs that agree are rarer than each, those that contradict are not, one is none."""
    agree, against, good = (
        together([0.1, 0.1], moves) for moves in ([1.0, 1.0], [1.0, -1.0], [-1.0, -1.0])
    )
    assert agree == pytest.approx(0.0226, abs=1e-4)
    assert against == pytest.approx(0.5)
    assert good == pytest.approx(1 - 0.0226, abs=1e-4)
    assert together([0.001, None, None, None], [1.0, 0.0, 0.0, 0.0]) is None


def test_the_risk_is_told_since_mornings_agree(person: Person) -> None:
    """A clear fall of three signs stands since its third morning; a slow wave begins nothing."""
    rng = np.random.default_rng(23)
    falls = {
        Metric.HRV_RMSSD: 60 + 3 * rng.standard_normal(120),
        Metric.SLEEP_SCORE: 80 + 3 * rng.standard_normal(120),
        Metric.RESTING_HR: 55 - 2 * rng.standard_normal(120),
    }
    for metric, by in zip(falls, (-15, -15, 6), strict=True):
        falls[metric][-8:] += by
    found = overtraining_risk(person(falls))
    assert found.significance is Significance.HIGH
    assert found.details["told"]["level"] == "high"
    assert found.details["told"]["since"] < "2026-01-13"
    quiet = {metric: values[:-8] for metric, values in falls.items()}
    assert overtraining_risk(person(quiet)).details["told"] is None


def test_good_news_is_no_risk(person: Person) -> None:
    """HRV and sleep that rise make a risk of 0."""
    found = overtraining_risk(
        person({Metric.HRV_RMSSD: falling(-30), Metric.SLEEP_SCORE: falling(-30)})
    )
    assert found.score == 0
    assert found.details["risk_factors"] == []
