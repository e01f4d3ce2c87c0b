"""Details: one day, one exercise, one test with everything that is known of it."""

import datetime as dt

from app.errors import NotFound
from app.findings.readable import may_read
from app.reads import activity, biosensing, exercises, heart_rate, recharge, sleep
from app.reads import physical_info as physical
from app.reads.series import Series
from app.reads.sleep import NightWithRecharge
from app.records.account import DataClass
from app.records.activity import ActivityDay
from app.records.cardio_load import CardioLoadDay
from app.records.exercise import Exercise
from app.records.heart_rate import HeartRateDay
from app.records.recharge import Recharge
from app.rest.endpoint import RestRequest
from app.rest.shapes.activity import ActivityDetail, ActivitySamples
from app.rest.shapes.biosensing import EcgDetail
from app.rest.shapes.cardio_load import CardioLoadDetail
from app.rest.shapes.exercises import ExerciseDetail, ExerciseRoute, ExerciseSamples, Lap
from app.rest.shapes.heart_rate import HeartRateDetail
from app.rest.shapes.physical_info import PhysicalInfo
from app.rest.shapes.recharge import RechargeDetail
from app.rest.shapes.sleep import SleepDetail

VERSIONS = 11
"""The newest settings and ten older versions."""


async def night(asked: RestRequest, row: NightWithRecharge) -> SleepDetail:
    """A night with its hypnogram and, for who reads them, its heart rates."""
    about = asked.pool, asked.user_id, asked.date
    beats = Series(local_time=[], values=[])
    if may_read(asked.pool, {DataClass.HEART}):
        beats = (await sleep.heart_rates(*about)).listed()
    return SleepDetail.with_series(row, (await sleep.hypnogram(*about)).listed(), beats)


async def recharged(asked: RestRequest, row: Recharge) -> RechargeDetail:
    """A nightly recharge with its samples."""
    about = asked.pool, asked.user_id, asked.date
    return RechargeDetail.with_series(
        row, (await recharge.hrv(*about)).listed(), (await recharge.breathing(*about)).listed()
    )


async def active_day(asked: RestRequest, row: ActivityDay) -> ActivityDetail:
    """A day of activity with its zones and alerts."""
    about = asked.pool, asked.user_id, asked.date
    return ActivityDetail.with_series(
        row, (await activity.zones(*about)).listed(), await activity.inactivity_stamps(*about)
    )


async def loaded_day(_asked: RestRequest, row: CardioLoadDay) -> CardioLoadDetail:
    """A day of cardio load with the person's thresholds."""
    return CardioLoadDetail.with_levels(row)


async def beating_day(asked: RestRequest, row: HeartRateDay) -> HeartRateDetail:
    """A day of heart rate with its samples."""
    samples = await heart_rate.samples(asked.pool, asked.user_id, asked.date)
    return HeartRateDetail.with_series(row, samples.listed())


async def steps(asked: RestRequest) -> ActivitySamples:
    """A day's steps by the minute."""
    series = (await activity.steps(asked.pool, asked.user_id, asked.date)).listed()
    if not series.local_time:
        raise NotFound(f"There are no steps by the minute on {asked.date}.")
    return ActivitySamples.of(asked.date, series)


async def exercise(asked: RestRequest) -> ExerciseDetail:
    """An exercise with its zones."""
    found = await _exercise(asked)
    return ExerciseDetail.with_zones(
        found, await exercises.zones(asked.pool, found.exercise_id or 0)
    )


async def exercise_samples(asked: RestRequest) -> ExerciseSamples:
    """What was sampled in an exercise."""
    found = await _exercise(asked)
    key = exercises.key_of(asked.user_id, found)
    series = (await exercises.samples(asked.pool, key)).listed()
    if not series.local_time and not found.rr_interval_ms:
        raise NotFound(f"Exercise {found.exercise_id} has no samples.")
    return ExerciseSamples.of(found, series)


async def exercise_route(asked: RestRequest) -> ExerciseRoute:
    """The route of an exercise."""
    found = await _exercise(asked)
    key = exercises.key_of(asked.user_id, found)
    route = (await exercises.route(asked.pool, key)).listed()
    if not route.local_time:
        raise NotFound(f"Exercise {found.exercise_id} has no route.")
    return ExerciseRoute.of(found, route)


async def exercise_laps(asked: RestRequest) -> list[Lap]:
    """Laps of an exercise, by kind and in order; [] where it has none."""
    found = await _exercise(asked)
    return [Lap.of(lap) for lap in await exercises.laps(asked.pool, found.exercise_id or 0)]


async def _exercise(asked: RestRequest) -> Exercise:
    found = await exercises.exercise(asked.pool, asked.user_id, asked.values["id"])
    if found is None:
        raise NotFound("There is no such exercise. List the exercises to see their ids.")
    return found


async def ecg(asked: RestRequest) -> EcgDetail:
    """A wrist ECG with its waveform."""
    test_at: dt.datetime = asked.values["id"]
    found = await biosensing.ecg_test(asked.pool, asked.user_id, test_at)
    if found is None:
        raise NotFound("There is no such ECG. List the ECGs to see their ids.")
    return EcgDetail.with_waveform(found)


async def physical_info(asked: RestRequest) -> PhysicalInfo:
    """A person's settings at Polar."""
    versions = await physical.physical_info(asked.pool, asked.user_id, VERSIONS)
    if not versions:
        raise NotFound("Polar has not sent this person's physical info yet. Sync them.")
    return PhysicalInfo.with_history(versions)
