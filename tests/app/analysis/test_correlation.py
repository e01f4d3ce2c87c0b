import datetime as dt
from collections.abc import Callable

import numpy as np
import pytest

from app.analysis.correlation import interval, sleep_hrv_correlation
from app.analysis.history import History
from app.metrics import Metric
from app.records.findings import PatternType, Significance

Person = Callable[..., History]


def nights(person: Person, strength: float, days: int = 90, seed: int = 1) -> History:
    """Sleep scores and HRV that have something in common."""
    rng = np.random.default_rng(seed)
    sleep, own = rng.standard_normal((2, days))
    hrv = strength * sleep + np.sqrt(1 - strength**2) * own
    return person({Metric.SLEEP_SCORE: 75 + 6 * sleep, Metric.HRV_RMSSD: 45 + 7 * hrv})


def test_a_strong_connection_speaks_as_the_document(person: Person) -> None:
    """A strong correlation has the document's fields and its sentence."""
    found = sleep_hrv_correlation(nights(person, 0.9))
    assert found.pattern_type is PatternType.CORRELATION
    assert found.significance is Significance.HIGH
    assert found.metrics_involved == ("sleep_score", "hrv_rmssd")
    sentence = "Strong positive correlation between sleep quality and HRV"
    assert found.details["interpretation"] == sentence
    assert found.details["correlation_coefficient"] == found.score
    assert found.confidence == pytest.approx(1 - found.details["p_value"])
    assert found.details["from"] == "2025-10-16"
    assert found.details["to"] == "2026-01-13"
    assert "reason" not in found.details


def test_strangers_are_insufficient_with_a_reason(person: Person) -> None:
    """Unrelated series are not called a connection."""
    found = sleep_hrv_correlation(nights(person, 0.0, seed=3))
    assert found.significance is Significance.INSUFFICIENT
    assert found.details["interpretation"] == "No clear connection between sleep quality and HRV"
    assert found.details["reason"].startswith("Chance alone gives as much in ")


def test_it_takes_21_nights_that_have_both(person: Person) -> None:
    """Twenty nights are counted and not judged, 21 are."""
    twenty = sleep_hrv_correlation(nights(person, 0.9, days=20))
    assert twenty.details["reason"] == "20 nights have both; it takes 21."
    assert twenty.sample_count == 20
    assert sleep_hrv_correlation(nights(person, 0.9, days=21)).score is not None


def test_nothing_varies(person: Person) -> None:
    """A constant series has no correlation, and says so."""
    history = person({Metric.SLEEP_SCORE: [80.0] * 60, Metric.HRV_RMSSD: list(range(20, 80))})
    assert sleep_hrv_correlation(history).details["reason"] == "Nothing varies."


def test_both_p_values_are_told_and_the_corrected_one_decides(person: Person) -> None:
    """Two slow waves look alike to the textbook, and hardly to the effective n."""
    day = np.arange(90)
    wave, other = np.sin(day / 9), np.sin(day / 11 + 0.7)
    found = sleep_hrv_correlation(
        person({Metric.SLEEP_SCORE: 75 + wave, Metric.HRV_RMSSD: 45 + other})
    )
    details = found.details
    assert details["p_value_textbook"] < 0.01 < details["p_value"]
    assert details["effective_n"] < 20 < details["n"] == 90
    assert found.confidence == pytest.approx(1 - details["p_value"])


def test_interval_is_fishers() -> None:
    """Fisher's z with the variance of Bonett and Wright, None on three pairs."""
    low, high = interval(0.5, 50)
    error = 1.96 * np.sqrt((1 + 0.125) / 47)
    expected = np.tanh([np.arctanh(0.5) - error, np.arctanh(0.5) + error])
    assert [low, high] == pytest.approx(expected.tolist(), abs=1e-9)
    assert interval(0.5, 3) == [None, None]


def test_as_of_is_today(person: Person, today: dt.date) -> None:
    """The pattern speaks of the day that was handed in."""
    assert sleep_hrv_correlation(nights(person, 0.5)).as_of == today
