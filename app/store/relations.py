"""Which kind of record lives in which relation."""

from typing import Any

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
from app.records.exercise import Exercise, ExerciseSamples, ExerciseZone, RoutePointSamples
from app.records.heart_rate import HeartRateSamples
from app.records.physical_info import PhysicalInfo
from app.records.recharge import BreathingSamples, HrvSamples, Recharge
from app.records.sleep import Night, SleepHeartRateSamples, SleepStageSamples
from app.records.sleepwise import AlertnessHour, AlertnessPeriod, Bedtime

RECORDS: dict[type[Any], str] = {
    Night: "sleep",
    Recharge: "nightly_recharge",
    ActivityDay: "activity",
    CardioLoadDay: "cardio_load",
    SkinTemperature: "skin_temperature",
    Bedtime: "bedtime",
    AlertnessPeriod: "alertness_period",
    AlertnessHour: "alertness_hour",
    Exercise: "exercise",
    ExerciseZone: "exercise_zone",
    Spo2Test: "spo2_test",
    EcgTest: "ecg_test",
    PhysicalInfo: "physical_info",
    BodyTemperaturePeriod: "body_temperature_period",
    SkinContactChange: "skin_contact_change",
}
"""Relations of records: a write query has the same name, columns are named as the fields."""

SAMPLES: dict[type[Any], str] = {
    HeartRateSamples: "heart_rate_sample",
    StepSamples: "step_sample",
    ActivityZoneSamples: "activity_zone_sample",
    InactivityStampSamples: "inactivity_stamp_sample",
    SleepStageSamples: "sleep_stage_sample",
    SleepHeartRateSamples: "sleep_heart_rate_sample",
    HrvSamples: "hrv_sample",
    BreathingSamples: "breathing_sample",
    ExerciseSamples: "exercise_sample",
    RoutePointSamples: "route_point_sample",
    BodyTemperatureSamples: "body_temperature_sample",
}
"""Relations of blocks of samples; they replace a day, a night or an exercise as a whole."""
