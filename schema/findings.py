"""What Ursa finds out about a person: baselines, anomalies, patterns, forecasts, insights."""

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Annotated, Any

import strawberry

from app.errors import InvalidInput
from app.metrics import Metric
from app.reads import analytics, anomalies, baselines, insights, patterns
from app.records import findings as records
from schema import enums
from schema.context import Context, Info
from schema.publish import Made, plain_field, publish
from schema.scalars import Json

Metrics = Annotated[
    list[enums.METRIC] | None,  # type: ignore[valid-type]
    strawberry.argument(description="These metrics, in this order; see there what null means."),
]
Extended = Annotated[
    bool,
    strawberry.argument(
        description=(
            "All metrics instead of the five key ones. Among 26, chance alone puts one outside of "
            "its range on many a day."
        )
    ),
]


def _unit(row: Made) -> str:
    return Metric[row.metric.upper()].spec.unit


def _named(row: Made) -> str:
    return Metric[row.metric.upper()].spec.title


_OF_METRIC = {
    "title": plain_field(_named, "The metric's title, for people.", str),
    "unit": plain_field(_unit, "The metric's unit.", str),
}
_METRIC = {"metric": enums.METRIC}

CHECK = publish(
    records.AnomalyCheck,
    name="AnomalyCheck",
    rename={"baseline": "baselineValue"},
    enums={
        **_METRIC,
        "severity": enums.SEVERITY,
        "direction": enums.DIRECTION,
        "status": enums.BASELINE_STATUS,
    },
    more=_OF_METRIC,
)


def _check(
    root: Made,
    value: Annotated[
        float, strawberry.argument(description="The value to hold against it, in its unit.")
    ],
) -> Made:
    if not math.isfinite(value):
        raise InvalidInput("value must be a finite number.", "value")
    return baselines.check(value, root)


BASELINE = publish(
    records.Baseline,
    name="Baseline",
    enums={**_METRIC, "status": enums.BASELINE_STATUS},
    more={
        **_OF_METRIC,
        "check": strawberry.field(
            resolver=_check,
            description="Any value held against this baseline; no anomaly while INSUFFICIENT.",
            graphql_type=CHECK,
        ),
    },
)
ANOMALY = publish(
    records.Anomaly,
    name="Anomaly",
    enums={**_METRIC, "severity": enums.SEVERITY, "direction": enums.DIRECTION},
    more=_OF_METRIC,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One of several things that a pattern found."""

    metrics: Annotated[list[str], "The metrics it speaks of."]
    effect: Annotated[float | None, "How large it is, in the pattern's own measure."] = None
    p_value: Annotated[float | None, "Chance of as much without any effect."] = None
    q_value: Annotated[float | None, "The same, corrected for all that was tested."] = None
    n: Annotated[int | None, "Days that went into it."] = None
    since: Annotated[dt.date | None, "Change points: first day at the new level."] = None
    interpretation: Annotated[str | None, "What it means, in words."] = None

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Finding":
        """One of the `findings` of a pattern's details."""
        since = told.get("since")
        known = {name: told.get(name) for name in ("effect", "p_value", "q_value", "n")}
        return cls(
            **known,
            metrics=told.get("metrics", []),
            since=dt.date.fromisoformat(since) if since else None,
            interpretation=told.get("interpretation"),
        )


FINDING = publish(
    Finding, name="PatternFinding", rename={"n": "sampleCount"}, enums={"metrics": enums.METRIC}
)


def _detail(name: str, kind: Made, description: str) -> Made:
    return plain_field(lambda row: row.details.get(name), description, kind)


def _details(name: str, kind: Made, description: str) -> Made:
    return plain_field(lambda row: row.details.get(name) or [], description, list[kind])


PATTERN = publish(
    records.Pattern,
    name="Pattern",
    description="One statement about a person's days, with what lets a reader check it.",
    leave_out=("details",),
    rename={"pattern_name": "pattern"},
    enums={
        "pattern_type": enums.PATTERN_TYPE,
        "pattern_name": enums.PATTERN,
        "significance": enums.SIGNIFICANCE,
        "metrics_involved": enums.METRIC,
    },
    more={
        "interpretation": _detail("interpretation", str | None, "What it means, in words."),
        "reason": _detail("reason", str | None, "Why it is INSUFFICIENT, in words."),
        "pValue": _detail(
            "p_value", float | None, "The p-value that decided, corrected for autocorrelation."
        ),
        "riskFactors": _details("risk_factors", str, "OVERTRAINING_RISK: what adds to it."),
        "recommendations": _details("recommendations", str, "OVERTRAINING_RISK: what to do."),
        "findings": plain_field(
            lambda row: [Finding.of(each) for each in row.details.get("findings") or ()],
            "What was found, the surest first; of patterns that test many metrics.",
            list[FINDING],  # type: ignore[valid-type]
        ),
        "details": plain_field(
            attrgetter("details"),
            "Everything that lets a reader check the claim, as `patterns` over REST has it.",
            Json,
        ),
    },
)

FORECAST_DAY = publish(records.ForecastDay, name="ForecastDay")
FORECAST = publish(
    records.Forecast,
    name="Forecast",
    enums=_METRIC,
    kinds={"days": list[FORECAST_DAY]},  # type: ignore[valid-type]
    more=_OF_METRIC,
)

FEATURE = publish(
    records.Feature,
    name="InsightFeatureAvailability",
    rename={"name": "feature"},
    enums={"name": enums.INSIGHT_FEATURE},
)
UNLOCK_PROGRESS = publish(
    records.UnlockProgress,
    name="InsightUnlockProgress",
    enums={"next_unlock": enums.INSIGHT_FEATURE},
)
CURRENT = publish(records.CurrentMetrics, name="CurrentMetrics")
BASELINE_INSIGHT = publish(
    records.BaselineInsight,
    name="BaselineInsight",
    rename={"baseline": "baselineValue"},
    enums={**_METRIC, "trend": enums.TREND_WORD, "status": enums.BASELINE_STATUS},
    more=_OF_METRIC,
)
PATTERN_INSIGHT = publish(
    records.PatternInsight,
    name="PatternInsight",
    rename={"name": "pattern"},
    enums={
        "name": enums.PATTERN,
        "pattern_type": enums.PATTERN_TYPE,
        "significance": enums.SIGNIFICANCE,
    },
)
OBSERVATION = publish(
    records.Observation,
    name="Observation",
    enums={"category": enums.CATEGORY, "priority": enums.PRIORITY, "trend": enums.TREND_WORD},
)
SUGGESTION = publish(records.Suggestion, name="Suggestion", enums={"action": enums.ACTION})


def _generated_at(root: Made, info: Info) -> Made:  # noqa: ARG001 -- Strawberry knows it by name
    return info.context.now


INSIGHTS = publish(
    records.Insights,
    name="Insights",
    enums={"status": enums.INSIGHTS_STATUS},
    kinds={
        "feature_availability": list[FEATURE],  # type: ignore[valid-type]
        "unlock_progress": UNLOCK_PROGRESS,
        "current_metrics": CURRENT,
        "baselines": list[BASELINE_INSIGHT],  # type: ignore[valid-type]
        "patterns": list[PATTERN_INSIGHT],  # type: ignore[valid-type]
        "anomalies": list[ANOMALY],  # type: ignore[valid-type]
        "observations": list[OBSERVATION],  # type: ignore[valid-type]
        "suggestions": list[SUGGESTION],  # type: ignore[valid-type]
    },
    more={
        "generatedAt": strawberry.field(
            resolver=_generated_at,
            description="The moment of which all of this speaks.",
            graphql_type=dt.datetime,
        )
    },
)


@dataclass(frozen=True, slots=True)
class Available:
    """Whether a part of the analysis is there."""

    feature: Annotated[str, "The part."]
    available: Annotated[bool, "Whether there is enough data for it."]


AVAILABLE = publish(
    Available, name="AnalyticsFeatureAvailability", enums={"feature": enums.ANALYTICS_FEATURE}
)
DATA_DAYS = publish(records.DataDays, name="DataDays")
UNLOCK = publish(records.Unlock, name="AnalyticsUnlock", enums={"feature": enums.ANALYTICS_FEATURE})
STATUS = publish(
    records.AnalyticsStatus,
    name="AnalyticsStatus",
    leave_out=("features_available",),
    kinds={"data_days": DATA_DAYS, "unlock_progress": list[UNLOCK]},  # type: ignore[valid-type]
    more={
        "features": plain_field(
            lambda row: [Available(*one) for one in row.features_available.items()],
            "Each part of the analysis, and whether it is there.",
            list[AVAILABLE],  # type: ignore[valid-type]
        )
    },
)


def _metrics(asked: Metrics) -> list[Metric]:
    return [Metric[metric.value] for metric in dict.fromkeys(asked or ())]  # type: ignore[attr-defined]


async def told_baselines(
    context: Context, root: Made, as_of: dt.date | None = None, metrics: Metrics = None
) -> list[records.Baseline]:
    """Baselines of a person: of these metrics, or the key ones and all others that have a value."""
    today = context.today(root)
    day = as_of or today
    found = await baselines.baselines_on(
        context.desk, root.user_id, day, today, context.calculate(root)
    )
    if metrics is not None:
        return baselines.of_metrics(found, _metrics(metrics), day)
    return baselines.shown(found, day, extended=True)


async def told_patterns(
    context: Context,
    root: Made,
    names: list[Any] | None = None,
) -> list[records.Pattern]:
    """Patterns of a person, in the order of their table, or of the names."""
    found = await patterns.patterns(
        context.desk, root.user_id, context.today(root), context.analyse(root)
    )
    return _chosen(found, attrgetter("pattern_name"), names)


async def told_forecasts(
    context: Context, root: Made, metrics: Metrics = None
) -> list[records.Forecast]:
    """Forecasts of a person, of these metrics or of all that have one; raises InvalidInput."""
    for metric in _metrics(metrics):
        if metric not in patterns.FORECAST:
            known = ", ".join(one.name for one in patterns.FORECAST)
            raise InvalidInput(f"{metric.name} is not forecast. Ask for {known}.", "metrics")
    found = await patterns.forecasts(
        context.desk, root.user_id, context.today(root), context.analyse(root)
    )
    return _chosen(found, attrgetter("metric"), metrics)


def _chosen(found: list[Any], name: Callable[[Any], str], wanted: list[Any] | None) -> list[Any]:
    if wanted is None:
        return found
    known = {name(each): each for each in found}
    asked = dict.fromkeys(one.value.lower() for one in wanted)
    return [known[one] for one in asked if one in known]


async def _baselines(
    root: Made,
    info: Info,
    as_of: Annotated[
        dt.date | None,
        strawberry.argument(description="As it was on this day; today unless told."),
    ] = None,
    metrics: Metrics = None,
) -> Made:
    return await told_baselines(info.context, root, as_of, metrics)


async def _anomalies(root: Made, info: Info, *, extended: Extended = False) -> Made:
    context = info.context
    return await anomalies.anomalies(
        context.desk,
        root.user_id,
        context.today(root),
        context.calculate(root),
        extended=extended,
    )


async def _patterns(
    root: Made,
    info: Info,
    names: Annotated[
        list[enums.PATTERN] | None,  # type: ignore[valid-type]
        strawberry.argument(description="These patterns, in this order; null: all of them."),
    ] = None,
) -> Made:
    return await told_patterns(info.context, root, names)


async def _forecasts(root: Made, info: Info, metrics: Metrics = None) -> Made:
    return await told_forecasts(info.context, root, metrics)


async def _insights(root: Made, info: Info) -> Made:
    context = info.context
    return await insights.insights(
        context.desk, root, context.today(root), context.calculate(root), context.analyse(root)
    )


async def _status(root: Made, info: Info) -> Made:
    return await info.context.desk.ask(analytics.status, root.user_id, info.context.today(root))


FIELDS = {
    "baselines": strawberry.field(
        resolver=_baselines,
        description=(
            "What is normal for this person, over the 90 days that end with `asOf`. Without "
            "`metrics`: the five key ones, and all others that have a value."
        ),
        graphql_type=list[BASELINE] | None,  # type: ignore[valid-type]
    ),
    "anomalies": strawberry.field(
        resolver=_anomalies,
        description="Newest values outside of the usual range, of at most 2 days ago.",
        graphql_type=list[ANOMALY] | None,  # type: ignore[valid-type]
    ),
    "patterns": strawberry.field(
        resolver=_patterns,
        description="Correlations, trends and composite signs, told or INSUFFICIENT with a reason.",
        graphql_type=list[PATTERN] | None,  # type: ignore[valid-type]
    ),
    "forecasts": strawberry.field(
        resolver=_forecasts,
        description=(
            "The next 7 days of HRV, resting heart rate, sleep score and training load; withheld "
            "with a reason where the own past does not bear it out."
        ),
        graphql_type=list[FORECAST] | None,  # type: ignore[valid-type]
    ),
    "insights": strawberry.field(
        resolver=_insights,
        description="Everything that can be said about the person today, in words and numbers.",
        graphql_type=INSIGHTS | None,
    ),
    "analyticsStatus": strawberry.field(
        resolver=_status,
        description="What the amount of data is enough for, and what unlocks next.",
        graphql_type=STATUS | None,
    ),
}
"""Fields of a person; null where the analysis failed, so that the rest of a screen is there."""
