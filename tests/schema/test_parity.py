"""Every question of the REST API has a twin in GraphQL, and both get the same answer."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from app.records.account import Scope
from app.records.sleep import Night
from app.rest.routes import ENDPOINTS, rest_routes
from app.state import State
from app.store.aggregates import refresh_aggregates
from app.store.pool import Pool
from app.store.write import store_harvest
from schema.routes import graphql_routes
from tests.app.series import AFTER_ALL, new_person
from tests.schema.conftest import MASTER, end_run, make_key, queued_run, with_state
from tests.schema.year import TODAY, year

ROUNDED = 0.0051
"""REST rounds to two digits, as its document shows; to none where a number is whole."""
MEASURED = 0.051
"""GraphQL rounds to what was measured: rates and percents to one digit."""


@dataclass(frozen=True)
class Twin:
    """How one question is asked of both surfaces, and which of their values are the same.

    `same` leads from a path in REST's answer to one in the person's; `*` is every element.
    """

    path: str
    selection: str
    same: dict[str, str]
    method: str = "GET"
    query: str = ""


P = "/users/{user_id}"
ELSEWHERE = {
    f"POST {P}/sync/trigger": "mutations/test_syncs, app/rest/test_sync: both queue the same run",
    f"POST {P}/patterns/detect": "test_findings: REST answers names, GraphQL the patterns",
    f"POST {P}/api-key/regenerate": "mutations/test_keys: keys are told once and differ",
    f"POST {P}/api-key/revoke": "mutations/test_keys: an answer without content",
    **{
        f"{method} {P}/imports{one}": "mutations/test_imports, app/rest/test_imports"
        for method, one in (
            ("POST", ""),
            ("GET", ""),
            ("GET", "/{run_id}"),
            ("DELETE", "/{run_id}"),
        )
    },
    **{
        f"GET {P}/{noun}": "mutations/test_imports, app/rest/test_archived: the same examples"
        for noun in (
            "exercises/{id}/laps",
            "weights",
            "diary",
            "training-targets",
            "planned-routes",
            "devices",
            "orthostatic-tests",
            "fitness-tests",
        )
    },
    **{
        f"{method} {P}/takeouts{one}": "mutations/test_takeouts, app/rest/test_takeouts"
        for method, one in (
            ("POST", ""),
            ("GET", ""),
            ("GET", "/{run_id}"),
            ("GET", "/{run_id}/file"),
        )
    },
    **{
        f"DELETE {P}/{row}": "mutations/test_rows: a row can be deleted once"
        for row in (
            "sleep/{date}",
            "exercises/{id}",
            "ecg/{id}",
            "spo2/{id}",
            "orthostatic-tests/{id}",
            "fitness-tests/{id}",
        )
    },
}
"""Questions whose answers are not rows to compare, and where they are tested."""

STATISTICS = {
    "baseline_value": "baselineValue",
    "baseline_7d": "baseline7d",
    "baseline_30d": "baseline30d",
    "baseline_90d": "baseline90d",
    "median": "median",
    "q1": "q1",
    "q3": "q3",
    "iqr": "iqr",
    "std_dev": "stdDev",
    "min": "min",
    "max": "max",
    "lower_bound": "lowerBound",
    "upper_bound": "upperBound",
    "sample_count": "sampleCount",
    "status": "status",
    "data_start_date": "dataStartDate",
    "data_end_date": "dataEndDate",
    "calculated_at": "calculatedAt",
    "metric_name": "metric",
}
NIGHT = {
    "date": "date",
    "sleep_score": "sleepScore",
    "total_sleep_hours": "totalHours",
    "deep_sleep_hours": "deepHours",
    "rem_sleep_hours": "remHours",
    "hrv_avg": "hrvRmssdMs",
    "heart_rate_avg": "heartRateAvg",
}
RECHARGE = {
    "date": "date",
    "hrv_avg": "hrvRmssdMs",
    "ans_charge": "ansCharge",
    "ans_charge_status": "ansChargeStatus",
    "breathing_rate_avg": "breathingRateAvg",
    "heart_rate_avg": "heartRateAvg",
}
ACTIVITY = {
    "date": "date",
    "steps": "steps",
    "calories_active": "caloriesActive",
    "calories_total": "caloriesTotal",
    "distance_km": "distanceKm",
    "active_minutes": "activeMinutes",
}
CARDIO = {
    "date": "date",
    "strain": "strain",
    "tolerance": "tolerance",
    "cardio_load": "cardioLoad",
    "cardio_load_ratio": "cardioLoadRatio",
}
HEART = {"date": "date", "hr_min": "hrMin", "hr_avg": "hrMean", "hr_max": "hrMax"}
HEART |= {"sample_count": "sampleCount"}
EXERCISE = {
    "id": "exerciseId",
    "polar_exercise_id": "polarExerciseId",
    "start_time": "startLocal",
    "sport": "sportName",
    "calories": "calories",
    "average_heart_rate": "heartRateAvg",
    "training_load": "load",
}
ECG = {
    "test_time": "testLocal",
    "avg_heart_rate": "heartRateAvg",
    "hrv_level": "hrvLevel",
    "sample_count": "sampleCount",
}
PATTERN = {
    "pattern_name": "pattern",
    "pattern_type": "patternType",
    "score": "score",
    "confidence": "confidence",
    "significance": "significance",
    "metrics_involved": "metricsInvolved",
    "sample_count": "sampleCount",
    "analyzed_at": "analyzedAt",
}
FORECAST = {
    "metric_name": "metric",
    "skill": "skill",
    "reason": "reason",
    "sample_count": "sampleCount",
    "as_of": "asOf",
    "calculated_at": "calculatedAt",
    "forecast.*.date": "days.*.date",
    "forecast.*.value": "days.*.value",
    "forecast.*.low": "days.*.low",
    "forecast.*.high": "days.*.high",
}
BUCKETS = {
    "*.date": "0.timestamps.newest",
    "*.mean": "0.values.newest",
    "*.sample_count": "0.count.newest",
    "*.std_dev": "0.stdDev.newest",
    "*.min": "0.low.newest",
    "*.q1": "0.q1.newest",
    "*.median": "0.median.newest",
    "*.q3": "0.q3.newest",
    "*.max": "0.high.newest",
}
BUCKET_FIELDS = "{ timestamps values count low high stdDev q1 median q3 }"


def each(pairs: dict[str, str], rest: str = "*", graphql: str = "*") -> dict[str, str]:
    """The same pairs for every row."""
    return {f"{rest}.{old}": f"{graphql}.{new}" for old, new in pairs.items()}


def fields(pairs: dict[str, str]) -> str:
    """A selection of what is compared; what lies in rows is opened."""
    opened: dict[str, list[str]] = {}
    for path in pairs.values():
        name, _, inner = path.partition(".*.")
        opened.setdefault(name, []).append(inner)
    return " ".join(
        f"{name} {{ {' '.join(inner)} }}" if all(inner) else name for name, inner in opened.items()
    )


def listed(path: str, field: str, pairs: dict[str, str], query: str = "days=9") -> Twin:
    """A list of rows on both sides."""
    return Twin(f"{P}/{path}", f"{field} {{ {fields(pairs)} }}", each(pairs), query=query)


def paged(path: str, field: str, pairs: dict[str, str], query: str = "days=9") -> Twin:
    """A list of rows that is a connection in GraphQL."""
    selection = f"{field} {{ nodes {{ {fields(pairs)} }} }}"
    return Twin(f"{P}/{path}", selection, each(pairs, graphql="nodes.*"), query=query)


def within(pairs: dict[str, str], place: str) -> dict[str, str]:
    """Pairs whose GraphQL side lies one field deeper."""
    return {old: f"{place}.{new}" for old, new in pairs.items()}


NIGHTLY = f'night(date: "{TODAY}")'
DAILY = f'day(date: "{TODAY}")'
TWINS = [
    listed("sleep", "sleep(days: 9)", NIGHT),
    Twin(
        f"{P}/sleep/{{date}}",
        f"{NIGHTLY} {{ sleep {{ {fields(NIGHT)} sleepStartLocal sleepEndLocal sleepCycles"
        " efficiencyPercent lightSeconds } hypnogram { timestamps } heartRate { values } }",
        within(NIGHT, "sleep")
        | {
            "sleep_start_time": "sleep.sleepStartLocal",
            "sleep_end_time": "sleep.sleepEndLocal",
            "sleep_cycles": "sleep.sleepCycles",
            "sleep_efficiency_percent": "sleep.efficiencyPercent",
            "light_sleep_seconds": "sleep.lightSeconds",
            "hypnogram.keys": "hypnogram.timestamps",
            "heart_rate_samples.values": "heartRate.values",
        },
    ),
    listed("activity", "activity(days: 9)", ACTIVITY),
    Twin(
        f"{P}/activity/{{date}}",
        f"{DAILY} {{ activity {{ {fields(ACTIVITY)} activeSeconds }} zones {{ timestamps values }}"
        " inactivityAlerts }",
        within(ACTIVITY, "activity")
        | {
            "active_time_seconds": "activity.activeSeconds",
            "zones.*.time": "zones.timestamps",
            "zones.*.zone": "zones.values",
            "inactivity_alert_times": "inactivityAlerts",
        },
    ),
    listed(
        "activity-samples",
        "steps(days: 9)",
        {"date": "date", "sample_count": "sampleCount", "total_steps": "steps"},
    ),
    Twin(
        f"{P}/activity-samples/{{date}}",
        f"{DAILY} {{ steps {{ timestamps values }} }}",
        {"samples.*.timestamp": "steps.timestamps", "samples.*.steps": "steps.values"},
    ),
    listed("recharge", "recharge(days: 9)", RECHARGE),
    Twin(
        f"{P}/recharge/{{date}}",
        f"{NIGHTLY} {{ recharge {{ {fields(RECHARGE)} nightlyRechargeStatus beatToBeatAvgMs }}"
        " hrv { timestamps values } breathing { values } }",
        within(RECHARGE, "recharge")
        | {
            "nightly_recharge": "recharge.nightlyRechargeStatus",
            "beat_to_beat_avg": "recharge.beatToBeatAvgMs",
            "hrv_samples.keys": "hrv.timestamps",
            "hrv_samples.values": "hrv.values",
            "breathing_samples.values": "breathing.values",
        },
    ),
    paged("exercises", "exercises(days: 9, first: 100)", EXERCISE),
    Twin(
        f"{P}/exercises/{{id}}",
        f'exercise(id: "{{id}}") {{ {fields(EXERCISE)} durationSeconds distanceMetres cardioLoad'
        " cardioLoadInterpretation zones { zoneIndex lowerBpm upperBpm inZoneSeconds } }",
        EXERCISE
        | {
            "duration_seconds": "durationSeconds",
            "distance_meters": "distanceMetres",
            "training_load_pro.cardio_load": "cardioLoad",
            "training_load_pro.cardio_load_interpretation": "cardioLoadInterpretation",
            "heart_rate_zones.*.index": "zones.*.zoneIndex",
            "heart_rate_zones.*.lower_limit_bpm": "zones.*.lowerBpm",
            "heart_rate_zones.*.upper_limit_bpm": "zones.*.upperBpm",
            "heart_rate_zones.*.in_zone_seconds": "zones.*.inZoneSeconds",
        },
    ),
    Twin(
        f"{P}/exercises/{{id}}/samples",
        'exercise(id: "{id}") { exerciseId samples { heartRate speedKmh } rrIntervalMs }',
        {
            "exercise_id": "exerciseId",
            "samples.0.values": "samples.heartRate",
            "samples.1.values": "samples.speedKmh",
            "samples.2.values": "rrIntervalMs",
        },
    ),
    Twin(
        f"{P}/exercises/{{id}}/route",
        'exercise(id: "{id}") { exerciseId route { latitude longitude satellites fix } }',
        {
            "exercise_id": "exerciseId",
            "route.*.latitude": "route.latitude",
            "route.*.longitude": "route.longitude",
            "route.*.satellites": "route.satellites",
            "route.*.fix": "route.fix",
        },
    ),
    listed("cardio-load", "cardioLoad(days: 9)", CARDIO),
    Twin(
        f"{P}/cardio-load/{{date}}",
        f"{DAILY} {{ cardioLoad {{ {fields(CARDIO)} levelHigh }} }}",
        within(CARDIO, "cardioLoad") | {"cardio_load_level.high": "cardioLoad.levelHigh"},
    ),
    listed("heart-rate", "heartRate(days: 9)", HEART),
    Twin(
        f"{P}/heart-rate/{{date}}/samples",
        f"{DAILY} {{ heartRate {{ timestamps values }} }}",
        {"samples.*.heart_rate": "heartRate.values"},
    ),
    listed(
        "sleepwise/alertness",
        "alertness(days: 9)",
        {
            "period_start_time": "startLocal",
            "period_end_time": "endLocal",
            "grade": "grade",
            "grade_classification": "gradeClassification",
        },
    ),
    listed(
        "sleepwise/periods",
        "alertnessPeriods(days: 9)",
        {
            "grade": "grade",
            "grade_classification": "gradeClassification",
            "grade_type": "gradeType",
            "grade_validity_seconds": "gradeValiditySeconds",
            "sleep_inertia": "sleepInertia",
            "sleep_type": "sleepType",
            "result_type": "resultType",
            "validity": "validity",
        },
    ),
    listed(
        "naps",
        "naps(days: 9)",
        {
            "date": "date",
            "start_time": "sleepStartLocal",
            "device_id": "deviceId",
        },
    ),
    listed(
        "skin-contact",
        "skinContact(days: 9)",
        {"change_time": "changedLocal", "skin_contact": "skinContact"},
    ),
    listed("sleepwise/bedtime", "bedtimes(days: 9)", {"quality": "quality"}),
    paged(
        "spo2",
        "spo2Tests(days: 30)",
        {
            "test_time": "testLocal",
            "blood_oxygen_percent": "bloodOxygenPercent",
            "spo2_class": "spo2Class",
            "avg_heart_rate": "heartRateAvg",
            "hrv_ms": "hrvMs",
        },
        "days=30",
    ),
    paged("ecg", "ecgTests(days: 30)", ECG, "days=30"),
    Twin(
        f"{P}/ecg/{{ecg}}",
        "ecgTests(days: 30, first: 1) { nodes { testLocal heartRateAvg sampleCount"
        " waveform { sampleOffsetMs amplitudeMv qualityLevel } } }",
        {
            "test_time": "nodes.0.testLocal",
            "avg_heart_rate": "nodes.0.heartRateAvg",
            "sample_count": "nodes.0.sampleCount",
            "samples.*.time_ms": "nodes.0.waveform.sampleOffsetMs",
            "samples.*.amplitude_mv": "nodes.0.waveform.amplitudeMv",
            "quality.*.quality": "nodes.0.waveform.qualityLevel",
        },
    ),
    listed(
        "temperature/body",
        "bodyTemperature(days: 9)",
        {
            "start_time": "startLocal",
            "measurement_type": "measurementType",
            "sensor_location": "sensorLocation",
            "temp_min": "temperatureCelsiusMin",
            "temp_avg": "temperatureCelsiusMean",
            "temp_max": "temperatureCelsiusMax",
            "sample_count": "sampleCount",
        },
    ),
    listed(
        "temperature/skin",
        "skinTemperature(days: 9)",
        {
            "sleep_date": "date",
            "temperature_celsius": "temperatureCelsius",
            "deviation_from_baseline": "deviationFromBaselineCelsius",
            "is_elevated": "isElevated",
        },
    ),
    Twin(
        f"{P}/physical-info",
        "physicalInfo { modifiedAt weightKg vo2Max gender birthday }",
        {
            "recorded_at": "0.modifiedAt",
            "weight_kg": "0.weightKg",
            "vo2_max": "0.vo2Max",
            "gender": "0.gender",
            "birthday": "0.birthday",
        },
    ),
    Twin(
        f"{P}/baselines",
        "baselines(metrics: [HRV_RMSSD, SLEEP_SCORE, RESTING_HR, TRAINING_LOAD,"
        f" TRAINING_LOAD_RATIO]) {{ {fields(STATISTICS)} }}",
        each(STATISTICS),
    ),
    Twin(
        f"{P}/baselines/calculate",
        "baselines(metrics: [HRV_RMSSD, SLEEP_SCORE, RESTING_HR, TRAINING_LOAD,"
        " TRAINING_LOAD_RATIO]) { status }",
        {"baselines_calculated.values": "*.status"},
        method="POST",
    ),
    Twin(
        f"{P}/baselines/{{metric_name}}",
        f"baselines(metrics: [HRV_RMSSD]) {{ {fields(STATISTICS)} }}",
        within(STATISTICS, "0"),
    ),
    Twin(
        f"{P}/baselines/check/{{metric_name}}/{{value}}",
        "baselines(metrics: [HRV_RMSSD]) { check(value: 10) { value isAnomaly severity"
        " baselineValue baseline7d lowerBound upperBound status metric } }",
        within(
            {
                "value": "value",
                "metric_name": "metric",
                "is_anomaly": "isAnomaly",
                "severity": "severity",
                "baseline": "baselineValue",
                "baseline_7d": "baseline7d",
                "lower_bound": "lowerBound",
                "upper_bound": "upperBound",
                "status": "status",
            },
            "0.check",
        ),
    ),
    Twin(
        f"{P}/analytics/status",
        "analyticsStatus { minDataDays dataDays { sleep cardioLoad } recommendations"
        " features { feature available } }",
        {
            "min_data_days": "minDataDays",
            "data_days.sleep": "dataDays.sleep",
            "data_days.cardio_load": "dataDays.cardioLoad",
            "recommendations": "recommendations",
            "features_available.keys": "features.*.feature",
            "features_available.values": "features.*.available",
        },
    ),
    Twin(
        f"{P}/patterns",
        "patterns(names: [SLEEP_HRV_CORRELATION, OVERTRAINING_RISK, HRV_TREND, SLEEP_TREND])"
        f" {{ {fields(PATTERN)} }}",
        each(PATTERN),
    ),
    Twin(
        f"{P}/patterns/{{pattern_name}}",
        f"patterns(names: [OVERTRAINING_RISK]) {{ {fields(PATTERN)} riskFactors recommendations }}",
        within(PATTERN, "0")
        | {
            "details.risk_factors": "0.riskFactors",
            "details.recommendations": "0.recommendations",
        },
    ),
    Twin(
        f"{P}/anomalies",
        "anomalies { metric currentValue baselineValue severity direction }",
        {
            "anomaly_count": "length",
            "anomalies.*.metric_name": "*.metric",
            "anomalies.*.current_value": "*.currentValue",
            "anomalies.*.baseline_value": "*.baselineValue",
            "anomalies.*.severity": "*.severity",
            "anomalies.*.deviation_percent": "*.deviationPercent",
        },
    ),
    Twin(
        f"{P}/insights",
        "insights { dataAgeDays status generatedAt currentMetrics { hrv sleepScore restingHr"
        " trainingLoadRatio } baselines { metric current baselineValue percentOfBaseline trend }"
        " featureAvailability { feature available message }"
        " unlockProgress { daysUntilNext percentToNext } suggestions { description }"
        " observations { fact context category priority } }",
        {
            "data_age_days": "dataAgeDays",
            "status": "status",
            "generated_at": "generatedAt",
            "current_metrics.hrv": "currentMetrics.hrv",
            "current_metrics.sleep_score": "currentMetrics.sleepScore",
            "current_metrics.resting_hr": "currentMetrics.restingHr",
            "current_metrics.training_load_ratio": "currentMetrics.trainingLoadRatio",
            "baselines.keys": "baselines.*.metric",
            "baselines.values.*.current": "baselines.*.current",
            "baselines.values.*.baseline": "baselines.*.baselineValue",
            "baselines.values.*.percent_of_baseline": "baselines.*.percentOfBaseline",
            "baselines.values.*.trend": "baselines.*.trend",
            "feature_availability.keys": "featureAvailability.*.feature",
            "feature_availability.values.*.available": "featureAvailability.*.available",
            "unlock_progress.days_until_next": "unlockProgress.daysUntilNext",
            "unlock_progress.percent_to_next": "unlockProgress.percentToNext",
            "suggestions.*.description": "suggestions.*.description",
            "observations.*.fact": "observations.*.fact",
            "observations.*.category": "observations.*.category",
            "observations.*.priority": "observations.*.priority",
        },
    ),
    listed("forecasts", "forecasts", FORECAST, ""),
    Twin(
        f"{P}/forecasts/{{metric_name}}",
        f"forecasts(metrics: [HRV_RMSSD]) {{ {fields(FORECAST)} }}",
        within(FORECAST, "0"),
    ),
    Twin(
        f"{P}/metrics/{{metric_name}}/weekly",
        f"series(metrics: [HRV_RMSSD], days: 95, resolution: WEEK) {BUCKET_FIELDS}",
        BUCKETS,
    ),
    Twin(
        f"{P}/metrics/{{metric_name}}/monthly",
        f"series(metrics: [HRV_RMSSD], days: 110, resolution: MONTH) {BUCKET_FIELDS}",
        BUCKETS,
    ),
    Twin(
        f"{P}/sync/runs",
        "syncRuns { nodes { runId state days requestCount queuedAt } }",
        each(
            {"run_id": "runId", "status": "state", "days": "days", "queued_at": "queuedAt"},
            graphql="nodes.*",
        ),
    ),
    Twin(
        f"{P}/sync/runs/{{run_id}}",
        "syncRuns(first: 1) { nodes { runId state days queuedAt } }",
        {
            "run_id": "nodes.0.runId",
            "status": "nodes.0.state",
            "days": "nodes.0.days",
            "queued_at": "nodes.0.queuedAt",
        },
    ),
    Twin(
        f"{P}/history/{{relation}}",
        "history(relation: SLEEP) { nodes { key what reason replacedAt runId } }",
        each(
            {
                "key.date": "key.date",
                "what.sleep_score": "what.sleep_score",
                "reason": "reason",
                "replaced_at": "replacedAt",
                "run_id": "runId",
            },
            graphql="nodes.*",
        ),
    ),
    Twin(
        f"{P}/export/summary",
        "recordCounts { sleep activity recharge cardioLoad heartRate exercises }",
        {"record_counts.values": "values"},
    ),
    *(
        Twin(f"{P}/export/{name}.csv", "exports { url }", {"url": f"{place}.url"})
        for place, name in enumerate(("sleep", "activity", "recharge", "cardio-load"))
    ),
    Twin(
        f"{P}/api-key/info",
        "apiKeys { prefix scopes createdAt }",
        {"key_prefix": "0.prefix", "created_at": "0.createdAt"},
    ),
]


def test_every_question_has_a_twin() -> None:
    """What REST answers, GraphQL answers: an endpoint without a twin says where it is tested."""
    twins = {f"{twin.method} {twin.path}".replace("{ecg}", "{id}") for twin in TWINS}
    assert {f"{each.method} {each.path}" for each in ENDPOINTS} == twins | set(ELSEWHERE)


@pytest.fixture
async def both(state: State) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a server with both surfaces on the same reads."""
    routes = [*rest_routes(), *graphql_routes()]
    transport = httpx.ASGITransport(with_state(Starlette(routes=routes), state))
    headers = {"X-API-Key": MASTER}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://ursa.test", headers=headers
    ) as opened:
        yield opened


@pytest.fixture(scope="module")
async def asked_about(pool: Pool) -> dict[str, str]:
    """Whom all questions ask about: a person with a key, an ended run and data of every kind."""
    person = await new_person(pool)
    await make_key(pool, person, *Scope)
    run = await queued_run(pool, person)
    await end_run(pool, run)
    await store_harvest(pool, person, [[Night(date=TODAY, sleep_score=1)]])
    await store_harvest(pool, person, year(90, samples=720))
    await refresh_aggregates(pool, AFTER_ALL)
    return {"user_id": person, "run_id": str(run)}


@pytest.fixture
async def places(both: httpx.AsyncClient, asked_about: dict[str, str]) -> dict[str, str]:
    """What stands in the places of a path."""
    first = f"/api/v1/users/{asked_about['user_id']}"
    exercise = (await both.get(f"{first}/exercises")).json()[0]["id"]
    ecg = (await both.get(f"{first}/ecg?days=30")).json()[0]["id"]
    return asked_about | {
        "date": TODAY.isoformat(),
        "id": str(exercise),
        "ecg": str(ecg),
        "metric_name": "hrv_rmssd",
        "relation": "sleep",
        "pattern_name": "overtraining_risk",
        "value": "10",
    }


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: f"{twin.method} {twin.path}")
async def test_both_surfaces_answer_alike(
    both: httpx.AsyncClient, places: dict[str, str], twin: Twin
) -> None:
    """The same question over REST and GraphQL gets the same values in the same order."""
    path = f"/api/v1{twin.path.format(**places)}"
    answered = await both.request(twin.method, f"{path}?{twin.query}".rstrip("?"))
    assert answered.status_code == 200
    text = answered.headers["content-type"].startswith("text/csv")
    old = {"url": f"http://127.0.0.1:8000{path}?days=30"} if text else answered.json()
    selection = twin.selection.replace("{id}", places["id"])
    asked = {"query": f"query($id: ID!) {{ person(id: $id) {{ {selection} }} }}"}
    body = await both.post("/graphql", json=asked | {"variables": {"id": places["user_id"]}})
    assert "errors" not in body.json(), body.json()["errors"]
    new = next(iter(body.json()["data"]["person"].values()))
    compared = {here: (at(old, here), at(new, there)) for here, there in twin.same.items()}
    assert {here: old for here, (old, new) in compared.items() if not alike(old, new)} == {}
    assert any(old not in (None, []) for old, _ in compared.values())


def at(value: Any, path: str) -> Any:  # noqa: ANN401 -- any JSON
    """What lies at a path: `*` is each element, `newest` turns a list round, the rest is plain."""
    part, _, rest = path.partition(".")
    if not part:
        return value
    if part == "*":
        return [at(one, rest) for one in value]
    if part == "newest":
        return at(value[::-1], rest)
    if part == "length":
        return len(value)
    if part in ("keys", "values") and isinstance(value, dict) and part not in value:
        return at(list(getattr(value, part)()), rest)
    return at(value[int(part) if isinstance(value, list) else part], rest)


def alike(old: Any, new: Any) -> bool:  # noqa: ANN401 -- any JSON
    """Equal but for rounding, the case of words, and how a moment is written."""
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(alike, old, new))
    if isinstance(old, (int, float)) and isinstance(new, (int, float)):
        whole = isinstance(old, int) and not isinstance(old, bool)
        most = MEASURED if round(new, 1) == new else ROUNDED
        return abs(old - new) <= (0.5 if whole and isinstance(new, float) else most)
    if isinstance(new, str):
        moment = re.escape(str(old).removesuffix("Z").replace(" ", "T"))
        shown = rf"(.+T)?{moment}(T00:00)?(:00)?(\.\d+)?Z?"
        return str(old) == new or re.fullmatch(shown, new, re.IGNORECASE) is not None
    return bool(old == new)
