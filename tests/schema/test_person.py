"""A person's data: every field group, in one statement each, for the holder of the key."""

import datetime as dt
import statistics
from typing import Any

import pytest

from app.records.account import Scope
from app.records.exercise import Exercise
from app.store import change
from app.store.pool import Pool
from app.store.queries import query
from app.store.write import store_harvest
from tests.schema.conftest import Ask, make_key
from tests.schema.year import NOW, year

pytestmark = pytest.mark.usefixtures("data")

PERSON = "query($id: ID!) { person(id: $id) { %s } }"


async def person_of(ask: Ask, person: str, selection: str) -> dict[str, Any]:
    """The person's part of an answer without errors."""
    body = await ask(PERSON % selection, id=person)
    assert "errors" not in body, body["errors"]
    found: dict[str, Any] = body["data"]["person"]
    return found


async def test_nights(ask: Ask, person: str) -> None:
    """Nights come newest first, with wall clocks bare and moments in UTC."""
    found = await person_of(
        ask, person, "sleep(days: 1) { date sleepScore sleepStartLocal sleepEndAt lightSeconds }"
    )
    assert found["sleep"] == [
        {
            "date": "2026-01-11",
            "sleepScore": 80,
            "sleepStartLocal": "2026-01-10T23:00:00",
            "sleepEndAt": "2026-01-11T05:00:00Z",
            "lightSeconds": 14000,
        },
        {
            "date": "2026-01-10",
            "sleepScore": 82,
            "sleepStartLocal": "2026-01-09T23:00:00",
            "sleepEndAt": "2026-01-10T05:00:00Z",
            "lightSeconds": 14179,
        },
    ]


async def test_words(ask: Ask, person: str) -> None:
    """Polar's words are enums; a word that nobody knew is OTHER."""
    found = await person_of(
        ask,
        person,
        "recharge(days: 0) { ansChargeStatus nightlyRechargeStatus } "
        "cardioLoad(days: 1) { cardioLoadStatus } physicalInfo { gender typicalDay } "
        "bodyTemperature(days: 1) { measurementType temperatureCelsiusMin } "
        "alertness(days: 0) { startLocal alertnessLevel gradeClassification }",
    )
    assert found["recharge"] == [
        {"ansChargeStatus": "ABOVE_USUAL", "nightlyRechargeStatus": "GOOD"}
    ]
    assert [row["cardioLoadStatus"] for row in found["cardioLoad"]] == ["OTHER", "MAINTAINING"]
    assert found["physicalInfo"] == [{"gender": "FEMALE", "typicalDay": None}]
    assert found["bodyTemperature"] == [
        {"measurementType": "SKIN_TEMPERATURE", "temperatureCelsiusMin": 33.5}
    ]
    assert len(found["alertness"]) == 15
    assert found["alertness"][0] == {
        "startLocal": "2026-01-11T21:00:00",
        "alertnessLevel": "HIGH",
        "gradeClassification": "FAIR",
    }


@pytest.mark.usefixtures("aggregates")
async def test_series_by_day_week_and_month(ask: Ask, person: str) -> None:
    """Days are values; weeks and months are means with lowest, highest and count."""
    one = "metric unit resolution timestamps values low high count"
    found = await person_of(
        ask,
        person,
        f"d: series(metrics: [STEPS, SLEEP_SCORE], days: 2) {{ {one} }} "
        f'w: series(metrics: [STEPS], from: "2026-01-05", to: "2026-01-11", resolution: WEEK) '
        f"{{ {one} }} "
        f'm: series(metrics: [STEPS], from: "2026-01-01", to: "2026-01-11", resolution: MONTH) '
        "{ timestamps values count }",
    )
    assert [one["metric"] for one in found["d"]] == ["STEPS", "SLEEP_SCORE"]
    assert found["d"][0] == {
        "metric": "STEPS",
        "unit": "steps",
        "resolution": "DAY",
        "timestamps": ["2026-01-09T00:00:00", "2026-01-10T00:00:00", "2026-01-11T00:00:00"],
        "values": [10168.0, 9596.0, 9000.0],
        "low": None,
        "high": None,
        "count": None,
    }
    assert found["w"][0]["timestamps"] == ["2026-01-05T00:00:00"]
    assert found["w"][0]["low"] == [9000.0]
    assert found["w"][0]["high"] == [11796.0]
    assert found["w"][0]["count"] == [7]
    assert found["m"][0]["timestamps"] == ["2026-01-01T00:00:00"]
    assert found["m"][0]["count"] == [11]


@pytest.mark.parametrize(
    ("window", "weeks"),
    [
        ('from: "2026-01-07", to: "2026-01-08"', ["2026-01-05"]),
        ('from: "2026-01-04", to: "2026-01-05"', ["2025-12-29", "2026-01-05"]),
        ("days: 7", ["2025-12-29", "2026-01-05"]),
    ],
)
@pytest.mark.usefixtures("aggregates")
async def test_weeks_at_the_edges(ask: Ask, person: str, window: str, weeks: list[str]) -> None:
    """A week with a day in the window is told, and told whole; months likewise."""
    asked = f"series(metrics: [STEPS], {window}, resolution: %s) {{ timestamps count }}"
    found = await person_of(ask, person, f"w: {asked % 'WEEK'} m: {asked % 'MONTH'}")
    assert found["w"][0]["timestamps"] == [f"{week}T00:00:00" for week in weeks]
    assert found["w"][0]["count"] == [7] * len(weeks)
    assert found["m"][0]["timestamps"][-1] == "2026-01-01T00:00:00"


@pytest.mark.parametrize(
    "arguments", ["days: 3660", "days: 366, resolution: HOUR", "days: 31, resolution: RAW"]
)
async def test_the_longest_windows(ask: Ask, person: str, arguments: str) -> None:
    """As many days back as the description says can be asked for."""
    assert await person_of(ask, person, f"series(metrics: [STEPS], {arguments}) {{ values }}")


@pytest.mark.usefixtures("aggregates")
async def test_series_by_hour(ask: Ask, person: str) -> None:
    """Hours are weighted means for heart rate and sums for steps."""
    found = await person_of(
        ask,
        person,
        "series(metrics: [STEPS, HR_MEAN, SKIN_TEMPERATURE], days: 0, resolution: HOUR) "
        "{ timestamps values low high count }",
    )
    steps, beats, warmth = found["series"]
    assert steps["timestamps"] == ["2026-01-11T07:00:00", "2026-01-11T08:00:00"]
    assert steps["values"] == [1770.0, 2235.0]
    assert steps["count"] == [60, 30]
    assert (beats["timestamps"], beats["count"]) == (["2026-01-11T23:00:00"], [720])
    assert beats["low"] == [70.0]
    assert beats["high"] == [100.0]
    assert beats["values"] == [91.71]
    assert warmth["values"] == [33.75]


async def test_an_exercise_has_three_names(ask: Ask, person: str) -> None:
    """An exercise is found by its global id, by Ursa's number and by Polar's id."""
    named = "id exerciseId polarExerciseId"
    (first, *_) = (await person_of(ask, person, f"exercises {{ nodes {{ {named} }} }}"))[
        "exercises"
    ]["nodes"]
    for name in first.values():
        found = await person_of(ask, person, f'exercise(id: "{name}") {{ {named} }}')
        assert found["exercise"] == first
    assert await person_of(ask, person, 'exercise(id: "none") { id }') == {"exercise": None}


async def test_an_exercise_leads_back(ask: Ask, person: str) -> None:
    """From an exercise the way leads to its person and to its day."""
    found = await person_of(
        ask,
        person,
        "exercises(first: 1) { nodes { startLocal person { userId today } "
        "day { date activity { steps } } } }",
    )
    (exercise,) = found["exercises"]["nodes"]
    assert exercise["person"]["userId"] == person
    assert exercise["startLocal"].startswith(exercise["day"]["date"])
    assert exercise["day"]["activity"]["steps"]


async def test_words_of_exercises(ask: Ask, pool: Pool, person: str) -> None:
    """Sport and effort are enums; a word that is none of theirs is OTHER and told beside."""
    sports = [("RUNNING", "RPE_HARD"), ("QUIDDITCH", "RPE_MAGIC"), (None, None)]
    rows = [
        Exercise(
            polar_exercise_id=f"words-{hour}",
            start_at=NOW - dt.timedelta(hours=hour),
            start_local=NOW.replace(tzinfo=None) - dt.timedelta(hours=hour),
            sport=sport,
            user_rpe=effort,
        )
        for hour, (sport, effort) in enumerate(sports)
    ]
    await store_harvest(pool, person, [rows])
    found = await person_of(
        ask, person, "exercises(first: 3) { nodes { sport sportWord userRpe userRpeWord } }"
    )
    told = [tuple(node.values()) for node in found["exercises"]["nodes"]]
    assert told == [
        ("RUNNING", "RUNNING", "RPE_HARD", "RPE_HARD"),
        ("OTHER", "QUIDDITCH", "OTHER", "RPE_MAGIC"),
        (None, None, None, None),
    ]


@pytest.mark.usefixtures("aggregates")
async def test_series_by_minutes(ask: Ask, person: str) -> None:
    """Every sampled metric is known by 5 and 15 minutes, and what they say adds up to the hour."""
    one = "{ metric timestamps values low high count }"
    metrics = "HR_MEAN, STEPS, HRV_RMSSD, BREATHING_RATE, SLEEP_HEART_RATE, SKIN_TEMPERATURE"
    found = await person_of(
        ask,
        person,
        f"five: series(metrics: [{metrics}], days: 1, resolution: MINUTES_5) {one} "
        f"fifteen: series(metrics: [{metrics}], days: 1, resolution: MINUTES_15) {one} "
        f"hour: series(metrics: [HR_MEAN, STEPS], days: 1, resolution: HOUR) {one}",
    )
    beats, steps, hrv, *_ = found["five"]
    hour_of_beats, hours_of_steps = found["hour"]
    assert len(beats["values"]) == 12
    assert statistics.mean(beats["values"]) == pytest.approx(hour_of_beats["values"][0], abs=0.01)
    assert (min(beats["low"]), max(beats["high"])) == (70.0, 100.0)
    assert sum(beats["count"]) == 720
    assert steps["timestamps"][:2] == ["2026-01-11T07:00:00", "2026-01-11T07:05:00"]
    assert steps["values"][:2] == [0 + 1 + 2 + 3 + 4, 5 + 6 + 7 + 8 + 9]
    assert (steps["low"], steps["high"]) == (None, None)
    assert hrv["values"] == [44.0, 40.5, 51.0]
    assert [len(one["values"]) for one in found["fifteen"][:2]] == [4, 6]
    assert sum(found["fifteen"][1]["values"]) == sum(hours_of_steps["values"])
    assert all(one["values"] for one in (*found["five"], *found["fifteen"]))


async def test_samples_can_be_thinned(ask: Ask, person: str) -> None:
    """Wherever samples are, at most as many come as are asked for, and the peaks among them."""
    found = await person_of(
        ask,
        person,
        'night(date: "2026-01-11") { heartRate(maxPoints: 2) { values } hrv(maxPoints: 2) '
        '{ values } breathing(maxPoints: 2) { values } } day(date: "2026-01-11") { '
        "heartRate(maxPoints: 20) { values timestamps } steps(maxPoints: 2) { values } } "
        "exercises(first: 1) { nodes { route(maxPoints: 2) { latitude } "
        "samples(maxPoints: 2) { heartRate } } } "
        "ecgTests(first: 1) { nodes { waveform(maxPoints: 2) { amplitudeMv } } }",
    )
    assert found["night"]["hrv"]["values"] == [40.5, 51.0]
    assert found["day"]["steps"]["values"] == [0, 89]
    beats = found["day"]["heartRate"]
    assert 10 <= len(beats["timestamps"]) == len(beats["values"]) <= 20
    assert (min(beats["values"]), max(beats["values"])) == (70, 100)
    (exercise,) = found["exercises"]["nodes"]
    assert len(exercise["route"]["latitude"]) == len(exercise["samples"]["heartRate"]) == 2
    assert len(found["ecgTests"]["nodes"][0]["waveform"]["amplitudeMv"]) == 2


@pytest.mark.parametrize(
    "field",
    [
        'night(date: "2026-01-11") { hrv(maxPoints: 1) { values } }',
        'day(date: "2026-01-11") { steps(maxPoints: 50001) { values } }',
        "exercises { nodes { route(maxPoints: 0) { latitude } } }",
        "ecgTests { nodes { waveform(maxPoints: -1) { amplitudeMv } } }",
    ],
)
async def test_wrong_points(ask: Ask, person: str, field: str) -> None:
    """Fewer than two points, or more than 50,000, are none, and the rest is answered."""
    body = await ask(PERSON % f"{field} userId", id=person)
    assert body["data"]["person"]["userId"] == person
    assert body["errors"][0]["extensions"]["parameter"] == "maxPoints"


async def test_raw_series_keep_their_peaks(ask: Ask, person: str) -> None:
    """Thinned samples are at most as many as asked for, with the lowest and the highest."""
    one = "timestamps values low count"
    found = await person_of(
        ask,
        person,
        f"few: series(metrics: [HR_MEAN], days: 0, resolution: RAW, maxPoints: 11) {{ {one} }} "
        f"all: series(metrics: [HR_MEAN], days: 0, resolution: RAW) {{ {one} }} "
        f"hrv: series(metrics: [HRV_RMSSD], days: 1, resolution: RAW) {{ {one} }}",
    )
    few, whole, hrv = found["few"][0], found["all"][0], found["hrv"][0]
    assert len(whole["values"]) == 720
    assert len(few["values"]) == 10
    assert few["timestamps"] == sorted(few["timestamps"])
    assert min(few["values"]) == min(whole["values"])
    assert max(few["values"]) == max(whole["values"])
    assert hrv["values"] == [44.0, 40.5, 51.0]
    assert hrv["low"] is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("metrics: [TRAINING_LOAD], resolution: RAW", "Ask for DAY, WEEK, MONTH."),
        ("metrics: [HRV_RMSSD], resolution: HOUR", "Ask for RAW, MINUTES_5, MINUTES_15, DAY"),
        ("metrics: [HR_MEAN], resolution: RAW, days: 60", "at most 31 days"),
        ("metrics: [HR_MEAN], resolution: MINUTES_5, days: 32", "at most 31 days"),
        ("metrics: [HR_MEAN], resolution: MINUTES_15, days: 94", "at most 93 days"),
        ("metrics: []", "Ask for 1 to 12 metrics at once."),
        ("metrics: [STEPS], maxPoints: 1", "maxPoints must be from 2 to 50000."),
        ('metrics: [STEPS], days: 3, from: "2026-01-01"', "not with both"),
        ('metrics: [STEPS], to: "2026-01-01"', "from is missing"),
        ('metrics: [STEPS], from: "2026-01-02", to: "2026-01-01"', "not be later"),
        ("metrics: [STEPS], days: 99999", "days must be from 0 to 3660."),
    ],
)
async def test_wrong_series(ask: Ask, person: str, arguments: str, words: str) -> None:
    """A question that can not be answered tells what can be asked."""
    body = await ask(PERSON % f"series({arguments}) {{ values }}", id=person)
    assert body["data"] == {"person": {"series": None}}
    assert body["errors"][0]["extensions"]["code"] == "invalid_input"
    assert words in body["errors"][0]["message"]


async def test_one_night_and_one_day(ask: Ask, person: str) -> None:
    """A night and a day can be asked for in depth, part by part."""
    found = await person_of(
        ask,
        person,
        'night(date: "2026-01-11") { date sleep { sleepScore } recharge { hrvRmssdMs } '
        "hypnogram { timestamps values } hrv { values } heartRate { values } } "
        'day(date: "2026-01-11") { activity { steps } steps { values } zones { values } '
        "inactivityAlerts heartRate { timestamps } } "
        'none: night(date: "1999-01-01") { sleep { date } hypnogram { values } }',
    )
    assert found["night"]["sleep"] == {"sleepScore": 80}
    assert found["night"]["recharge"] == {"hrvRmssdMs": 45}
    assert found["night"]["hypnogram"] == {
        "timestamps": ["2026-01-10T23:00:00", "2026-01-10T23:15:00", "2026-01-10T23:30:00"],
        "values": ["LIGHTER", "DEEP", "REM"],
    }
    assert found["night"]["hrv"]["values"] == [44.0, None, 40.5, 51.0]
    assert found["day"]["steps"]["values"] == list(range(90))
    assert found["day"]["zones"]["values"] == ["SLEEP", "LIGHT"]
    assert found["day"]["inactivityAlerts"] == []
    assert len(found["day"]["heartRate"]["timestamps"]) == 720
    assert found["none"] == {"sleep": None, "hypnogram": {"values": []}}


async def test_the_newest_night_and_today_need_no_date(ask: Ask, pool: Pool, person: str) -> None:
    """Without a date a night is the newest one, however long ago, and a day is today."""
    found = await person_of(ask, person, "night { date sleep { sleepScore } } day { date } today")
    assert found["night"] == {"date": "2026-01-11", "sleep": {"sleepScore": 80}}
    assert found["day"]["date"] == found["today"] == "2026-01-11"
    newcomer = f"newcomer-{person}"
    await change.execute(pool, "account_create", user_id=newcomer)
    secret = await make_key(pool, newcomer, Scope.READ)
    body = await ask(PERSON % "night { date }", secret, id=newcomer)
    assert body["data"] == {"person": {"night": None}}


async def test_an_exercise_in_depth(ask: Ask, person: str) -> None:
    """Samples come in columns of the quantities that were measured."""
    found = await person_of(
        ask,
        person,
        "exercises(first: 1) { nodes { sportName cardioLoadInterpretation rrIntervalMs "
        "samples { timestamps heartRate powerW } route { latitude } zones { zoneIndex } } }",
    )
    (exercise,) = found["exercises"]["nodes"]
    assert exercise["sportName"] == "RUNNING"
    assert exercise["cardioLoadInterpretation"] == "MEDIUM"
    assert exercise["rrIntervalMs"] == [590, None, 600]
    assert exercise["samples"]["heartRate"] == [101.0, 104.0, None]
    assert exercise["samples"]["powerW"] is None
    assert exercise["route"] == {"latitude": [60.219, 60.2191]}
    assert exercise["zones"] == [{"zoneIndex": n} for n in range(5)]


async def test_exports(ask: Ask, person: str) -> None:
    """Exports are addresses of the REST API's files."""
    found = await person_of(ask, person, "exports(days: 7) { file url }")
    assert found["exports"][3] == {
        "file": "CARDIO_LOAD",
        "url": f"http://127.0.0.1:8000/api/v1/users/{person}/export/cardio-load.csv?days=7",
    }


STATEMENTS = [
    ("sleep { date sleepScore }", 1),
    ("sleep { date } recharge { date } activity { date }", 3),
    ("series(metrics: [STEPS, HRV_RMSSD, SLEEP_SCORE, RESTING_HR]) { values }", 1),
    ("series(metrics: [STEPS, HR_MEAN, SKIN_TEMPERATURE], resolution: HOUR) { values }", 1),
    ("series(metrics: [STEPS, HR_MEAN], days: 3, resolution: RAW) { values }", 1),
    ("exercises(first: 30) { nodes { sport zones { zoneIndex } } }", 2),
    ("syncRuns { nodes { state feeds { feed } } }", 1),
    ('night(date: "2026-01-11") { date }', 0),
    ("night { date }", 1),
    ("exports { url }", 0),
]


@pytest.mark.parametrize(("selection", "statements"), STATEMENTS)
async def test_one_statement_for_each_field_group(
    ask: Ask, person: str, selection: str, statements: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many rows and metrics are asked for, a field group is one statement."""
    await ask(PERSON % "userId", id=person)  # Key and account are known from here on.
    asked: list[str] = []

    def counting(name: str) -> bytes:
        asked.append(name)
        return query(name)

    monkeypatch.setattr("app.store.read.query", counting)
    await person_of(ask, person, selection)
    assert len(asked) == statements, asked


async def test_days_are_the_wearers(ask: Ask, pool: Pool, person: str) -> None:
    """Today is the person's own: NOW is 20:00 UTC, which is still today in UTC."""
    assert NOW.date() == dt.date(2026, 1, 11)
    await store_harvest(pool, person, year(1))
    found = await person_of(ask, person, "sleep(days: 0) { date }")
    assert found["sleep"] == [{"date": "2026-01-11"}]


BAD = {
    "sleep": "sleep(days: -1) { date }",
    "bedtimes": 'bedtimes(from: "2026-01-02", to: "2026-01-01") { validity }',
    "exercises": 'exercises(after: "nonsense") { nodes { sport } }',
    "syncRuns": "syncRuns(first: 1000) { nodes { state } }",
    "physicalInfo": "physicalInfo(versions: 0) { gender }",
    "recordCounts": "recordCounts(days: 0) { sleep }",
    "exports": "exports(days: 1000) { url }",
    "series": "series(metrics: []) { values }",
}


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("field", BAD)
async def test_one_bad_argument_leaves_the_rest(ask: Ask, person: str, field: str) -> None:
    """What was asked for wrongly is null and told, and everything else is there."""
    body = await ask(PERSON % f"userId {BAD[field]} recharge(days: 3) {{ date }}", id=person)
    (error,) = body["errors"]
    assert (error["extensions"]["code"], error["path"]) == ("invalid_input", ["person", field])
    found = body["data"]["person"]
    assert (found["userId"], found[field], len(found["recharge"])) == (person, None, 4)


@pytest.mark.usefixtures("data")
async def test_one_bad_exercise_leaves_the_others(ask: Ask, person: str) -> None:
    """Samples that were asked for wrongly are null, and their exercise is there."""
    selection = "exercises(first: 1) { nodes { sport samples(maxPoints: 1) { heartRate } } }"
    body = await ask(PERSON % selection, id=person)
    (node,) = body["data"]["person"]["exercises"]["nodes"]
    assert node["sport"]
    assert node["samples"] is None


async def test_a_bad_page_of_people_leaves_the_rest(ask: Ask, person: str) -> None:
    """A list at the start fails by itself too."""
    body = await ask("{ people(first: -1) { nodes { userId } } me { userId } }")
    assert body["data"] == {"people": None, "me": {"userId": person}}
    assert body["errors"][0]["extensions"]["parameter"] == "first"
