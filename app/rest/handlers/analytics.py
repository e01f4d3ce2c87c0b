"""Baselines, anomalies, patterns, forecasts, insights, analytics status, the long memory."""

import datetime as dt
from collections.abc import Awaitable, Callable
from functools import partial

from app.days import Window, local_today
from app.ingest import analyse
from app.metrics import Metric
from app.reads import analytics, anomalies, baselines, insights, patterns
from app.reads.memory import Stretch as StretchRecord
from app.records.findings import Baseline as BaselineRecord
from app.rest.endpoint import Asked, Handler
from app.rest.shapes import insights as shapes
from app.rest.shapes.analytics import AnalyticsStatus
from app.rest.shapes.baselines import Anomalies, Baseline, Calculated, Check, Stretch
from app.rest.shapes.insights import Insights, NewInsights
from app.rest.shapes.patterns import Detected, Forecast, Pattern
from app.store.pool import Pool

Memory = Callable[[Pool, str, Metric, Window], Awaitable[list[StretchRecord]]]


def _now(asked: Asked) -> dt.datetime:
    return asked.resources.clock()


def _today(asked: Asked) -> dt.date:
    return local_today(asked.account, _now(asked))


def _calculate(asked: Asked) -> baselines.Calculate:
    return partial(analyse.calculate, asked.resources, asked.account)


def _analyse(asked: Asked) -> patterns.Analyse:
    return partial(analyse.analyse, asked.resources, asked.account)


async def _found(asked: Asked, as_of: dt.date) -> list[BaselineRecord]:
    return await baselines.baselines_on(
        asked.desk, asked.user_id, as_of, _today(asked), _calculate(asked)
    )


async def all_baselines(asked: Asked) -> list[Baseline]:
    """The documented metrics' baselines, or everybody's of the registry."""
    as_of = asked.values["as_of"] or _today(asked)
    found = await _found(asked, as_of)
    told = baselines.shown(found, as_of, extended=asked.values["extended"])
    return [Baseline.of(each, _now(asked)) for each in told]


async def one_baseline(asked: Asked) -> Baseline:
    """One metric's baseline."""
    as_of = asked.values["as_of"] or _today(asked)
    found = await _found(asked, as_of)
    (told,) = baselines.of_metrics(found, [asked.values["metric_name"]], as_of)
    return Baseline.of(told, _now(asked))


async def check(asked: Asked) -> Check:
    """A value held against today's baseline."""
    today = _today(asked)
    found = await _found(asked, today)
    (told,) = baselines.of_metrics(found, [asked.values["metric_name"]], today)
    return Check.of(baselines.check(asked.values["value"], told))


async def calculate(asked: Asked) -> Calculated:
    """Baselines, computed and stored now."""
    found = await _calculate(asked)()
    told = baselines.shown(found, _today(asked), extended=False)
    return Calculated(asked.user_id, {each.metric: each.status for each in told})


async def status(asked: Asked) -> AnalyticsStatus:
    """What the amount of data is enough for."""
    found = await analytics.status(asked.pool, asked.user_id, _today(asked))
    return AnalyticsStatus.of(asked.user_id, found)


async def all_patterns(asked: Asked) -> list[Pattern]:
    """The documented patterns, or all of them."""
    found = await patterns.patterns(asked.desk, asked.user_id, _today(asked), _analyse(asked))
    names = patterns.NAMES if asked.values["extended"] else patterns.DOCUMENTED
    return [Pattern.of(each, _now(asked)) for each in found if each.pattern_name in names]


async def one_pattern(asked: Asked) -> Pattern:
    """One pattern."""
    found = await patterns.patterns(asked.desk, asked.user_id, _today(asked), _analyse(asked))
    told = {each.pattern_name: each for each in found}
    return Pattern.of(told[asked.values["pattern_name"]], _now(asked))


async def detect(asked: Asked) -> Detected:
    """Patterns, found and stored now."""
    found = {each.pattern_name: each for each in (await _analyse(asked)()).patterns}
    told = {name: str(found[name].significance) for name in patterns.DOCUMENTED}
    return Detected(asked.user_id, told)


async def scan(asked: Asked) -> Anomalies:
    """Newest values outside of the usual range."""
    found = await anomalies.anomalies(
        asked.desk,
        asked.user_id,
        _today(asked),
        _calculate(asked),
        extended=asked.values["extended"],
    )
    return Anomalies.of(asked.user_id, found)


async def everything(asked: Asked) -> Insights | NewInsights:
    """All insights."""
    found = await insights.insights(
        asked.desk, asked.account, _today(asked), _calculate(asked), _analyse(asked)
    )
    return shapes.insights(asked.user_id, found, _now(asked))


async def all_forecasts(asked: Asked) -> list[Forecast]:
    """All forecasts, withheld ones with their reasons."""
    found = await patterns.forecasts(asked.desk, asked.user_id, _today(asked), _analyse(asked))
    return [Forecast.of(each, _now(asked)) for each in found]


async def one_forecast(asked: Asked) -> Forecast:
    """One metric's forecast."""
    found = await patterns.forecasts(asked.desk, asked.user_id, _today(asked), _analyse(asked))
    told = {each.metric: each for each in found}
    return Forecast.of(told[asked.values["metric_name"].key], _now(asked))


def memory(question: Memory) -> Handler:
    """Weeks or months of one metric, the newest first."""

    async def answer(asked: Asked) -> list[Stretch]:
        metric = asked.values["metric_name"]
        found = await question(asked.pool, asked.user_id, metric, asked.window)
        return [Stretch.of(each) for each in found]

    return answer
