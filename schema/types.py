"""Every data type: the records of the other rooms, published."""

import datetime as dt
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import strawberry

from app.auth import require_person
from app.findings.form import TrainingForm
from app.findings.metric_days import MetricDays
from app.metrics import Metric
from app.phrases.catalogue import Entry, Parameter
from app.reads import accounts
from app.reads.activity import StepDay
from app.reads.backfills import PersonsBackfill
from app.reads.biosensing import BodyTemperature, SkinContact, Waveform
from app.reads.connections import PolarConnection
from app.reads.exercises import ExerciseSeries, LapOf, Route, ZoneOf
from app.reads.export import RecordCounts
from app.reads.series import Series
from app.reads.sleep import NightWithRecharge
from app.reads.sleepwise import GradedHour
from app.reads.timeline import Resolution, Timeline, resolutions_of
from app.reads.training import Recovery, Split, SportDone, TrainingWeek
from app.records.account import ApiKey, KeyDay, Scope
from app.records.activity import ActivityDay
from app.records.apps import ConnectedApp
from app.records.backfill import BackfillFeed
from app.records.biosensing import SkinTemperature
from app.records.cardio_load import CardioLoadDay
from app.records.diary import BodyWeight, Device, DiaryEntry, PlannedRoute, TrainingTarget
from app.records.heart_rate import HeartRateDay
from app.records.history import EarlierVersion
from app.records.house import PolarClient
from app.records.imports import ImportRun
from app.records.physical_info import PhysicalInfo
from app.records.recharge import Recharge
from app.records.session import ShownSession
from app.records.sleep import Nap
from app.records.sleepwise import AlertnessPeriod, Bedtime
from app.records.spot_tests import FitnessTest, OrthostaticTest
from app.records.sync import SyncFeed
from app.records.takeouts import Takeout, TakeoutState
from app.records.webhook import PolarWebhook
from schema import enums
from schema.context import Context, Info, checked
from schema.ids import opaque
from schema.moments import with_offsets
from schema.precision import Rounded, decimals_of
from schema.prices import STATEMENT, Terms, flat
from schema.publish import TERMS, Made, described, plain_field, publish
from schema.scalars import Json, LocalDateTime

if TYPE_CHECKING:
    from schema.person import Person

NIGHT = publish(NightWithRecharge, name="Night", key=("date",))
NAP = publish(Nap, name="Nap", key=("sleep_start_local",))
RECHARGE = publish(
    Recharge,
    name="Recharge",
    key=("date",),
    leave_out=("nightly_recharge_status", "ans_charge_status"),
    rename={"ans_charge_word": "ansChargeStatus", "nightly_recharge_word": "nightlyRechargeStatus"},
    enums={"ans_charge_word": enums.ANS_CHARGE, "nightly_recharge_word": enums.RECHARGE},
)
ACTIVITY = publish(ActivityDay, name="ActivityDay", key=("date",))
STEP_DAY = publish(StepDay, name="StepDay", key=("date",))
CARDIO_LOAD = publish(
    CardioLoadDay,
    name="CardioLoadDay",
    key=("date",),
    enums={"cardio_load_status": enums.LOAD_STATUS},
)
HEART_RATE = publish(HeartRateDay, name="HeartRateDay", key=("date",))
SKIN_TEMPERATURE = publish(SkinTemperature, name="SkinTemperatureNight", key=("date",))
BODY_TEMPERATURE = publish(
    BodyTemperature,
    name="BodyTemperaturePeriod",
    key=("device_id", "measurement_type", "start_at"),
    enums={"measurement_type": enums.MEASUREMENT, "sensor_location": enums.SENSOR},
)
SKIN_CONTACT = publish(SkinContact, name="SkinContactChange", key=("device_id", "changed_at"))
ALERTNESS_PERIOD = publish(
    AlertnessPeriod,
    name="AlertnessPeriod",
    key=("period_start_at",),
    enums={
        "grade_classification": enums.GRADE,
        "grade_type": enums.GRADE_TYPE,
        "sleep_inertia": enums.INERTIA,
        "sleep_type": enums.SLEEP_TYPE,
        "result_type": enums.RESULT_TYPE,
        "validity": enums.VALIDITY,
    },
)
ALERTNESS = publish(
    GradedHour,
    name="AlertnessHour",
    key=("start_at", "period_start_at"),
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
    key=("period_start_at",),
    enums={
        "validity": enums.VALIDITY,
        "quality": enums.BEDTIME_QUALITY,
        "result_type": enums.RESULT_TYPE,
    },
)
PHYSICAL_INFO = publish(
    PhysicalInfo,
    name="PhysicalInfo",
    key=("modified_at",),
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
EARLIER = publish(
    EarlierVersion,
    name="EarlierVersion",
    key=("history_id",),
    ids=("history_id", "run_id"),
    kinds={"key": Json, "what": Json},
    enums={"relation": enums.HISTORY_RELATION, "reason": enums.HISTORY_REASON},
    more={
        "run": plain_field(
            lambda row: row.run_id and opaque("SyncRun", row.user_id, row.run_id),
            "Global id of that run, for `node`, which answers null once it is forgotten.",
            strawberry.ID | None,
        )
    },
)
KEY_DAY = publish(KeyDay, name="ApiKeyDay")
LONGEST_KEY_DAYS = 90
KeyDays = Annotated[
    int, strawberry.argument(description=f"Days back from today, 1 to {LONGEST_KEY_DAYS}.")
]


async def _key_days(root: ApiKey, info: Info, days: KeyDays = 30) -> list[KeyDay]:
    since = info.context.now.date() - dt.timedelta(
        days=checked("days", days, 1, LONGEST_KEY_DAYS) - 1
    )
    return await info.context.own_desk.ask(accounts.key_days, root.key_id, since)


async def _key_person(root: ApiKey, info: Info) -> Made:
    return None if root.user_id is None else await person_of(info.context, root.user_id)


async def person_of(context: Context, user_id: str) -> Made:
    """Whose a row is, asked for together with the others of the answer; needs the scope READ."""
    from schema.person import Person  # noqa: PLC0415 -- people are made of what they did

    require_person(context.holder, user_id, Scope.READ)
    found = await context.own_desk.ask(accounts.people, user_id)
    return None if found is None else Person(account=found)


PERSON: Made = Annotated["Person", strawberry.lazy("schema.person")]
API_KEY = publish(
    ApiKey,
    name="ApiKey",
    description="A key as it may be shown: never the secret itself.",
    ids=("key_id", "parent_id"),
    enums={"scopes": enums.SCOPE, "classes": enums.DATA_CLASS},
    more={
        "userId": plain_field(
            attrgetter("user_id"), "The person it opens; null: everybody.", strawberry.ID | None
        ),
        "person": strawberry.field(
            resolver=_key_person,
            description="The person it opens; null: everybody. Needs the scope READ.",
            graphql_type=PERSON | None,
            metadata={TERMS: Terms(flat(STATEMENT))},
        ),
        "requestsByDay": strawberry.field(
            resolver=_key_days,
            description="Days with requests, the oldest first; days without any are left out.",
            graphql_type=list[KEY_DAY],  # type: ignore[valid-type]
            metadata={TERMS: Terms(flat(STATEMENT, 30), lasting=False)},
        ),
    },
)
POLAR_CLIENT = publish(PolarClient, name="PolarClient", enums={"source": enums.CLIENT_SOURCE})
SESSION = publish(
    ShownSession,
    name="WebSession",
    leave_out=("language", "units", "hour_cycle"),
    description="A browser that is signed in to the pages; never what its cookie holds.",
    ids=("session_id",),
    enums={"role": enums.ROLE},
    more={
        "userId": plain_field(
            attrgetter("user_id"),
            "The person; null: the owner, or who sets up.",
            strawberry.ID | None,
        )
    },
)
CONNECTED_APP = publish(
    ConnectedApp,
    name="ConnectedApp",
    ids=("app_id",),
    enums={
        "scopes": enums.SCOPE,
        "classes": enums.DATA_CLASS,
        "audience": enums.APP_AUDIENCE,
    },
    more={
        "userId": plain_field(
            attrgetter("user_id"),
            "The person whose data it reads; null: everybody's.",
            strawberry.ID | None,
        )
    },
)
ZONE = publish(
    ZoneOf,
    name="ExerciseZone",
    description="Time in one heart-rate zone of an exercise.",
    leave_out=("exercise_id", "polar_exercise_id"),
)
LAP = publish(
    LapOf,
    name="ExerciseLap",
    description="One lap of an exercise.",
    leave_out=("exercise_id", "polar_exercise_id"),
)
ORTHOSTATIC_TEST = publish(OrthostaticTest, name="OrthostaticTest", key=("test_local",))
FITNESS_TEST = publish(FitnessTest, name="FitnessTest", key=("test_local",))
BODY_WEIGHT = publish(BodyWeight, name="BodyWeight", key=("measured_local",))
DIARY_ENTRY = publish(DiaryEntry, name="DiaryEntry", key=("noted_local", "kind"))
TRAINING_TARGET = publish(
    TrainingTarget, name="TrainingTarget", key=("polar_target_id",), kinds={"parts": Json | None}
)
PLANNED_ROUTE = publish(PlannedRoute, name="PlannedRoute", key=("polar_route_id",))
DEVICE = publish(Device, name="Device", key=("device_id",))
IMPORT_RUN = publish(ImportRun, name="ImportRun", ids=("run_id",), kinds={"report": Json})


def _path_of_takeout(takeout: Takeout) -> str | None:
    where = f"/api/v1/users/{quote(takeout.user_id, safe='')}/takeouts/{takeout.run_id}/file"
    return where if takeout.state == TakeoutState.SUCCESS.value else None


TAKEOUT = publish(
    Takeout,
    name="Takeout",
    ids=("run_id",),
    enums={"state": enums.TAKEOUT_STATE},
    more={
        "path": plain_field(
            _path_of_takeout,
            "Path of the ZIP below the address of Ursa, for the same key or session; null unless "
            "it lies ready.",
            str | None,
        )
    },
)

TRAINING_WEEK = publish(TrainingWeek, name="TrainingWeek", key=("week", "sport_name"))
SPORT_DONE = publish(SportDone, name="SportDone")
SPLIT = publish(Split, name="ExerciseSplit")
RECOVERY = publish(Recovery, name="HeartRateRecovery")
TRAINING_FORM = publish(TrainingForm, name="TrainingForm")

_TIMES = {"local_time": "timestamps"}
_OFFSETS = with_offsets(attrgetter("local_time"))
SAMPLES = publish(
    Series,
    name="SampleColumns",
    rename=_TIMES,
    kinds={"values": list[float | None]},
    description="One quantity over time, in columns of equal length.",
    more=_OFFSETS,
)
STAGES = publish(
    Series,
    name="HypnogramColumns",
    rename=_TIMES,
    kinds={"values": list[str | None]},
    enums={"values": enums.STAGE},
    description="Changes of sleep stage: each stage holds until the next timestamp.",
    more=_OFFSETS,
)
ZONES = publish(
    Series,
    name="ActivityZoneColumns",
    rename=_TIMES,
    kinds={"values": list[str | None]},
    enums={"values": enums.ZONE},
    description="Changes of activity zone: each zone holds until the next timestamp.",
    more=_OFFSETS,
)
ROUTE = publish(
    Route,
    name="ExerciseRoute",
    rename=_TIMES,
    description="Points of a route, in columns of equal length.",
    more=_OFFSETS,
)


WAVEFORM = publish(Waveform, name="EcgWaveform")
EXERCISE_COLUMNS = publish(ExerciseSeries, name="ExerciseSamples", rename=_TIMES, more=_OFFSETS)


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


SENTENCE_PARAMETER = publish(Parameter, name="SentenceParameter")
SENTENCE = publish(
    Entry,
    name="SentenceDefinition",
    enums={"code": enums.SENTENCE},
    more={
        "key": plain_field(attrgetter("code"), "Its code as REST writes it.", str),
    },
    rows={"parameters": 3},
)


def _column(name: str, kind: Made, description: str) -> Made:
    read, decimals = attrgetter(f"columns.{name}"), decimals_of("Columns", name)
    return plain_field(read if decimals is None else Rounded(read, decimals), description, kind)


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
        **with_offsets(attrgetter("columns.timestamps")),
        "values": _column(
            "values",
            list[float | None],
            "Value of each point: the mean where a point stands for several values, of steps in "
            "minutes or an hour the sum. Minutes, hours and days without a value are left out.",
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


def _days(name: str, kind: Made, description: str) -> Made:
    read, decimals = attrgetter(name), decimals_of("Ranges", name.rpartition(".")[2])
    return plain_field(read if decimals is None else Rounded(read, decimals), description, kind)


_USUAL = "of the 90 days that end with each day; null below 7 values."
METRIC_DAYS = publish(
    MetricDays,
    name="MetricDays",
    description=(
        "One metric on each calendar day, and the person's own usual range of that very day, as "
        "`baselines(asOf:)` has it; columns of equal length, the oldest day first."
    ),
    leave_out=("window", "values", "usual", "today"),
    enums={"metric": enums.METRIC},
    more={
        "title": plain_field(attrgetter("metric.spec.title"), "Its title, for people.", str),
        "unit": plain_field(attrgetter("metric.spec.unit"), "Unit of all columns but count.", str),
        "first": plain_field(attrgetter("window.first"), "The day of the first place.", dt.date),
        "dates": plain_field(lambda row: row.dates(), "Every day of the window.", list[dt.date]),
        "values": _days(
            "values", list[float | None], "Value of each day; null where there is none."
        ),
        "outside": plain_field(
            lambda row: [one and one.name for one in row.outside()],
            "On which side of its day's usual range a value lies; null inside, and without either.",
            list[enums.DIRECTION | None],  # type: ignore[valid-type]
        ),
        "count": _days("usual.count", list[int], "Values of the 90 days that end with each day."),
        "lowerBound": _days(
            "usual.lower_bound", list[float | None], f"Lower fence, q1 minus 1.5 iqr, {_USUAL}"
        ),
        "q1": _days("usual.q1", list[float | None], f"First quartile {_USUAL}"),
        "median": _days("usual.median", list[float | None], f"Median {_USUAL}"),
        "q3": _days("usual.q3", list[float | None], f"Third quartile {_USUAL}"),
        "upperBound": _days("usual.upper_bound", list[float | None], f"Upper fence {_USUAL}"),
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A CSV file of the days asked for; fetch it with the same key."""

    file: Annotated[str, "What it holds."]
    url: Annotated[str, "Where it is; send the key in X-API-Key."]


publish(PolarWebhook, name="PolarWebhook", leave_out=("webhook_id",))
publish(BackfillFeed, name="BackfillFeed")
BACKFILL = publish(
    PersonsBackfill,
    name="Backfill",
    leave_out=("user_id",),
    enums={"state": enums.BACKFILL_STATE},
    rows={"feeds": 15},
)
CONNECTION = publish(PolarConnection, name="PolarLink")
RECORD_COUNTS = publish(RecordCounts, name="RecordCounts")
EXPORT = publish(Export, name="Export", enums={"file": enums.FILE})
