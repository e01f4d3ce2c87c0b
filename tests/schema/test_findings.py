"""What is normal for a person, over GraphQL as over REST."""

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.patterns import NAMES
from app.phrases.codes import Code
from app.store import write
from app.store.pool import Pool
from tests.app.series import TODAY, keep, live, new_person, night
from tests.schema.conftest import MASTER, Ask

PERSON = "query($id: ID!) { person(id: $id) { %s } }"


@pytest.fixture
async def lived(pool: Pool, person: str) -> None:
    """A healthy person with a hundred days, and a bad last night."""
    await live(pool, person, 100)
    await keep(pool, person, {"hrv_rmssd": [12.0]})


async def told(ask: Ask, person: str, selection: str) -> dict[str, Any]:
    """The person's part of an answer without errors."""
    body = await ask(PERSON % selection, id=person)
    assert "errors" not in body, body["errors"]
    found: dict[str, Any] = body["data"]["person"]
    return found


@pytest.mark.usefixtures("lived")
async def test_baselines(ask: Ask, person: str) -> None:
    """Baselines come with unit and title, today's, of another day, and of chosen metrics."""
    found = await told(
        ask,
        person,
        "baselines { metric unit sampleCount status asOf } "
        'then: baselines(asOf: "2025-12-01", metrics: [RESTING_HR, STEPS]) '
        "{ metric title baselineValue baseline7d sampleCount status asOf calculatedAt } ",
    )
    first = found["baselines"][0]
    assert (first["metric"], first["unit"], first["status"]) == ("HRV_RMSSD", "ms", "READY")
    assert first["asOf"] == "2026-01-11"
    assert {each["metric"] for each in found["baselines"]} >= {"SLEEP_SCORE", "STEPS"}
    resting, steps = found["then"]
    assert (resting["metric"], resting["asOf"], resting["calculatedAt"]) == (
        "RESTING_HR",
        "2025-12-01",
        None,
    )
    assert resting["sampleCount"] == 59
    assert resting["title"] == "Resting heart rate in the night"
    assert (steps["metric"], steps["status"]) == ("STEPS", "READY")


@pytest.mark.usefixtures("lived")
async def test_a_value_is_held_against_a_baseline(ask: Ask, person: str) -> None:
    """Any value can be checked, with the reason of the answer beside it."""
    found = await told(
        ask,
        person,
        "baselines(metrics: [RESTING_HR]) { upperBound high: check(value: 90) "
        "{ isAnomaly severity direction baselineValue deviationPercent } "
        "usual: check(value: 50) { isAnomaly severity } }",
    )
    (resting,) = found["baselines"]
    assert resting["high"]["isAnomaly"] is True
    assert (resting["high"]["severity"], resting["high"]["direction"]) == ("CRITICAL", "ABOVE")
    assert resting["high"]["deviationPercent"] > 50
    assert resting["usual"] == {"isAnomaly": False, "severity": None}


@pytest.mark.usefixtures("lived")
async def test_anomalies(ask: Ask, person: str) -> None:
    """The bad night stands out, on its side, with its unit."""
    found = await told(
        ask,
        person,
        "anomalies { metric severity direction currentValue unit date } "
        "finnish: anomalies(language: FI) { code fact context params }",
    )
    (said,) = found["finnish"]
    assert said["code"] == "UNUSUALLY_LOW"
    assert said["fact"].startswith("Sykevälivaihtelu")
    assert said["params"].keys() == {"value", "low", "high"}
    assert found["anomalies"] == [
        {
            "metric": "HRV_RMSSD",
            "severity": "CRITICAL",
            "direction": "BELOW",
            "currentValue": 12.0,
            "unit": "ms",
            "date": "2026-01-11",
        }
    ]


@pytest.mark.usefixtures("lived")
async def test_patterns_and_forecasts(ask: Ask, person: str) -> None:
    """All patterns come in their order, those asked for in that of the question."""
    found = await told(
        ask,
        person,
        "patterns { pattern patternType significance metricsInvolved score interpretation reason "
        "pValue riskFactors recommendations findings { metrics effect qValue } details asOf } "
        "two: patterns(names: [READINESS, HRV_TREND]) { pattern details } "
        "forecasts { metric unit reason skill days { date value low high } } "
        "one: forecasts(metrics: [SLEEP_SCORE]) { metric }",
    )
    assert len(found["patterns"]) == len(NAMES)
    for each in found["patterns"]:
        assert isinstance(each["details"], dict)
        assert each["significance"] != "INSUFFICIENT" or each["reason"]
    risk = found["patterns"][1]
    assert (risk["pattern"], risk["patternType"]) == ("OVERTRAINING_RISK", "COMPOSITE")
    assert risk["riskFactors"]
    assert [each["pattern"] for each in found["two"]] == ["READINESS", "HRV_TREND"]
    assert [each["metric"] for each in found["forecasts"]] == [
        "HRV_RMSSD",
        "RESTING_HR",
        "SLEEP_SCORE",
        "TRAINING_LOAD",
    ]
    assert all(len(each["days"]) == 7 or each["reason"] for each in found["forecasts"])
    assert found["one"] == [{"metric": "SLEEP_SCORE"}]


@pytest.mark.usefixtures("lived")
async def test_parts_and_bands_are_typed(ask: Ask, person: str) -> None:
    """Readiness and overtraining say what each metric adds; the week of HRV has its band."""
    found = await told(
        ask,
        person,
        "patterns(names: [READINESS, OVERTRAINING_RISK, HRV_BAND, HRV_VARIATION]) { score "
        "parts { metric weight rank points standardDeviations pValue } standing { since level } "
        "band { side low high dates weeks lows highs } }",
    )
    readiness, risk, band, variation = found["patterns"]
    for each in (readiness, risk):
        assert sum(part["weight"] for part in each["parts"]) == pytest.approx(1, abs=1e-3)
    score = sum(part["weight"] * part["rank"] for part in readiness["parts"])
    assert score == pytest.approx(readiness["score"], abs=0.1)
    points = sum(part["points"] for part in risk["parts"]) / len(risk["parts"])
    assert risk["score"] == pytest.approx(4 * points, abs=0.1)
    for each in (band["band"], variation["band"]):
        assert each["low"] <= each["high"]
        assert (len(each["dates"]), each["dates"][-1]) == (30, "2026-01-11")
        assert each["weeks"][-1] is not None
    assert len(band["band"]["lows"]) == len(band["band"]["highs"]) == 30
    assert (variation["band"]["lows"], band["parts"]) == ([], [])


async def test_a_baseline_begins_anew_with_a_device(ask: Ask, pool: Pool, person: str) -> None:
    """Since when and why, what has been since, and what was before; the whole stays as it was."""
    hrv = [50.0 + n % 7 for n in range(60)] + [70.0 + n % 7 for n in range(30)]
    await keep(pool, person, {"hrv_rmssd": hrv})
    days = [TODAY - dt.timedelta(days=back) for back in range(90)]
    devices = ["new" if back < 30 else "old" for back in range(90)]
    nights = [
        replace(night(day, 80), device_id=device) for day, device in zip(days, devices, strict=True)
    ]
    await write.store_harvest(pool, person, [nights])
    await told(ask, person, "patterns { pattern }")
    found = await told(
        ask,
        person,
        "baselines(metrics: [HRV_RMSSD]) { baselineValue sampleCount expected { value } "
        "parts { era since because baselineValue sampleCount status } }",
    )
    (baseline,) = found["baselines"]
    assert baseline["sampleCount"] == 90
    assert baseline["baselineValue"] == pytest.approx(np.mean(hrv), abs=0.01)
    common = {"since": (TODAY - dt.timedelta(days=29)).isoformat(), "because": "NEW_DEVICE"}
    assert [{name: part[name] for name in common} for part in baseline["parts"]] == [common] * 2
    assert [part["era"] for part in baseline["parts"]] == ["BEFORE", "SINCE"]
    assert [part["sampleCount"] for part in baseline["parts"]] == [60, 30]
    assert baseline["parts"][1]["baselineValue"] == pytest.approx(np.mean(hrv[60:]), abs=0.01)


async def test_sentences_are_listed(ask: Ask) -> None:
    """Each code has its meaning, its parameters and its words in the language asked for."""
    lines = "{ code key standsFor meaning parameters { name meaning } fact context }"
    found = (await ask(f"{{ sentences(language: FI) {lines} }}"))["data"]["sentences"]
    assert [each["key"] for each in found] == [code.key for code in Code]
    (band,) = (each for each in found if each["code"] == "WEEK_OFF_BAND")
    names = {each["name"] for each in band["parameters"]}
    assert names == {"change_percent", "mean_7d", "low", "high"}
    assert "{change_percent}" in band["fact"]


@pytest.mark.usefixtures("lived")
async def test_insights_and_status(ask: Ask, person: str) -> None:
    """Everything that can be said today comes in words and numbers."""
    found = await told(
        ask,
        person,
        "insights { status dataAgeDays generatedAt currentMetrics { hrv } "
        "baselines { metric trend percentOfBaseline } unlockProgress { nextUnlock } "
        "featureAvailability { feature available } observations { category priority fact } "
        "suggestions { action confidence reason } anomalies { metric } "
        "patterns { pattern significance } } "
        "analyticsStatus { minDataDays dataDays { sleep cardioLoad } "
        "features { feature available } unlockProgress { feature daysRemaining } }",
    )
    insights = found["insights"]
    assert (insights["status"], insights["dataAgeDays"]) == ("READY", 100)
    assert insights["generatedAt"] == "2026-01-11T20:00:00Z"
    assert insights["currentMetrics"] == {"hrv": 12.0}
    assert insights["anomalies"] == [{"metric": "HRV_RMSSD"}]
    assert insights["observations"][0]["category"] == "ANOMALY"
    assert {each["action"] for each in insights["suggestions"]} >= {"PRIORITIZE_RECOVERY"}
    assert all(each["available"] for each in insights["featureAvailability"])
    assert found["analyticsStatus"]["minDataDays"] == 100
    assert len(found["analyticsStatus"]["features"]) == 6


@pytest.mark.usefixtures("lived")
async def test_sentences_in_german(ask: Ask, person: str) -> None:
    """A language changes sentences, and neither codes nor numbers."""
    fields = "observations { code metric params fact } suggestions { action because reason }"
    both = await told(
        ask,
        person,
        f"en: insights {{ {fields} }} de: insights(language: DE) {{ {fields} }} "
        "patterns(names: [HRV_TREND], language: FI) { interpretation code params } "
        "forecasts(metrics: [HRV_RMSSD], language: DE) { reason reasonCode skillLow skillByDay } "
        "seasons { metric date median q1 q3 sampleCount title }",
    )
    english, german = both["en"]["observations"], both["de"]["observations"]
    assert english
    for one, other in zip(english, german, strict=True):
        assert (one["code"], one["params"]) == (other["code"], other["params"])
        assert one["fact"] != other["fact"]
    assert both["patterns"][0]["interpretation"].startswith("Sykevälivaihtelu")
    assert both["patterns"][0]["code"] == "TREND_7D"
    assert both["seasons"] == []


async def test_somebody_new(ask: Ask, person: str) -> None:
    """Without data nothing is claimed, and nothing breaks."""
    found = await told(
        ask,
        person,
        "baselines { status } anomalies { metric } patterns { significance } "
        "forecasts { reason } insights { status unlockProgress { nextUnlock } } "
        "analyticsStatus { minDataDays } today recordCounts { sleep exercises } "
        "polarConnection { connectedAt }",
    )
    assert {each["status"] for each in found["baselines"]} == {"INSUFFICIENT"}
    assert {each["significance"] for each in found["patterns"]} == {"INSUFFICIENT"}
    assert found["insights"]["status"] == "UNAVAILABLE"
    assert found["insights"]["unlockProgress"] == {"nextUnlock": "BASELINES_7D"}
    assert found["today"] == dt.date(2026, 1, 11).isoformat()
    assert found["recordCounts"] == {"sleep": 0, "exercises": 0}
    assert found["polarConnection"] is None


@pytest.mark.usefixtures("lived")
async def test_deeds(ask: Ask, person: str) -> None:
    """Baselines and patterns are found anew on request, and answered with their person."""
    body = await ask(
        """mutation($id: ID!) {
          calculateBaselines(input: { userId: $id }) {
            person { userId } baselines { metric calculatedAt } }
          detectPatterns(input: { userId: $id }) {
            person { patterns { pattern } } patterns { pattern } forecasts { metric } }
        }""",
        id=person,
    )
    assert "errors" not in body
    made = body["data"]["calculateBaselines"]
    assert made["person"] == {"userId": person}
    assert {each["calculatedAt"] for each in made["baselines"]} == {"2026-01-11T20:00:00Z"}
    detected = body["data"]["detectPatterns"]
    assert detected["person"]["patterns"] == detected["patterns"]
    assert len(detected["forecasts"]) == 4


async def test_a_page_of_people_is_not_analysed_on_the_spot(
    ask: Ask, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some are; for the others it is said what to do, and the rest of the page is there."""
    monkeypatch.setattr("schema.context.MOST_ANALYSES", 1)
    people = [await new_person(pool) for _ in range(2)]
    query = """query($a: ID!, $b: ID!) { a: person(id: $a) { userId patterns { score } }
      b: person(id: $b) { userId patterns { score } } }"""
    body = await ask(query, secret=MASTER, a=people[0], b=people[1])
    assert [error["extensions"]["code"] for error in body["errors"]] == ["too_many_requests"]
    assert sorted(bool(body["data"][name]["patterns"]) for name in "ab") == [False, True]
    assert {body["data"][name]["userId"] for name in "ab"} == set(people)
