"""Every example and captured answer of Polar goes through its endpoint and model."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import orjson
import pytest

from app.upstream.client import PolarSession
from app.upstream.endpoints import Endpoint
from app.upstream.http import Answer
from app.upstream.parse import Parsed, parse_rows
from app.upstream.wire.activity import Activity, ActivityDaySamples
from app.upstream.wire.base import Wire
from app.upstream.wire.biosensing import (
    BodyTemperature,
    Ecg,
    SkinContacts,
    SkinTemperature,
    SpO2,
)
from app.upstream.wire.cardio_load import CardioLoad
from app.upstream.wire.exercise import Exercise
from app.upstream.wire.heart_rate import HeartRateDay
from app.upstream.wire.physical_info import PhysicalInfo
from app.upstream.wire.recharge import NightlyRecharge
from app.upstream.wire.sleep import Sleep
from app.upstream.wire.sleepwise import Alertness, CircadianBedtime
from app.upstream.wire.user import User

S = PolarSession
USER: Endpoint[Any] = Endpoint("the user", "", dict, single=True)
ONE: Endpoint[Any] = Endpoint("a day that Ursa asks for in a range", "", dict, single=True)
Route = tuple[str, Endpoint[Any], type[Wire]]

# The first line that fits the beginning of a file's name decides.
ROUTES: list[Route] = [
    ("activities-", S.activities, Activity),
    ("activity-by-date", ONE, Activity),
    ("activity-samples-list", S.activity_samples, ActivityDaySamples),
    ("activity-samples-by-date", ONE, ActivityDaySamples),
    ("biosensing-bodytemperature", S.body_temperature, BodyTemperature),
    ("biosensing-ecg", S.ecg, Ecg),
    ("biosensing-skincontacts", S.skin_contacts, SkinContacts),
    ("biosensing-skintemperature", S.skin_temperature, SkinTemperature),
    ("biosensing-spo2", S.spo2, SpO2),
    ("cardio-load-by-date", ONE, CardioLoad),
    ("cardio-load-", S.cardio_load, CardioLoad),
    ("continuous-heart-rate-range", S.heart_rate, HeartRateDay),
    ("continuous-heart-rate-", S.heart_rate, HeartRateDay),
    ("exercises-list", S.exercises, Exercise),
    ("exercise-by-id", S.exercise, Exercise),
    ("exercise-documented-shape", S.exercise, Exercise),
    ("exercise-with-samples", S.exercise, Exercise),
    ("nightly-recharge-list", S.recharge, NightlyRecharge),
    ("nightly-recharge-by-date", S.recharge_on, NightlyRecharge),
    ("physical-info.", S.physical_info, PhysicalInfo),
    ("physical-info-", S.physical_info, PhysicalInfo),
    ("sleep-list", S.sleep, Sleep),
    ("sleep-by-date", S.sleep_on, Sleep),
    ("sleepwise-alertness", S.alertness_between, Alertness),
    ("sleepwise-circadian-bedtime", S.bedtime_between, CircadianBedtime),
    ("user-minimal", USER, User),
    ("user-with-extra-info", USER, User),
    ("user.", USER, User),
]

# Deprecated transactions, v4, a list of nights that says no more than the nights do, and what
# the tests of OAuth, webhooks and limits read.
ELSEWHERE = (
    "activity-transaction-",
    "exercise-transaction-",
    "physical-information-",
    "sleep-available",
    "notifications",
    "error-model",
    "oauth-",
    "rate-limit-headers",
    "user-register-request",
    "v4-",
    "webhook-",
)

Read = Callable[[str], Parsed[Any]]


@pytest.fixture
def read(polar_files: Path) -> Read:
    """Read a file as if AccessLink had just sent it."""

    def from_file(name: str) -> Parsed[Any]:
        file = Path(name).name
        _, endpoint, model = next(route for route in ROUTES if file.startswith(route[0]))
        body = (polar_files / name).read_bytes()
        page = endpoint.page(Answer(200, httpx.Headers(), body, ""))
        return parse_rows(model, page.rows)

    return from_file


def _files(folder: Path) -> list[str]:
    found = (path for name in ("examples", "captured") for path in (folder / name).glob("*.json"))
    return sorted(f"{path.parent.name}/{path.name}" for path in found)


def test_every_file_is_read_without_problems(read: Read, polar_files: Path) -> None:
    """No file of Polar's has an unreadable field, a skipped row, or a key that Ursa misses."""
    names = [n for n in _files(polar_files) if not Path(n).name.startswith(ELSEWHERE)]
    assert len(names) == 68
    for name in names:
        parsed = read(name)
        assert ([str(p) for p in parsed.problems], parsed.skipped) == ([], 0), name
        assert [row.extra for row in parsed.rows if row.extra] == [], name


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("examples/activities-list-empty.json", 0),
        ("examples/activities-list.json", 5),
        ("examples/cardio-load-list.json", 28),
        ("examples/cardio-load-list-new-user.json", 5),
        ("examples/exercises-list-empty.json", 0),
        ("examples/exercises-list.json", 4),
        ("examples/nightly-recharge-list-empty.json", 0),
        ("examples/sleep-list-empty.json", 0),
        ("examples/sleepwise-circadian-bedtime.json", 3),
        ("captured/continuous-heart-rate-range.json", 1),
    ],
)
def test_every_row_of_a_list_is_read(read: Read, name: str, rows: int) -> None:
    """Lists, wrapped or bare, give as many rows as Polar sent."""
    assert len(read(name).rows) == rows


def test_a_captured_night(read: Read) -> None:
    """The live night's stages and interruptions add up to its length, to the second."""
    night = read("captured/sleep-by-date.json").rows[0]
    assert night.date == dt.date(2025, 10, 1)
    assert night.sleep_end_time.isoformat() == "2025-10-01T07:13:22.675000+01:00"
    asleep = night.light_sleep + night.deep_sleep + night.rem_sleep
    length = (night.sleep_end_time - night.sleep_start_time).total_seconds()
    assert asleep + night.unrecognized_sleep_stage + night.total_interruption_duration == length
    assert (night.sleep_score, night.continuity, night.sleep_cycles) == (80, 3.3, 6)
    assert next(iter(night.hypnogram.items())) == (dt.time(23, 33), 3)
    assert len(night.heart_rate_samples) == 92


def test_sentinels_stay_as_they_are_sent(read: Read) -> None:
    """Minus ones and zeros are not settled here."""
    night = read("examples/sleep-by-date-no-staging-sentinels.json").rows[0]
    assert (night.sleep_charge, night.sleep_score, night.continuity) == (-1, 0, 0.0)
    assert night.heart_rate_samples[dt.time(2, 11)] == 0
    load = read("examples/cardio-load-by-date-not-available.json").rows[0]
    assert (load.cardio_load, load.tolerance, load.cardio_load_ratio) == (-1.0, -1.0, -1.0)
    assert load.cardio_load_status == "LOAD_STATUS_NOT_AVAILABLE"


def test_a_captured_recharge(read: Read) -> None:
    """The live recharge is signed and carries integer words."""
    night = read("captured/nightly-recharge-by-date.json").rows[0]
    assert (night.ans_charge, night.ans_charge_status) == (-2.9, 2)
    assert (night.heart_rate_avg, night.heart_rate_variability_avg) == (56, 56)
    assert night.breathing_samples[dt.time(23, 33)] == 11.3


def test_a_captured_activity(read: Read) -> None:
    """The live day is dated by its start, and its durations are seconds."""
    day = read("captured/activities-list.json").rows[0]
    assert (day.date, day.steps, day.calories) == (dt.date(2025, 10, 1), 11_138, 2_853)
    assert (day.active_duration, day.distance_from_steps) == (26_520.0, 7676.34)
    zones = read("captured/activities-with-samples.json").rows[0].samples.activity_zones.samples
    assert zones.zone[:3].tolist() == ["SLEEP", "SEDENTARY", "SLEEP"]
    assert zones.local_time[4] == np.datetime64("2025-09-26T02:15:30")


def test_captured_heart_rate_equals_the_raw_file(read: Read, polar_files: Path) -> None:
    """The columns of every captured day hold exactly what the file holds, zeros included."""
    files = sorted((polar_files / "captured").glob("continuous-heart-rate-2025-*.json"))
    assert len(files) == 5
    for path in files:
        raw = orjson.loads(path.read_bytes())["heart_rate_samples"]
        samples = read(f"captured/{path.name}").rows[0].heart_rate_samples
        assert samples.bpm.tolist() == [sample["heart_rate"] for sample in raw]
        clocks = [str(dt.timedelta(seconds=int(s))).zfill(8) for s in samples.second_of_day]
        assert clocks == [sample["sample_time"] for sample in raw]


def test_a_captured_exercise(read: Read) -> None:
    """The live run has seven streams of 8,240 values and Polar's load with hyphens."""
    run = read("captured/exercise-with-samples.json").rows[0]
    assert (run.id, run.duration, run.distance) == ("y7lOpwnJ", 8239.604, 19149.0)
    assert [(s.sample_type, len(s.data)) for s in run.samples] == [
        (kind, 8_240) for kind in (0, 1, 2, 3, 4, 9, 10)
    ]
    assert run.samples[6].data.values[4] == 1.2999999523162842
    assert run.training_load_pro.cardio_load == 231.633
    assert [zone.in_zone for zone in run.heart_rate_zones] == [256.0, 609.0, 5419.0, 1940.0, 0.0]


def test_the_example_exercises(read: Read) -> None:
    """RR intervals have no rate and gaps, routes are columns, documented spellings are read."""
    rr = read("examples/exercise-by-id-samples-rr-nulls.json").rows[0].samples[1]
    assert (rr.recording_rate, rr.sample_type) == (None, 11)
    assert int(np.isnan(rr.data.values).sum()) == 3
    route = read("examples/exercise-by-id-samples-zones-route.json").rows[0].route
    assert (route.latitude[-1], route.elapsed_s[-1], route.satellites[-1]) == (
        60.21922768,
        360.031,
        9,
    )
    documented = read("examples/exercise-documented-shape.json").rows[0]
    assert (documented.running_index, documented.samples[0].sample_type) == (51, 1)
    assert documented.heart_rate_zones[0].lower_limit == 110
    assert documented.training_load == 143.22


def test_the_biosensing_examples(read: Read) -> None:
    """Epoch seconds, waveforms and temperatures are what Polar's examples say."""
    ecg = read("examples/biosensing-ecg.json").rows[0]
    assert ecg.test_time == dt.datetime(2026, 1, 11, 14, 30, tzinfo=dt.UTC)
    assert (len(ecg.samples), ecg.samples.delta_ms[-1]) == (250, 1992)
    assert ecg.quality_measurements.quality_level[1] == "ECG_QUALITY_HIGH"
    body = read("examples/biosensing-bodytemperature.json").rows[0]
    assert body.start_time == dt.datetime(2026, 1, 10, 21, 30, tzinfo=dt.UTC)
    assert (body.samples.celsius[0], body.samples.delta_ms[1]) == (34.09, 300_000)
    skin = read("examples/biosensing-skintemperature.json").rows[1]
    assert skin.deviation_from_baseline_celsius == 0.6
    contacts = read("examples/biosensing-skincontacts.json").rows[0].skin_contact_changes
    assert contacts.skin_contact.tolist() == [True, False, True]
    assert read("examples/biosensing-spo2.json").rows[1].blood_oxygen_percent == 98
    assert read("examples/biosensing-spo2-inconclusive.json").rows[0].altitude_meters is None


def test_the_sleepwise_examples(read: Read) -> None:
    """SleepWise times are UTC, and the offset stands beside them."""
    alert = read("examples/sleepwise-alertness.json").rows[0]
    assert alert.period_start_time == dt.datetime(2026, 1, 10, 0, 10, 5, tzinfo=dt.UTC)
    assert (alert.grade, alert.sleep_timezone_offset_minutes) == (4.2, 120)
    assert alert.hourly_data[0].alertness_level == "ALERTNESS_LEVEL_VERY_LOW"
    bed = read("examples/sleepwise-circadian-bedtime.json").rows[2]
    assert bed.sleep_gate_start_time == dt.datetime(2026, 1, 11, 20, 30, 30, tzinfo=dt.UTC)
    assert bed.sleep_timezone_offset_minutes == 0


def test_the_people_examples(read: Read) -> None:
    """Users and physical info are read, with and without their optional parts."""
    user = read("examples/user.json").rows[0]
    assert (user.polar_user_id, user.member_id, user.weight) == (475, "User_id_999", 66.0)
    assert read("examples/user-minimal.json").rows[0].extra_info is None
    info = read("examples/physical-info.json").rows[0]
    assert (info.vo2_max, info.sleep_goal) == (50, 28_800.0)
    assert read("examples/physical-info-partial.json").rows[0].sleep_goal == 27_000.0


def test_heart_rate_of_the_documented_shape(read: Read) -> None:
    """A bare day where a wrapped list is expected is one row."""
    day = read("examples/continuous-heart-rate-range-documented-shape.json").rows[0]
    assert day.heart_rate_samples.second_of_day.tolist() == [128, 428]
