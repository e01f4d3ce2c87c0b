"""Which kind of record lives in which relation."""

from typing import Any

from app.records.activity import (
    ActivityDay,
    ActivityZoneSamples,
    InactivityStampSamples,
    MetSamples,
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
from app.records.diary import BodyWeight, Device, DiaryEntry, PlannedRoute, TrainingTarget
from app.records.exercise import (
    Exercise,
    ExerciseLap,
    ExerciseSamples,
    ExerciseZone,
    RoutePointSamples,
)
from app.records.heart_rate import HeartRateSamples
from app.records.physical_info import PhysicalInfo
from app.records.recharge import (
    BreathingSamples,
    HrvSamples,
    PpiSamples,
    PulseIntervalSamples,
    Recharge,
)
from app.records.sleep import MEASURED, SCORED, Nap, Night, SleepHeartRateSamples, SleepStageSamples
from app.records.sleepwise import AlertnessHour, AlertnessPeriod, Bedtime
from app.records.spot_tests import FitnessTest, OrthostaticTest

RECORDS: dict[type[Any], str] = {
    Night: "sleep",
    Nap: "nap",
    Recharge: "nightly_recharge",
    ActivityDay: "activity",
    CardioLoadDay: "cardio_load",
    SkinTemperature: "skin_temperature",
    Bedtime: "bedtime",
    AlertnessPeriod: "alertness_period",
    AlertnessHour: "alertness_hour",
    Exercise: "exercise",
    ExerciseZone: "exercise_zone",
    ExerciseLap: "exercise_lap",
    OrthostaticTest: "orthostatic_test",
    FitnessTest: "fitness_test",
    BodyWeight: "body_weight",
    DiaryEntry: "diary_entry",
    TrainingTarget: "training_target",
    PlannedRoute: "planned_route",
    Device: "device",
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
    MetSamples: "met_sample",
    PpiSamples: "ppi_sample",
    PulseIntervalSamples: "pulse_interval_sample",
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

KEYS: dict[str, tuple[str, ...]] = {
    "sleep": ("date",),
    "nap": ("date", "sleep_start_local"),
    "nightly_recharge": ("date",),
    "activity": ("date",),
    "cardio_load": ("date",),
    "skin_temperature": ("date",),
    "bedtime": ("period_start_at",),
    "alertness_period": ("period_start_at",),
    "alertness_hour": ("local_time", "period_start_at"),
    "exercise": ("polar_exercise_id",),
    "exercise_zone": ("exercise_id", "zone_index"),
    "exercise_lap": ("exercise_id", "kind", "lap_index"),
    "orthostatic_test": ("test_local",),
    "fitness_test": ("test_local",),
    "body_weight": ("measured_local",),
    "diary_entry": ("noted_local", "kind"),
    "training_target": ("polar_target_id",),
    "planned_route": ("polar_route_id",),
    "device": ("device_id",),
    "spo2_test": ("test_at",),
    "ecg_test": ("test_at",),
    "physical_info": ("modified_at",),
    "body_temperature_period": ("device_id", "measurement_type", "start_at"),
    "skin_contact_change": ("device_id", "changed_at"),
    "heart_rate_sample": ("local_time", "fold"),
    "step_sample": ("local_time", "fold"),
    "met_sample": ("local_time", "fold"),
    "ppi_sample": ("local_time", "fold"),
    "pulse_interval_sample": ("local_time", "fold"),
    "activity_zone_sample": ("local_time", "fold"),
    "inactivity_stamp_sample": ("local_time", "fold"),
    "sleep_stage_sample": ("local_time", "fold"),
    "sleep_heart_rate_sample": ("local_time", "fold"),
    "hrv_sample": ("local_time", "fold"),
    "breathing_sample": ("local_time", "fold"),
    "exercise_sample": ("exercise_id", "local_time"),
    "route_point_sample": ("exercise_id", "local_time"),
    "body_temperature_sample": ("device_id", "measurement_type", "local_time", "measured_at"),
}
"""What names a row among a person's rows: the relation's key without `user_id`."""

WHOLE: dict[str, tuple[str, ...]] = {
    "alertness_hour": ("period_start_at",),
    "exercise_zone": ("exercise_id",),
    "exercise_lap": ("exercise_id",),
    "exercise_sample": ("exercise_id",),
    "route_point_sample": ("exercise_id",),
    "body_temperature_sample": ("device_id", "measurement_type", "start_at"),
}
"""What is sent whole: a period, an exercise; rows of it that did not come again go. Samples of days
and nights go with the days that their block has told."""

SPANS: dict[str, tuple[str, str]] = {
    "bedtime": ("period_start_at", "period_end_at"),
    "nap": ("sleep_start_local", "sleep_end_local"),
    "alertness_period": ("sleep_start_at", "sleep_end_at"),
}
"""Rows that stand for a span of time: one that Polar tells anew takes the place of others in it,
which stay in `history`."""

COUNTED = frozenset(name for name in RECORDS.values() if name in WHOLE or name in SPANS)
"""Records that can go without another one coming: their upserts count both."""

COMPLETE = frozenset({"alertness_hour", "exercise_zone", "exercise_lap", "skin_contact_change"})
"""Records that never come in part: what they lack is a value of theirs, and is stored as NULL."""

_OF_ITS_VERSION = MEASURED | SCORED | {"extra"}
TOGETHER: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "sleep": (MEASURED, _OF_ITS_VERSION),
    "nap": (MEASURED, _OF_ITS_VERSION | {"stage", "stage_minute"}),
    "exercise": (frozenset({"start_at", "duration_s", "uploaded_at"}), frozenset({"extra"})),
}
"""Columns that move together: where one of the first kind is another one than is stored, all of
the second kind are the answer's, also those that it lacks."""

HISTORY = frozenset({"sleep", "nap", "nightly_recharge", "cardio_load", "exercise"})
"""Relations of records whose earlier versions stay in `history`; any other one may be added."""

BURIED: dict[str, str] = {
    "exercise": "exercise",
    "spo2_test": "spo2_test",
    "ecg_test": "ecg_test",
    "orthostatic_test": "orthostatic_test",
    "fitness_test": "fitness_test",
    "sleep": "sleep",
    "nightly_recharge": "sleep",
    "skin_temperature": "sleep",
    "sleep_stage_sample": "sleep",
    "sleep_heart_rate_sample": "sleep",
    "hrv_sample": "sleep",
    "breathing_sample": "sleep",
}
"""Whose tombstones a relation heeds: what was measured in a night goes with it, and stays away."""

NIGHT_DEVICE = frozenset({"sleep_stage_sample", "sleep_heart_rate_sample"})
"""Samples of the device that recorded their night."""
