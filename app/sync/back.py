"""How feeds are asked for the days that their lists do not show, and how far back Polar goes."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from app.days import DAY, Window
from app.errors import PolarError, PolarRefused
from app.sync.cadence import ALL
from app.sync.feeds import Feed
from app.sync.fetch import CARDIO_LOAD_DAYS, POLAR, SHOWN_DAYS, Fetch, Ranged, in_turn
from app.sync.requests import FeedRequest, Fetched, Missing
from app.upstream.client import PolarSession
from app.upstream.endpoints import Endpoint, on_day


@dataclass(frozen=True, slots=True)
class Daily:
    """One request for each day, the newest first; a day without data is not the end."""

    endpoint: Endpoint[Any]

    async def __call__(self, session: PolarSession, request: FeedRequest) -> Fetched:
        """Ask until nothing is left, Polar refuses, or another request makes no sense."""
        fetched = Fetched(asked=request.window.days)
        await in_turn(request.window.pieces(1), fetched, partial(self._day, session))
        return fetched

    async def _day(self, session: PolarSession, day: Window, fetched: Fetched) -> bool:
        """Ask for a day; whether older ones make sense."""
        try:
            page = await session.read(self.endpoint, on_day(day.first))
        except PolarRefused as error:
            fetched.ends_before(error, day.last + DAY)
            return False
        except PolarError as error:
            fetched.failed(Missing(error, days=day))
            return True
        fetched.came(page, 1, day)
        return True


@dataclass(frozen=True, slots=True)
class Quietly:
    """Another way of asking, for which Polar's refusal of old days is their end and no fault."""

    fetch: Fetch

    async def __call__(self, session: PolarSession, request: FeedRequest) -> Fetched:
        """Ask, and tell a refusal as what it means."""
        fetched = await self.fetch(session, request)
        refusals = [each for each in fetched.missing if isinstance(each.error, PolarRefused)]
        if refusals and not fetched.pages:
            fetched.missing = [each for each in fetched.missing if each not in refusals]
            fetched.ends_before(PolarRefused(refusals[0].error.message), request.window.last + DAY)
        return fetched


@dataclass(frozen=True, slots=True)
class Back:
    """How a feed's past is asked for: `step` days a request, `depth` days at most."""

    fetch: Fetch
    step: int = SHOWN_DAYS
    depth: int | None = None

    def goal(self, until: dt.date, today: dt.date) -> dt.date:
        """The oldest day that makes sense."""
        return until if self.depth is None else max(until, today - DAY * (self.depth - 1))


BACK: Mapping[str, Back] = {
    "sleep": Back(Daily(POLAR.sleep_on), step=1),
    "recharge": Back(Daily(POLAR.recharge_on), step=1),
    "activity": Back(Ranged(POLAR.activities), depth=ALL),
    "cardio_load": Back(
        Ranged(POLAR.cardio_load_between, step=CARDIO_LOAD_DAYS),
        step=CARDIO_LOAD_DAYS,
        depth=CARDIO_LOAD_DAYS,
    ),
    "sleepwise_alertness": Back(Ranged(POLAR.alertness_between)),
    "sleepwise_bedtime": Back(Ranged(POLAR.bedtime_between)),
    "spo2": Back(Ranged(POLAR.spo2)),
    "ecg": Back(Ranged(POLAR.ecg)),
    "body_temperature": Back(Ranged(POLAR.body_temperature)),
    "skin_temperature": Back(Ranged(POLAR.skin_temperature)),
    "heart_rate": Back(Ranged(POLAR.heart_rate, step=14), step=14),
    "activity_samples": Back(Ranged(POLAR.activity_samples), depth=ALL),
    "skin_contacts": Back(Ranged(POLAR.skin_contacts)),
}
"""Feeds that have a past; exercises show 30 days of uploads and no more, settings have none."""


def backwards(feed: Feed) -> Feed:
    """The feed, asked for its past."""
    return replace(feed, fetch=Quietly(BACK[feed.name].fetch))
