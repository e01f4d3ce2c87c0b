"""Every example file of Polar's archive, imported: what it says stands in the rows."""

import datetime as dt
from pathlib import Path

import pytest

from app.records.imports import ImportRun
from app.resources import Resources
from app.store.imports import undo_import
from app.store.pool import Pool
from tests.app.imports.archives import everything, examples, imported, pack, rows, zipped


@pytest.fixture
async def run(resources: Resources, person: str, polar_bodies: Path, tmp_path: Path) -> ImportRun:
    """The examples, imported."""
    files = examples(polar_bodies / "export")
    return await imported(resources, person, zipped(tmp_path, files))


async def test_a_report_counts_all_files(run: ImportRun) -> None:
    """The report of the examples says of each kind what became of it."""
    assert (run.state, run.error, run.files_done) == ("success", None, run.files_total)
    assert run.report["kinds"] == {
        "account": {"files": 1},
        "activity": {"files": 2, "new": 2, "samples": 48},
        "calendar": {"files": 1, "new": 6},
        "cardio_load_derived": {"new": 4161},
        "devices": {"files": 1, "new": 2},
        "favourite": {"files": 1, "left_out": 1},
        "fitness_test": {"files": 1, "new": 1},
        "heart_rate": {"files": 1, "samples": 6},
        "orthostatic_test": {"files": 1, "new": 1},
        "period": {"files": 4, "left_out": 2, "new": 2},
        "ppi": {"files": 1},
        "profile": {"files": 1, "left_out": 1},
        "recovery": {"files": 1, "new": 5},
        "recovery_samples": {"files": 1},
        "route": {"files": 1, "new": 1},
        "session": {"files": 5, "new": 5, "samples": 16},
        "sleep_result": {"files": 1, "new": 2, "samples": 9},
        "sleep_score": {"enriched": 1, "files": 1, "new": 2},
        "sleep_wake": {"files": 1, "left_out": 1},
        "sport_profile": {"files": 1, "left_out": 1},
        "target": {"files": 2, "new": 2},
    }
    assert run.report["reasons"]["period: the clock of the watch was not set: it says 2023-01-01"]
    assert run.report["unreadable_values"] == {}


async def test_nights(pool: Pool, person: str, run: ImportRun) -> None:
    """Times, stages and scores of nights with stages, without, and with a score alone."""
    assert run
    found = await rows(
        pool,
        """SELECT date::text, sleep_start_at, light_s, deep_s, rem_s, unrecognized_s,
            interruption_s, sleep_score, sleep_cycles, sleep_rating, utc_offset_minutes, source
        FROM sleep WHERE user_id = %s ORDER BY date""",
        person,
    )
    evening = dt.datetime(2025, 8, 17, 20, 41, 30, tzinfo=dt.UTC)
    early = dt.datetime(2017, 10, 7, 21, 12, tzinfo=dt.UTC)
    assert found == [
        ("2017-10-08", early, *[None] * 3, 24840, 2160, *[None] * 3, 120, "archive"),
        ("2019-08-29", *[None] * 6, 70, None, None, None, "archive"),
        ("2025-08-17", *[None] * 6, 82, None, None, None, "archive"),
        ("2025-08-18", evening, 17100, 4500, 6600, 0, 1800, 86, 2, 4, 120, "archive"),
    ]
    stages = await rows(
        pool,
        """SELECT to_char(local_time, 'HH24:MI:SS'), stage FROM sleep_stage_sample
        WHERE user_id = %s ORDER BY date, local_time""",
        person,
    )
    assert stages == [
        ("23:12:00", "UNKNOWN"),
        ("00:06:00", "WAKE"),
        ("00:07:30", "UNKNOWN"),
        ("22:41:30", "LIGHT"),
        ("23:03:00", "DEEP"),
        ("23:39:30", "LIGHTER"),
        ("23:45:30", "REM"),
        ("00:12:30", "WAKE"),
        ("00:15:30", "LIGHT"),
    ]


async def test_recoveries(pool: Pool, person: str, run: ImportRun) -> None:
    """Means in Ursa's units; without a status there is no charge; -1 is no tip."""
    assert run
    found = await rows(
        pool,
        """SELECT date::text, heart_rate_avg, hrv_rmssd_ms, breathing_rate_avg, ans_charge,
            nightly_recharge_status, baseline_rmssd_ms, exercise_tip
        FROM nightly_recharge WHERE user_id = %s ORDER BY date""",
        person,
    )
    assert found == [
        ("2019-08-29", 57, 42, 13.9, None, None, None, None),
        ("2020-06-18", 57, None, 13.6, None, None, None, None),
        ("2020-12-05", 69, None, 13.9, None, None, 33.0, None),
        ("2025-08-17", 58, 43, 13.7, 0.114175, 4, 43.0, "E12.1"),
        ("2025-08-18", 59, 42, 13.6, -1.16234, 5, 43.0, "E14.2"),
    ]


async def test_days(pool: Pool, person: str, run: ImportRun) -> None:
    """A day's totals; midnight of the next day is the last minute of this one."""
    assert run
    days = await rows(
        pool,
        """SELECT date::text, steps, distance_m, calories_total,
            extra -> 'activity_levels_s' -> 'CONTINUOS_VIGOROUS'
        FROM activity WHERE user_id = %s ORDER BY date""",
        person,
    )
    assert days == [
        ("2014-11-06", 16923, 21016.865234375, 3062, 4560.0),
        ("2025-08-01", 17689, 12644.7177734375, 3362, 60.0),
    ]
    minutes = await rows(
        pool,
        """SELECT local_time::text, date::text, fold FROM step_sample
        WHERE user_id = %s AND date = '2025-08-01' ORDER BY local_time DESC LIMIT 2""",
        person,
    )
    assert minutes == [
        ("2025-08-02 00:00:00", "2025-08-01", 1),
        ("2025-08-01 23:59:00", "2025-08-01", 0),
    ]


async def test_heart_rates_of_two_devices(pool: Pool, person: str, run: ImportRun) -> None:
    """What two devices measured on one day stands there once, and an empty day is none."""
    assert run
    found = await rows(
        pool,
        """SELECT local_time::text, bpm, minute_weight FROM heart_rate_sample
        WHERE user_id = %s ORDER BY local_time""",
        person,
    )
    assert found == [
        ("2025-08-01 00:00:03", 52, 0.5),
        ("2025-08-01 00:00:13", 51, 0.5),
        ("2025-08-01 00:05:12", 53, 1.0),
        ("2025-08-01 12:00:00", 61, 1.0),
        ("2025-08-01 18:00:03", 121, 1.0),
        ("2025-08-01 23:59:57", 58, 1.0),
    ]


async def test_sessions(pool: Pool, person: str, run: ImportRun) -> None:
    """Sessions of both layouts; loads of -1 and of a 0 that nobody measured are none."""
    assert run
    found = await rows(
        pool,
        """SELECT polar_exercise_id, start_at::text, utc_offset_minutes, duration_s,
            detailed_sport, heart_rate_avg, cardio_load, muscle_load
        FROM exercise WHERE user_id = %s ORDER BY start_at""",
        person,
    )
    no = [None] * 3
    uuid = "6f0c1b52-0000-4000-8000-000000000001"
    assert found == [
        ("330000001", "2014-10-29 08:16:25+00", 120, 1143.875, "RUNNING", 132, 20.8394, None),
        ("7950000001", "2024-09-06 15:30:00+00", 180, 14400.0, "TABLE_TENNIS", *no),
        ("8170000001", "2025-08-03 12:00:00+00", 180, 5400.0, "CIRCUIT_TRAINING", *no),
        ("8400000001", "2026-03-14 08:05:11+00", 60, 4489.0, "TRAIL_RUNNING", 148, 141.2, None),
        (uuid, "2026-03-20 15:35:00+00", 120, 1830.0, "WALKING", *no),
    ]
    told = await rows(
        pool,
        """SELECT note, ascent_m, rr_interval_ms FROM exercise
        WHERE user_id = %s AND rr_interval_ms IS NOT NULL ORDER BY start_at""",
        person,
    )
    assert told == [
        (None, 8.83931, [749, 724, 702, 668]),
        ("Windy, felt strong", 212.0, [652, 640, None]),
    ]


async def test_courses(pool: Pool, person: str, run: ImportRun) -> None:
    """A bare NaN is a gap, an altitude of 0 before the first fix is none, laps and zones stand."""
    assert run
    samples = await rows(
        pool,
        """SELECT heart_rate, speed_kmh, altitude_m FROM exercise_sample
        WHERE user_id = %s AND local_time > '2026-01-01' ORDER BY local_time""",
        person,
    )
    assert [
        (bpm, round(speed, 1), metres and round(metres, 1)) for bpm, speed, metres in samples
    ] == [
        (92, 0.0, None),
        (93, 4.1, None),
        (95, 8.3, 650.2),
        (None, 9.6, 650.3),
        (98, 10.2, 650.3),
    ]
    laps = await rows(
        pool,
        """SELECT kind, lap_index, lap.duration_s, lap.distance_m, lap.heart_rate_avg
        FROM exercise_lap AS lap JOIN exercise USING (exercise_id)
        WHERE user_id = %s AND polar_exercise_id = '8400000001' ORDER BY kind, lap_index""",
        person,
    )
    assert laps == [
        ("AUTOMATIC", 0, 322.0, 1000.0, 138),
        ("AUTOMATIC", 1, 319.0, 1000.0, None),
        ("MANUAL", 0, 1800.0, 5600.0, None),
    ]
    zones = await rows(
        pool,
        """SELECT zone_index, lower_bpm, upper_bpm, in_zone_s
        FROM exercise_zone JOIN exercise USING (exercise_id)
        WHERE user_id = %s AND polar_exercise_id = '8400000001' ORDER BY zone_index""",
        person,
    )
    assert zones == [(0, 93, 111, 64.0), (1, 111, 130, 402.0), (2, 130, 148, 0.0)]


async def test_spot_tests(pool: Pool, person: str, run: ImportRun) -> None:
    """The time of a test is its own, not what `meta` marks as UTC; rrSamples are beats a minute."""
    assert run
    assert await rows(
        pool,
        "SELECT test_at::text, test_local::text, blood_oxygen_percent, spo2_class, device_id"
        " FROM spo2_test WHERE user_id = %s",
        person,
    ) == [("2024-08-09 12:55:09.828+00", "2024-08-09 14:55:09.828", 89, "VERY_LOW", "0A1B2C3D")]
    assert await rows(
        pool,
        "SELECT test_at::text, heart_rate_avg, hrv_level, sample_offset_ms[1:2]"
        " FROM ecg_test WHERE user_id = %s",
        person,
    ) == [("2024-08-08 20:05:05.713+00", 80, None, [71, 80])]
    assert await rows(
        pool,
        "SELECT test_local::text, test_at::text, rr_supine_ms, rmssd_standing_ms,"
        " heart_rate_bpm[1:3] FROM orthostatic_test WHERE user_id = %s",
        person,
    ) == [("2025-09-20 07:09:01", "2025-09-20 04:09:01+00", 1174.0, 30.0, [51, 49, 47])]
    assert await rows(
        pool, "SELECT own_index, fitness_class FROM fitness_test WHERE user_id = %s", person
    ) == [(47, "GOOD")]


async def test_what_a_person_wrote(pool: Pool, person: str, run: ImportRun) -> None:
    """Weights, notes, targets, devices and the zone; no birthday, no mail address."""
    assert run
    assert await rows(
        pool, "SELECT weight_kg FROM body_weight WHERE user_id = %s ORDER BY 1", person
    ) == [(75.9,), (76.4,)]
    assert await rows(
        pool, "SELECT kind, text FROM diary_entry WHERE user_id = %s ORDER BY kind", person
    ) == [("FEELING", "GOOD"), ("NOTE", "Cold, no training")]
    assert await rows(
        pool,
        "SELECT polar_target_id, kind, done FROM training_target WHERE user_id = %s ORDER BY 1",
        person,
    ) == [("1430000001", "FREE", True), ("1430000002", "PHASED", False)]
    assert await rows(
        pool,
        "SELECT name, removed_local::date::text FROM device WHERE user_id = %s ORDER BY name",
        person,
    ) == [("Polar V800", "2019-08-28"), ("Polar Vantage V3", None)]
    assert await rows(
        pool, "SELECT time_zone, display_name FROM account WHERE user_id = %s", person
    ) == [("Europe/Helsinki", "Example User")]
    told = str(await everything(pool, person))
    assert [word for word in ("1980-01-01", "user@example.org") if word in told] == []


async def test_again_and_undone(
    pool: Pool, resources: Resources, person: str, polar_bodies: Path, tmp_path: Path
) -> None:
    """A second export doubles nothing; what is undone is as before the first one."""
    before = await everything(pool, person)
    folder = polar_bodies / "export"
    first = await imported(resources, person, zipped(tmp_path, examples(folder)))
    once = await everything(pool, person)
    second = await imported(resources, person, zipped(tmp_path, examples(folder, export=2)))
    assert second.rows_written == 0
    assert second.report["kinds"]["sleep_result"]["equal"] == 2
    assert await everything(pool, person) == once
    now = resources.clock()
    assert await undo_import(pool, person, first.run_id, now, actor="test") is None
    for run in (second, first):
        assert await undo_import(pool, person, run.run_id, now, actor="test") is not None
    assert await everything(pool, person) == before


async def test_undone_where_rows_are_compressed(
    pool: Pool, resources: Resources, person: str, polar_bodies: Path, tmp_path: Path
) -> None:
    """Years lie in the columnstore: what is there is filled in, and taken back, all the same."""
    before = await everything(pool, person)
    path = zipped(tmp_path, examples(polar_bodies / "export"))
    runs = [await imported(resources, person, path)]
    await pack(pool)
    runs.append(await imported(resources, person, path))
    assert runs[1].rows_written == 0
    for run in reversed(runs):
        now = resources.clock()
        assert await undo_import(pool, person, run.run_id, now, actor="test") is not None
    assert await everything(pool, person) == before
