"""Everything at once."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from app.patterns import DOCUMENTED
from app.records import findings as records
from app.rest.shapes.baselines import ANOMALIES, Anomaly, CodedAnomaly
from app.rest.shapes.values import about, amount, instant, real, statistic, utc


@dataclass
class Feature:
    """Whether something is unlocked."""

    available: Annotated[bool, about("Whether there is enough data for it.", example=True)]
    message: Annotated[str | None, about("When it unlocks; null when it is there.", None)]


@dataclass
class LockedFeature(Feature):
    """Something that takes more data."""

    unlock_at_days: Annotated[int, about("Days of data it takes.", 60)]


@dataclass
class UnlockProgress:
    """The way to the next feature."""

    next_unlock: Annotated[str | None, about("Its name; null: all are there.", "ml_predictions")]
    days_until_next: Annotated[int, about("Days that are missing.", 15)]
    percent_to_next: Annotated[float, about("Share that is there, percent.", 75.0)]


@dataclass
class CurrentMetrics:
    """The newest values, whatever their age."""

    hrv: Annotated[float | None, about("Heart rate variability (RMSSD), ms.", 45.2)]
    sleep_score: Annotated[float | None, about("Sleep score, 1-100.", 78)]
    resting_hr: Annotated[float | None, about("Resting heart rate, bpm.", 52)]
    training_load_ratio: Annotated[float | None, about("Acute to chronic load.", 1.1)]


@dataclass
class BaselineInsight:
    """A metric's newest value against what is normal."""

    current: Annotated[float | None, about("Newest value.", 45.2)]
    baseline: Annotated[float, about("Mean of 90 days.", 52.0)]
    baseline_7d: Annotated[float | None, about("Mean of 7 days.", 48.5)]
    baseline_30d: Annotated[float | None, about("Mean of 30 days.", 52.0)]
    percent_of_baseline: Annotated[float | None, about("current of baseline.", 86.9)]
    trend: Annotated[
        str | None,
        about("improving, declining, stable; loads: increasing, decreasing, stable.", "declining"),
    ]
    status: Annotated[str, about("ready, partial.", "ready")]


@dataclass
class PatternInsight:
    """A pattern in short."""

    name: Annotated[str, about("Name of the pattern.", "sleep_hrv_correlation")]
    pattern_type: Annotated[str, about("correlation, trend, composite.", "correlation")]
    score: Annotated[float | None, about("As in /patterns.", 0.72)]
    significance: Annotated[str, about("high, medium, low.", "high")]
    factors: Annotated[list[str], about("What contributes, in words.", [])]
    interpretation: Annotated[
        str | None,
        about(
            "What it means, in words.", "Strong positive correlation between sleep quality and HRV"
        ),
    ]


@dataclass
class CodedPatternInsight(PatternInsight):
    """The same for programs that have their own words."""

    code: Annotated[str | None, about("What it says.", "correlation")]
    metric: Annotated[str | None, about("The metric it speaks of; null: several.", None)]
    params: Annotated[dict[str, Any], about("Its numbers.", {"effect": 0.72})]


@dataclass
class Observation:
    """One sentence about the person, and the numbers behind it."""

    category: Annotated[
        str, about("recovery, sleep, training, anomaly, onboarding, trend.", "recovery")
    ]
    priority: Annotated[str, about("critical, high, medium, low, info, positive.", "high")]
    fact: Annotated[str, about("The sentence.", "HRV is 13% below personal baseline")]
    context: Annotated[str | None, about("The numbers behind it.", "Current: 45ms, Baseline: 52ms")]
    trend: Annotated[str | None, about("Where the metric is going.", "declining")]


@dataclass
class CodedObservation(Observation):
    """The same for programs that have their own words."""

    code: Annotated[str, about("What it says.", "week_off_band")]
    metric: Annotated[str | None, about("The metric it speaks of.", "hrv_rmssd")]
    params: Annotated[dict[str, Any], about("Its numbers.", {"change_percent": -13.1})]


@dataclass
class Suggestion:
    """Something to do, and why."""

    action: Annotated[str, about("Name of the action, for programs.", "prioritize_recovery")]
    description: Annotated[
        str, about("What to do, in words.", "Prioritize sleep and recovery today")
    ]
    confidence: Annotated[float, about("How well founded it is, 0 to 1.", 0.85)]
    reason: Annotated[str, about("The fact it stands on.", "HRV is 13% below baseline")]


@dataclass
class CodedSuggestion(Suggestion):
    """The same for programs that have their own words."""

    because: Annotated[str, about("Code of the observation that it stands on.", "trend")]
    metric: Annotated[str | None, about("The metric of that observation.", "hrv_rmssd")]
    params: Annotated[dict[str, Any], about("Its numbers.", {"change_percent": -13.1})]


_FEATURES = {
    "baselines_7d": {"available": True, "message": None},
    "baselines_30d": {"available": True, "message": None},
    "patterns": {"available": True, "message": None},
    "anomaly_detection": {"available": True, "message": None},
    "ml_predictions": {
        "available": False,
        "message": "Unlocks in 15 days",
        "unlock_at_days": 60,
    },
}
_BASELINES = {
    "hrv_rmssd": {
        "current": 45.2,
        "baseline": 52.0,
        "baseline_7d": 48.5,
        "baseline_30d": 52.0,
        "percent_of_baseline": 86.9,
        "trend": "declining",
        "status": "ready",
    }
}
_PATTERNS = [
    {
        "name": "overtraining_risk",
        "pattern_type": "composite",
        "score": 35,
        "significance": "medium",
        "factors": ["HRV trending below baseline"],
        "interpretation": None,
    }
]
_OBSERVATIONS = [
    {
        "category": "recovery",
        "priority": "high",
        "fact": "HRV is 13% below personal baseline",
        "context": "Current: 45ms, Baseline: 52ms",
        "trend": "declining",
    }
]
_SUGGESTIONS = [
    {
        "action": "prioritize_recovery",
        "description": "Prioritize sleep and recovery today",
        "confidence": 0.85,
        "reason": "HRV is 13% below baseline",
    }
]


@dataclass
class _Head:
    user_id: Annotated[str, about("The person.", "12345")]
    generated_at: Annotated[str, instant("Now.", "2026-01-13T10:30:00Z")]


@dataclass
class _FreshHead(_Head):
    data_freshness: Annotated[str, instant("When data last came in.", "2026-01-13T06:00:00Z")]


@dataclass
class _Body:
    data_age_days: Annotated[int, about("Days from the first night to today, both counted.", 45)]
    status: Annotated[str, about("ready from 21 days, partial from 7, else unavailable.", "ready")]
    feature_availability: Annotated[
        dict[str, LockedFeature | Feature], about("What the data is enough for.", _FEATURES)
    ]
    unlock_progress: Annotated[UnlockProgress, about("The way to the next feature.", None)]
    current_metrics: Annotated[CurrentMetrics, about("Newest values.", None)]
    baselines: Annotated[
        dict[str, BaselineInsight], about("Newest values against the usual.", _BASELINES)
    ]
    patterns: Annotated[
        list[CodedPatternInsight | PatternInsight], about("Patterns that can be told.", _PATTERNS)
    ]
    anomalies: Annotated[
        list[CodedAnomaly | Anomaly], about("Newest values outside the usual range.", ANOMALIES)
    ]
    observations: Annotated[
        list[CodedObservation | Observation],
        about("What stands out, gravest first.", _OBSERVATIONS),
    ]
    suggestions: Annotated[
        list[CodedSuggestion | Suggestion], about("What the person can do.", _SUGGESTIONS)
    ]


@dataclass
class NewInsights(_Body, _Head):
    """Everything that can be said about a person for whom no sync has brought data yet."""


@dataclass
class Insights(_Body, _FreshHead):
    """Everything that can be said about a person today."""


def insights(
    user_id: str, found: records.Insights, generated_at: dt.datetime, *, extended: bool = False
) -> Insights | NewInsights:
    """The insights of a person; `data_freshness` is left out while nothing has come in."""
    coded = _coded(found) if extended else {}
    rest = _rest(found) | coded | {"user_id": user_id, "generated_at": utc(generated_at)}
    if found.data_freshness is None:
        return NewInsights(**rest)
    return Insights(data_freshness=utc(found.data_freshness), **rest)


def _rest(found: records.Insights) -> dict[str, Any]:
    return {
        "data_age_days": found.data_age_days,
        "status": found.status,
        "feature_availability": {each.name: _feature(each) for each in found.feature_availability},
        "unlock_progress": UnlockProgress(
            found.unlock_progress.next_unlock,
            found.unlock_progress.days_until_next,
            found.unlock_progress.percent_to_next,
        ),
        "current_metrics": _current(found.current_metrics),
        "baselines": {each.metric: _against(each) for each in found.baselines},
        "patterns": [_short(each) for each in _documented(found)],
        "anomalies": [Anomaly.of(each) for each in found.anomalies],
        "observations": [_observation(each) for each in found.observations],
        "suggestions": [_suggestion(each) for each in found.suggestions],
    }


def _documented(found: records.Insights) -> list[records.PatternInsight]:
    return [each for each in found.patterns if each.name in DOCUMENTED]


def _coded(found: records.Insights) -> dict[str, Any]:
    return {
        "patterns": [
            CodedPatternInsight(
                **asdict(_short(each)),
                code=each.code,
                metric=each.metric,
                params=each.params,
            )
            for each in _documented(found)
        ],
        "anomalies": [CodedAnomaly.of(each) for each in found.anomalies],
        "observations": [
            CodedObservation(
                **asdict(_observation(each)),
                code=each.code,
                metric=each.metric,
                params=each.params,
            )
            for each in found.observations
        ],
        "suggestions": [
            CodedSuggestion(
                **asdict(_suggestion(each)),
                because=each.because,
                metric=each.metric,
                params=each.params,
            )
            for each in found.suggestions
        ],
    }


def _suggestion(found: records.Suggestion) -> Suggestion:
    return Suggestion(found.action, found.description, found.confidence, found.reason)


def _feature(found: records.Feature) -> Feature:
    if found.unlock_at_days is None:
        return Feature(found.available, found.message)
    return LockedFeature(found.available, found.message, found.unlock_at_days)


def _current(found: records.CurrentMetrics) -> CurrentMetrics:
    return CurrentMetrics(
        real(found.hrv),
        amount(found.sleep_score),
        amount(found.resting_hr),
        statistic(found.training_load_ratio),
    )


def _against(found: records.BaselineInsight) -> BaselineInsight:
    return BaselineInsight(
        amount(found.current),
        round(found.baseline, 2),
        statistic(found.baseline_7d),
        statistic(found.baseline_30d),
        found.percent_of_baseline,
        found.trend,
        found.status,
    )


def _short(found: records.PatternInsight) -> PatternInsight:
    return PatternInsight(
        found.name,
        found.pattern_type,
        amount(found.score),
        found.significance,
        list(found.factors),
        found.interpretation,
    )


def _observation(found: records.Observation) -> Observation:
    return Observation(found.category, found.priority, found.fact, found.context, found.trend)
