import datetime as dt
from typing import Any

import pytest

from app.records.findings import Forecast, ForecastDay, Pattern, PatternType, Significance
from app.rest.shapes import patterns

DAY = dt.date(2026, 1, 11)
NOW = dt.datetime(2026, 1, 11, 8, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("score", "confidence", "told"),
    [
        (None, None, (None, None)),
        (0.7249, 0.98765, (0.72, 0.9877)),
        (25.0, 1.0, (25, 1.0)),
        (-0.004, 0.0, (0, 0.0)),
    ],
)
def test_numbers_of_a_pattern(
    score: float | None, confidence: float | None, told: tuple[object, object]
) -> None:
    """A score has up to 2 decimals, a confidence 4."""
    found = Pattern(
        pattern_type=PatternType.TREND,
        pattern_name="hrv_trend",
        significance=Significance.LOW,
        metrics_involved=("hrv_rmssd",),
        as_of=DAY,
        score=score,
        confidence=confidence,
    )
    shape = patterns.Pattern.of(found, NOW)
    assert (shape.score, shape.confidence) == told
    assert shape.analyzed_at == "2026-01-11T08:00:00Z"  # It was found now.


@pytest.mark.parametrize(
    ("forecast", "status", "days"),
    [
        ({"reason": "Too few days."}, "withheld", 0),
        ({"days": (ForecastDay(date=DAY, value=44.123, low=37.0, high=51.0),)}, "ready", 1),
    ],
)
def test_a_forecast(forecast: dict[str, Any], status: str, days: int) -> None:
    """With days it is ready; without, it says why it is withheld."""
    found = Forecast(metric="hrv_rmssd", as_of=DAY, calculated_at=NOW, **forecast)
    shape = patterns.Forecast.of(found, NOW + dt.timedelta(days=1))
    assert (shape.status, len(shape.forecast), shape.reason) == (status, days, found.reason)
    assert shape.calculated_at == "2026-01-11T08:00:00Z"
    assert [day.value for day in shape.forecast] == [44.12] * days
