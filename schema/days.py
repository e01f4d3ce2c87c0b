"""Days of a person: lists of them, and one night or one day in depth."""

import datetime as dt
from typing import Annotated, TypeVar

import strawberry

from app.days import Window
from app.reads import activity, cardio_load, heart_rate, recharge, sleep
from app.reads.days import DayList
from app.reads.desk import Question
from app.reads.series import DaySeries, Series
from app.reads.sleep import NightWithRecharge
from app.records.activity import ActivityDay
from app.records.cardio_load import CardioLoadDay
from app.records.recharge import Recharge
from schema import types
from schema.connections import Days, From, To
from schema.context import Info
from schema.fields import field, leaf
from schema.nodes import MostSamples, global_id, points
from schema.prices import STATEMENT, daily, flat
from schema.publish import Made, graphql_type_of
from schema.rows import Owned, Rows
from schema.scalars import LocalDateTime

A = TypeVar("A")
R = TypeVar("R")

NightDate = Annotated[
    dt.date | None,
    strawberry.argument(description="Day of waking up; the newest night unless told."),
]
Date = Annotated[
    dt.date | None, strawberry.argument(description="The wearer's day; today unless told.")
]
OF_A_NIGHT = flat(STATEMENT + 20)
OF_A_DAY = flat(STATEMENT + 100)


def day_list(read: DayList[R], of: type[R], description: str, rows_a_day: int = 1) -> Made:
    """A person's list that is bounded by days, the newest first."""

    async def resolve(
        self: Made, info: Info, days: Days = None, from_: From = None, to: To = None
    ) -> Made:
        window = info.context.window(self.account, days, from_, to)
        user_id = self.account.user_id
        found: list[R] = await info.context.desk.ask(read, user_id, window)
        return Rows(user_id, found)

    text = f"{description}, the newest first; the last 30 days unless told."
    kind: Made = graphql_type_of(of)
    return field(price=daily(rows_a_day), kind=list[kind] | None, description=text)(resolve)


class _Parts:
    """What is asked about one day of one person."""

    user_id: strawberry.Private[str]
    date: dt.date

    async def _ask(self, info: Info, read: Question[str, [dt.date], A]) -> A:
        return await info.context.desk.ask(read, self.user_id, self.date)

    async def _samples(self, info: Info, read: DaySeries, max_points: int | None) -> Series:
        most = points(max_points)
        return (await self._ask(info, read)).thinned(most)

    async def _row(self, info: Info, read: DayList[R]) -> Owned[R] | None:
        day = Window(self.date, self.date)
        found = await info.context.desk.ask(read, self.user_id, day)
        return Rows(self.user_id, found).first()


@strawberry.type(
    description="Everything that is known of one night; each part is asked for on its own."
)
class NightDetail(_Parts):
    """One night."""

    user_id: strawberry.Private[str]

    @leaf
    def id(self) -> strawberry.ID:
        """The night's own name among all nights of everybody, opaque: for caches."""
        return global_id("NightDetail", self.user_id, self.date)

    date: dt.date = strawberry.field(description="The day.")

    @field(price=OF_A_NIGHT)
    async def sleep(self, info: Info) -> Owned[NightWithRecharge] | None:
        """The night in numbers."""
        return await self._row(info, sleep.nights)

    @field(price=OF_A_NIGHT)
    async def recharge(self, info: Info) -> Owned[Recharge] | None:
        """Nightly recharge."""
        return await self._row(info, recharge.recharges)

    @field(price=OF_A_NIGHT, kind=types.STAGES)
    async def hypnogram(self, info: Info) -> Series:
        """Stages of sleep."""
        return await self._ask(info, sleep.hypnogram)

    @field(price=OF_A_NIGHT, kind=types.SAMPLES)
    async def heart_rate(self, info: Info, max_points: MostSamples = None) -> Series:
        """Heart rate, bpm, about every 5 minutes."""
        return await self._samples(info, sleep.heart_rates, max_points)

    @field(price=OF_A_NIGHT, kind=types.SAMPLES)
    async def hrv(self, info: Info, max_points: MostSamples = None) -> Series:
        """RMSSD, milliseconds, every 5 minutes."""
        return await self._samples(info, recharge.hrv, max_points)

    @field(price=OF_A_NIGHT, kind=types.SAMPLES)
    async def breathing(self, info: Info, max_points: MostSamples = None) -> Series:
        """Breaths per minute, every 5 minutes."""
        return await self._samples(info, recharge.breathing, max_points)


@strawberry.type(
    description="Everything that is known of one day; each part is asked for on its own."
)
class DayDetail(_Parts):
    """One day."""

    user_id: strawberry.Private[str]

    @leaf
    def id(self) -> strawberry.ID:
        """The day's own name among all days of everybody, opaque: for caches."""
        return global_id("DayDetail", self.user_id, self.date)

    date: dt.date = strawberry.field(description="The day.")

    @field(price=OF_A_DAY)
    async def activity(self, info: Info) -> Owned[ActivityDay] | None:
        """Activity in numbers."""
        return await self._row(info, activity.activity_days)

    @field(price=OF_A_DAY)
    async def cardio_load(self, info: Info) -> Owned[CardioLoadDay] | None:
        """Cardio load."""
        return await self._row(info, cardio_load.cardio_load_days)

    @field(price=OF_A_DAY, kind=types.SAMPLES)
    async def heart_rate(self, info: Info, max_points: MostSamples = None) -> Series:
        """Heart rate, bpm, moments with a signal."""
        return await self._samples(info, heart_rate.samples, max_points)

    @field(price=OF_A_DAY, kind=types.SAMPLES)
    async def steps(self, info: Info, max_points: MostSamples = None) -> Series:
        """Steps of each measured minute."""
        return await self._samples(info, activity.steps, max_points)

    @field(price=OF_A_DAY, kind=types.ZONES)
    async def zones(self, info: Info) -> Series:
        """Activity zones."""
        return await self._ask(info, activity.zones)

    @field(price=OF_A_DAY, kind=list[LocalDateTime])
    async def inactivity_alerts(self, info: Info) -> list[dt.datetime]:
        """Moments at which the watch asked its wearer to move."""
        return await self._ask(info, activity.inactivity_stamps)
