"""Every data type: the records of the other rooms, published."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Annotated

from app.metrics import Metric
from app.reads.activity import StepDay
from app.reads.biosensing import BodyTemperature, Waveform
from app.reads.connections import PolarConnection
from app.reads.exercises import ExerciseSeries, Route, ZoneOf
from app.reads.export import RecordCounts
from app.reads.series import Series
from app.reads.sleep import NightWithRecharge
from app.reads.sleepwise import GradedHour
from app.reads.timeline import Resolution, Timeline, resolutions_of
from app.records.account import ApiKey
from app.records.activity import ActivityDay
from app.records.biosensing import SkinTemperature
from app.records.cardio_load import CardioLoadDay
from app.records.heart_rate import HeartRateDay
from app.records.physical_info import PhysicalInfo
from app.records.recharge import Recharge
from app.records.sleepwise import Bedtime
from app.records.sync import SyncFeed
from schema import enums
from schema.publish import Made, described, plain_field, publish
from schema.scalars import LocalDateTime

NIGHT = publish(NightWithRecharge, name="Night")
RECHARGE = publish(
    Recharge,
    name="Recharge",
    leave_out=("nightly_recharge_status", "ans_charge_status"),
    rename={"ans_charge_word": "ansChargeStatus", "nightly_recharge_word": "nightlyRechargeStatus"},
    enums={"ans_charge_word": enums.ANS_CHARGE, "nightly_recharge_word": enums.RECHARGE},
)
ACTIVITY = publish(ActivityDay, name="ActivityDay")
STEP_DAY = publish(StepDay, name="StepDay")
CARDIO_LOAD = publish(
    CardioLoadDay, name="CardioLoadDay", enums={"cardio_load_status": enums.LOAD_STATUS}
)
HEART_RATE = publish(HeartRateDay, name="HeartRateDay")
SKIN_TEMPERATURE = publish(SkinTemperature, name="SkinTemperatureNight")
BODY_TEMPERATURE = publish(
    BodyTemperature,
    name="BodyTemperaturePeriod",
    enums={"measurement_type": enums.MEASUREMENT, "sensor_location": enums.SENSOR},
)
ALERTNESS = publish(
    GradedHour,
    name="AlertnessHour",
    rename={"local_time": "startLocal"},
    enums={
        "alertness_level": enums.ALERTNESS,
        "validity": enums.VALIDITY,
        "grade_classification": enums.GRADE,
    },
)
BEDTIME = publish(
    Bedtime,
    name="Bedtime",
    enums={
        "validity": enums.VALIDITY,
        "quality": enums.BEDTIME_QUALITY,
        "result_type": enums.RESULT_TYPE,
    },
)
PHYSICAL_INFO = publish(
    PhysicalInfo,
    name="PhysicalInfo",
    enums={
        "gender": enums.GENDER,
        "weight_source": enums.WEIGHT_SOURCE,
        "typical_day": enums.TYPICAL_DAY,
        "training_background": enums.BACKGROUND,
    },
)
SYNC_FEED = publish(
    SyncFeed, name="SyncFeed", leave_out=("run_id",), enums={"state": enums.FEED_STATE}
)
API_KEY = publish(
    ApiKey,
    name="ApiKey",
    description="A key as it may be shown: never the secret itself.",
    ids=("key_id",),
    enums={"scopes": enums.SCOPE},
)
ZONE = publish(
    ZoneOf,
    name="ExerciseZone",
    description="Time in one heart-rate zone of an exercise.",
    leave_out=("exercise_id", "polar_exercise_id"),
)

_TIMES = {"local_time": "timestamps"}
SAMPLES = publish(
    Series,
    name="SampleColumns",
    rename=_TIMES,
    kinds={"values": list[float | None]},
    description="One quantity over time, in two columns of equal length.",
)
STAGES = publish(
    Series,
    name="HypnogramColumns",
    rename=_TIMES,
    kinds={"values": list[str | None]},
    enums={"values": enums.STAGE},
    description="Changes of sleep stage: each stage holds until the next timestamp.",
)
ZONES = publish(
    Series,
    name="ActivityZoneColumns",
    rename=_TIMES,
    kinds={"values": list[str | None]},
    enums={"values": enums.ZONE},
    description="Changes of activity zone: each zone holds until the next timestamp.",
)
ROUTE = publish(
    Route,
    name="ExerciseRoute",
    rename=_TIMES,
    description="Points of a route, in columns of equal length.",
)


WAVEFORM = publish(Waveform, name="EcgWaveform")
EXERCISE_COLUMNS = publish(ExerciseSeries, name="ExerciseSamples", rename=_TIMES)


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricLine:
    """A daily metric: what it is and where it can be asked for."""

    metric: Annotated[Metric, "Its name in arguments."]
    key: Annotated[str, "Its name in REST and SQL."]
    title: Annotated[str, "Its title, for people."]
    unit: Annotated[str, "Its unit."]
    description: Annotated[str, "What it is, for people."]
    better: Annotated[str, "Which direction is good news."]
    low: Annotated[float, "Lowest value that a body can have; lower ones are left out."]
    high: Annotated[float, "Highest value that a body can have; higher ones are left out."]
    resolutions: Annotated[list[Resolution], "Resolutions at which it is known."]

    @classmethod
    def of(cls, metric: Metric) -> "MetricLine":
        """The metric's line in the registry."""
        spec = metric.spec
        return cls(
            metric=metric,
            key=metric.key,
            title=spec.title,
            unit=spec.unit,
            description=described(spec.record)[spec.attribute][1],
            better=spec.better.name,
            low=spec.low,
            high=spec.high,
            resolutions=list(resolutions_of(metric)),
        )


METRIC = publish(
    MetricLine,
    name="MetricDefinition",
    enums={"metric": enums.METRIC, "better": enums.BETTER, "resolutions": enums.RESOLUTION},
)


def _column(name: str, kind: Made, description: str) -> Made:
    return plain_field(attrgetter(f"columns.{name}"), description, kind)


_ONE_VALUE = "null where a point is one value."
_NOT_LONG = "null but for WEEK and MONTH."
SERIES = publish(
    Timeline,
    name="Series",
    description="One metric over time, the oldest point first, in columns of equal length.",
    leave_out=("columns",),
    enums={"metric": enums.METRIC, "resolution": enums.RESOLUTION},
    more={
        "unit": plain_field(attrgetter("metric.spec.unit"), "Unit of values, low and high.", str),
        "timestamps": _column(
            "timestamps", list[LocalDateTime], "Start of each point, on the wearer's clock."
        ),
        "values": _column(
            "values",
            list[float | None],
            "Value of each point: the mean where a point stands for several values, of steps in an "
            "hour the sum. Hours and days without a value are left out.",
        ),
        "low": _column(
            "low", list[float | None] | None, f"Lowest value of each point; {_ONE_VALUE}"
        ),
        "high": _column(
            "high", list[float | None] | None, f"Highest value of each point; {_ONE_VALUE}"
        ),
        "count": _column(
            "count", list[int | None] | None, f"Values behind each point; {_ONE_VALUE}"
        ),
        "stdDev": _column(
            "std_dev",
            list[float | None] | None,
            f"Standard deviation of the days, divisor n-1; {_NOT_LONG}",
        ),
        "q1": _column("q1", list[float | None] | None, f"First quartile of the days; {_NOT_LONG}"),
        "median": _column("median", list[float | None] | None, f"Median of the days; {_NOT_LONG}"),
        "q3": _column("q3", list[float | None] | None, f"Third quartile of the days; {_NOT_LONG}"),
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A CSV file of the days asked for; fetch it with the same key."""

    file: Annotated[str, "What it holds."]
    url: Annotated[str, "Where it is; send the key in X-API-Key."]


CONNECTION = publish(PolarConnection, name="PolarLink")
RECORD_COUNTS = publish(RecordCounts, name="RecordCounts")
EXPORT = publish(Export, name="Export", enums={"file": enums.FILE})
