"""Baselines, values held against them, anomalies, and the long memory."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from app.findings.baselines import expected
from app.reads.memory import Stretch as StretchRecord
from app.records import findings as records
from app.rest.shapes.values import about, amount, instant, statistic, utc

METRIC = about("Name of the metric.", "hrv_rmssd")


@dataclass
class Baseline:
    """What is normal in one metric, over 90 days; null where there are too few values."""

    metric_name: Annotated[str, METRIC]
    baseline_value: Annotated[float | None, about("Mean of 90 days, from 7 values.", 42.5)]
    baseline_7d: Annotated[float | None, about("Mean of 7 days, from 3 values.", 44.2)]
    baseline_30d: Annotated[float | None, about("Mean of 30 days, from 7 values.", 41.8)]
    baseline_90d: Annotated[float | None, about("Mean of 90 days, from 21 values.", 42.5)]
    median: Annotated[float | None, about("Median, linear interpolation.", 42.0)]
    q1: Annotated[float | None, about("First quartile, linear interpolation.", 38.5)]
    q3: Annotated[float | None, about("Third quartile, linear interpolation.", 48.2)]
    iqr: Annotated[float | None, about("q3 - q1.", 9.7)]
    std_dev: Annotated[float | None, about("Standard deviation, divisor n-1.", 8.3)]
    min: Annotated[float | None, about("Smallest value.", 28.0)]
    max: Annotated[float | None, about("Largest value.", 65.0)]
    lower_bound: Annotated[float | None, about("q1 - 1.5 iqr.", 23.95)]
    upper_bound: Annotated[float | None, about("q3 + 1.5 iqr.", 62.75)]
    sample_count: Annotated[int, about("Days with a value, of 90.", 45)]
    status: Annotated[
        str, about("ready from 21 values, partial from 7, else insufficient.", "ready")
    ]
    data_start_date: Annotated[dt.date | None, about("First day with a value.", "2025-11-01")]
    data_end_date: Annotated[dt.date | None, about("Last day with a value.", "2026-01-11")]
    calculated_at: Annotated[str, instant("When it was computed.", "2026-01-11T08:00:00Z")]

    @classmethod
    def of(cls, found: records.Baseline, now: dt.datetime) -> "Baseline":
        """A baseline; `now` is when it was computed if it was not stored."""
        return cls(
            found.metric,
            statistic(found.baseline_value),
            statistic(found.baseline_7d),
            statistic(found.baseline_30d),
            statistic(found.baseline_90d),
            statistic(found.median),
            statistic(found.q1),
            statistic(found.q3),
            statistic(found.iqr),
            statistic(found.std_dev),
            statistic(found.min),
            statistic(found.max),
            statistic(found.lower_bound),
            statistic(found.upper_bound),
            found.sample_count,
            found.status,
            found.data_start_date,
            found.data_end_date,
            utc(found.calculated_at or now),
        )


@dataclass
class Season:
    """The same month of an earlier year."""

    date: Annotated[dt.date, about("First day of the month.", "2025-01-01")]
    sample_count: Annotated[int, about("Days with a value.", 29)]
    q1: Annotated[float, about("First quartile, linear interpolation.", 40.5)]
    median: Annotated[float, about("Median, linear interpolation.", 43.0)]
    q3: Annotated[float, about("Third quartile, linear interpolation.", 46.0)]


@dataclass
class BaselinePart:
    """What was usual before a new device or a found step, or has been since."""

    era: Annotated[str, about("before, since.", "since")]
    since: Annotated[dt.date, about("First day of the device, or of the new level.", "2025-12-20")]
    because: Annotated[str, about("new_device, step.", "new_device")]
    baseline_value: Annotated[float | None, about("Mean, from 7 values.", 48.0)]
    median: Annotated[float | None, about("Median, linear interpolation.", 47.5)]
    q1: Annotated[float | None, about("First quartile, linear interpolation.", 43.0)]
    q3: Annotated[float | None, about("Third quartile, linear interpolation.", 52.5)]
    std_dev: Annotated[float | None, about("Standard deviation, divisor n-1.", 7.1)]
    lower_bound: Annotated[float | None, about("q1 - 1.5 iqr.", 28.75)]
    upper_bound: Annotated[float | None, about("q3 + 1.5 iqr.", 66.75)]
    sample_count: Annotated[int, about("Days with a value.", 24)]
    status: Annotated[str, about("ready, partial, insufficient.", "ready")]

    @classmethod
    def of(cls, found: records.BaselinePart) -> "BaselinePart":
        """A part of a baseline."""
        return cls(
            found.era,
            found.since,
            found.because,
            statistic(found.baseline_value),
            statistic(found.median),
            statistic(found.q1),
            statistic(found.q3),
            statistic(found.std_dev),
            statistic(found.lower_bound),
            statistic(found.upper_bound),
            found.sample_count,
            found.status,
        )


@dataclass
class Expected:
    """What the next night should show while few nights are known."""

    value: Annotated[float, about("Expected value.", 44.0)]
    low: Annotated[float, about("Lower end of the 80 % interval.", 34.1)]
    high: Annotated[float, about("Upper end of the 80 % interval.", 56.8)]
    own_weight: Annotated[float, about("Share of the person's own nights, 0 to 1.", 0.9)]
    reference: Annotated[str, about("Where the norm was published.", "Nunan et al. 2010")]

    @classmethod
    def of(cls, found: records.Expected) -> "Expected":
        """An expectation, rounded."""
        ends = round(found.low, 2), round(found.high, 2)
        return cls(round(found.value, 2), *ends, round(found.own_weight, 4), found.reference)


@dataclass
class SeasonedBaseline(Baseline):
    """A baseline beside its parts, what to expect, and the same month of earlier years."""

    parts: Annotated[
        list[BaselinePart], about("Before and since a new device or a found step.", [])
    ]
    expected: Annotated[
        Expected | None, about("The next night, while 7 to 29 nights are known; else null.", None)
    ]
    seasons: Annotated[list[Season], about("Earlier years that have the month.", None)]

    @classmethod
    def beside(
        cls, record: records.Baseline, seasons: Iterable[records.Season], now: dt.datetime
    ) -> "SeasonedBaseline":
        """The baseline, and of earlier years those of its metric."""
        found, usual = Baseline.of(record, now), expected(record)
        own = [each for each in seasons if each.metric == found.metric_name]
        told = [
            Season(
                each.date,
                each.sample_count,
                round(each.q1, 2),
                round(each.median, 2),
                round(each.q3, 2),
            )
            for each in own
        ]
        return cls(
            **asdict(found),
            parts=[BaselinePart.of(each) for each in record.parts],
            expected=None if usual is None else Expected.of(usual),
            seasons=told,
        )


@dataclass
class Check:
    """A value held against a baseline."""

    value: Annotated[float, about("The value that was asked about.", 22.5)]
    metric_name: Annotated[str, METRIC]
    is_anomaly: Annotated[bool, about("Outside of lower_bound to upper_bound.", example=True)]
    severity: Annotated[
        str | None,
        about("warning outside 1.5 iqr, critical outside 3 iqr; null when inside.", "warning"),
    ]
    baseline: Annotated[float | None, about("Mean of 90 days.", 42.5)]
    baseline_7d: Annotated[float | None, about("Mean of 7 days.", 44.2)]
    lower_bound: Annotated[float | None, about("q1 - 1.5 iqr.", 23.95)]
    upper_bound: Annotated[float | None, about("q3 + 1.5 iqr.", 62.75)]
    status: Annotated[str, about("Of the baseline: ready, partial, insufficient.", "ready")]

    @classmethod
    def of(cls, found: records.AnomalyCheck) -> "Check":
        """The outcome of a check; the value itself is not rounded."""
        return cls(
            found.value,
            found.metric,
            found.is_anomaly,
            found.severity,
            statistic(found.baseline),
            statistic(found.baseline_7d),
            statistic(found.lower_bound),
            statistic(found.upper_bound),
            found.status,
        )


@dataclass
class Calculated:
    """What a calculation came to."""

    user_id: Annotated[str, about("The person.", "12345")]
    baselines_calculated: Annotated[
        dict[str, str],
        about(
            "Status by metric.",
            {
                "hrv_rmssd": "ready",
                "sleep_score": "ready",
                "resting_hr": "ready",
                "training_load": "partial",
                "training_load_ratio": "partial",
            },
        ),
    ]


@dataclass
class Anomaly:
    """A metric's newest value outside of the person's usual range."""

    metric_name: Annotated[str, METRIC]
    current_value: Annotated[float, about("The newest value, at most 2 days old.", 22.5)]
    baseline_value: Annotated[float, about("Mean of 90 days.", 42.5)]
    lower_bound: Annotated[float, about("q1 - 1.5 iqr.", 23.95)]
    upper_bound: Annotated[float, about("q3 + 1.5 iqr.", 62.75)]
    severity: Annotated[str, about("warning outside 1.5 iqr, critical outside 3 iqr.", "warning")]
    direction: Annotated[str, about("above, below.", "below")]
    deviation_percent: Annotated[
        float | None, about("Difference from baseline_value, percent; null when that is 0.", -47.1)
    ]

    @classmethod
    def of(cls, found: records.Anomaly) -> "Anomaly":
        """An anomaly."""
        return cls(
            found.metric,
            amount(found.current_value),
            amount(found.baseline_value),
            amount(found.lower_bound),
            amount(found.upper_bound),
            found.severity,
            found.direction,
            found.deviation_percent,
        )


@dataclass
class CodedAnomaly(Anomaly):
    """The same in words, and for programs that have their own."""

    date: Annotated[dt.date, about("Day of the value.", "2026-01-13")]
    fact: Annotated[str, about("The sentence.", "HRV is unusually low: 22ms")]
    context: Annotated[str | None, about("The usual range.", "Your usual range: 24ms to 62ms")]
    code: Annotated[str, about("What it says.", "unusually_low")]
    params: Annotated[
        dict[str, Any], about("Its numbers.", {"value": 22.5, "low": 23.95, "high": 62.75})
    ]

    @classmethod
    def of(cls, found: records.Anomaly) -> "CodedAnomaly":
        """An anomaly with its sentence."""
        return cls(
            **asdict(Anomaly.of(found)),
            date=found.date,
            fact=found.fact,
            context=found.context,
            code=found.code,
            params=found.params,
        )


ANOMALIES = [
    {
        "metric_name": "hrv_rmssd",
        "current_value": 22.5,
        "baseline_value": 42.5,
        "lower_bound": 23.95,
        "upper_bound": 62.75,
        "severity": "warning",
        "direction": "below",
        "deviation_percent": -47.1,
    }
]
"""As the document has them."""


@dataclass
class Anomalies:
    """All metrics, scanned."""

    user_id: Annotated[str, about("The person.", "12345")]
    anomaly_count: Annotated[int, about("How many there are.", 1)]
    anomalies: Annotated[
        list[CodedAnomaly | Anomaly], about("Newest values outside of the usual range.", ANOMALIES)
    ]

    @classmethod
    def of(cls, user_id: str, found: list[records.Anomaly], *, extended: bool) -> "Anomalies":
        """The scan of a person."""
        shape = CodedAnomaly if extended else Anomaly
        return cls(user_id, len(found), [shape.of(each) for each in found])


@dataclass
class Stretch:
    """A metric over one week or one month."""

    date: Annotated[dt.date, about("Monday of the week, or first day of the month.", "2026-01-05")]
    sample_count: Annotated[int, about("Days with a value.", 7)]
    mean: Annotated[float, about("Mean, in the metric's unit.", 43.1)]
    std_dev: Annotated[
        float | None, about("Standard deviation, divisor n-1; null for one value.", 4.2)
    ]
    min: Annotated[float, about("Smallest value.", 36.0)]
    q1: Annotated[float, about("First quartile, linear interpolation.", 40.5)]
    median: Annotated[float, about("Median, linear interpolation.", 43.0)]
    q3: Annotated[float, about("Third quartile, linear interpolation.", 46.0)]
    max: Annotated[float, about("Largest value.", 49.0)]

    @classmethod
    def of(cls, found: StretchRecord) -> "Stretch":
        """A week or a month."""
        return cls(
            found.date,
            found.sample_count,
            round(found.mean, 2),
            statistic(found.std_dev),
            round(found.min, 2),
            round(found.q1, 2),
            round(found.median, 2),
            round(found.q3, 2),
            round(found.max, 2),
        )
