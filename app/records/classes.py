"""Which class of data each record is of; a key that names classes reads those alone.

A record is of one class. A quantity of another class that stands in it keeps its own: a heart
rate is a heart rate in a night and in an exercise, too, and is left out for who reads no heart.
"""

from collections.abc import Mapping
from typing import Any

from app.records import (
    activity,
    biosensing,
    cardio_load,
    diary,
    exercise,
    heart_rate,
    physical_info,
    recharge,
    sleep,
    sleepwise,
    spot_tests,
)
from app.records.account import DataClass

RECORDS: Mapping[type[Any], DataClass] = {
    sleep.Night: DataClass.SLEEP,
    sleep.Nap: DataClass.SLEEP,
    sleep.SleepStageSamples: DataClass.SLEEP,
    sleep.SleepHeartRateSamples: DataClass.HEART,
    sleepwise.AlertnessPeriod: DataClass.SLEEP,
    sleepwise.AlertnessHour: DataClass.SLEEP,
    sleepwise.Bedtime: DataClass.SLEEP,
    recharge.Recharge: DataClass.HEART,
    recharge.HrvWeek: DataClass.HEART,
    recharge.HrvSamples: DataClass.HEART,
    recharge.BreathingSamples: DataClass.HEART,
    recharge.PpiSamples: DataClass.HEART,
    recharge.PulseIntervalSamples: DataClass.HEART,
    spot_tests.OrthostaticTest: DataClass.HEART,
    spot_tests.FitnessTest: DataClass.HEART,
    heart_rate.HeartRateDay: DataClass.HEART,
    heart_rate.HeartRateSamples: DataClass.HEART,
    biosensing.Spo2Test: DataClass.HEART,
    biosensing.EcgTest: DataClass.HEART,
    biosensing.SkinTemperature: DataClass.HEART,
    biosensing.BodyTemperaturePeriod: DataClass.HEART,
    biosensing.BodyTemperatureSamples: DataClass.HEART,
    biosensing.SkinContactChange: DataClass.HEART,
    activity.ActivityDay: DataClass.TRAINING,
    activity.StepSamples: DataClass.TRAINING,
    activity.ActivityZoneSamples: DataClass.TRAINING,
    activity.InactivityStampSamples: DataClass.TRAINING,
    activity.MetSamples: DataClass.TRAINING,
    cardio_load.CardioLoadDay: DataClass.TRAINING,
    exercise.Exercise: DataClass.TRAINING,
    exercise.ExerciseZone: DataClass.TRAINING,
    exercise.ExerciseLap: DataClass.TRAINING,
    exercise.ExerciseSamples: DataClass.TRAINING,
    exercise.RoutePointSamples: DataClass.LOCATION,
    diary.PlannedRoute: DataClass.LOCATION,
    diary.TrainingTarget: DataClass.TRAINING,
    diary.BodyWeight: DataClass.PROFILE,
    diary.DiaryEntry: DataClass.PROFILE,
    diary.Device: DataClass.PROFILE,
    physical_info.PhysicalInfo: DataClass.PROFILE,
}

QUANTITIES: Mapping[str, DataClass] = dict.fromkeys(
    (
        "heart_rate",
        "heart_rate_avg",
        "heart_rate_bpm",
        "heart_rate_max",
        "heart_rate_minute",
        "hrv_rmssd_ms",
        "breathing_rate_avg",
        "rr_interval_ms",
    ),
    DataClass.HEART,
)
"""Quantities that are of their own class wherever they stand, by their names."""


def class_of(record: type[Any], quantity: str | None = None) -> DataClass:
    """Class of a record, or of a quantity in it; KeyError for one that nobody decided."""
    return QUANTITIES.get(quantity or "") or RECORDS[record]
