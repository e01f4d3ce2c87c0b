"""A person: the start of every question about their data."""

import datetime as dt
import enum
from dataclasses import replace
from typing import Annotated, Any, cast

import strawberry

from app.days import Window
from app.deeds import keys
from app.errors import InvalidInput
from app.findings import analytics, anomalies, insights
from app.findings.baselines import DOCUMENTED
from app.findings.form import TrainingForm, training_form
from app.findings.metric_days import MetricDays
from app.metrics import FORETOLD, Metric
from app.patterns import NAMES
from app.phrases.said import anomaly_in, insights_in
from app.reads import accounts, backfills, connections, export, pages, sleepwise, training
from app.reads.activity import StepDay, activity_days, step_days
from app.reads.backfills import PersonsBackfill
from app.reads.biosensing import (
    BodyTemperature,
    SkinContact,
    body_temperatures,
    skin_contacts,
    skin_temperatures,
)
from app.reads.cardio_load import cardio_load_days
from app.reads.diary import (
    body_weights,
    devices,
    diary_entries,
    fitness_tests,
    orthostatic_tests,
    planned_routes,
    training_targets,
)
from app.reads.heart_rate import heart_rate_days
from app.reads.history import history
from app.reads.imports import imports
from app.reads.naps import naps
from app.reads.pages import PageRequest
from app.reads.physical_info import physical_info
from app.reads.recharge import recharges
from app.reads.sleep import NightWithRecharge, newest_night, nights
from app.reads.takeouts import takeouts
from app.reads.timeline import Timeline
from app.records import findings as records
from app.records.account import Account, ApiKey
from app.records.activity import ActivityDay
from app.records.biosensing import SkinTemperature
from app.records.cardio_load import CardioLoadDay
from app.records.diary import BodyWeight, Device, DiaryEntry, PlannedRoute, TrainingTarget
from app.records.heart_rate import HeartRateDay
from app.records.history import EarlierVersion, HistoryRelation
from app.records.imports import ImportRun
from app.records.physical_info import PhysicalInfo
from app.records.recharge import Recharge
from app.records.sleep import Nap
from app.records.sleepwise import AlertnessPeriod, Bedtime
from app.records.spot_tests import FitnessTest, OrthostaticTest
from app.records.takeouts import Takeout
from schema import enums, ids, series, types
from schema.connections import (
    PAGE,
    After,
    Before,
    Connection,
    Days,
    First,
    From,
    Last,
    Order,
    Pager,
    To,
    connect,
    connection,
    dated_connection,
    days_asked,
)
from schema.context import Info, checked
from schema.days import Date, DayDetail, NightDate, NightDetail, day_list
from schema.fields import field, leaf
from schema.findings import (
    ENGLISH,
    Baseline,
    Insights,
    Metrics,
    Spoken,
    baselines_of,
    forecasts_of,
    patterns_of,
    seasons_of,
    spoken,
)
from schema.nodes import EcgTest, Exercise, Node, Spo2Test, SyncRun, exercise_of, global_id
from schema.prices import ADMIN, ANALYSIS, AS_A_ROW, ROW, STATEMENT, Arguments, daily, flat
from schema.publish import published
from schema.rows import Owned, Rows

MOST_VERSIONS = 100
MOST_EXPORT_DAYS = 365
"""As the REST API has it."""

AsOf = Annotated[
    dt.date | None, strawberry.argument(description="As it was on this day; today unless told.")
]
Sports = Annotated[
    list[str] | None,
    strawberry.argument(
        name="sport", description="Of these sports alone, in the words of `sportName`."
    ),
]
Text = Annotated[
    str | None,
    strawberry.argument(
        description=(
            "With each of these words in their sports, device, name or note, in any case: "
            "`road vantage`."
        )
    ),
]
Duplicates = Annotated[
    bool,
    strawberry.argument(
        description="Also records that repeat another one: `duplicateOf` tells which."
    ),
]
ExerciseId = Annotated[
    strawberry.ID,
    strawberry.argument(description="`exerciseId`, `polarExerciseId`, or the global id."),
]
ExportDays = Annotated[
    int, strawberry.argument(description=f"Days back from today, 1 to {MOST_EXPORT_DAYS}.")
]
Extended = Annotated[
    bool,
    strawberry.argument(
        description=(
            "All metrics instead of the five key ones. Among 26, chance alone puts one outside of "
            "its range on many a day."
        )
    ),
]
Names = Annotated[
    list[enums.PATTERN] | None,  # type: ignore[valid-type]
    strawberry.argument(description="These patterns, in this order; null: all of them."),
]
Relation = Annotated[
    enums.HISTORY_RELATION,  # type: ignore[valid-type]
    strawberry.argument(description="Of which rows."),
]
Versions = Annotated[
    int, strawberry.argument(description=f"At most so many; 1 to {MOST_VERSIONS}.")
]

EXERCISES: Order[pages.ExerciseOf, Exercise] = Order(
    "exercises",
    lambda row: (row.start_local, row.exercise_id),
    (ids.wall_clock, ids.number),
    lambda row: Exercise(record=row),
)
SPO2_TESTS: Order[pages.Spo2TestOf, Spo2Test] = Order(
    "spo2", lambda row: (row.test_at,), (ids.moment,), lambda row: Spo2Test(record=row)
)
ECG_TESTS: Order[pages.EcgOf, EcgTest] = Order(
    "ecg", lambda row: (row.test_at,), (ids.moment,), lambda row: EcgTest(record=row)
)
SYNC_RUNS: Order[Any, SyncRun] = Order(
    "runs",
    lambda row: (row.queued_at, row.run_id),
    (ids.moment, ids.name),
    lambda row: SyncRun(record=row),
)
HISTORY: Order[EarlierVersion, Owned[EarlierVersion]] = Order(
    "history",
    lambda row: (row.history_id,),
    (ids.number,),
    lambda row: Owned(row.user_id, row),
)


@strawberry.type(name="ExerciseConnection", description="A page of a list.")
class ExerciseConnection(Connection[Exercise]):
    """A page of exercises, which knows how many there are."""

    user_id: strawberry.Private[str]
    request: strawberry.Private[PageRequest]

    @field(price=flat(STATEMENT))
    async def total_count(self, info: Info) -> int:
        """How many exercises all pages have together."""
        return await info.context.desk.ask(training.exercise_counts, self.user_id, self.request)


FILES = {
    "SLEEP": "sleep",
    "ACTIVITY": "activity",
    "RECHARGE": "recharge",
    "CARDIO_LOAD": "cardio-load",
}


MOST_WORDS, LONGEST_WORD = 20, 100


def _listed(name: str, words: list[str] | None) -> tuple[str, ...] | None:
    """The words themselves; null, and none at all, mean all. Raises InvalidInput."""
    if not words:
        return None
    if len(words) > MOST_WORDS or any(len(word) > LONGEST_WORD or "\x00" in word for word in words):
        raise InvalidInput(
            f"{name} takes at most {MOST_WORDS} words of {LONGEST_WORD} letters each.", name
        )
    return tuple(words)


def _versions_price(arguments: Arguments, _: dt.date) -> tuple[int, int]:
    return STATEMENT, arguments.get("versions", 1)


def _night_price(arguments: Arguments, _: dt.date) -> tuple[int, int]:
    """Which night is the newest is a question of its own."""
    return STATEMENT if arguments.get("date") is None else ROW, 1


def _seasons_price(arguments: Arguments, _: dt.date) -> tuple[int, int]:
    return STATEMENT, 3 * len(arguments.get("metrics") or DOCUMENTED)


def _baselines_price(arguments: Arguments, _: dt.date) -> tuple[int, int]:
    return STATEMENT, len(arguments.get("metrics") or Metric)


def _history_price(arguments: Arguments, today: dt.date) -> tuple[int, int]:
    """A version is a whole row, of some forty columns."""
    own, rows = PAGE(arguments, today)
    return own + 5 * rows, rows


@published(
    "account",
    ids=("polar_user_id",),
    enums={"units": enums.UNITS, "language": enums.LANGUAGE, "hour_cycle": enums.HOUR_CYCLE},
)
class Person(Node):
    """One person and their data. All days are on the wearer's own calendar."""

    account: strawberry.Private[Account]

    @leaf
    def id(self) -> strawberry.ID:
        """Global id, opaque; hand it to `node`."""
        return global_id("Person", self.account.user_id)

    @leaf
    def user_id(self) -> strawberry.ID:
        """Ursa's name of the person, as in the URLs of the REST API."""
        return strawberry.ID(self.account.user_id)

    sleep = day_list(nights, NightWithRecharge, "Nights")
    naps = day_list(naps, Nap, "Sleeps beside the night of their date", rows_a_day=2)
    recharge = day_list(recharges, Recharge, "Nightly recharges")
    activity = day_list(activity_days, ActivityDay, "Days of activity")
    steps = day_list(step_days, StepDay, "Days that have steps by the minute")
    cardio_load = day_list(cardio_load_days, CardioLoadDay, "Days of cardio load")
    heart_rate = day_list(heart_rate_days, HeartRateDay, "Heart rate of days in four numbers")
    skin_temperature = day_list(skin_temperatures, SkinTemperature, "Skin temperature of nights")
    body_temperature = day_list(
        body_temperatures, BodyTemperature, "Stretches of temperature measurement", rows_a_day=2
    )
    skin_contact = day_list(
        skin_contacts, SkinContact, "Moments at which a sensor met or left the skin", rows_a_day=4
    )
    alertness_periods = day_list(
        sleepwise.alertness_periods,
        AlertnessPeriod,
        "Sleeps and the boost that each gives to the day",
    )
    alertness = day_list(
        sleepwise.alertness_hours, sleepwise.GradedHour, "Hours of alertness", rows_a_day=24
    )
    bedtimes = day_list(sleepwise.bedtimes, Bedtime, "Circadian bedtimes")

    @field(price=AS_A_ROW)
    def today(self, info: Info) -> dt.date:
        """The date on the wearer's clock: where `days` is counted from."""
        return info.context.today(self.account)

    @field(price=flat(STATEMENT), lasting=False)
    async def polar_connection(self, info: Info) -> connections.PolarConnection | None:
        """How the person is connected to Polar; null while they are not."""
        return await info.context.own_desk.ask(connections.connections, self.account.user_id)

    @field(price=flat(STATEMENT, 15), lasting=False)
    async def backfill(self, info: Info) -> PersonsBackfill | None:
        """How far their past was asked for, feed by feed; null when nobody asked."""
        return await info.context.own_desk.ask(backfills.backfills, self.account.user_id)

    @field(price=flat(STATEMENT))
    async def exercise(self, info: Info, id: ExerciseId) -> Exercise | None:  # noqa: A002 -- the argument's name
        """One exercise; null when the person has none by this id."""
        return await exercise_of(info.context, self.account.user_id, str(id))

    @field(price=_versions_price)
    async def physical_info(self, info: Info, versions: Versions = 1) -> Rows[PhysicalInfo] | None:
        """What the person told Polar about themselves, the newest version first."""
        checked("versions", versions, 1, MOST_VERSIONS)
        user_id = self.account.user_id
        found = await info.context.desk.ask(physical_info, user_id, versions)
        return Rows(user_id, found)

    orthostatic_tests = day_list(
        orthostatic_tests, OrthostaticTest, "Orthostatic tests, which the archive tells"
    )
    fitness_tests = day_list(fitness_tests, FitnessTest, "Fitness tests of the archive")
    weights = day_list(body_weights, BodyWeight, "Weighings, which the archive tells")
    diary = day_list(diary_entries, DiaryEntry, "Notes and feelings of days")
    training_targets = day_list(
        training_targets, TrainingTarget, "Trainings that were planned, done or not"
    )

    @field(price=flat(STATEMENT + 100))
    async def planned_routes(self, info: Info) -> list[PlannedRoute] | None:
        """Routes to follow."""
        return await info.context.desk.ask(planned_routes, self.account.user_id)

    @field(price=flat(STATEMENT + 20))
    async def devices(self, info: Info) -> list[Device] | None:
        """Devices, those in use first."""
        return await info.context.desk.ask(devices, self.account.user_id)

    @field(price=flat(STATEMENT + 100), lasting=False)
    async def imports(self, info: Info) -> list[ImportRun] | None:
        """Imports of archives, the newest hundred, the newest first.

        Ask again while one runs: `filesDone` of `filesTotal`.
        """
        return await info.context.own_desk.ask(imports, self.account.user_id)

    @field(price=flat(STATEMENT + 20), lasting=False)
    async def takeouts(self, info: Info) -> list[Takeout] | None:
        """Exports of everything about the person, the newest twenty, the newest first."""
        return await info.context.own_desk.ask(takeouts, self.account.user_id)

    @field(price=_night_price)
    async def night(self, info: Info, date: NightDate = None) -> NightDetail | None:
        """One night in depth; null without a date while there is none."""
        user_id = self.account.user_id
        if date is None:
            newest = await info.context.desk.ask(newest_night, user_id)
            if newest is None:
                return None
            date = newest.date
        return NightDetail(user_id=user_id, date=date)

    @field(price=AS_A_ROW)
    async def day(self, info: Info, date: Date = None) -> DayDetail | None:
        """One day in depth."""
        day = info.context.today(self.account) if date is None else date
        return DayDetail(user_id=self.account.user_id, date=day)

    @field(price=PAGE, kind=ExerciseConnection | None)
    async def exercises(  # noqa: PLR0913, PLR0917 -- Relay's arguments, the window's, and one more
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        days: Days = None,
        from_: From = None,
        to: To = None,
        include_duplicates: Duplicates = False,  # noqa: FBT002 -- by name, as all arguments
        sport: Sports = None,
        text: Text = None,
    ) -> Any:  # noqa: ANN401 -- made at run time
        """Exercises, the newest first."""
        since, until = days_asked(info.context, self.account, days, from_, to)
        pager = Pager(first=first, after=after, last=last, before=before)
        request = replace(
            pager.request(EXERCISES, since, until),
            duplicates=include_duplicates,
            sports=_listed("sport", sport),
            words=_listed("text", None if text is None else text.split()),
        )
        found = await info.context.desk.ask(pages.exercises, self.account.user_id, request)
        page = connect(found, EXERCISES, request)
        return ExerciseConnection(**vars(page), user_id=self.account.user_id, request=request)

    @field(price=flat(STATEMENT, 10))
    async def sports(self, info: Info) -> list[training.SportDone] | None:
        """Sports that the person ever did, the one of most sessions first."""
        return await info.context.desk.ask(training.sports, self.account.user_id)

    training_weeks = day_list(
        training.training_weeks,
        training.TrainingWeek,
        "Weeks of training, a row a sport: each week that has one of the days, told whole",
    )

    @field(price=daily())
    async def training_form(
        self, info: Info, days: Days = None, from_: From = None, to: To = None
    ) -> TrainingForm | None:
        """Cardio load of each day, and how it adds up over 7 and 42 days. Descriptive only.

        The last 30 days unless told. Polar's own ratio of 7 and 28 days is in `cardioLoad`.
        """
        window = info.context.window(self.account, days, from_, to)
        return await training_form(info.context.desk, self.account.user_id, window)

    @field(price=series.days_price)
    async def metric_days(
        self,
        info: Info,
        metrics: series.Metrics,
        days: Days = None,
        from_: From = None,
        to: To = None,
    ) -> list[MetricDays] | None:
        """Metrics day by day, each day with what was usual for the person on that day.

        The last 30 days unless told. Of many years `series` tells by WEEK and MONTH.
        """
        context, today = info.context, info.context.today(self.account)
        window = context.window(self.account, days, from_, to)
        return await series.metric_days_of(
            context.desk, self.account.user_id, metrics, window, today
        )

    spo2_tests = dated_connection(
        SPO2_TESTS,
        lambda context, user_id, request: context.desk.ask(pages.spo2_tests, user_id, request),
        Spo2Test,
        "Blood oxygen tests, the newest first.",
    )
    ecg_tests = dated_connection(
        ECG_TESTS,
        lambda context, user_id, request: context.desk.ask(pages.ecg_tests, user_id, request),
        EcgTest,
        "Wrist ECGs, the newest first.",
    )
    sync_runs = connection(
        SYNC_RUNS,
        lambda context, user_id, request: context.own_desk.ask(pages.sync_runs, user_id, request),
        SyncRun,
        "Sync runs, the newest first.",
    )

    @field(price=_history_price, kind=Connection[types.EARLIER] | None)  # type: ignore[valid-type]  # Made at run time.
    async def history(
        self,
        info: Info,
        relation: Relation,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Any:  # noqa: ANN401 -- made at run time
        """Earlier versions of rows, the newest first: what a sync replaced, and what was deleted.

        They are kept for a year, or as `HISTORY_DAYS` of the server says.
        """
        of = HistoryRelation[cast("enum.Enum", relation).value]
        pager = Pager(first=first, after=after, last=last, before=before)
        desk, person = info.context.desk, self.account.user_id
        return await pager.page(HISTORY, lambda asked: desk.ask(history, person, of, asked))

    @field(price=series.price)
    async def series(
        self,
        info: Info,
        metrics: series.Metrics,
        days: Days = None,
        from_: From = None,
        to: To = None,
        resolution: series.Step = enums.RESOLUTION["DAY"],
        max_points: series.Points = series.DEFAULT_POINTS,
    ) -> list[Timeline] | None:
        """Metrics over time in columns, at a resolution; one series a metric.

        Null with an error when a metric has not the resolution, or the window is too long.
        """
        window = info.context.window(self.account, days, from_, to)
        return await series.series_of(
            info.context.desk, self.account.user_id, metrics, window, resolution, max_points
        )

    @field(price=_seasons_price)
    async def seasons(
        self, info: Info, as_of: AsOf = None, metrics: Metrics = None
    ) -> list[records.Season] | None:
        """The month of `asOf` in up to 10 earlier years, the newest first; where they are there.

        Without `metrics`: the five key ones.
        """
        return await seasons_of(info.context, self.account, as_of, metrics)

    @field(price=_baselines_price)
    async def baselines(
        self, info: Info, as_of: AsOf = None, metrics: Metrics = None
    ) -> list[Baseline] | None:
        """What is normal for this person, over the 90 days that end with `asOf`.

        Without `metrics`: the five key ones, and all others that have a value.
        """
        return await baselines_of(info.context, self.account, as_of, metrics)

    @field(price=flat(2 * STATEMENT, 5))
    async def anomalies(
        self, info: Info, *, extended: Extended = False, language: Spoken = ENGLISH
    ) -> list[records.Anomaly] | None:
        """Newest values outside of the usual range, of at most 2 days ago."""
        context, account = info.context, self.account
        today, calculate = context.today(account), context.calculate(account)
        found = await anomalies.anomalies(
            context.desk, account.user_id, today, calculate, extended=extended
        )
        return [anomaly_in(spoken(language), each) for each in found]

    @field(price=flat(STATEMENT + ANALYSIS, len(NAMES)))
    async def patterns(
        self, info: Info, names: Names = None, language: Spoken = ENGLISH
    ) -> list[records.Pattern] | None:
        """Correlations, trends and composite signs, told or INSUFFICIENT with a reason."""
        return await patterns_of(info.context, self.account, names, language)

    @field(price=flat(STATEMENT + ANALYSIS, len(FORETOLD)))
    async def forecasts(
        self, info: Info, metrics: Metrics = None, language: Spoken = ENGLISH
    ) -> list[records.Forecast] | None:
        """The next 7 days of HRV, resting heart rate, sleep score and training load.

        Withheld with a reason where the own past does not bear it out.
        """
        return await forecasts_of(info.context, self.account, metrics, language)

    @field(price=flat(3 * STATEMENT + ANALYSIS))
    async def insights(self, info: Info, language: Spoken = ENGLISH) -> Insights | None:
        """Everything that can be said about the person today, in words and numbers."""
        context, account = info.context, self.account
        today, calculate = context.today(account), context.calculate(account)
        found = await insights.insights(
            context.desk, account, today, calculate, context.analyse(account)
        )
        return Insights(record=insights_in(spoken(language), found), now=context.now)

    @field(price=flat(STATEMENT))
    async def analytics_status(self, info: Info) -> records.AnalyticsStatus | None:
        """What the amount of data is enough for, and what unlocks next."""
        context, account = info.context, self.account
        return await context.desk.ask(analytics.status, account.user_id, context.today(account))

    @field(price=flat(STATEMENT))
    async def record_counts(self, info: Info, days: ExportDays = 30) -> export.RecordCounts | None:
        """How many rows there are of each kind, in the same days as `exports`."""
        back = checked("days", days, 1, MOST_EXPORT_DAYS)
        window = Window.back(back, info.context.today(self.account))
        return await info.context.desk.ask(export.record_counts, self.account.user_id, window)

    @field(price=flat(0, len(FILES)))
    async def exports(self, info: Info, days: ExportDays = 30) -> list[types.Export] | None:
        """CSV files of the person's days, the oldest day first."""
        checked("days", days, 1, MOST_EXPORT_DAYS)
        home = info.context.state["resources"].settings.public_url
        base = f"{home}/api/v1/users/{self.account.user_id}/export"
        return [
            types.Export(file=file, url=f"{base}/{name}.csv?days={days}")
            for file, name in FILES.items()
        ]

    @field(price=flat(STATEMENT, 20), scope=ADMIN, lasting=False)
    async def api_keys(self, info: Info) -> list[ApiKey] | None:
        """Keys of the person that work now; null without the scope ADMIN."""
        keys.check_sees(info.context.holder)
        pool, now = info.context.own_desk.pool, info.context.state["resources"].clock()
        return await accounts.active_keys(pool, self.account.user_id, now)
