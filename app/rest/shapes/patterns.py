"""Patterns and forecasts."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

from app.records import findings as records
from app.rest.shapes.values import about, amount, instant, two, utc

INTERVAL_PERCENT = 80


@dataclass
class Pattern:
    """One statement about a person's days."""

    pattern_type: Annotated[str, about("correlation, trend, composite.", "correlation")]
    pattern_name: Annotated[str, about("Name of the pattern.", "sleep_hrv_correlation")]
    score: Annotated[
        float | None, about("Coefficient, change in percent, or points 0-100, by type.", 0.72)
    ]
    confidence: Annotated[
        float | None, about("1 - p, or the share of the data that is there; 4 decimals.", 0.95)
    ]
    significance: Annotated[
        str, about("high p < 0.01, medium p < 0.05, low p < 0.1, else insufficient.", "high")
    ]
    metrics_involved: Annotated[
        list[str], about("Names of the metrics.", ["sleep_score", "hrv_rmssd"])
    ]
    sample_count: Annotated[int, about("Days that went into it.", 28)]
    details: Annotated[
        dict[str, Any],
        about(
            "What lets a reader check the claim.",
            {
                "correlation_coefficient": 0.72,
                "p_value": 0.001,
                "interpretation": "Strong positive correlation between sleep quality and HRV",
            },
        ),
    ]
    analyzed_at: Annotated[str, instant("When it was found.", "2026-01-13T08:00:00Z")]

    @classmethod
    def of(cls, found: records.Pattern, now: dt.datetime) -> "Pattern":
        """A pattern; `now` is when it was found if it was not stored."""
        return cls(
            found.pattern_type,
            found.pattern_name,
            amount(found.score),
            None if found.confidence is None else round(found.confidence, 4),
            found.significance,
            list(found.metrics_involved),
            found.sample_count,
            found.details,
            utc(found.analyzed_at or now),
        )


@dataclass
class Detected:
    """What a detection came to."""

    user_id: Annotated[str, about("The person.", "12345")]
    patterns_detected: Annotated[
        dict[str, str],
        about(
            "Significance by pattern.",
            {
                "sleep_hrv_correlation": "high",
                "overtraining_risk": "medium",
                "hrv_trend": "low",
                "sleep_trend": "insufficient",
            },
        ),
    ]


@dataclass
class ForecastDay:
    """What is expected of one coming day."""

    date: Annotated[dt.date, about("The coming day.", "2026-01-14")]
    value: Annotated[float, about("Expected value, in the metric's unit.", 44.1)]
    low: Annotated[float, about("Lower end of the interval.", 37.2)]
    high: Annotated[float, about("Upper end of the interval.", 51.0)]


@dataclass
class Forecast:
    """The next 7 days of a metric, or the reason why nothing is said."""

    metric_name: Annotated[str, about("Name of the metric.", "hrv_rmssd")]
    status: Annotated[str, about("ready, withheld.", "ready")]
    reason: Annotated[str | None, about("Why it is withheld; null when it is not.", None)]
    interval_percent: Annotated[
        int, about("Share of days that shall come to lie from low to high.", INTERVAL_PERCENT)
    ]
    forecast: Annotated[list[ForecastDay], about("The next 7 days; empty when withheld.", None)]
    skill: Annotated[
        float | None,
        about("1 - mean error / that of the 28-day mean, on the person's own past.", 0.12),
    ]
    sample_count: Annotated[int, about("Days with a value that went into it.", 120)]
    as_of: Annotated[dt.date, about("The day before the first forecast day.", "2026-01-13")]
    calculated_at: Annotated[str, instant("When it was computed.", "2026-01-13T08:00:00Z")]

    @classmethod
    def of(cls, found: records.Forecast, now: dt.datetime) -> "Forecast":
        """A forecast; `now` is when it was computed if it was not stored."""
        days = [
            ForecastDay(day.date, amount(day.value), amount(day.low), amount(day.high))
            for day in found.days
        ]
        return cls(
            found.metric,
            "ready" if days else "withheld",
            found.reason,
            INTERVAL_PERCENT,
            days,
            two(found.skill),
            found.sample_count,
            found.as_of,
            utc(found.calculated_at or now),
        )
