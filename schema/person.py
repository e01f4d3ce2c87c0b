"""A person: the start of every question about their data."""

import datetime as dt
from dataclasses import dataclass
from operator import attrgetter
from typing import Annotated, Any

import strawberry

from app.days import Window
from app.errors import InvalidInput
from app.metrics import Metric
from app.reads import (
    accounts,
    activity,
    biosensing,
    cardio_load,
    connections,
    export,
    heart_rate,
    pages,
    physical_info,
    recharge,
    sleep,
    sleepwise,
)
from app.reads.days import DayList
from app.reads.desk import Question
from app.reads.timeline import Resolution, timelines
from app.records.account import Account, Scope
from schema import enums, findings, ids, nodes, types
from schema.connections import (
    Days,
    From,
    Order,
    To,
    connection,
    connection_type,
    dated_connection,
)
from schema.context import Info, checked
from schema.nodes import FEWEST_POINTS, MOST_POINTS
from schema.publish import Made, plain_field, publish
from schema.scalars import LocalDateTime

MOST_METRICS = 12
DEFAULT_POINTS = 2_000
MOST_VERSIONS = 100
MOST_EXPORT_DAYS = 365
"""As the REST API has it."""
DATE = Annotated[
    dt.date, strawberry.argument(description="The wearer's day; for nights that of waking up.")
]


ExportDays = Annotated[
    int, strawberry.argument(description=f"Days back from today, 1 to {MOST_EXPORT_DAYS}.")
]


def daily(read: DayList[Any], kind: Made, description: str) -> Made:
    """A list bounded by days, the newest first."""

    async def resolve(
        root: Made,
        info: Info,
        days: Days = None,
        from_: From = None,
        to: To = None,
    ) -> Made:
        window = info.context.window(root, days, from_, to)
        return await info.context.desk.ask(read, root.user_id, window)

    text = f"{description}, the newest first; the last 30 days unless told."
    return strawberry.field(resolver=resolve, description=text, graphql_type=list[kind])


@dataclass(frozen=True, slots=True)
class Dated:
    """One day of one person, whose parts are asked for one by one."""

    user_id: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class OneNight(Dated):
    """A night."""


@dataclass(frozen=True, slots=True)
class OneDay(Dated):
    """A day."""


def _of_day(read: Question[str, [dt.date], Any], kind: Made, text: str) -> Made:
    async def resolve(root: Made, info: Info) -> Made:
        return await info.context.desk.ask(read, root.user_id, root.date)

    return strawberry.field(resolver=resolve, description=text, graphql_type=kind)


def _row_of_day(read: DayList[Any], kind: Made, text: str) -> Made:
    async def resolve(root: Made, info: Info) -> Made:
        day = Window(root.date, root.date)
        found = await info.context.desk.ask(read, root.user_id, day)
        return found[0] if found else None

    return strawberry.field(resolver=resolve, description=text, graphql_type=kind | None)


def _dated(name: str, description: str, members: dict[str, Any]) -> Made:
    date = plain_field(attrgetter("date"), "The day.", dt.date)
    made = type(name, (), {"date": date, **members})
    return strawberry.type(made, name=name, description=description)


NIGHT_DETAIL = _dated(
    "NightDetail",
    "Everything that is known of one night; each part is asked for on its own.",
    {
        "sleep": _row_of_day(sleep.nights, types.NIGHT, "The night in numbers."),
        "recharge": _row_of_day(recharge.recharges, types.RECHARGE, "Nightly recharge."),
        "hypnogram": _of_day(sleep.hypnogram, types.STAGES, "Stages of sleep."),
        "heartRate": _of_day(
            sleep.heart_rates, types.SAMPLES, "Heart rate, bpm, about every 5 minutes."
        ),
        "hrv": _of_day(recharge.hrv, types.SAMPLES, "RMSSD, milliseconds, every 5 minutes."),
        "breathing": _of_day(
            recharge.breathing, types.SAMPLES, "Breaths per minute, every 5 minutes."
        ),
    },
)
DAY_DETAIL = _dated(
    "DayDetail",
    "Everything that is known of one day; each part is asked for on its own.",
    {
        "activity": _row_of_day(activity.activity_days, types.ACTIVITY, "Activity in numbers."),
        "cardioLoad": _row_of_day(cardio_load.cardio_load_days, types.CARDIO_LOAD, "Cardio load."),
        "heartRate": _of_day(
            heart_rate.samples, types.SAMPLES, "Heart rate, bpm, moments with a signal."
        ),
        "steps": _of_day(activity.steps, types.SAMPLES, "Steps of each measured minute."),
        "zones": _of_day(activity.zones, types.ZONES, "Activity zones."),
        "inactivityAlerts": _of_day(
            activity.inactivity_stamps,
            list[LocalDateTime],
            "Moments at which the watch asked its wearer to move.",
        ),
    },
)


async def _night(root: Made, date: DATE) -> Made:
    return OneNight(root.user_id, date)


async def _day(root: Made, date: DATE) -> Made:
    return OneDay(root.user_id, date)


async def _physical_info(
    root: Made,
    info: Info,
    versions: Annotated[
        int, strawberry.argument(description=f"At most so many; 1 to {MOST_VERSIONS}.")
    ] = 1,
) -> Made:
    checked("versions", versions, 1, MOST_VERSIONS)
    return await info.context.desk.ask(physical_info.physical_info, root.user_id, versions)


async def _series(
    root: Made,
    info: Info,
    metrics: Annotated[
        list[enums.METRIC],  # type: ignore[valid-type]
        strawberry.argument(description=f"1 to {MOST_METRICS} metrics; answered in this order."),
    ],
    days: Days = None,
    from_: From = None,
    to: To = None,
    resolution: Annotated[
        enums.RESOLUTION,  # type: ignore[valid-type]
        strawberry.argument(description="How much time one point stands for."),
    ] = enums.RESOLUTION["DAY"],
    max_points: Annotated[
        int,
        strawberry.argument(
            description=(
                f"RAW: at most so many points a metric, 2 to {MOST_POINTS}. What is more is "
                "thinned to the lowest and the highest of each stretch, so that peaks stay."
            )
        ),
    ] = DEFAULT_POINTS,
) -> Made:
    wanted = [Metric[metric.value] for metric in dict.fromkeys(metrics)]  # type: ignore[attr-defined]
    if not 1 <= len(wanted) <= MOST_METRICS:
        raise InvalidInput(f"Ask for 1 to {MOST_METRICS} metrics at once.", "metrics")
    checked("maxPoints", max_points, FEWEST_POINTS, MOST_POINTS)
    window = info.context.window(root, days, from_, to)
    step = Resolution[resolution.value]  # type: ignore[attr-defined]
    return await timelines(info.context.desk, root.user_id, wanted, window, step, max_points)


def _today(root: Made, info: Info) -> Made:
    return info.context.today(root)


async def _polar_connection(root: Made, info: Info) -> Made:
    return await info.context.own_desk.ask(connections.connections, root.user_id)


async def _exercise(
    root: Made,
    info: Info,
    id: Annotated[  # noqa: A002 -- the argument's name
        strawberry.ID,
        strawberry.argument(description="`exerciseId`, `polarExerciseId`, or the global id."),
    ],
) -> Made:
    return await nodes.exercise_of(info.context, root.user_id, str(id))


async def _record_counts(root: Made, info: Info, days: ExportDays = 30) -> Made:
    window = Window.back(checked("days", days, 1, MOST_EXPORT_DAYS), info.context.today(root))
    return await info.context.desk.ask(export.record_counts, root.user_id, window)


FILES = {
    "SLEEP": "sleep",
    "ACTIVITY": "activity",
    "RECHARGE": "recharge",
    "CARDIO_LOAD": "cardio-load",
}


async def _exports(root: Made, info: Info, days: ExportDays = 30) -> Made:
    checked("days", days, 1, MOST_EXPORT_DAYS)
    base = f"{info.context.state['resources'].settings.public_url}/api/v1/users/{root.user_id}"
    return [
        types.Export(file=file, url=f"{base}/export/{name}.csv?days={days}")
        for file, name in FILES.items()
    ]


async def _api_keys(root: Made, info: Info) -> Made:
    await info.context.account(root.user_id, Scope.ADMIN)
    resources = info.context.state["resources"]
    return await accounts.active_keys(resources.pool, root.user_id, resources.clock())


EXERCISES: Order[pages.ExerciseOf] = Order(
    "exercises", lambda row: (row.start_local, row.exercise_id), (ids.wall_clock, ids.number)
)
SPO2_TESTS: Order[pages.Spo2TestOf] = Order("spo2", lambda row: (row.test_at,), (ids.moment,))
ECG_TESTS: Order[pages.EcgOf] = Order("ecg", lambda row: (row.test_at,), (ids.moment,))
SYNC_RUNS: Order[Any] = Order(
    "runs", lambda row: (row.queued_at, row.run_id), (ids.moment, ids.name)
)

PERSON = publish(
    Account,
    name="Person",
    description="One person and their data. All days are on the wearer's own calendar.",
    interfaces=(nodes.Node,),
    ids=("polar_user_id",),
    more={
        "id": nodes.id_field("Person", "user_id"),
        "userId": plain_field(
            attrgetter("user_id"),
            "Ursa's name of the person, as in the URLs of the REST API.",
            strawberry.ID,
        ),
        "sleep": daily(sleep.nights, types.NIGHT, "Nights"),
        "recharge": daily(recharge.recharges, types.RECHARGE, "Nightly recharges"),
        "activity": daily(activity.activity_days, types.ACTIVITY, "Days of activity"),
        "steps": daily(activity.step_days, types.STEP_DAY, "Days that have steps by the minute"),
        "cardioLoad": daily(cardio_load.cardio_load_days, types.CARDIO_LOAD, "Days of cardio load"),
        "heartRate": daily(
            heart_rate.heart_rate_days, types.HEART_RATE, "Heart rate of days in four numbers"
        ),
        "skinTemperature": daily(
            biosensing.skin_temperatures, types.SKIN_TEMPERATURE, "Skin temperature of nights"
        ),
        "bodyTemperature": daily(
            biosensing.body_temperatures,
            types.BODY_TEMPERATURE,
            "Stretches of temperature measurement",
        ),
        "alertness": daily(sleepwise.alertness_hours, types.ALERTNESS, "Hours of alertness"),
        "bedtimes": daily(sleepwise.bedtimes, types.BEDTIME, "Circadian bedtimes"),
        "today": strawberry.field(
            resolver=_today,
            description="The date on the wearer's clock: where `days` is counted from.",
            graphql_type=dt.date,
        ),
        "polarConnection": strawberry.field(
            resolver=_polar_connection,
            description="How the person is connected to Polar; null while they are not.",
            graphql_type=types.CONNECTION | None,
        ),
        "exercise": strawberry.field(
            resolver=_exercise,
            description="One exercise; null when the person has none by this id.",
            graphql_type=nodes.EXERCISE | None,
        ),
        "physicalInfo": strawberry.field(
            resolver=_physical_info,
            description="What the person told Polar about themselves, the newest version first.",
            graphql_type=list[types.PHYSICAL_INFO],
        ),
        "night": strawberry.field(
            resolver=_night,
            description="One night in depth.",
            graphql_type=NIGHT_DETAIL,
        ),
        "day": strawberry.field(
            resolver=_day, description="One day in depth.", graphql_type=DAY_DETAIL
        ),
        "exercises": dated_connection(
            EXERCISES,
            lambda context, user_id, ask: context.desk.ask(pages.exercises, user_id, ask),
            connection_type(nodes.EXERCISE, "Exercise", "exercises"),
            "Exercises, the newest first.",
        ),
        "spo2Tests": dated_connection(
            SPO2_TESTS,
            lambda context, user_id, ask: context.desk.ask(pages.spo2_tests, user_id, ask),
            connection_type(nodes.SPO2, "Spo2Test", "blood oxygen tests"),
            "Blood oxygen tests, the newest first.",
        ),
        "ecgTests": dated_connection(
            ECG_TESTS,
            lambda context, user_id, ask: context.desk.ask(pages.ecg_tests, user_id, ask),
            connection_type(nodes.ECG, "EcgTest", "wrist ECGs"),
            "Wrist ECGs, the newest first.",
        ),
        "syncRuns": connection(
            SYNC_RUNS,
            lambda context, user_id, ask: context.own_desk.ask(pages.sync_runs, user_id, ask),
            connection_type(nodes.SYNC_RUN, "SyncRun", "sync runs"),
            "Sync runs, the newest first.",
        ),
        "series": strawberry.field(
            resolver=_series,
            description=(
                "Metrics over time in columns, at a resolution; one series a metric. Null with an "
                "error when a metric has not the resolution, or the window is too long."
            ),
            graphql_type=list[types.SERIES] | None,
        ),
        **findings.FIELDS,
        "recordCounts": strawberry.field(
            resolver=_record_counts,
            description="How many rows there are of each kind, in the same days as `exports`.",
            graphql_type=types.RECORD_COUNTS,
        ),
        "exports": strawberry.field(
            resolver=_exports,
            description="CSV files of the person's days, the oldest day first.",
            graphql_type=list[types.EXPORT],
        ),
        "apiKeys": strawberry.field(
            resolver=_api_keys,
            description="Keys of the person that work now; null without the scope ADMIN.",
            graphql_type=list[types.API_KEY] | None,
        ),
    },
)
