"""What Ursa finds out about a person: baselines, anomalies, patterns, forecasts, insights.

Nothing in here is NaN or infinite: what can not be said is None.
"""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyValues:
    """All days of one metric, in no order; columns, which go to another process as they are."""

    metric: Annotated[str, "Key of the metric."]
    days: Annotated[npt.NDArray[np.int32], "Days since 1970-01-01."]
    numbers: Annotated[npt.NDArray[np.float64], "The value of each; NaN where there is none."]


class BaselineStatus(StrEnum):
    """How far a baseline can be trusted."""

    READY = "ready"
    PARTIAL = "partial"
    INSUFFICIENT = "insufficient"


class Era(StrEnum):
    """Which part of a split baseline it is."""

    BEFORE = "before"
    SINCE = "since"


class Split(StrEnum):
    """Why a baseline begins anew on a day."""

    NEW_DEVICE = "new_device"
    STEP = "step"


class Severity(StrEnum):
    """How far outside the usual range a value lies."""

    WARNING = "warning"
    CRITICAL = "critical"


class Direction(StrEnum):
    """On which side of the usual range a value lies."""

    ABOVE = "above"
    BELOW = "below"


class PatternType(StrEnum):
    """What kind of statement a pattern is."""

    CORRELATION = "correlation"
    TREND = "trend"
    COMPOSITE = "composite"


class Significance(StrEnum):
    """How sure a pattern is: p below 0.01, 0.05, 0.1; or not to be told."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INSUFFICIENT = "insufficient"


class TrendWord(StrEnum):
    """Where a metric is going; loads increase and decrease, they are not good or bad."""

    IMPROVING = "improving"
    DECLINING = "declining"
    STABLE = "stable"
    INCREASING = "increasing"
    DECREASING = "decreasing"


class InsightsStatus(StrEnum):
    """How much can be said at all: from 21 days ready, from 7 partial."""

    READY = "ready"
    PARTIAL = "partial"
    UNAVAILABLE = "unavailable"


class Category(StrEnum):
    """What an observation is about."""

    RECOVERY = "recovery"
    SLEEP = "sleep"
    TRAINING = "training"
    ANOMALY = "anomaly"
    ONBOARDING = "onboarding"
    TREND = "trend"


class Priority(StrEnum):
    """How much an observation matters."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"
    POSITIVE = "positive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the next night should show of somebody of whom few nights are known."""

    value: Annotated[float, "Expected value, in the metric's unit."]
    low: Annotated[float, "Lower end of the 80 % interval of the next night."]
    high: Annotated[float, "Upper end of the 80 % interval of the next night."]
    own_weight: Annotated[
        float, "How much of it are the person's own nights, 0 to 1; the rest is the norm."
    ]
    reference: Annotated[str, "Where the norm of people was published."]


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselinePart:
    """What was usual before a day on which a baseline begins anew, or has been since."""

    metric: Annotated[str, "Name of the metric."]
    era: Annotated[Era, "Before the day, or since it."]
    since: Annotated[dt.date, "First day of the new device, or of the new level."]
    because: Annotated[Split, "Why it begins anew: a new device, or a step that was found."]
    baseline_value: Annotated[
        float | None, "Mean of these days of the 90, in the metric's unit; NULL below 7 values."
    ] = None
    median: Annotated[float | None, "Median, linear interpolation."] = None
    q1: Annotated[float | None, "First quartile, linear interpolation."] = None
    q3: Annotated[float | None, "Third quartile, linear interpolation."] = None
    iqr: Annotated[float | None, "q3 minus q1."] = None
    std_dev: Annotated[float | None, "Standard deviation, divisor n-1."] = None
    min: Annotated[float | None, "Smallest value."] = None
    max: Annotated[float | None, "Largest value."] = None
    lower_bound: Annotated[float | None, "q1 minus 1.5 iqr."] = None
    upper_bound: Annotated[float | None, "q3 plus 1.5 iqr."] = None
    sample_count: Annotated[int, "Days with a value."] = 0
    status: Annotated[BaselineStatus, "Ready from 21 values, partial from 7."] = (
        BaselineStatus.INSUFFICIENT
    )
    data_start_date: Annotated[dt.date | None, "First day with a value."] = None
    data_end_date: Annotated[dt.date | None, "Last day with a value."] = None
    as_of: Annotated[dt.date, "Last day of the 90."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What is normal in one metric, over the 90 days that end with `as_of`."""

    metric: Annotated[str, "Name of the metric."]
    baseline_value: Annotated[
        float | None, "Mean of 90 days, in the metric's unit; NULL below 7 values."
    ] = None
    baseline_7d: Annotated[float | None, "Mean of 7 days; NULL below 3 values."] = None
    baseline_30d: Annotated[float | None, "Mean of 30 days; NULL below 7 values."] = None
    baseline_90d: Annotated[float | None, "Mean of 90 days; NULL below 21 values."] = None
    median: Annotated[float | None, "Median, linear interpolation."] = None
    q1: Annotated[float | None, "First quartile, linear interpolation."] = None
    q3: Annotated[float | None, "Third quartile, linear interpolation."] = None
    iqr: Annotated[float | None, "q3 minus q1."] = None
    std_dev: Annotated[float | None, "Standard deviation, divisor n-1."] = None
    min: Annotated[float | None, "Smallest value."] = None
    max: Annotated[float | None, "Largest value."] = None
    lower_bound: Annotated[float | None, "q1 minus 1.5 iqr."] = None
    upper_bound: Annotated[float | None, "q3 plus 1.5 iqr."] = None
    sample_count: Annotated[int, "Days with a value."] = 0
    status: Annotated[BaselineStatus, "Ready from 21 values, partial from 7."] = (
        BaselineStatus.INSUFFICIENT
    )
    data_start_date: Annotated[dt.date | None, "First day with a value."] = None
    data_end_date: Annotated[dt.date | None, "Last day with a value."] = None
    as_of: Annotated[dt.date, "Last day of the 90."]
    calculated_at: Annotated[dt.datetime | None, "When it was stored; NULL when it was not."] = None
    parts: Annotated[
        tuple[BaselinePart, ...],
        "What was usual before, and since, a new device or a found step; empty without one.",
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """One metric in the same month of an earlier year."""

    metric: Annotated[str, "Name of the metric."]
    date: Annotated[dt.date, "First day of the month."]
    sample_count: Annotated[int, "Days with a value."]
    q1: Annotated[float, "First quartile, linear interpolation."]
    median: Annotated[float, "Median, linear interpolation."]
    q3: Annotated[float, "Third quartile, linear interpolation."]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnomalyCheck:
    """One value held against a baseline."""

    value: Annotated[float, "The value, in the metric's unit."]
    metric: Annotated[str, "Name of the metric."]
    is_anomaly: Annotated[bool, "Outside lower_bound to upper_bound."]
    severity: Annotated[Severity | None, "NULL when it is no anomaly."]
    direction: Annotated[Direction | None, "NULL when it is no anomaly."]
    deviation_percent: Annotated[
        float | None, "Difference from baseline_value, percent, one decimal."
    ]
    baseline: Annotated[float | None, "Mean of 90 days; NULL when insufficient."]
    baseline_7d: Annotated[float | None, "Mean of 7 days; NULL below 3 values."]
    lower_bound: Annotated[float | None, "q1 minus 1.5 iqr."]
    upper_bound: Annotated[float | None, "q3 plus 1.5 iqr."]
    status: Annotated[BaselineStatus, "How far the baseline can be trusted."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomaly:
    """A metric's newest value, outside of the usual range."""

    metric: Annotated[str, "Name of the metric."]
    date: Annotated[dt.date, "Day of the value; at most 2 days old."]
    current_value: Annotated[float, "The value, in the metric's unit."]
    baseline_value: Annotated[float, "Mean of 90 days."]
    lower_bound: Annotated[float, "q1 minus 1.5 iqr."]
    upper_bound: Annotated[float, "q3 plus 1.5 iqr."]
    severity: Annotated[Severity, "Warning outside 1.5 iqr, critical outside 3 iqr."]
    direction: Annotated[Direction, "Above or below the usual range."]
    deviation_percent: Annotated[
        float | None, "Difference from baseline_value, percent, one decimal; NULL when that is 0."
    ]
    code: Annotated[str, "Stable name of what it says, for programs."]
    params: Annotated[dict[str, Any], "The numbers in the sentence, by name; JSON."]
    fact: Annotated[str, "The sentence."]
    context: Annotated[str | None, "What the usual range is, in words."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One statement about a person's days, with what lets a reader check it."""

    pattern_type: Annotated[PatternType, "correlation, trend, composite."]
    pattern_name: Annotated[str, "Name of the pattern."]
    score: Annotated[
        float | None, "Coefficient, change in percent, or points 0-100, by type; NULL: none."
    ] = None
    confidence: Annotated[
        float | None, "1 minus the p-value that decided; for composites share of data there."
    ] = None
    significance: Annotated[Significance, "high, medium, low, insufficient."]
    metrics_involved: Annotated[tuple[str, ...], "Names of the metrics."]
    sample_count: Annotated[int, "Days that went into it."] = 0
    details: Annotated[dict[str, Any], "What lets a reader check the claim; JSON."] = field(
        default_factory=dict
    )
    as_of: Annotated[dt.date, "The day the pattern speaks of."]
    analyzed_at: Annotated[dt.datetime | None, "When it was stored; NULL when it was not."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastDay:
    """What is expected of one coming day."""

    date: Annotated[dt.date, "The coming day."]
    value: Annotated[float, "Expected value, in the metric's unit."]
    low: Annotated[float, "Lower end of the 80 % interval."]
    high: Annotated[float, "Upper end of the 80 % interval."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The next 7 days of one metric, or the reason why nothing is said."""

    metric: Annotated[str, "Name of the metric."]
    days: Annotated[tuple[ForecastDay, ...], "The next 7 days; empty when withheld."] = ()
    reason: Annotated[str | None, "Why the forecast is withheld; NULL when it is given."] = None
    reason_code: Annotated[str | None, "The reason's stable name, for programs."] = None
    reason_params: Annotated[dict[str, Any], "The numbers in the reason, by name; JSON."] = field(
        default_factory=dict
    )
    skill: Annotated[
        float | None, "1 minus mean error / mean error of the 28-day mean, on the own past."
    ] = None
    skill_low: Annotated[
        float | None, "Lower end of the skill, one-sided 95 %; it is told from above 0."
    ] = None
    skill_by_day: Annotated[
        tuple[float | None, ...], "Skill 1 to 7 days ahead; empty where it was not measured."
    ] = ()
    shrinkage: Annotated[
        float | None, "How far the model is drawn to the 28-day mean, 0 not at all, 1 wholly."
    ] = None
    origins: Annotated[int, "Past days from which the skill was measured."] = 0
    coverage: Annotated[float | None, "Share of past values inside the 80 % intervals, 0 to 1."] = (
        None
    )
    autocorrelation: Annotated[float | None, "How much a day is like the day before, 0 to 1."] = (
        None
    )
    weekly: Annotated[bool, "Whether the weekday is part of the model."] = False
    sample_count: Annotated[int, "Days with a value that went into it."] = 0
    as_of: Annotated[dt.date, "Day before the first forecast day."]
    calculated_at: Annotated[dt.datetime | None, "When it was stored; NULL when it was not."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A metric's newest value."""

    date: Annotated[dt.date, "The wearer's day."]
    value: Annotated[float, "Value in the metric's unit."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """Whether something is unlocked by the amount of data."""

    name: Annotated[str, "Name of the feature."]
    available: Annotated[bool, "Whether there is enough data for it."]
    message: Annotated[str | None, "When it unlocks, in words; NULL when available."] = None
    unlock_at_days: Annotated[int | None, "Days of data it takes; NULL when available."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlockProgress:
    """The way to the next feature."""

    next_unlock: Annotated[str | None, "Name of the next feature; NULL when all are there."]
    days_until_next: Annotated[int, "Days that are missing."]
    percent_to_next: Annotated[float, "Share of the days needed that are there, percent."]


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentMetrics:
    """The newest values of the key metrics."""

    hrv: Annotated[float | None, "Heart rate variability (RMSSD), ms."] = None
    sleep_score: Annotated[float | None, "Sleep score, 1-100."] = None
    resting_hr: Annotated[float | None, "Resting heart rate in the night, bpm."] = None
    training_load_ratio: Annotated[float | None, "Acute to chronic load ratio."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineInsight:
    """A metric's newest value against what is normal."""

    metric: Annotated[str, "Name of the metric."]
    current: Annotated[float | None, "Newest value, in the metric's unit."]
    baseline: Annotated[float, "Mean of 90 days."]
    baseline_7d: Annotated[float | None, "Mean of 7 days; NULL below 3 values."]
    baseline_30d: Annotated[float | None, "Mean of 30 days; NULL below 7 values."]
    percent_of_baseline: Annotated[float | None, "current of baseline, percent, one decimal."]
    trend: Annotated[TrendWord | None, "7 days against 30 days; NULL when one is missing."]
    status: Annotated[BaselineStatus, "How far the baseline can be trusted."]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternInsight:
    """A pattern, shortened for the reader of the insights."""

    name: Annotated[str, "Name of the pattern."]
    pattern_type: Annotated[PatternType, "correlation, trend, composite."]
    score: Annotated[float | None, "Coefficient, change in percent, or points 0-100, by type."]
    significance: Annotated[Significance, "high, medium, low."]
    factors: Annotated[tuple[str, ...], "What contributes, in words."] = ()
    interpretation: Annotated[str | None, "What it means, in words."] = None
    code: Annotated[str | None, "Stable name of what it means; NULL when it has none."] = None
    metric: Annotated[str | None, "The metric that the words speak of; NULL for several."] = None
    params: Annotated[dict[str, Any], "The numbers in the words, by name; JSON."] = field(
        default_factory=dict
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One sentence about the person, and the numbers behind it."""

    code: Annotated[str, "Stable name of what is said, for programs."]
    metric: Annotated[str | None, "The metric it speaks of; NULL when there is not one alone."] = (
        None
    )
    params: Annotated[dict[str, Any], "The numbers in the sentence, by name; JSON."] = field(
        default_factory=dict
    )
    category: Annotated[Category, "What it is about."]
    priority: Annotated[Priority, "How much it matters."]
    fact: Annotated[str, "The sentence."]
    context: Annotated[str | None, "The numbers behind it, or what to make of it."] = None
    trend: Annotated[TrendWord | None, "Where the metric is going; NULL when not told."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Something the person can do, and why."""

    action: Annotated[str, "Name of the action, for programs."]
    description: Annotated[str, "What to do, in words."]
    confidence: Annotated[float, "How well founded it is, 0 to 1."]
    reason: Annotated[str, "The fact it stands on."]
    because: Annotated[str, "Code of the observation that it stands on."]
    metric: Annotated[str | None, "The metric of that observation."] = None
    params: Annotated[dict[str, Any], "The numbers of that observation, by name; JSON."] = field(
        default_factory=dict
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Insights:
    """Everything that can be said about a person today."""

    data_freshness: Annotated[dt.datetime | None, "When data last came in."] = None
    data_age_days: Annotated[int, "Days from the first night to today, both counted."]
    status: Annotated[InsightsStatus, "ready, partial, unavailable."]
    feature_availability: Annotated[tuple[Feature, ...], "What the data is enough for."]
    unlock_progress: Annotated[UnlockProgress, "The way to the next feature."]
    current_metrics: Annotated[CurrentMetrics, "Newest values."]
    baselines: Annotated[tuple[BaselineInsight, ...], "Newest values against the usual."]
    patterns: Annotated[tuple[PatternInsight, ...], "Patterns that can be told."]
    anomalies: Annotated[tuple[Anomaly, ...], "Newest values outside of the usual range."]
    observations: Annotated[tuple[Observation, ...], "Sentences, what matters most first."]
    suggestions: Annotated[tuple[Suggestion, ...], "What the person can do."]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataDays:
    """Days with data of the last 400."""

    sleep: Annotated[int, "Days with a night's sleep."] = 0
    recharge: Annotated[int, "Days with a nightly recharge."] = 0
    activity: Annotated[int, "Days with activity."] = 0
    cardio_load: Annotated[int, "Days with a cardio load."] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlock:
    """How far one locked feature is away."""

    feature: Annotated[str, "Name of the feature."]
    unlocked: Annotated[bool, "Whether it is there."]
    days_required: Annotated[int, "Days of data it takes."]
    days_remaining: Annotated[int, "Days that are missing."]
    progress_percent: Annotated[float, "Share of the days that are there, percent, one decimal."]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyticsStatus:
    """What the amount of data is enough for."""

    data_days: Annotated[DataDays, "Days with data of the last 400."]
    min_data_days: Annotated[int, "The smallest of them."]
    features_available: Annotated[dict[str, bool], "Name of each feature: whether it is there."]
    unlock_progress: Annotated[tuple[Unlock, ...], "The next feature; empty when all are there."]
    recommendations: Annotated[tuple[str, ...], "What to do next, in words."]
