"""What Ursa finds out about a person: baselines, anomalies, patterns, forecasts, insights."""

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as field_of
from operator import attrgetter
from typing import Annotated, Any

import strawberry

from app.errors import InvalidInput
from app.findings import baselines, patterns, seasons
from app.findings.readable import readable
from app.metrics import FORETOLD, Metric, metric_of
from app.phrases.language import Language
from app.phrases.said import LANGUAGES, forecast_in, pattern_in
from app.records import findings as records
from app.records.account import Account
from schema import enums
from schema.context import Context
from schema.details import TYPED
from schema.fields import field, leaf
from schema.prices import AS_A_ROW
from schema.publish import Made, plain_field, publish, published
from schema.scalars import Json

Metrics = Annotated[
    list[enums.METRIC] | None,  # type: ignore[valid-type]
    strawberry.argument(description="These metrics, in this order; see there what null means."),
]


ENGLISH = enums.LANGUAGE["EN"]
Spoken = Annotated[
    enums.LANGUAGE,  # type: ignore[valid-type]
    strawberry.argument(description="The language of the sentences."),
]


def spoken(language: Any) -> Language:  # noqa: ANN401  The enum is made at run time.
    """The language that an argument names."""
    return LANGUAGES[language.value.lower()]


def title_of(metric: str) -> str:
    """A metric's title, for people."""
    return metric_of(metric).spec.title


def unit_of(metric: str) -> str:
    """A metric's unit."""
    return metric_of(metric).spec.unit


_OF_METRIC = {
    "title": plain_field(lambda row: title_of(row.metric), "The metric's title, for people.", str),
    "unit": plain_field(lambda row: unit_of(row.metric), "The metric's unit.", str),
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


Value = Annotated[
    float, strawberry.argument(description="The value to hold against it, in its unit.")
]


BASELINE_PART = publish(
    records.BaselinePart,
    name="BaselinePart",
    enums={
        **_METRIC,
        "era": enums.ERA,
        "because": enums.SPLIT,
        "status": enums.BASELINE_STATUS,
    },
)
EXPECTED = publish(records.Expected, name="ExpectedValue")


@published("record", enums={**_METRIC, "status": enums.BASELINE_STATUS}, rows={"parts": 2})
class Baseline:
    """What is normal in one metric, over the 90 days that end with `asOf`."""

    record: strawberry.Private[records.Baseline]

    @leaf
    def title(self) -> str:
        """The metric's title, for people."""
        return title_of(self.record.metric)

    @leaf
    def unit(self) -> str:
        """The metric's unit."""
        return unit_of(self.record.metric)

    @leaf
    def expected(self) -> records.Expected | None:
        """What the next night should show, drawn to what is usual among people.

        While 7 to 29 nights are known, of metrics that have a published norm; else null.
        """
        return baselines.expected(self.record)

    @field(price=AS_A_ROW)
    def check(self, value: Value) -> records.AnomalyCheck:
        """Any value held against this baseline; no anomaly while INSUFFICIENT."""
        if not math.isfinite(value):
            raise InvalidInput("value must be a finite number.", "value")
        return baselines.check(value, self.record)


SEASON = publish(records.Season, name="Season", enums=_METRIC, more=_OF_METRIC)

ANOMALY = publish(
    records.Anomaly,
    name="Anomaly",
    enums={
        **_METRIC,
        "severity": enums.SEVERITY,
        "direction": enums.DIRECTION,
        "code": enums.SENTENCE,
    },
    kinds={"params": Json},
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
    code: Annotated[str | None, "What it means, as a code."] = None
    params: Annotated[dict[str, Any], "The numbers in the words, by name; see docs/codes.md."] = (
        field_of(default_factory=dict)
    )

    @classmethod
    def of(cls, detail: Mapping[str, Any]) -> "Finding":
        """One of the `findings` of a pattern's details."""
        since = detail.get("since")
        known = {name: detail.get(name) for name in ("effect", "p_value", "q_value", "n")}
        return cls(
            **known,
            metrics=detail.get("metrics", []),
            since=dt.date.fromisoformat(since) if since else None,
            interpretation=detail.get("interpretation"),
            code=detail.get("code"),
            params=detail.get("params", {}),
        )


FINDING = publish(
    Finding,
    name="PatternFinding",
    rename={"n": "sampleCount"},
    enums={"metrics": enums.METRIC, "code": enums.SENTENCE},
    kinds={"params": Json},
)


def _detail(name: str, kind: Made, description: str) -> Made:
    return plain_field(lambda row: row.details.get(name), description, kind)


def _code(name: str, description: str) -> Made:
    return plain_field(
        lambda row: enums.sentence_of(row.details.get(name)),
        description,
        enums.SENTENCE | None,
    )


def _codes(name: str, description: str) -> Made:
    return plain_field(
        lambda row: [enums.sentence_of(each) for each in row.details.get(name) or ()],
        description,
        list[enums.SENTENCE],  # type: ignore[valid-type]
    )


def _params(name: str, description: str) -> Made:
    return plain_field(lambda row: row.details.get(name) or {}, description, Json)


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
        "code": _code("code", "What it means, as a code; null when it means nothing."),
        "params": _params("params", "The numbers in the words, by name; see docs/codes.md."),
        "reason": _detail("reason", str | None, "Why it is INSUFFICIENT, in words."),
        "reasonCode": _code("reason_code", "Why it is INSUFFICIENT, as a code."),
        "reasonParams": _params("reason_params", "The numbers in the reason, by name."),
        "pValue": _detail(
            "p_value", float | None, "The p-value that decided, corrected for autocorrelation."
        ),
        "riskFactors": _details("risk_factors", str, "OVERTRAINING_RISK: what adds to it."),
        "recommendations": _details("recommendations", str, "OVERTRAINING_RISK: what to do."),
        "recommendationCodes": _codes("recommendation_codes", "The same as codes."),
        "findings": plain_field(
            lambda row: [Finding.of(each) for each in row.details.get("findings") or ()],
            "What was found, the surest first; of patterns that test many metrics.",
            list[FINDING],  # type: ignore[valid-type]
            rows=5,
        ),
        **TYPED,
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
    enums={**_METRIC, "reason_code": enums.SENTENCE},
    kinds={"reason_params": Json},
    rows={"days": 7},
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
        "code": enums.SENTENCE,
        **_METRIC,
    },
    kinds={"params": Json},
)
OBSERVATION = publish(
    records.Observation,
    name="Observation",
    enums={
        **_METRIC,
        "code": enums.SENTENCE,
        "category": enums.CATEGORY,
        "priority": enums.PRIORITY,
        "trend": enums.TREND_WORD,
    },
    kinds={"params": Json},
)
SUGGESTION = publish(
    records.Suggestion,
    name="Suggestion",
    enums={**_METRIC, "action": enums.ACTION, "because": enums.SENTENCE},
    kinds={"params": Json},
)


@published(
    "record",
    enums={"status": enums.INSIGHTS_STATUS},
    rows={"baselines": 5, "patterns": 4, "observations": 10, "suggestions": 5},
)
class Insights:
    """Everything that can be said about a person today."""

    record: strawberry.Private[records.Insights]
    now: strawberry.Private[dt.datetime]

    @leaf
    def generated_at(self) -> dt.datetime:
        """The moment of which all of this speaks."""
        return self.now


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


async def baselines_of(
    context: Context, account: Account, as_of: dt.date | None, metrics: Metrics
) -> list[Baseline]:
    """Baselines of a person: of these metrics, or the key ones and all others that have a value."""
    today = context.today(account)
    day = as_of or today
    found = await baselines.baselines_on(
        context.desk, account.user_id, day, today, context.calculate(account)
    )
    if metrics is None:
        shown = baselines.shown(found, day, extended=True)
    else:
        shown = baselines.of_metrics(found, _metrics(metrics), day)
    return [Baseline(record=one) for one in readable(context.pool, shown)]


async def seasons_of(
    context: Context, account: Account, as_of: dt.date | None, metrics: Metrics
) -> list[records.Season]:
    """Earlier years of these metrics, or of the key ones."""
    asked = baselines.DOCUMENTED if metrics is None else _metrics(metrics)
    day = as_of or context.today(account)
    return await seasons.seasons_of(context.desk, account.user_id, day, asked)


async def patterns_of(
    context: Context, account: Account, names: list[Any] | None, language: Spoken
) -> list[records.Pattern]:
    """Patterns of a person, in the order of their table, or of the names."""
    found = await patterns.patterns(
        context.desk, account.user_id, context.today(account), context.analyse(account)
    )
    said = [pattern_in(spoken(language), each) for each in found]
    return _chosen(said, attrgetter("pattern_name"), names)


async def forecasts_of(
    context: Context, account: Account, metrics: Metrics, language: Spoken
) -> list[records.Forecast]:
    """Forecasts of a person, of these metrics or of all that have one; raises InvalidInput."""
    for metric in _metrics(metrics):
        if metric not in FORETOLD:
            known = ", ".join(one.name for one in FORETOLD)
            raise InvalidInput(f"{metric.name} is not forecast. Ask for {known}.", "metrics")
    found = await patterns.forecasts(
        context.desk, account.user_id, context.today(account), context.analyse(account)
    )
    said = [forecast_in(spoken(language), each) for each in found]
    return _chosen(said, attrgetter("metric"), metrics)


def _chosen(found: list[Any], name: Callable[[Any], str], wanted: list[Any] | None) -> list[Any]:
    if wanted is None:
        return found
    known = {name(each): each for each in found}
    asked = dict.fromkeys(one.value.lower() for one in wanted)
    return [known[one] for one in asked if one in known]
