"""A key that names classes of data reads those alone, in every field and every node."""

import pytest

from app.records.account import DataClass, Scope
from app.store import keys
from app.store.pool import Pool
from schema.build import terms
from tests.schema.conftest import Ask

SLEEP, HEART, TRAINING = DataClass.SLEEP, DataClass.HEART, DataClass.TRAINING
FOUND = frozenset({SLEEP, HEART, TRAINING})
NOTHING: frozenset[DataClass] = frozenset()
DATE = 'date: "2026-01-10"'

PERSON: dict[str, tuple[str, frozenset[DataClass]]] = {
    "sleep": ("sleep { date }", frozenset({SLEEP})),
    "naps": ("naps { date }", frozenset({SLEEP})),
    "recharge": ("recharge { date }", frozenset({HEART})),
    "activity": ("activity { date }", frozenset({TRAINING})),
    "steps": ("steps { date }", frozenset({TRAINING})),
    "cardioLoad": ("cardioLoad { date }", frozenset({TRAINING})),
    "heartRate": ("heartRate { date }", frozenset({HEART})),
    "skinTemperature": ("skinTemperature { date }", frozenset({HEART})),
    "bodyTemperature": ("bodyTemperature { startAt }", frozenset({HEART})),
    "skinContact": ("skinContact { __typename }", frozenset({HEART})),
    "alertnessPeriods": ("alertnessPeriods { __typename }", frozenset({SLEEP})),
    "alertness": ("alertness { __typename }", frozenset({SLEEP})),
    "bedtimes": ("bedtimes { __typename }", frozenset({SLEEP})),
    "today": ("today", NOTHING),
    "backfill": ("backfill { until }", NOTHING),
    "Backfill.feeds": ("backfill { feeds { feed } }", NOTHING),
    "polarConnection": ("polarConnection { connectedAt }", NOTHING),
    "exercise": ('exercise(id: "1") { id }', frozenset({TRAINING})),
    "physicalInfo": ("physicalInfo { __typename }", frozenset({DataClass.PROFILE})),
    "night": (f"night({DATE}) {{ date }}", NOTHING),  # Its parts are asked for on their own.
    "day": (f"day({DATE}) {{ date }}", NOTHING),  # As above.
    "exercises": ("exercises { nodes { id } }", frozenset({TRAINING})),
    "ExerciseConnection.totalCount": ("exercises { totalCount }", frozenset({TRAINING})),
    "sports": ("sports { sessions }", frozenset({TRAINING})),
    "trainingWeeks": ("trainingWeeks { week }", frozenset({TRAINING})),
    "trainingForm": ("trainingForm { load }", frozenset({TRAINING})),
    "metricDays": (
        "metricDays(metrics: [SLEEP_SCORE, STEPS]) { unit }",
        frozenset({SLEEP, TRAINING}),
    ),
    "spo2Tests": ("spo2Tests { nodes { id } }", frozenset({HEART})),
    "ecgTests": ("ecgTests { nodes { id } }", frozenset({HEART})),
    "orthostaticTests": ("orthostaticTests { testAt }", frozenset({HEART})),
    "fitnessTests": ("fitnessTests { testAt }", frozenset({HEART})),
    "weights": ("weights { weightKg }", frozenset({DataClass.PROFILE})),
    "diary": ("diary { kind }", frozenset({DataClass.PROFILE})),
    "trainingTargets": ("trainingTargets { done }", frozenset({TRAINING})),
    "plannedRoutes": ("plannedRoutes { name }", frozenset({DataClass.LOCATION})),
    "devices": ("devices { deviceId }", frozenset({DataClass.PROFILE})),
    "imports": ("imports { runId }", NOTHING),
    "takeouts": ("takeouts { runId }", NOTHING),
    "syncRuns": ("syncRuns { nodes { id } }", NOTHING),
    "history": ("history(relation: SLEEP) { nodes { what } }", frozenset({SLEEP})),
    "series": ("series(metrics: [SLEEP_SCORE, STEPS]) { unit }", frozenset({SLEEP, TRAINING})),
    "baselines": ("baselines { metric }", NOTHING),  # Of the metrics that the key reads.
    "seasons": ("seasons { metric }", NOTHING),  # As above.
    "anomalies": ("anomalies { metric }", NOTHING),  # As above.
    "patterns": ("patterns { pattern }", NOTHING),  # As above.
    "forecasts": ("forecasts { metric }", NOTHING),  # As above.
    "insights": ("insights { dataAgeDays }", FOUND),
    "analyticsStatus": ("analyticsStatus { __typename }", FOUND),
    "recordCounts": ("recordCounts { sleep }", FOUND),
    "exports": ("exports { url }", NOTHING),  # Addresses, which ask for the key again.
    "apiKeys": ("apiKeys { keyId }", NOTHING),
    "ApiKey.person": ("apiKeys { person { userId } }", NOTHING),
    "ApiKey.requestsByDay": ("apiKeys { requestsByDay { requests } }", NOTHING),
    "NightDetail.sleep": (f"night({DATE}) {{ sleep {{ date }} }}", frozenset({SLEEP})),
    "NightDetail.recharge": (f"night({DATE}) {{ recharge {{ date }} }}", frozenset({HEART})),
    "NightDetail.hypnogram": (f"night({DATE}) {{ hypnogram {{ values }} }}", frozenset({SLEEP})),
    "NightDetail.heartRate": (f"night({DATE}) {{ heartRate {{ values }} }}", frozenset({HEART})),
    "NightDetail.hrv": (f"night({DATE}) {{ hrv {{ values }} }}", frozenset({HEART})),
    "NightDetail.breathing": (f"night({DATE}) {{ breathing {{ values }} }}", frozenset({HEART})),
    "DayDetail.activity": (f"day({DATE}) {{ activity {{ date }} }}", frozenset({TRAINING})),
    "DayDetail.cardioLoad": (f"day({DATE}) {{ cardioLoad {{ date }} }}", frozenset({TRAINING})),
    "DayDetail.heartRate": (f"day({DATE}) {{ heartRate {{ values }} }}", frozenset({HEART})),
    "DayDetail.steps": (f"day({DATE}) {{ steps {{ values }} }}", frozenset({TRAINING})),
    "DayDetail.zones": (f"day({DATE}) {{ zones {{ values }} }}", frozenset({TRAINING})),
    "DayDetail.inactivityAlerts": (f"day({DATE}) {{ inactivityAlerts }}", frozenset({TRAINING})),
    "Exercise.person": (
        "exercises(first: 1) { nodes { person { userId } } }",
        frozenset({TRAINING}),
    ),
    "Exercise.day": ("exercises(first: 1) { nodes { day { date } } }", frozenset({TRAINING})),
    "Exercise.zones": (
        "exercises(first: 1) { nodes { zones { zoneIndex } } }",
        frozenset({TRAINING}),
    ),
    "Exercise.laps": (
        "exercises(first: 1) { nodes { laps { lapIndex } } }",
        frozenset({TRAINING}),
    ),
    "Exercise.samples": (
        "exercises(first: 1) { nodes { samples { timestamps } } }",
        frozenset({TRAINING}),
    ),
    "Exercise.route": (
        "exercises(first: 1) { nodes { route { latitude } } }",
        frozenset({TRAINING, DataClass.LOCATION}),
    ),
    "Exercise.splits": (
        "exercises(first: 1) { nodes { splits { number } } }",
        frozenset({TRAINING}),
    ),
    "Exercise.heartRateRecovery": (
        "exercises(first: 1) { nodes { heartRateRecovery { endedLocal } } }",
        frozenset({TRAINING, HEART}),
    ),
    "Exercise.earlierId": ("exercises(first: 1) { nodes { earlierId } }", frozenset({TRAINING})),
    "Exercise.laterId": ("exercises(first: 1) { nodes { laterId } }", frozenset({TRAINING})),
    "Exercise.rrIntervalMs": (
        "exercises(first: 1) { nodes { rrIntervalMs } }",
        frozenset({TRAINING, HEART}),
    ),
    "EcgTest.waveform": (
        "ecgTests(first: 1) { nodes { waveform { amplitudeMv } } }",
        frozenset({HEART}),
    ),
}
"""How each field that asks the database is asked, and what a key must read for it."""

READ_OF_ROWS = {"SyncRun", "Baseline", "Pattern", "Forecast", "Insights"}
"""Types whose fields were decided above them, or tell of syncs."""
HOUSES = {"Query", "Mutation", "Subscription", "Server", "SentenceDefinition"}
"""Types that are about nobody: roots, the house, which its owner looks at, and its sentences."""


def test_every_field_is_in_the_table() -> None:
    """A field of a person, of their days or of their things that nobody thought about fails."""
    asked = {
        each.name if each.of == "Person" else f"{each.of}.{each.name}"
        for each in terms()
        if each.of not in HOUSES | READ_OF_ROWS and not each.of.endswith("Payload")
    }
    assert asked <= set(PERSON)


async def _key(pool: Pool, person: str, *classes: DataClass) -> str:
    _, secret = await keys.create_key(
        pool,
        user_id=person,
        label="some",
        scopes=list(Scope),
        actor="test",
        rate_limit_per_minute=1_000_000,
        classes=classes or None,
    )
    return secret


def _there() -> dict[str, tuple[str, frozenset[DataClass]]]:
    known = {each.name if each.of == "Person" else f"{each.of}.{each.name}" for each in terms()}
    return {name: line for name, line in PERSON.items() if name in known}


@pytest.mark.parametrize("data_class", DataClass)
async def test_a_class_opens_what_is_of_it(
    ask: Ask, pool: Pool, person: str, data: None, data_class: DataClass
) -> None:
    """Every field is forbidden to a key of one class that it needs more than."""
    assert data is None
    secret, wrong = await _key(pool, person, data_class), {}
    for name, (text, needed) in _there().items():
        body = await ask(f"{{ me {{ {text} }} }}", secret=secret)
        codes = {error["extensions"]["code"] for error in body.get("errors", ())}
        if codes != (set() if needed <= {data_class} else {"forbidden"}):
            wrong[name] = body
    assert wrong == {}


async def test_nodes_are_of_their_class(ask: Ask, pool: Pool, person: str, data: None) -> None:
    """A global id that is known opens nothing to a key of another class."""
    assert data is None
    lists = "{ me { exercises(first: 1) { nodes { id } } spo2Tests(first: 1) { nodes { id } } } }"
    found = (await ask(lists))["data"]["me"]
    secret = await _key(pool, person, SLEEP)
    for things in found.values():
        (thing,) = things["nodes"]
        body = await ask("query($id: ID!) { node(id: $id) { id } }", secret=secret, id=thing["id"])
        assert body["data"] == {"node": None}
        assert body["errors"][0]["extensions"]["code"] == "forbidden"


async def test_quantities_of_other_classes_are_left_out(
    ask: Ask, pool: Pool, person: str, data: None
) -> None:
    """Heart rates of nights and exercises are null without the class `heart`."""
    assert data is None
    text = """{ me { sleep(days: 5) { sleepScore heartRateAvg hrvRmssdMs }
      exercises(first: 1) { nodes { heartRateAvg durationSeconds
        samples(maxPoints: 5) { timestamps heartRate } } } } }"""
    some = await _key(pool, person, SLEEP, TRAINING)
    whole, seen = (await ask(text))["data"]["me"], (await ask(text, secret=some))["data"]["me"]
    assert whole["sleep"][0]["heartRateAvg"] is not None
    for night in seen["sleep"]:
        assert (night["heartRateAvg"], night["hrvRmssdMs"]) == (None, None)
    assert [night["sleepScore"] for night in seen["sleep"]] == [
        night["sleepScore"] for night in whole["sleep"]
    ]
    (one,) = seen["exercises"]["nodes"]
    assert (one["heartRateAvg"], one["samples"]["heartRate"]) == (None, None)
    assert one["samples"]["timestamps"]


async def test_deeds_that_tell_findings_need_their_classes(
    ask: Ask, pool: Pool, person: str
) -> None:
    """Nobody has worked out what they may not read; keys are made with classes and tell them."""
    secret = await _key(pool, person, SLEEP)
    for deed in ("calculateBaselines", "detectPatterns"):
        text = f'mutation {{ {deed}(input: {{ userId: "{person}" }}) {{ person {{ userId }} }} }}'
        assert (await ask(text, secret=secret))["errors"][0]["extensions"]["code"] == "forbidden"
    make = """mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) {
      key { classes parentId } } }"""
    wanted = {"userId": person, "label": "x", "scopes": ["READ"], "classes": ["SLEEP"]}
    made = await ask(make, secret=secret, input=wanted)
    assert made["data"]["createApiKey"]["key"]["classes"] == ["SLEEP"]
    more = await ask(make, secret=secret, input={**wanted, "classes": ["HEART"]})
    assert more["errors"][0]["extensions"]["code"] == "forbidden"
