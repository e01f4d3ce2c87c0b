"""A server of REST alone on the tests' database, a person with one of everything, and a clock."""

import datetime as dt
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, cast

import httpx
import numpy as np
import pytest
from cryptography.fernet import Fernet
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from app.auth import Auth, open_auth
from app.http.problems import problem_handler
from app.modelling import Models
from app.records.account import Scope as KeyScope
from app.records.activity import (
    ActivityDay,
    ActivityZoneSamples,
    InactivityStampSamples,
    StepSamples,
)
from app.records.biosensing import (
    BodyTemperaturePeriod,
    BodyTemperatureSamples,
    EcgTest,
    SkinContactChange,
    SkinTemperature,
    Spo2Test,
)
from app.records.cardio_load import CardioLoadDay
from app.records.exercise import (
    SAMPLE_TYPES,
    Exercise,
    ExerciseSamples,
    ExerciseZone,
    RoutePointSamples,
)
from app.records.heart_rate import HeartRateDay, HeartRateSamples
from app.records.physical_info import PhysicalInfo
from app.records.recharge import BreathingSamples, HrvSamples, Recharge
from app.records.sleep import Nap, Night, SleepHeartRateSamples, SleepStageSamples
from app.records.sleepwise import AlertnessHour, AlertnessPeriod, Bedtime
from app.resources import Resources
from app.rest.routes import rest_routes
from app.settings import Settings
from app.state import State
from app.store import keys
from app.store.pool import Pool
from app.store.write import store_harvest
from app.vault import Vault
from tests.app.sync.little_polar import LittlePolar

DEAD_TOKEN = "a-token-that-polar-refuses"
MASTER = "the-master-key-of-the-tests"
TODAY = dt.date(2026, 1, 11)
NOW = dt.datetime(2026, 1, 11, 20, 0, tzinfo=dt.UTC)


def at(text: str) -> dt.datetime:
    """A moment in UTC."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def clock(text: str) -> dt.datetime:
    """A moment on the wearer's clock."""
    return dt.datetime.fromisoformat(text)


def moments(*texts: str) -> np.ndarray[Any, Any]:
    """A column of moments."""
    return np.array(texts, dtype="datetime64[us]")


@dataclass
class Workers:
    """Stands for the workers: remembers runs, and does what the test says with each."""

    work: Callable[[uuid.UUID], Awaitable[None]] | None = None
    runs: list[uuid.UUID] = field(default_factory=list)

    async def takeout(self, run_id: uuid.UUID) -> None:
        """Take an export."""
        self.runs.append(run_id)
        if self.work is not None:
            await self.work(run_id)

    async def import_archive(self, run_id: uuid.UUID) -> None:
        """Take an import."""
        self.runs.append(run_id)
        if self.work is not None:
            await self.work(run_id)

    async def sync(self, run_id: uuid.UUID) -> None:
        """Take a run."""
        self.runs.append(run_id)
        if self.work is not None:
            await self.work(run_id)


@pytest.fixture
def settings() -> Settings:
    """Settings with a master key."""
    return Settings.model_validate({"api_key": MASTER})


@pytest.fixture
def resources(pool: Pool, reading: Pool, settings: Settings, models: Models) -> Resources:
    """Resources whose Polar has no data, and refuses one token."""
    vault = Vault([Fernet.generate_key().decode()])
    polar = LittlePolar({}, dead={DEAD_TOKEN}).link()
    return Resources(settings, pool, reading, reading, polar, vault, lambda: NOW, models)


@pytest.fixture
async def auth(settings: Settings, pool: Pool) -> AsyncIterator[Auth]:
    """The door."""
    async with open_auth(settings, pool, lambda: NOW) as opened:
        yield opened


@pytest.fixture
def workers() -> Workers:
    """Workers that do nothing until told."""
    return Workers()


@pytest.fixture
def server(resources: Resources, auth: Auth, workers: Workers) -> ASGIApp:
    """REST alone, with its state as a lifespan would hand it in."""
    app = Starlette(routes=rest_routes(), exception_handlers={HTTPException: problem_handler})
    return with_state(app, {"resources": resources, "auth": auth, "dispatch": workers})


def with_state(app: ASGIApp, state: State) -> ASGIApp:
    """The app, with this state on every request."""

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "state": state}, receive, send)

    return answering


@pytest.fixture
async def client(server: ASGIApp) -> AsyncIterator[httpx.AsyncClient]:
    """A client without a key."""
    transport = httpx.ASGITransport(server)
    async with httpx.AsyncClient(transport=transport, base_url="http://ursa.test") as opened:
        yield opened


@pytest.fixture
async def key(pool: Pool, person: str) -> str:
    """The person's own key."""
    _, secret = await keys.create_key(
        pool,
        user_id=person,
        label="test",
        scopes=[KeyScope.READ, KeyScope.SYNC],
        actor="test",
        rate_limit_per_minute=100_000,
    )
    return secret


Get = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
def get(client: httpx.AsyncClient, person: str, key: str) -> Get:
    """GET under /api/v1/users/{person} with the person's own key."""

    async def asking(path: str, **params: object) -> httpx.Response:
        url = f"/api/v1/users/{person}/{path}"
        return await client.get(url, params=cast("Any", params), headers={"X-API-Key": key})

    return asking


@pytest.fixture
async def data(pool: Pool, person: str) -> None:
    """One of everything, dated like the document's examples."""
    await store_harvest(pool, person, [*nights(), *days(), *events(), *temperatures()])


def nights() -> list[Any]:
    """Two nights; the older one has no staging, no samples and no recharge."""
    return [
        [
            Night(
                date=TODAY,
                sleep_start_at=at("2026-01-10T21:02:00"),
                sleep_end_at=at("2026-01-11T04:58:00"),
                sleep_start_local=clock("2026-01-10T23:02:00"),
                sleep_end_local=clock("2026-01-11T06:58:00"),
                utc_offset_minutes=120,
                device_id="1111AAAA",
                light_s=13680,
                deep_s=6480,
                rem_s=6840,
                unrecognized_s=0,
                interruption_s=1560,
                short_interruption_s=600,
                long_interruption_s=960,
                sleep_score=85,
                sleep_charge=3,
                sleep_rating=4,
                continuity=3.4,
                continuity_class=3,
                sleep_goal_s=28800,
                sleep_cycles=5,
                duration_score=80.5,
                solidity_score=82.0,
                regeneration_score=91.3,
                heart_rate_avg=51.6,
            ),
            Night(date=dt.date(2026, 1, 10), deep_s=0, light_s=0, rem_s=0),
        ],
        [
            Nap(
                date=TODAY,
                sleep_start_local=clock("2026-01-11T14:00:00"),
                sleep_end_local=clock("2026-01-11T15:10:00"),
                light_s=2700,
                deep_s=720,
                rem_s=360,
                unrecognized_s=0,
                interruption_s=420,
                heart_rate_avg=55.4,
                device_id="1111AAAA",
                stage_minute=[0, 70],
                stage=["LIGHT", "WAKE"],
                heart_rate_minute=[5],
                heart_rate_bpm=[55],
            ),
            Nap(date=dt.date(2026, 1, 9), sleep_start_local=clock("2026-01-09T13:00:00")),
        ],
        SleepStageSamples(
            date=np.array(["2026-01-11"] * 3, dtype="datetime64[D]"),
            local_time=moments("2026-01-10T23:02:00", "2026-01-10T23:15:00", "2026-01-11T00:10:00"),
            stage=np.array(["LIGHTER", "DEEP", "REM"]),
        ),
        SleepHeartRateSamples(
            date=np.array(["2026-01-11"] * 3, dtype="datetime64[D]"),
            local_time=moments("2026-01-10T23:05:00", "2026-01-10T23:10:00", "2026-01-11T00:15:00"),
            bpm=np.array([54.0, np.nan, 49.0]),
        ),
        [
            Recharge(
                date=TODAY,
                heart_rate_avg=51,
                beat_to_beat_avg_ms=1176,
                hrv_rmssd_ms=48,
                breathing_rate_avg=14.2,
                nightly_recharge_status=5,
                ans_charge=4.2,
                ans_charge_status=4,
            )
        ],
        HrvSamples(
            date=np.array(["2026-01-11"] * 2, dtype="datetime64[D]"),
            local_time=moments("2026-01-10T23:40:00", "2026-01-10T23:45:00"),
            rmssd_ms=np.array([44.0, np.nan]),
        ),
        BreathingSamples(
            date=np.array(["2026-01-11"], dtype="datetime64[D]"),
            local_time=moments("2026-01-10T23:40:00"),
            breaths_per_minute=np.array([14.5]),
        ),
    ]


def days() -> list[Any]:
    """Activity with steps and zones, cardio load, heart rate."""
    return [
        [
            ActivityDay(
                date=TODAY,
                start_local=clock("2026-01-11T00:00:00"),
                end_local=clock("2026-01-11T22:00:00"),
                active_s=2730.0,
                inactive_s=32400.0,
                daily_activity_percent=78.4,
                calories_total=2150,
                calories_active=450,
                steps=8542,
                inactivity_alert_count=1,
                distance_m=6204.0,
            ),
            ActivityDay(
                date=dt.date(2026, 1, 10),
                start_local=clock("2026-01-10T00:00:00"),
                active_s=0.0,
                calories_active=0,
                steps=0,
                distance_m=0.0,
            ),
        ],
        StepSamples(
            local_time=moments("2026-01-11T07:20:00", "2026-01-11T07:21:00"),
            steps=np.array([64, 0]),
        ),
        ActivityZoneSamples(
            local_time=moments("2026-01-11T00:00:00", "2026-01-11T07:20:00"),
            zone=np.array(["SLEEP", "LIGHT"]),
        ),
        InactivityStampSamples(local_time=moments("2026-01-11T14:05:00")),
        [
            CardioLoadDay(
                date=TODAY,
                cardio_load=85.3,
                strain=125.5,
                tolerance=180.2,
                cardio_load_ratio=0.6964,
                cardio_load_status="PRODUCTIVE",
                level_very_low=20.1,
                level_low=45.2,
                level_medium=80.7,
                level_high=130.4,
                level_very_high=210.9,
            ),
            CardioLoadDay(date=dt.date(2026, 1, 10), cardio_load=0.0, strain=0.0),
        ],
        [HeartRateDay(date=TODAY, hr_min=48.0, hr_mean=62.4, hr_max=165.0, sample_count=1440)],
        HeartRateSamples(
            local_time=moments("2026-01-11T07:20:00", "2026-01-11T07:25:08", "2026-01-11T07:30:00"),
            bpm=np.array([61.0, np.nan, 165.0]),
            minute_weight=np.array([1.0, 0.0, 1.0]),
        ),
    ]


def events() -> list[Any]:
    """An exercise with everything and one without anything, SleepWise, tests, settings."""
    whole = {
        "heart_rate": [101.0, 104.0, np.nan],
        "speed_kmh": [10.1, 10.4, 10.6],
    }
    nothing = [np.nan] * 3
    return [
        [
            Exercise(
                polar_exercise_id="abc123",
                start_at=at("2026-01-11T05:30:00"),
                start_local=clock("2026-01-11T07:30:00"),
                utc_offset_minutes=120,
                duration_s=2730.0,
                uploaded_at=at("2026-01-11T06:20:00"),
                sport="RUNNING",
                detailed_sport="ROAD_RUNNING",
                device="Polar Vantage V3",
                device_id="1111AAAA",
                distance_m=8204.0,
                calories=520,
                heart_rate_avg=145,
                heart_rate_max=172,
                cardio_load=85.3,
                cardio_load_interpretation="MEDIUM",
                muscle_load=310.5,
                muscle_load_interpretation="LOW",
                perceived_load=120.0,
                perceived_load_interpretation="HIGH",
                user_rpe="RPE_EASY",
                running_index=51,
                fat_percent=35,
                carbohydrate_percent=60,
                protein_percent=5,
                has_route=True,
                rr_interval_ms=[590, None, 600],
                has_details=True,
            ),
            Exercise(
                polar_exercise_id="bare",
                start_at=at("2026-01-10T17:00:00"),
                start_local=clock("2026-01-10T19:00:00"),
                utc_offset_minutes=120,
                duration_s=0.0,
                sport="OTHER",
                detailed_sport="YOGA",
            ),
        ],
        [
            ExerciseZone(
                polar_exercise_id="abc123",
                zone_index=0,
                lower_bpm=95,
                upper_bpm=114,
                in_zone_s=240.0,
            )
        ],
        ExerciseSamples(
            polar_exercise_id=np.array(["abc123"] * 3),
            local_time=moments("2026-01-11T07:30:00", "2026-01-11T07:30:01", "2026-01-11T07:30:02"),
            **{name: np.array(whole.get(name, nothing)) for name in SAMPLE_TYPES},
        ),
        RoutePointSamples(
            polar_exercise_id=np.array(["abc123"]),
            local_time=moments("2026-01-11T07:30:12.5"),
            latitude=np.array([60.219]),
            longitude=np.array([24.815]),
            satellites=np.array([11.0]),
            fix=np.array([np.nan]),
        ),
        [
            AlertnessPeriod(
                period_start_at=at("2026-01-10T21:02:00"),
                period_end_at=at("2026-01-11T19:25:05"),
                utc_offset_minutes=120,
                sleep_start_at=at("2026-01-10T21:02:00"),
                sleep_end_at=at("2026-01-11T04:58:00"),
                grade=4.2,
                grade_classification="FAIR",
                grade_validity_s=3600,
                grade_type="PRIMARY",
                validity="VALID",
                sleep_inertia="NO_INERTIA",
                sleep_type="PRIMARY",
                result_type="HISTORY",
            ),
            AlertnessPeriod(period_start_at=at("2026-01-09T21:02:00")),
        ],
        [
            AlertnessHour(
                period_start_at=at("2026-01-10T21:02:00"),
                start_at=at("2026-01-11T06:00:00"),
                end_at=at("2026-01-11T07:00:00"),
                local_time=clock("2026-01-11T08:00:00"),
                alertness_level="HIGH",
                validity="VALID",
            )
        ],
        [
            Bedtime(
                period_start_at=at("2026-01-11T20:30:00"),
                period_end_at=at("2026-01-12T04:30:00"),
                preferred_sleep_start_at=at("2026-01-11T20:30:00"),
                preferred_sleep_end_at=at("2026-01-12T04:30:00"),
                sleep_gate_start_at=at("2026-01-11T20:00:00"),
                sleep_gate_end_at=at("2026-01-11T21:00:00"),
                utc_offset_minutes=120,
                quality="COMPROMISED",
            )
        ],
        [
            Spo2Test(
                test_at=at("2026-01-11T20:30:00"),
                test_local=clock("2026-01-11T22:30:00"),
                utc_offset_minutes=120,
                test_status="PASSED",
                blood_oxygen_percent=98,
                spo2_class="NORMAL",
                heart_rate_avg=62,
                hrv_ms=45.2,
                altitude_m=150.0,
            ),
            Spo2Test(
                test_at=at("2026-01-10T20:30:00"),
                test_local=clock("2026-01-10T22:30:00"),
                test_status="INCONCLUSIVE_TOO_MUCH_MOVEMENT",
                blood_oxygen_percent=91,
            ),
        ],
        [
            EcgTest(
                test_at=at("2026-01-11T14:30:00"),
                test_local=clock("2026-01-11T16:30:00"),
                utc_offset_minutes=120,
                device_id="1111AAAA",
                heart_rate_avg=58,
                hrv_ms=51.0,
                hrv_level="USUAL",
                rri_ms=1034.0,
                pulse_transit_time_systolic_ms=201.0,
                pulse_transit_time_diastolic_ms=250.0,
                pulse_transit_time_quality_index=0.9,
                sample_offset_ms=[0, 8],
                amplitude_mv=[0.125, -0.25],
                quality_offset_ms=[0],
                quality_level=["HIGH"],
            )
        ],
        [
            PhysicalInfo(
                modified_at=at("2026-01-02T12:00:00"),
                birthday=dt.date(1990, 1, 1),
                gender="MALE",
                weight_kg=70.5,
                weight_source="USER",
                height_cm=175.0,
                maximum_heart_rate=190,
                resting_heart_rate=52,
                aerobic_threshold=140,
                anaerobic_threshold=170,
                vo2_max=50,
                training_background="REGULAR",
                typical_day="MOSTLY_SITTING",
                sleep_goal_s=28800.0,
            ),
            PhysicalInfo(modified_at=at("2025-06-01T12:00:00"), weight_kg=72.0),
        ],
    ]


def temperatures() -> list[Any]:
    """A stretch with samples, one without, two nights' skin temperature, two changes of contact."""
    start = at("2026-01-10T21:30:00")
    return [
        [
            BodyTemperaturePeriod(
                device_id="1111AAAA",
                measurement_type="SKIN_TEMPERATURE",
                start_at=start,
                end_at=at("2026-01-10T23:30:00"),
                sensor_location="DISTAL",
            ),
            BodyTemperaturePeriod(
                device_id="1111AAAA",
                measurement_type="CORE_TEMPERATURE",
                start_at=at("2026-01-09T10:00:00"),
            ),
        ],
        BodyTemperatureSamples(
            device_id=np.array(["1111AAAA"] * 2),
            measurement_type=np.array(["SKIN_TEMPERATURE"] * 2),
            start_at=moments("2026-01-10T21:30:00", "2026-01-10T21:30:00"),
            measured_at=moments("2026-01-10T21:30:00", "2026-01-10T21:35:00"),
            temperature_c=np.array([34.09, 35.77]),
        ),
        [
            SkinTemperature(date=TODAY, temperature_c=35.1, deviation_from_baseline_c=0.6),
            SkinTemperature(date=dt.date(2026, 1, 10), temperature_c=34.8),
        ],
        [
            SkinContactChange(
                device_id="1111AAAA", changed_at=at("2026-01-11T01:10:00"), skin_contact=True
            ),
            SkinContactChange(
                device_id="", changed_at=at("2026-01-09T22:00:00"), skin_contact=False
            ),
        ],
    ]
