"""THE FEEDS: one line per kind of data that a sync brings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
from app.sync.cadence import (
    FORECAST,
    GROWS,
    LOAD,
    MEASURED,
    NIGHT,
    SAMPLES,
    SESSIONS,
    SETTINGS,
    TESTS,
    Cadence,
)
from app.sync.fetch import (
    POLAR,
    Fetch,
    Ranged,
    fetch_cardio_load,
    fetch_exercises,
    fetch_physical_info,
    shown,
)
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


@dataclass(frozen=True, slots=True)
class Feed:
    """How one kind of data is asked for, how often, and how it is read and settled.

    `counted` is the kind of record that the feed's number of rows counts; None: its first list.
    """

    name: str
    cadence: Cadence
    fetch: Fetch
    model: type[Wire]
    normalise: Callable[[list[Any]], Harvest]
    counted: type[Any] | None = None


# fmt: off
FEEDS = (
    Feed("sleep", NIGHT, shown(POLAR.sleep), Sleep, nights),
    Feed("recharge", NIGHT, shown(POLAR.recharge), NightlyRecharge, recharges),
    Feed("activity", GROWS, Ranged(POLAR.activities), Activity, activities),
    Feed("exercises", SESSIONS, fetch_exercises, Exercise, exercises),
    Feed("cardio_load", LOAD, fetch_cardio_load, CardioLoad, cardio_loads),
    Feed("sleepwise_alertness", FORECAST, Ranged(POLAR.alertness_between), Alertness, alertness, Hour),  # noqa: E501 -- a line of the table
    Feed("sleepwise_bedtime", FORECAST, Ranged(POLAR.bedtime_between), CircadianBedtime, bedtimes),
    Feed("spo2", TESTS, Ranged(POLAR.spo2), SpO2, spo2_tests),
    Feed("ecg", TESTS, Ranged(POLAR.ecg), Ecg, ecg_tests),
    Feed("body_temperature", MEASURED, Ranged(POLAR.body_temperature), BodyTemperature, body_temperatures),  # noqa: E501 -- a line of the table
    Feed("skin_temperature", MEASURED, Ranged(POLAR.skin_temperature), SkinTemperature, skin_temperatures),  # noqa: E501 -- a line of the table
    Feed("heart_rate", SAMPLES, Ranged(POLAR.heart_rate, step=14), HeartRateDay, heart_rates),
    Feed("activity_samples", SAMPLES, Ranged(POLAR.activity_samples), ActivityDaySamples, activity_samples),  # noqa: E501 -- a line of the table
    Feed("physical_info", SETTINGS, fetch_physical_info, PhysicalInfo, physical_infos),
    Feed("skin_contacts", TESTS, Ranged(POLAR.skin_contacts), SkinContacts, skin_contacts),
)
# fmt: on
