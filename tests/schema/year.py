"""A year of one person's days, made of sines: what GraphQL's tests and benchmarks ask about."""

import datetime as dt
import math
from typing import Any

import numpy as np

from app.records.activity import ActivityDay, ActivityZoneSamples, StepSamples
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

TODAY = dt.date(2026, 1, 11)
NOW = dt.datetime(2026, 1, 11, 20, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def year(days: int = 365, *, samples: int = 0) -> list[Any]:
    """Rows of the days up to TODAY; `samples` heart-rate samples, one every 5 seconds."""
    dates = [TODAY - DAY * back for back in range(days)]
    harvest = [
        [_night(date, back) for back, date in enumerate(dates)],
        [_nap(date) for date in dates[::3]],
        [_recharge(date, back) for back, date in enumerate(dates)],
        [_activity(date, back) for back, date in enumerate(dates)],
        [_load(date, back) for back, date in enumerate(dates)],
        [_heart(date, back) for back, date in enumerate(dates)],
        [SkinTemperature(date=date, temperature_c=34.5 + _wave(i)) for i, date in enumerate(dates)],
        [_bedtime(date) for date in dates],
        *_alertness(dates[:30]),
        *_exercises(dates[::3]),
        [_spo2(date, back) for back, date in enumerate(dates[::7])],
        [_ecg(date) for date in dates[::14]],
        [PhysicalInfo(modified_at=_at(TODAY, 8), weight_kg=71.5, gender="FEMALE", vo2_max=48)],
        *_night_samples(TODAY),
        *_day_samples(TODAY),
        *_temperatures(TODAY),
    ]
    return [*harvest, _beats(samples)] if samples else harvest


def _wave(back: int) -> float:
    return math.sin(back / 5)


def _at(date: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(date, dt.time(hour), dt.UTC)


def _local(date: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(date, dt.time(hour))


def _night(date: dt.date, back: int) -> Night:
    return Night(
        date=date,
        sleep_start_at=_at(date - DAY, 21),
        sleep_end_at=_at(date, 5),
        sleep_start_local=_local(date - DAY, 23),
        sleep_end_local=_local(date, 7),
        utc_offset_minutes=120,
        light_s=14000 + round(900 * _wave(back)),
        deep_s=6000,
        rem_s=6400,
        sleep_score=None if back % 40 == 7 else 80 + round(8 * _wave(back)),
        continuity=3.5,
        sleep_cycles=5,
        heart_rate_avg=51.5 + _wave(back),
    )


def _nap(date: dt.date) -> Nap:
    return Nap(
        date=date,
        sleep_start_local=_local(date, 14),
        sleep_end_local=_local(date, 15),
        light_s=2700,
        interruption_s=900,
        device_id="1111AAAA",
        stage_minute=[0, 60],
        stage=["LIGHT", "WAKE"],
    )


def _recharge(date: dt.date, back: int) -> Recharge:
    return Recharge(
        date=date,
        heart_rate_avg=50,
        hrv_rmssd_ms=45 + round(9 * _wave(back)),
        breathing_rate_avg=14.25,
        ans_charge=1.5,
        ans_charge_status=4,
        nightly_recharge_status=5,
    )


def _activity(date: dt.date, back: int) -> ActivityDay:
    return ActivityDay(
        date=date,
        start_local=_local(date, 0),
        active_s=3600.0,
        calories_active=500,
        calories_total=2200,
        steps=9000 + round(3000 * _wave(back)),
        distance_m=6500.5,
    )


def _load(date: dt.date, back: int) -> CardioLoadDay:
    return CardioLoadDay(
        date=date,
        cardio_load=60 + 40 * _wave(back),
        strain=55.0,
        tolerance=50.0,
        cardio_load_ratio=1.1,
        cardio_load_status="MAINTAINING" if back else "A_NEW_WORD",
    )


def _heart(date: dt.date, back: int) -> HeartRateDay:
    return HeartRateDay(
        date=date, hr_min=45.0, hr_mean=65 + _wave(back), hr_max=160.0, sample_count=1440
    )


def _bedtime(date: dt.date) -> Bedtime:
    return Bedtime(
        period_start_at=_at(date, 19),
        preferred_sleep_start_at=_at(date, 20),
        utc_offset_minutes=120,
        validity="VALID",
        quality="CLEARLY_RECOGNIZABLE",
        result_type="HISTORY",
    )


def _alertness(dates: list[dt.date]) -> list[Any]:
    periods = [
        AlertnessPeriod(
            period_start_at=_at(date, 5),
            grade=5.5,
            grade_classification="FAIR",
            grade_validity_s=3600,
            grade_type="PRIMARY",
            validity="VALID",
            sleep_inertia="MILD",
            sleep_type="PRIMARY",
            result_type="HISTORY",
        )
        for date in dates
    ]
    hours = [
        AlertnessHour(
            period_start_at=_at(date, 5),
            start_at=_at(date, hour),
            end_at=_at(date, hour + 1),
            local_time=_local(date, hour + 2),
            alertness_level="HIGH",
            validity="VALID",
        )
        for date in dates
        for hour in range(5, 20)
    ]
    return [periods, hours]


def _exercises(dates: list[dt.date]) -> list[Any]:
    exercises = [
        Exercise(
            polar_exercise_id=f"exercise-{date}",
            start_at=_at(date, 15),
            start_local=_local(date, 17),
            utc_offset_minutes=120,
            duration_s=2700.0,
            sport="RUNNING",
            distance_m=8000.0,
            calories=520,
            heart_rate_avg=145,
            cardio_load=85.3,
            cardio_load_interpretation="MEDIUM",
            has_details=True,
            rr_interval_ms=[590, None, 600],
        )
        for date in dates
    ]
    zones = [
        ExerciseZone(
            polar_exercise_id=one.polar_exercise_id,
            zone_index=index,
            lower_bpm=95 + 19 * index,
            upper_bpm=114 + 19 * index,
            in_zone_s=540.0,
        )
        for one in exercises
        for index in range(5)
    ]
    return [exercises, zones, _course(exercises[0]), _route(exercises[0])]


def _course(of: Exercise) -> ExerciseSamples:
    """Three seconds of the newest exercise: heart rate and speed."""
    there = {"heart_rate": [101.0, 104.0, np.nan], "speed_kmh": [10.1, 10.4, 10.6]}
    return ExerciseSamples(
        polar_exercise_id=np.array([of.polar_exercise_id] * 3),
        local_time=_moments(of.start_local, 3, 1),
        **{name: np.array(there.get(name, [np.nan] * 3)) for name in SAMPLE_TYPES},
    )


def _route(of: Exercise) -> RoutePointSamples:
    """Two points of the newest exercise."""
    return RoutePointSamples(
        polar_exercise_id=np.array([of.polar_exercise_id] * 2),
        local_time=_moments(of.start_local, 2, 1),
        latitude=np.array([60.219, 60.2191]),
        longitude=np.array([24.815, 24.8152]),
        satellites=np.array([11.0, np.nan]),
        fix=np.array([3.0, np.nan]),
    )


def _spo2(date: dt.date, back: int) -> Spo2Test:
    return Spo2Test(
        test_at=_at(date, 18),
        test_local=_local(date, 20),
        utc_offset_minutes=120,
        test_status="PASSED",
        blood_oxygen_percent=97 - back % 2,
        spo2_class="NORMAL",
        deviation_from_baseline="USUAL",
    )


def _ecg(date: dt.date) -> EcgTest:
    return EcgTest(
        test_at=_at(date, 19),
        test_local=_local(date, 21),
        utc_offset_minutes=120,
        heart_rate_avg=62,
        hrv_level="ABOVE_USUAL",
        sample_offset_ms=[0, 8, 16],
        amplitude_mv=[0.25, 0.5, -0.125],
        quality_offset_ms=[0],
        quality_level=["HIGH"],
    )


def _moments(start: dt.datetime, count: int, seconds: int) -> Any:  # noqa: ANN401 -- a numpy column
    return np.datetime64(start, "us") + np.arange(count) * np.timedelta64(seconds, "s")


def _night_samples(date: dt.date) -> list[Any]:
    start = _local(date - DAY, 23)
    return [
        SleepStageSamples(
            date=np.array([date] * 3, dtype="datetime64[D]"),
            local_time=_moments(start, 3, 900),
            stage=np.array(["LIGHTER", "DEEP", "REM"]),
        ),
        HrvSamples(
            date=np.array([date] * 4, dtype="datetime64[D]"),
            local_time=_moments(start, 4, 300),
            rmssd_ms=np.array([44.0, np.nan, 40.5, 51.0]),
        ),
        BreathingSamples(
            date=np.array([date] * 3, dtype="datetime64[D]"),
            local_time=_moments(start, 3, 300),
            breaths_per_minute=np.array([13.5, 14.25, 13.0]),
        ),
        SleepHeartRateSamples(
            date=np.array([date] * 3, dtype="datetime64[D]"),
            local_time=_moments(start, 3, 300),
            bpm=np.array([52.0, 50.0, 55.0]),
        ),
    ]


def _day_samples(date: dt.date) -> list[Any]:
    return [
        StepSamples(local_time=_moments(_local(date, 7), 90, 60), steps=np.arange(90)),
        ActivityZoneSamples(
            local_time=_moments(_local(date, 0), 2, 27000), zone=np.array(["SLEEP", "LIGHT"])
        ),
    ]


def _temperatures(date: dt.date) -> list[Any]:
    start = _at(date, 1)
    period = BodyTemperaturePeriod(
        device_id="", measurement_type="SKIN_TEMPERATURE", start_at=start, sensor_location="DISTAL"
    )
    moments = _moments(start.replace(tzinfo=None), 3, 600)
    samples = BodyTemperatureSamples(
        device_id=np.array([""] * 3),
        measurement_type=np.array(["SKIN_TEMPERATURE"] * 3),
        start_at=np.array([moments[0]] * 3),
        measured_at=moments,
        temperature_c=np.array([33.5, 33.75, 34.0]),
    )
    contact = SkinContactChange(device_id="", changed_at=start, skin_contact=True)
    return [[period], samples, [contact]]


def _beats(count: int) -> HeartRateSamples:
    """Heart rate every 5 seconds up to the end of TODAY."""
    start = _local(TODAY + DAY, 0) - dt.timedelta(seconds=5 * count)
    return HeartRateSamples(
        local_time=_moments(start, count, 5),
        bpm=np.round(70 + 30 * np.sin(np.arange(count) / 300)),
        minute_weight=np.full(count, 1 / 12),
    )
