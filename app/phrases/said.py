"""Findings in another language: their sentences are made anew, from codes and parameters.

What has no code (a pattern that was stored before there were any) keeps its English words.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.metrics import metric_of
from app.phrases.codes import Code
from app.phrases.english import ENGLISH
from app.phrases.finnish import FINNISH
from app.phrases.german import GERMAN
from app.phrases.language import Language, Said
from app.records.findings import (
    Anomaly,
    Forecast,
    Insights,
    Observation,
    Pattern,
    PatternInsight,
    Suggestion,
)

LANGUAGES = {each.code: each for each in (ENGLISH, GERMAN, FINNISH)}
"""Every language, by its code in ISO 639-1."""

Details = Mapping[str, Any]


def insights_in(language: Language, found: Insights) -> Insights:
    """Insights whose sentences are in a language."""
    return replace(
        found,
        observations=tuple(_observation(language, each) for each in found.observations),
        suggestions=tuple(_suggestion(language, each) for each in found.suggestions),
        patterns=tuple(_short(language, each) for each in found.patterns),
        anomalies=tuple(anomaly_in(language, each) for each in found.anomalies),
    )


def anomaly_in(language: Language, found: Anomaly) -> Anomaly:
    """An anomaly whose sentence is in a language."""
    said = _say(language, found.code, found.metric, found.params)
    return replace(found, fact=said.fact, context=said.context)


def pattern_in(language: Language, found: Pattern) -> Pattern:
    """A pattern whose sentences are in a language."""
    return replace(found, details=_details(language, found.details))


def forecast_in(language: Language, found: Forecast) -> Forecast:
    """A forecast whose reason is in a language."""
    if found.reason_code is None:
        return found
    said = _say(language, found.reason_code, None, found.reason_params)
    return replace(found, reason=said.fact)


def _say(language: Language, code: str, metric: str | None, params: Details) -> Said:
    return language.say(Code[code.upper()], metric_of(metric) if metric else None, params)


def _observation(language: Language, found: Observation) -> Observation:
    said = _say(language, found.code, found.metric, found.params)
    return replace(found, fact=said.fact, context=said.context)


def _suggestion(language: Language, found: Suggestion) -> Suggestion:
    reason = _say(language, found.because, found.metric, found.params).fact
    return replace(found, description=_say(language, found.action, None, {}).fact, reason=reason)


def _short(language: Language, found: PatternInsight) -> PatternInsight:
    factors = tuple(map(without_numbers, _factors(language, found.params)))
    if found.code is None or found.interpretation is None:
        return replace(found, factors=factors or found.factors)
    said = _say(language, found.code, found.metric, found.params)
    return replace(found, factors=factors or found.factors, interpretation=said.fact)


def without_numbers(factor: str) -> str:
    """A factor without its percentage, as insights have them."""
    return re.sub(r" \d+ ?%", "", factor)


def _factors(language: Language, params: Details) -> list[str]:
    factor = Code.OVERTRAINING_FACTOR
    return [
        language.say(factor, metric_of(each["metric"]), each).fact
        for each in params.get("factors", ())
    ]


def _details(language: Language, details: Details) -> dict[str, Any]:
    found = dict(details)
    metric, params = details.get("metric"), details.get("params", {})
    if details.get("code") and details.get("interpretation"):
        found["interpretation"] = _say(language, details["code"], metric, params).fact
    if details.get("reason_code"):
        reason = details["reason_code"], None, details.get("reason_params", {})
        found["reason"] = _say(language, *reason).fact
    if params.get("factors"):
        found["risk_factors"] = _factors(language, params)
    if details.get("recommendation_codes"):
        codes = details["recommendation_codes"]
        found["recommendations"] = [_say(language, code, None, {}).fact for code in codes]
    if details.get("findings"):
        found["findings"] = [_details(language, each) for each in details["findings"]]
    return found
