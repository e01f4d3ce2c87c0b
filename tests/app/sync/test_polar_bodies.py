"""Every body of Polar's, through HTTP, client, normaliser and store: what must be stored for it."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import orjson
import pytest

from app.days import Window
from app.resources import Resources
from app.simulator.app import create_simulator
from app.simulator.world import World
from app.store import write
from app.store.aggregates import refresh_aggregates
from app.store.owed import StoredExercise
from app.store.pool import Pool
from app.sync.feeds import FEEDS
from app.sync.haul import bring as bring_haul
from app.sync.requests import FeedRequest
from app.upstream.client import AccessLink
from app.upstream.http import open_client
from app.upstream.parse import parse_rows
from app.upstream.rate_limits import RateLimits
from app.upstream.wire.exercise import Exercise
from tests.app.series import AFTER_ALL

PATHS = {
    "sleep": "/v3/users/sleep",
    "recharge": "/v3/users/nightly-recharge",
    "activity": "/v3/users/activities",
    "activity_samples": "/v3/users/activities/samples",
    "exercises": "/v3/exercises",
    "cardio_load": "/v3/users/cardio-load",
    "heart_rate": "/v3/users/continuous-heart-rate",
    "sleepwise_alertness": "/v3/users/sleepwise/alertness/date",
    "sleepwise_bedtime": "/v3/users/sleepwise/circadian-bedtime/date",
    "spo2": "/v3/users/biosensing/spo2",
    "ecg": "/v3/users/biosensing/ecg",
    "body_temperature": "/v3/users/biosensing/bodytemperature",
    "skin_temperature": "/v3/users/biosensing/skintemperature",
    "skin_contacts": "/v3/users/biosensing/skincontacts",
    "physical_info": "/v3/users/physical-info",
}
WRAPPERS = {"sleep": "nights", "recharge": "recharges", "heart_rate": "heart_rates"}
"""Lists that come in an object; by-date bodies are put into them."""

Stored = Callable[[str, bytes], Awaitable[dict[str, int]]]
Ask1 = Callable[..., Awaitable[list[Any]]]


@pytest.fixture
async def stored(resources: Resources, world: World, person: str) -> Stored:
    """Serve a body on its feed's path, fetch it over HTTP, store it; answers rows by relation."""
    token = world.token_for(1001)

    async def bring(name: str, body: bytes) -> dict[str, int]:
        feed = next(feed for feed in FEEDS if feed.name == name)
        simulator = create_simulator(world, {PATHS[name]: body})
        request = FeedRequest(Window.of(1, dt.date(2026, 1, 11)), exercises=_stored(body))
        async with open_client(httpx.ASGITransport(simulator)) as http:
            session = AccessLink(http, "http://polar", RateLimits()).session(token)
            haul = await bring_haul(session, feed, request, asyncio.Semaphore(1))
        assert haul.problems == []
        await write.store_harvest(resources.pool, person, haul.harvest)
        await refresh_aggregates(resources.pool, AFTER_ALL)
        return {relation: rows for relation, rows in write.size(haul.harvest) if rows}

    return bring


def _stored(body: bytes) -> dict[str, StoredExercise]:
    """Exercises as if their details were there, so that the feed takes the listed row as it is."""
    rows = orjson.loads(body)
    parsed = parse_rows(Exercise, rows if isinstance(rows, list) else []).rows
    return {
        row.id: StoredExercise(
            polar_exercise_id=row.id,
            start_local=row.start_time,
            duration_s=row.duration,
            uploaded_at=row.upload_time,
            wanted=False,
        )
        for row in parsed
    }


def _listed(name: str, body: bytes) -> bytes:
    """The body as the feed's list would carry it."""
    value = orjson.loads(body)
    if name in WRAPPERS and WRAPPERS[name] not in value:
        return orjson.dumps({WRAPPERS[name]: [value]})
    if name in {"activity", "activity_samples", "exercises"} and isinstance(value, dict):
        return orjson.dumps([value])
    return body


@pytest.fixture
def ask(pool: Pool, person: str) -> Ask1:
    """Rows of a statement about the test's person."""

    async def run(statement: str) -> list[Any]:
        async with pool.connection() as connected:
            cursor = await connected.execute(statement.encode(), {"person": person})
            return await cursor.fetchall()

    return run


BODIES: list[tuple[str, str, dict[str, int]]] = [
    (
        "examples/sleep-by-date.json",
        "sleep",
        {"sleep": 1, "sleep_stage_sample": 47, "sleep_heart_rate_sample": 94},
    ),
    (
        "examples/sleep-by-date-documented-shape.json",
        "sleep",
        {"sleep": 1, "sleep_stage_sample": 3, "sleep_heart_rate_sample": 3},
    ),
    ("examples/sleep-by-date-missing-fields.json", "sleep", {"sleep": 1}),
    (
        "examples/sleep-by-date-no-staging-sentinels.json",
        "sleep",
        {"sleep": 1, "sleep_stage_sample": 2, "sleep_heart_rate_sample": 4},
    ),
    (
        "examples/sleep-list.json",
        "sleep",
        {"sleep": 4, "sleep_stage_sample": 87, "sleep_heart_rate_sample": 180},
    ),
    ("examples/sleep-list-empty.json", "sleep", {}),
    (
        "captured/sleep-by-date.json",
        "sleep",
        {"sleep": 1, "sleep_stage_sample": 70, "sleep_heart_rate_sample": 92},
    ),
    (
        "examples/nightly-recharge-by-date.json",
        "recharge",
        {"nightly_recharge": 1, "hrv_sample": 93, "breathing_sample": 93},
    ),
    (
        "examples/nightly-recharge-by-date-no-baseline.json",
        "recharge",
        {"nightly_recharge": 1, "hrv_sample": 82, "breathing_sample": 82},
    ),
    ("examples/nightly-recharge-by-date-nulls.json", "recharge", {"nightly_recharge": 1}),
    (
        "examples/nightly-recharge-list.json",
        "recharge",
        {"nightly_recharge": 2, "hrv_sample": 175, "breathing_sample": 175},
    ),
    ("examples/nightly-recharge-list-empty.json", "recharge", {}),
    (
        "captured/nightly-recharge-by-date.json",
        "recharge",
        {"nightly_recharge": 1, "hrv_sample": 91, "breathing_sample": 92},
    ),
    ("examples/activities-list.json", "activity", {"activity": 5}),
    ("examples/activities-list-empty.json", "activity", {}),
    (
        "examples/activities-list-with-samples.json",
        "activity",
        {
            "activity": 1,
            "step_sample": 579,
            "activity_zone_sample": 19,
            "inactivity_stamp_sample": 1,
        },
    ),
    ("examples/activity-by-date.json", "activity", {"activity": 1}),
    (
        "examples/activity-by-date-documented-shape.json",
        "activity",
        {"activity": 1, "step_sample": 1, "activity_zone_sample": 1, "inactivity_stamp_sample": 1},
    ),
    (
        "examples/activity-by-date-with-samples.json",
        "activity",
        {
            "activity": 1,
            "step_sample": 579,
            "activity_zone_sample": 19,
            "inactivity_stamp_sample": 1,
        },
    ),
    (
        "examples/activity-by-date-zones-only.json",
        "activity",
        {"activity": 1, "activity_zone_sample": 19},
    ),
    ("captured/activities-list.json", "activity", {"activity": 1}),
    (
        "captured/activities-with-samples.json",
        "activity",
        {"activity": 1, "activity_zone_sample": 208},
    ),
    (
        "examples/activity-samples-by-date.json",
        "activity_samples",
        {"step_sample": 579, "activity_zone_sample": 19, "inactivity_stamp_sample": 1},
    ),
    (
        "examples/activity-samples-by-date-documented-shape.json",
        "activity_samples",
        {"step_sample": 579, "activity_zone_sample": 19, "inactivity_stamp_sample": 1},
    ),
    (
        "examples/activity-samples-list.json",
        "activity_samples",
        {"step_sample": 579, "activity_zone_sample": 19, "inactivity_stamp_sample": 1},
    ),
    ("examples/exercises-list.json", "exercises", {"exercise": 4}),
    ("examples/exercises-list-empty.json", "exercises", {}),
    ("examples/exercise-by-id.json", "exercises", {"exercise": 1}),
    ("examples/exercise-by-id-indoor-no-distance.json", "exercises", {"exercise": 1}),
    (
        "examples/exercise-by-id-samples-rr-nulls.json",
        "exercises",
        {"exercise": 1, "exercise_sample": 49},
    ),
    (
        "examples/exercise-by-id-samples-zones-route.json",
        "exercises",
        {"exercise": 1, "exercise_zone": 5, "exercise_sample": 362, "route_point_sample": 37},
    ),
    (
        "examples/exercise-documented-shape.json",
        "exercises",
        {"exercise": 1, "exercise_zone": 1, "exercise_sample": 14, "route_point_sample": 1},
    ),
    (
        "captured/exercise-with-samples.json",
        "exercises",
        {"exercise": 1, "exercise_zone": 5, "exercise_sample": 8240},
    ),
    ("examples/cardio-load-list.json", "cardio_load", {"cardio_load": 28}),
    ("examples/cardio-load-list-new-user.json", "cardio_load", {"cardio_load": 5}),
    ("examples/cardio-load-by-date.json", "cardio_load", {"cardio_load": 1}),
    ("examples/cardio-load-by-date-not-available.json", "cardio_load", {"cardio_load": 1}),
    ("examples/cardio-load-date-range.json", "cardio_load", {"cardio_load": 3}),
    ("examples/cardio-load-documented-shape.json", "cardio_load", {"cardio_load": 1}),
    ("examples/cardio-load-period-days.json", "cardio_load", {"cardio_load": 7}),
    ("examples/cardio-load-period-months.json", "cardio_load", {"cardio_load": 28}),
    (
        "examples/continuous-heart-rate-by-date.json",
        "heart_rate",
        {"metric_daily": 1, "heart_rate_sample": 408},
    ),
    (
        "examples/continuous-heart-rate-by-date-no-signal.json",
        "heart_rate",
        {"metric_daily": 1, "heart_rate_sample": 2},
    ),
    (
        "examples/continuous-heart-rate-range.json",
        "heart_rate",
        {"metric_daily": 2, "heart_rate_sample": 695},
    ),
    (
        "examples/continuous-heart-rate-range-documented-shape.json",
        "heart_rate",
        {"metric_daily": 1, "heart_rate_sample": 2},
    ),
    (
        "captured/continuous-heart-rate-2025-06-30.json",
        "heart_rate",
        {"metric_daily": 1, "heart_rate_sample": 1156},
    ),
    (
        "captured/continuous-heart-rate-2025-07-01.json",
        "heart_rate",
        {"metric_daily": 1, "heart_rate_sample": 857},
    ),
    (
        "captured/continuous-heart-rate-2025-07-02.json",
        "heart_rate",
        {"metric_daily": 1, "heart_rate_sample": 1513},
    ),
    (
        "captured/continuous-heart-rate-2025-07-03.json",
        "heart_rate",
        {"metric_daily": 1, "heart_rate_sample": 4153},
    ),
    (
        "captured/continuous-heart-rate-2025-07-04.json",
        "heart_rate",
        {"metric_daily": 1, "heart_rate_sample": 2487},
    ),
    (
        "captured/continuous-heart-rate-range.json",
        "heart_rate",
        {"metric_daily": 1, "heart_rate_sample": 3992},
    ),
    (
        "examples/sleepwise-alertness.json",
        "sleepwise_alertness",
        {"alertness_period": 2, "alertness_hour": 34},
    ),
    (
        "examples/sleepwise-alertness-date-range.json",
        "sleepwise_alertness",
        {"alertness_period": 1, "alertness_hour": 17},
    ),
    ("examples/sleepwise-alertness-not-valid.json", "sleepwise_alertness", {"alertness_period": 1}),
    ("examples/sleepwise-circadian-bedtime.json", "sleepwise_bedtime", {"bedtime": 3}),
    ("examples/sleepwise-circadian-bedtime-date-range.json", "sleepwise_bedtime", {"bedtime": 1}),
    ("examples/biosensing-spo2.json", "spo2", {"spo2_test": 2}),
    ("examples/biosensing-spo2-inconclusive.json", "spo2", {"spo2_test": 1}),
    ("examples/biosensing-ecg.json", "ecg", {"ecg_test": 1}),
    ("examples/biosensing-ecg-no-baseline.json", "ecg", {"ecg_test": 1}),
    (
        "examples/biosensing-bodytemperature.json",
        "body_temperature",
        {"body_temperature_period": 3, "body_temperature_sample": 26},
    ),
    ("examples/biosensing-skintemperature.json", "skin_temperature", {"skin_temperature": 3}),
    ("examples/biosensing-skincontacts.json", "skin_contacts", {"skin_contact_change": 3}),
    ("examples/physical-info.json", "physical_info", {"physical_info": 1}),
    ("examples/physical-info-partial.json", "physical_info", {"physical_info": 1}),
]


@pytest.mark.parametrize(("file", "feed", "rows"), BODIES, ids=[body[0] for body in BODIES])
async def test_body(
    file: str, feed: str, rows: dict[str, int], stored: Stored, polar_bodies: Path
) -> None:
    """Each body leaves these rows, and no problem."""
    found = await stored(feed, _listed(feed, (polar_bodies / file).read_bytes()))
    assert found == rows


async def test_a_night_is_stored_whole(stored: Stored, ask: Ask1, polar_bodies: Path) -> None:
    """Stage seconds, times on both clocks, and the first and last change of the hypnogram."""
    raw = orjson.loads((polar_bodies / "captured/sleep-by-date.json").read_bytes())
    await stored("sleep", orjson.dumps({"nights": [raw]}))
    stages = raw["light_sleep"], raw["deep_sleep"], raw["rem_sleep"]
    assert await ask(
        "SELECT light_s, deep_s, rem_s, sleep_score, utc_offset_minutes, sleep_start_local,"
        " extract(EPOCH FROM sleep_end_at - sleep_start_at)::int FROM sleep"
        " WHERE user_id = %(person)s"
    ) == [(*stages, 80, 60, dt.datetime(2025, 9, 30, 23, 33, 22, 675000), sum(stages) + 1650)]
    changes = await ask(
        "SELECT local_time, stage FROM sleep_stage_sample WHERE user_id = %(person)s ORDER BY 1"
    )
    assert changes[0] == (dt.datetime(2025, 9, 30, 23, 33), "LIGHT")
    assert changes[-1] == (dt.datetime(2025, 10, 1, 7, 13), "WAKE")
    signal = [bpm for bpm in raw["heart_rate_samples"].values() if bpm > 0]
    assert await ask("SELECT heart_rate_avg FROM sleep WHERE user_id = %(person)s") == [
        (pytest.approx(np.mean(signal), abs=1e-9),)
    ]


async def test_a_night_without_stages_has_no_zeros(
    stored: Stored, ask: Ask1, polar_bodies: Path
) -> None:
    """Sentinels become NULL; the unrecognised time stays."""
    body = (polar_bodies / "examples/sleep-by-date-no-staging-sentinels.json").read_bytes()
    await stored("sleep", _listed("sleep", body))
    assert await ask(
        "SELECT light_s, deep_s, sleep_score, sleep_charge, continuity, unrecognized_s,"
        " heart_rate_avg FROM sleep WHERE user_id = %(person)s"
    ) == [(None, None, None, None, None, 11700, 58.0)]
    assert await ask("SELECT metric FROM metric_daily WHERE user_id = %(person)s") == [
        ("sleep_heart_rate",)
    ]


async def test_recharge_keeps_series_and_metrics(
    stored: Stored, ask: Ask1, polar_bodies: Path
) -> None:
    """The reported averages are stored as they are, and the 5-minute series beside them."""
    body = (polar_bodies / "captured/nightly-recharge-by-date.json").read_bytes()
    await stored("recharge", _listed("recharge", body))
    raw = orjson.loads(body)
    assert await ask(
        "SELECT metric, value FROM metric_daily WHERE user_id = %(person)s ORDER BY 1"
    ) == [("ans_charge", -2.9), ("breathing_rate", 11.6), ("hrv_rmssd", 56), ("resting_hr", 56)]
    series = await ask(
        "SELECT rmssd_ms FROM hrv_sample WHERE user_id = %(person)s ORDER BY local_time"
    )
    assert [value for (value,) in series] == list(raw["hrv_samples"].values())
    first = await ask("SELECT min(local_time) FROM hrv_sample WHERE user_id = %(person)s")
    assert first == [(dt.datetime(2025, 9, 30, 23, 35),)]


@pytest.mark.parametrize(
    "day", ["2025-06-30", "2025-07-01", "2025-07-02", "2025-07-03", "2025-07-04"]
)
async def test_a_day_of_heart_rate_in_numbers(
    day: str, stored: Stored, ask: Ask1, polar_bodies: Path
) -> None:
    """Lowest, mean over minutes, highest and count, computed anew with numpy from the raw file."""
    raw = orjson.loads((polar_bodies / f"captured/continuous-heart-rate-{day}.json").read_bytes())
    await stored("heart_rate", orjson.dumps({"heart_rates": [raw]}))
    minutes: dict[str, list[int]] = {}
    for sample in raw["heart_rate_samples"]:
        if sample["heart_rate"] > 0:
            minutes.setdefault(sample["sample_time"][:5], []).append(sample["heart_rate"])
    bpm = [value for values in minutes.values() for value in values]
    mean = np.mean([np.mean(values) for values in minutes.values()])
    expected = [
        ("hr_max", max(bpm)),
        ("hr_mean", pytest.approx(mean, abs=1e-9)),
        ("hr_min", min(bpm)),
        ("hr_samples", len(bpm)),
    ]
    metrics = "SELECT metric, value FROM metric_daily WHERE user_id = %(person)s ORDER BY 1"
    assert await ask(metrics) == expected
    aggregate = (
        "SELECT bpm_min, bpm_max, sample_count, weighted_sum / minutes FROM heart_rate_daily"
        " WHERE user_id = %(person)s"
    )
    assert await ask(aggregate) == [(min(bpm), max(bpm), len(bpm), pytest.approx(mean, rel=1e-6))]


async def test_steps_add_up_to_the_day(stored: Stored, ask: Ask1, polar_bodies: Path) -> None:
    """Minutes that Polar leaves out are filled in, and their sum is the day's steps."""
    body = (polar_bodies / "examples/activity-by-date-with-samples.json").read_bytes()
    await stored("activity", _listed("activity", body))
    total = orjson.loads(body)["steps"]
    assert await ask("SELECT steps FROM activity WHERE user_id = %(person)s") == [(total,)]
    assert await ask("SELECT sum(steps)::int FROM step_sample WHERE user_id = %(person)s") == [
        (total,)
    ]
    assert await ask("SELECT sum(steps)::int FROM steps_hourly WHERE user_id = %(person)s") == [
        (total,)
    ]


async def test_an_exercise_keeps_every_second(
    stored: Stored, ask: Ask1, polar_bodies: Path
) -> None:
    """Each sensor's values stand in their column, second by second."""
    body = (polar_bodies / "captured/exercise-with-samples.json").read_bytes()
    raw = orjson.loads(body)
    await stored("exercises", _listed("exercises", body))
    sent = {sensor["sample_type"]: sensor["data"].split(",") for sensor in raw["samples"]}
    columns = ((0, "heart_rate"), (1, "speed_kmh"), (3, "altitude_m"), (10, "distance_m"))
    for kind, column in columns:
        rows = await ask(
            f"SELECT {column} FROM exercise_sample WHERE user_id = %(person)s ORDER BY local_time"
        )
        expected = [
            None if value in {"null", "0"} and kind == 0 else float(value) for value in sent[kind]
        ]
        assert [value for (value,) in rows][: len(expected)] == pytest.approx(expected, rel=1e-6)
    assert await ask(
        "SELECT duration_s, cardio_load, sport, start_local, start_at, running_index FROM exercise"
        " WHERE user_id = %(person)s"
    ) == [
        (
            8239.604,
            pytest.approx(raw["training_load_pro"]["cardio-load"]),
            "RUNNING",
            dt.datetime(2026, 2, 22, 7, 50, 17),
            dt.datetime(2026, 2, 22, 7, 50, 17, tzinfo=dt.UTC),
            36,
        )
    ]


async def test_rr_intervals_keep_their_gaps(stored: Stored, ask: Ask1, polar_bodies: Path) -> None:
    """RR intervals are kept in order, NULL where the sensor was offline."""
    body = (polar_bodies / "examples/exercise-by-id-samples-rr-nulls.json").read_bytes()
    await stored("exercises", _listed("exercises", body))
    sent = orjson.loads(body)["samples"][1]["data"].split(",")
    expected = [None if value == "null" else int(value) for value in sent]
    assert await ask("SELECT rr_interval_ms FROM exercise WHERE user_id = %(person)s") == [
        (expected,)
    ]


async def test_cardio_load_knows_rest_days(stored: Stored, ask: Ask1, polar_bodies: Path) -> None:
    """-1.0 is NULL, 0.0 is a rest day, and the prefix of the status is gone."""
    body = (polar_bodies / "examples/cardio-load-by-date-not-available.json").read_bytes()
    await stored("cardio_load", body)
    assert await ask(
        "SELECT cardio_load, strain, tolerance, cardio_load_ratio, cardio_load_status, level_low"
        " FROM cardio_load WHERE user_id = %(person)s"
    ) == [(None, None, None, None, None, None)]
    assert await ask("SELECT * FROM metric_daily WHERE user_id = %(person)s") == []


async def test_bedtime_offset_of_zero_is_the_nights_own(
    stored: Stored, ask: Ask1, polar_bodies: Path
) -> None:
    """Where Polar sends an offset of 0, the nearest night tells the true one."""
    nights = (polar_bodies / "examples/sleep-list.json").read_bytes()
    body = (polar_bodies / "examples/sleepwise-circadian-bedtime.json").read_bytes()
    await stored("sleep", nights)
    await stored("sleepwise_bedtime", body)
    assert await ask(
        "SELECT utc_offset_minutes, quality FROM bedtime WHERE user_id = %(person)s"
        " ORDER BY period_start_at"
    ) == [(120, "COMPROMISED"), (120, "CLEARLY_RECOGNIZABLE"), (120, "CLEARLY_RECOGNIZABLE")]


async def test_biosensing_is_kept_whole(stored: Stored, ask: Ask1, polar_bodies: Path) -> None:
    """An ECG keeps its waveform, an inconclusive SpO2 test has no percent."""
    ecg = (polar_bodies / "examples/biosensing-ecg.json").read_bytes()
    spo2 = (polar_bodies / "examples/biosensing-spo2-inconclusive.json").read_bytes()
    await stored("ecg", ecg)
    await stored("spo2", spo2)
    wave = orjson.loads(ecg)[0]["samples"]
    assert await ask(
        "SELECT sample_offset_ms, amplitude_mv::float8[], quality_level[1], test_local"
        " FROM ecg_test WHERE user_id = %(person)s"
    ) == [
        (
            [sample["recording_time_delta_ms"] for sample in wave],
            pytest.approx([sample["amplitude_mv"] for sample in wave], rel=1e-6),
            orjson.loads(ecg)[0]["quality_measurements"][0]["quality_level"][12:],
            dt.datetime(2026, 1, 11, 16, 30),
        )
    ]
    assert await ask(
        "SELECT blood_oxygen_percent, test_status, heart_rate_avg FROM spo2_test"
        " WHERE user_id = %(person)s"
    ) == [(None, "INCONCLUSIVE_TOO_LOW_OVERALL_QUALITY", None)]
