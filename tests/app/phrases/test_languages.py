"""What must hold in every language."""

import datetime as dt
import string
from dataclasses import replace
from typing import Any

import pytest

from app.metrics import Metric
from app.phrases.codes import Code
from app.phrases.language import Language
from app.phrases.said import LANGUAGES, forecast_in, insights_in, pattern_in
from app.records.findings import (
    Category,
    CurrentMetrics,
    Forecast,
    Insights,
    InsightsStatus,
    Observation,
    Pattern,
    PatternType,
    Priority,
    Significance,
    Suggestion,
    UnlockProgress,
)

EXAMPLES: dict[str, Any] = {
    "joined": ["hrv_rmssd"],
    "factors": [{"metric": "hrv_rmssd", "change_percent": -8.0}],
    "first": "steps",
    "second": "hrv_rmssd",
    "level": "very_regular",
    "since": "2026-03-03",
    "weekday": 0,
    "month": 11,
}


def params_of(code: Code) -> dict[str, Any]:
    """A value for each parameter."""
    return {name: EXAMPLES.get(name, 2) for name in code.spec.params}


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda each: each.code)
@pytest.mark.parametrize("code", list(Code))
def test_every_code_is_said_with_its_own_parameters(language: Language, code: Code) -> None:
    """A language has a sentence for each code, which needs no other parameter than the code's."""
    named = {
        name
        for template in language.sentences[code]
        if template
        for _, name, _, _ in string.Formatter().parse(template)
        if name
    }
    assert named <= {"metric", *code.spec.params}
    said = language.say(code, Metric.HRV_RMSSD, params_of(code))
    assert said.fact
    assert "{" not in f"{said.fact}{said.context}"


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda each: each.code)
@pytest.mark.parametrize("metric", list(Metric))
def test_every_metric_has_a_name(language: Language, metric: Metric) -> None:
    """A metric is called something of its own in each language."""
    names = {language.title(each) for each in Metric}
    assert len(names) == len(Metric)
    assert language.name(metric)
    assert (language.code == "en") or metric in language.titles


GERMAN, FINNISH = LANGUAGES["de"], LANGUAGES["fi"]
FALL = {"change_percent": -15.2, "mean_7d": 38.2, "mean_before": 45.0}


def test_insights_are_said_anew() -> None:
    """Facts, contexts, advice and reasons come in the language, numbers as it writes them."""
    found = insights_in(GERMAN, _insights())
    (told,), (advice,) = found.observations, found.suggestions
    assert told.fact == "HRV in den letzten 7 Tagen um 15 % gefallen"
    assert told.context == "Letzte 7 Tage: 38 ms, die 23 Tage davor: 45 ms"
    assert (advice.description, advice.reason) == (
        "Heute gehen Schlaf und Erholung vor",
        "HRV in den letzten 7 Tagen um 15 % gefallen",
    )
    assert insights_in(FINNISH, _insights()).observations[0].fact == (
        "Sykevälivaihtelu on laskenut 15 % viimeisten 7 päivän aikana"
    )
    assert insights_in(LANGUAGES["en"], found) == _insights()


def _insights() -> Insights:
    fact = "HRV has fallen 15% in the last 7 days"
    return Insights(
        data_age_days=90,
        status=InsightsStatus.READY,
        feature_availability=(),
        unlock_progress=UnlockProgress(next_unlock=None, days_until_next=0, percent_to_next=100.0),
        current_metrics=CurrentMetrics(),
        baselines=(),
        patterns=(),
        anomalies=(),
        data_freshness=None,
        observations=(
            Observation(
                code="trend",
                metric="hrv_rmssd",
                params=FALL,
                category=Category.TREND,
                priority=Priority.HIGH,
                fact=fact,
                context="Last 7 days: 38ms, the 23 days before: 45ms",
            ),
        ),
        suggestions=(
            Suggestion(
                action="prioritize_recovery",
                description="Prioritize sleep and recovery today",
                confidence=0.85,
                reason=fact,
                because="trend",
                metric="hrv_rmssd",
                params=FALL,
            ),
        ),
    )


def test_patterns_are_said_anew() -> None:
    """Interpretation, reason, factors, advice and findings; what has no code stays English."""
    pattern = Pattern(
        pattern_type=PatternType.COMPOSITE,
        pattern_name="overtraining_risk",
        significance=Significance.LOW,
        metrics_involved=(),
        as_of=dt.date(2026, 1, 13),
        details={
            "code": "overtraining_risk",
            "params": {"score": 30, "factors": [{"metric": "hrv_rmssd", "change_percent": -8.0}]},
            "risk_factors": ["HRV trending 8% below baseline"],
            "recommendation_codes": ["see_a_doctor"],
            "reason": "Nothing varies.",
            "reason_code": "nothing_varies",
            "findings": [
                {
                    "code": "change_point",
                    "metric": "resting_hr",
                    "interpretation": "Resting heart rate has been 56 bpm since …",
                    "params": {"since": "2026-03-03", "mean_before": 52.0, "mean_after": 56.0},
                }
            ],
        },
    )
    found = pattern_in(GERMAN, pattern).details
    assert found["risk_factors"] == ["HRV zuletzt 8 % unter den Wochen davor"]
    assert found["recommendations"] == ["Wenn du dich krank fühlst, geh zum Arzt"]
    assert found["reason"] == "Alle Werte sind gleich."
    assert "interpretation" not in found
    assert found["findings"][0]["interpretation"] == (
        "Ruhepuls seit dem 3. März 2026 bei 56 Schläge/min, vorher 52 Schläge/min"
    )
    assert pattern_in(FINNISH, replace(pattern, details={"reason": "Old."})).details == {
        "reason": "Old."
    }


def test_a_forecasts_reason_is_said_anew() -> None:
    """Why it is withheld comes in the language; a forecast that is given has no reason."""
    withheld = Forecast(
        metric="hrv_rmssd",
        reason="29 days with a value; it takes 30.",
        reason_code="too_few_days",
        reason_params={"there": 29, "needed": 30},
        as_of=dt.date(2026, 1, 13),
    )
    assert forecast_in(GERMAN, withheld).reason == "29 Tage mit Wert; es braucht 30."
    given = replace(withheld, reason=None, reason_code=None)
    assert forecast_in(GERMAN, given) == given


@pytest.mark.parametrize(
    ("metric", "low", "high", "told"),
    [
        (Metric.HRV_RMSSD, 24.6, 62.75, ("25ms", "62ms")),
        (Metric.HRV_RMSSD, 8.04, 62.75, ("8.1ms", "62ms")),
        (Metric.RESTING_HR, 53.999999999, 58.0, ("54 bpm", "58 bpm")),
        (Metric.RESTING_HR, 53.2, 53.8, ("53.2 bpm", "53.8 bpm")),
        (Metric.RESTING_HR, 53.21, 53.23, ("53.21 bpm", "53.23 bpm")),
        (Metric.RESTING_HR, 50.0, 50.0, ("50 bpm", "50 bpm")),
        (Metric.TRAINING_LOAD_RATIO, 0.601, 1.419, ("0.61", "1.41")),
        (Metric.STEPS, 0.0, 18580.4, ("0 steps", "18580 steps")),
    ],
)
def test_what_lies_outside_is_seen_to(
    metric: Metric, low: float, high: float, told: tuple[str, str]
) -> None:
    """63 ms are above 25 to 62 ms; a narrow range has more digits, and never ends too early."""
    assert LANGUAGES["en"].ends(metric, low, high) == told
