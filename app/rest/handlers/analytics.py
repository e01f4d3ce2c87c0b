"""Baselines, anomalies, patterns, forecasts, insights, analytics status, the long memory."""

import datetime as dt
from collections.abc import Awaitable, Callable
from functools import partial

from app.days import Window, local_today
from app.deeds import findings
from app.findings import analyse, analytics, anomalies, baselines, insights, patterns
from app.findings.readable import (
    readable,
    require_metric,
    require_pattern,
)
from app.findings.seasons import seasons_of
from app.metrics import Metric, metric_of
from app.patterns import DOCUMENTED, NAMES
from app.phrases.said import anomaly_in, forecast_in, insights_in, pattern_in
from app.reads.desk import Pool
from app.reads.memory import Stretch as StretchRecord
from app.records.findings import Baseline as BaselineRecord
from app.rest.endpoint import Handler, RestRequest
from app.rest.shapes import insights as shapes
from app.rest.shapes.analytics import AnalyticsStatus
from app.rest.shapes.baselines import (
    Anomalies,
    Baseline,
    Calculated,
    Check,
    SeasonedBaseline,
    Stretch,
)
from app.rest.shapes.insights import Insights, NewInsights
from app.rest.shapes.patterns import Detected, Forecast, Pattern

Memory = Callable[[Pool, str, Metric, Window], Awaitable[list[StretchRecord]]]


def _now(asked: RestRequest) -> dt.datetime:
    return asked.resources.clock()


def _today(asked: RestRequest) -> dt.date:
    return local_today(asked.account, _now(asked))


def _calculate(asked: RestRequest) -> baselines.Calculate:
    return partial(analyse.calculate, asked.resources, asked.account)


def _analyse(asked: RestRequest) -> patterns.Analyse:
    return partial(analyse.analyse_soon, asked.resources, asked.account)


async def _found(asked: RestRequest, as_of: dt.date) -> list[BaselineRecord]:
    return await baselines.baselines_on(
        asked.desk, asked.user_id, as_of, _today(asked), _calculate(asked)
    )


async def all_baselines(asked: RestRequest) -> list[SeasonedBaseline] | list[Baseline]:
    """The documented metrics' baselines, or all of the registry, beside earlier years' month."""
    as_of = asked.values["as_of"] or _today(asked)
    found = await _found(asked, as_of)
    told = baselines.shown(found, as_of, extended=asked.values["extended"])
    told = readable(asked.pool, told)
    if not asked.values["extended"]:
        return [Baseline.of(each, _now(asked)) for each in told]
    metrics = [metric_of(each.metric) for each in told]
    earlier = await seasons_of(asked.desk, asked.user_id, as_of, metrics)
    return [SeasonedBaseline.beside(each, earlier, _now(asked)) for each in told]


async def one_baseline(asked: RestRequest) -> Baseline:
    """One metric's baseline."""
    require_metric(asked.pool, asked.values["metric_name"])
    as_of = asked.values["as_of"] or _today(asked)
    found = await _found(asked, as_of)
    (told,) = baselines.of_metrics(found, [asked.values["metric_name"]], as_of)
    return Baseline.of(told, _now(asked))


async def check(asked: RestRequest) -> Check:
    """A value held against today's baseline."""
    require_metric(asked.pool, asked.values["metric_name"])
    today = _today(asked)
    found = await _found(asked, today)
    (told,) = baselines.of_metrics(found, [asked.values["metric_name"]], today)
    return Check.of(baselines.check(asked.values["value"], told))


async def calculate(asked: RestRequest) -> Calculated:
    """Baselines, computed and stored now."""
    found = await findings.calculate(asked.state, asked.caller, asked.account)
    told = baselines.shown(found, _today(asked), extended=False)
    return Calculated(asked.user_id, {each.metric: each.status for each in told})


async def status(asked: RestRequest) -> AnalyticsStatus:
    """What the amount of data is enough for."""
    found = await analytics.status(asked.pool, asked.user_id, _today(asked))
    return AnalyticsStatus.of(asked.user_id, found)


async def all_patterns(asked: RestRequest) -> list[Pattern]:
    """The documented patterns, or all of them."""
    found = await patterns.patterns(asked.desk, asked.user_id, _today(asked), _analyse(asked))
    names = NAMES if asked.values["extended"] else DOCUMENTED
    told = [pattern_in(asked.language, each) for each in found if each.pattern_name in names]
    return [Pattern.of(each, _now(asked)) for each in told]


async def one_pattern(asked: RestRequest) -> Pattern:
    """One pattern."""
    require_pattern(asked.pool, asked.values["pattern_name"])
    found = await patterns.patterns(asked.desk, asked.user_id, _today(asked), _analyse(asked))
    told = {each.pattern_name: each for each in found}
    one = pattern_in(asked.language, told[asked.values["pattern_name"]])
    return Pattern.of(one, _now(asked))


async def detect(asked: RestRequest) -> Detected:
    """Patterns, found and stored now."""
    detected = await findings.detect(asked.state, asked.caller, asked.account)
    found = {each.pattern_name: each for each in detected.patterns}
    told = {name: str(found[name].significance) for name in DOCUMENTED}
    return Detected(asked.user_id, told)


async def scan(asked: RestRequest) -> Anomalies:
    """Newest values outside of the usual range."""
    found = await anomalies.anomalies(
        asked.desk,
        asked.user_id,
        _today(asked),
        _calculate(asked),
        extended=asked.values["extended"],
    )
    said = [anomaly_in(asked.language, each) for each in found]
    return Anomalies.of(asked.user_id, said, extended=asked.values["extended"])


async def everything(asked: RestRequest) -> Insights | NewInsights:
    """All insights."""
    found = await insights.insights(
        asked.desk, asked.account, _today(asked), _calculate(asked), _analyse(asked)
    )
    said = insights_in(asked.language, found)
    return shapes.insights(asked.user_id, said, _now(asked), extended=asked.values["extended"])


async def all_forecasts(asked: RestRequest) -> list[Forecast]:
    """All forecasts, withheld ones with their reasons."""
    found = await patterns.forecasts(asked.desk, asked.user_id, _today(asked), _analyse(asked))
    return [Forecast.of(forecast_in(asked.language, each), _now(asked)) for each in found]


async def one_forecast(asked: RestRequest) -> Forecast:
    """One metric's forecast."""
    require_metric(asked.pool, asked.values["metric_name"])
    found = await patterns.forecasts(asked.desk, asked.user_id, _today(asked), _analyse(asked))
    told = {each.metric: each for each in found}
    one = forecast_in(asked.language, told[asked.values["metric_name"].key])
    return Forecast.of(one, _now(asked))


def memory(question: Memory) -> Handler:
    """Weeks or months of one metric, the newest first."""

    async def answer(asked: RestRequest) -> list[Stretch]:
        metric = asked.values["metric_name"]
        found = await question(asked.pool, asked.user_id, metric, asked.window)
        return [Stretch.of(each) for each in found]

    return answer
