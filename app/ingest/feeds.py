"""THE FEEDS: one line per kind of data that a sync brings."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from app.days import Window
from app.errors import PolarRefused
from app.normalise.activity import activities, activity_samples
from app.normalise.biosensing import (
    body_temperatures,
    ecg_tests,
    skin_contacts,
    skin_temperatures,
    spo2_tests,
)
from app.normalise.cardio_load import cardio_loads
from app.normalise.exercise import exercises
from app.normalise.heart_rate import heart_rates
from app.normalise.physical_info import physical_infos
from app.normalise.recharge import recharges
from app.normalise.sleep import nights
from app.normalise.sleepwise import alertness, bedtimes
from app.normalise.values import Harvest
from app.records.sleepwise import AlertnessHour as Hour
from app.upstream.client import PolarSession
from app.upstream.endpoints import Endpoint, between, last_days, latest
from app.upstream.wire.activity import Activity, ActivityDaySamples
from app.upstream.wire.base import Wire
from app.upstream.wire.biosensing import BodyTemperature, Ecg, SkinContacts, SkinTemperature, SpO2
from app.upstream.wire.cardio_load import CardioLoad
from app.upstream.wire.exercise import Exercise
from app.upstream.wire.heart_rate import HeartRateDay
from app.upstream.wire.physical_info import PhysicalInfo
from app.upstream.wire.recharge import NightlyRecharge
from app.upstream.wire.sleep import Sleep
from app.upstream.wire.sleepwise import Alertness, CircadianBedtime

POLAR = PolarSession
SHOWN_DAYS = 28
"""Days that AccessLink's lists show without dates, and the longest range it takes."""
CARDIO_LOAD_DAYS = 180
FEW_EXERCISES = 3


@dataclass(frozen=True, slots=True)
class Ask:
    """What a feed may know when it asks: the days wanted, and exercises stored with details."""

    window: Window
    detailed_exercises: frozenset[str]


Fetch = Callable[[PolarSession, Ask], Awaitable[list[Any]]]


def shown(endpoint: Endpoint[Any]) -> Fetch:
    """All that the endpoint shows; it takes no dates."""

    async def fetch(session: PolarSession, _: Ask) -> list[Any]:
        return (await session.read(endpoint, latest())).rows

    return fetch


def ranged(endpoint: Endpoint[Any], *, step: int = SHOWN_DAYS) -> Fetch:
    """Ranges of at most `step` days, the newest first, back to where Polar has no more."""

    async def fetch(session: PolarSession, ask: Ask) -> list[Any]:
        rows: list[Any] = []
        for place, piece in enumerate(ask.window.pieces(step)):
            try:
                page = await session.read(endpoint, between(piece.first, piece.last))
            except PolarRefused:
                if place == 0:
                    raise
                break  # Polar does not say how far back it reaches; a refusal does.
            rows += page.rows
            if not page.rows and (ask.window.last - piece.first).days >= SHOWN_DAYS:
                break
        return rows

    return fetch


async def fetch_cardio_load(session: PolarSession, ask: Ask) -> list[Any]:
    """The last 28 days, or up to 180 when more are wanted."""
    days = min(ask.window.days, CARDIO_LOAD_DAYS)
    if days <= SHOWN_DAYS:
        return (await session.read(POLAR.cardio_load, latest())).rows
    return (await session.read(POLAR.cardio_load_days, last_days(days))).rows


async def fetch_exercises(session: PolarSession, ask: Ask) -> list[Any]:
    """The list, with details of those that are not stored with details yet.

    An exercise with samples has about 120 KB, so the list brings them only when many are new.
    """
    listed = (await session.read(POLAR.exercises, latest())).rows
    ids = [row.get("id") for row in listed if isinstance(row, dict)]
    new = [i for i in ids if isinstance(i, str) and i not in ask.detailed_exercises]
    if len(new) > FEW_EXERCISES:
        detailed = (await session.read(POLAR.exercises_with_samples, latest())).rows
        return _merged(listed, [r for r in detailed if isinstance(r, dict) and r.get("id") in new])
    return _merged(listed, [row for i in new for row in (await session.exercise(i)).rows])


def _merged(listed: list[Any], detailed: list[Any]) -> list[Any]:
    """Listed rows, each replaced by its detailed one where there is one."""
    by_id = {row.get("id"): row for row in detailed if isinstance(row, dict)}
    return [by_id.get(row.get("id"), row) if isinstance(row, dict) else row for row in listed]


@dataclass(frozen=True, slots=True)
class Feed:
    """How one kind of data is asked for, read and settled.

    `counted` is the kind of record that the feed's number of rows counts; None: its first list.
    """

    name: str
    fetch: Fetch
    model: type[Wire]
    normalise: Callable[[list[Any]], Harvest]
    counted: type[Any] | None = None


# fmt: off
FEEDS = (
    Feed("sleep", shown(POLAR.sleep), Sleep, nights),
    Feed("recharge", shown(POLAR.recharge), NightlyRecharge, recharges),
    Feed("activity", ranged(POLAR.activities), Activity, activities),
    Feed("exercises", fetch_exercises, Exercise, exercises),
    Feed("cardio_load", fetch_cardio_load, CardioLoad, cardio_loads),
    Feed("sleepwise_alertness", ranged(POLAR.alertness_between), Alertness, alertness, Hour),
    Feed("sleepwise_bedtime", ranged(POLAR.bedtime_between), CircadianBedtime, bedtimes),
    Feed("spo2", ranged(POLAR.spo2), SpO2, spo2_tests),
    Feed("ecg", ranged(POLAR.ecg), Ecg, ecg_tests),
    Feed("body_temperature", ranged(POLAR.body_temperature), BodyTemperature, body_temperatures),
    Feed("skin_temperature", ranged(POLAR.skin_temperature), SkinTemperature, skin_temperatures),
    Feed("heart_rate", ranged(POLAR.heart_rate, step=14), HeartRateDay, heart_rates),
    Feed("activity_samples", ranged(POLAR.activity_samples), ActivityDaySamples, activity_samples),
    Feed("physical_info", shown(POLAR.physical_info), PhysicalInfo, physical_infos),
    Feed("skin_contacts", ranged(POLAR.skin_contacts), SkinContacts, skin_contacts),
)
# fmt: on
