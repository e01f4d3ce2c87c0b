"""THE REGISTRY: one line per daily metric.

From a line follow the metric's rows in `metric_daily`, its baselines and trends, its name in
REST and GraphQL, and its entry in the analysts' data dictionary.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from app.records.account import DataClass
from app.records.activity import ActivityDay
from app.records.biosensing import SkinTemperature
from app.records.cardio_load import CardioLoadDay
from app.records.classes import class_of
from app.records.findings import Direction
from app.records.heart_rate import HeartRateDay
from app.records.recharge import HrvWeek, Recharge
from app.records.sleep import Night


class Better(Enum):
    """Which direction of a metric is good news."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Spec:
    """Title, unit, where the value comes from, and what values a body can have."""

    title: str
    unit: str
    record: type[Any]
    attribute: str
    low: float
    high: float
    better: Better = Better.NEITHER
    documented: bool = False

    def value(self, record: object) -> float | None:
        """Value in a record; None when missing or when no body could have it."""
        value = getattr(record, self.attribute)
        return float(value) if value is not None and self.low <= value <= self.high else None


UP, DOWN, NEUTRAL = Better.HIGHER, Better.LOWER, Better.NEITHER


class Metric(Enum):
    """Daily metrics; the lower-case name is the metric's name everywhere."""

    # fmt: off
    HRV_RMSSD = Spec("Heart rate variability (RMSSD)", "ms", Recharge, "hrv_rmssd_ms", 3, 300, UP, documented=True)
    SLEEP_SCORE = Spec("Sleep score", "points", Night, "sleep_score", 1, 100, UP, documented=True)
    RESTING_HR = Spec("Resting heart rate in the night", "bpm", Recharge, "heart_rate_avg", 20, 150, DOWN, documented=True)
    TRAINING_LOAD = Spec("Training load (cardio load)", "TRIMP", CardioLoadDay, "cardio_load", 0, 3000, NEUTRAL, documented=True)
    TRAINING_LOAD_RATIO = Spec("Acute to chronic load ratio", "ratio", CardioLoadDay, "cardio_load_ratio", 1e-9, 20, NEUTRAL, documented=True)
    STRAIN = Spec("Strain: mean load of 7 days", "TRIMP", CardioLoadDay, "strain", 0, 3000)
    TOLERANCE = Spec("Tolerance: mean load of 28 days", "TRIMP", CardioLoadDay, "tolerance", 0, 3000)
    SLEEP_HOURS = Spec("Time asleep", "h", Night, "total_hours", 0.25, 20, UP)
    DEEP_SLEEP_HOURS = Spec("Deep sleep", "h", Night, "deep_hours", 0, 12, UP)
    REM_SLEEP_HOURS = Spec("REM sleep", "h", Night, "rem_hours", 0, 12, UP)
    SLEEP_EFFICIENCY = Spec("Time asleep of the time in bed", "%", Night, "efficiency_percent", 10, 100, UP)
    SLEEP_CONTINUITY = Spec("Continuity of sleep", "1-5", Night, "continuity", 1, 5, UP)
    SLEEP_HEART_RATE = Spec("Heart rate in sleep", "bpm", Night, "heart_rate_avg", 20, 150, DOWN)
    BREATHING_RATE = Spec("Breathing rate in the night", "1/min", Recharge, "breathing_rate_avg", 4, 40)
    ANS_CHARGE = Spec("ANS charge", "-10..+10", Recharge, "ans_charge", -10, 10, UP)
    HRV_LN_7D = Spec("HRV of the week: mean ln RMSSD of 7 days", "ln ms", HrvWeek, "ln_rmssd_mean", 1, 6, UP)
    HRV_VARIATION_7D = Spec("How much HRV varies: coefficient of variation of ln RMSSD, 7 days", "%", HrvWeek, "ln_rmssd_variation_percent", 0, 100)
    STEPS = Spec("Steps", "steps", ActivityDay, "steps", 0, 200_000, UP)
    ACTIVE_CALORIES = Spec("Energy of activity", "kcal", ActivityDay, "calories_active", 0, 20_000)
    ACTIVE_MINUTES = Spec("Time in activity", "min", ActivityDay, "active_minutes", 0, 1440, UP)
    DISTANCE_KM = Spec("Distance from steps", "km", ActivityDay, "distance_km", 0, 300)
    ACTIVITY_PERCENT = Spec("Share of the activity goal", "%", ActivityDay, "daily_activity_percent", 0, 2000, UP)
    HR_MIN = Spec("Lowest heart rate of the day", "bpm", HeartRateDay, "hr_min", 20, 250)
    HR_MEAN = Spec("Mean heart rate over the day's minutes", "bpm", HeartRateDay, "hr_mean", 20, 250, DOWN)
    HR_MAX = Spec("Highest heart rate of the day", "bpm", HeartRateDay, "hr_max", 20, 250)
    HR_SAMPLES = Spec("Heart rate samples with a signal", "samples", HeartRateDay, "sample_count", 0, 100_000)
    SKIN_TEMPERATURE = Spec("Skin temperature in sleep", "°C", SkinTemperature, "temperature_c", 20, 45)
    SKIN_TEMPERATURE_DEVIATION = Spec("Skin temperature against the usual", "°C", SkinTemperature, "deviation_from_baseline_c", -10, 10)
    # fmt: on

    @property
    def key(self) -> str:
        """Name of the metric in SQL, REST and GraphQL."""
        return self.name.lower()

    @property
    def data_class(self) -> DataClass:
        """What it is about; keys that name classes read those alone."""
        return class_of(self.spec.record, self.spec.attribute)

    @property
    def is_derived(self) -> bool:
        """Whether it is made of another metric's days: it says nothing that those do not."""
        return self.spec.record is HrvWeek

    def stays(self, side: Direction | None) -> bool:
        """Whether a day that lies on this side of the usual will, however it goes on."""
        sides = SIDES_SO_FAR.get(self)
        return sides is None or side in sides

    @property
    def spec(self) -> Spec:
        """The metric's line."""
        return self.value


def metric_of(key: str) -> Metric:
    """The metric of a key, as rows and findings name it."""
    return Metric[key.upper()]


PLACES: Mapping[str, int] = {metric.key: place for place, metric in enumerate(Metric)}
"""Of each metric's key, its place in the registry."""

FORETOLD = (Metric.HRV_RMSSD, Metric.RESTING_HR, Metric.SLEEP_SCORE, Metric.TRAINING_LOAD)
"""Metrics that have a forecast, in the order in which forecasts are told."""


def metrics_of(record: type[Any]) -> tuple[Metric, ...]:
    """Metrics whose values come from this kind of record."""
    return tuple(metric for metric in Metric if metric.spec.record is record)


SIDES_SO_FAR: Mapping[Metric, frozenset[Direction]] = {
    **dict.fromkeys(
        (*metrics_of(ActivityDay), *metrics_of(CardioLoadDay), Metric.HR_MAX, Metric.HR_SAMPLES),
        frozenset({Direction.ABOVE}),
    ),
    Metric.HR_MIN: frozenset({Direction.BELOW}),
    Metric.HR_MEAN: frozenset(),
}
"""On which sides of the usual a day may be before it is over: what grows may be too much already,
and too little only in the end. Metrics of the night are not among them."""
