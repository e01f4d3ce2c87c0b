"""Details: one day, one exercise, one test with everything that is known of it."""

import datetime as dt

from app.errors import NotFound
from app.reads import activity, biosensing, exercises, heart_rate, recharge, sleep
from app.reads import physical_info as physical
from app.reads.sleep import NightWithRecharge
from app.records.activity import ActivityDay
from app.records.cardio_load import CardioLoadDay
from app.records.exercise import Exercise
from app.records.heart_rate import HeartRateDay
from app.records.recharge import Recharge
from app.rest.endpoint import Asked
from app.rest.shapes.activity import ActivityDetail, ActivitySamples
from app.rest.shapes.biosensing import EcgDetail
from app.rest.shapes.cardio_load import CardioLoadDetail
from app.rest.shapes.exercises import ExerciseDetail, ExerciseRoute, ExerciseSamples
from app.rest.shapes.heart_rate import HeartRateDetail
from app.rest.shapes.physical_info import PhysicalInfo
from app.rest.shapes.recharge import RechargeDetail
from app.rest.shapes.sleep import SleepDetail

VERSIONS = 11
"""The newest settings and ten older versions."""


async def night(asked: Asked, row: NightWithRecharge) -> SleepDetail:
    """A night with its hypnogram and heart rate."""
    about = asked.pool, asked.user_id, asked.date
    return SleepDetail.with_series(
        row, (await sleep.hypnogram(*about)).listed(), (await sleep.heart_rates(*about)).listed()
    )


async def recharged(asked: Asked, row: Recharge) -> RechargeDetail:
    """A nightly recharge with its samples."""
    about = asked.pool, asked.user_id, asked.date
    return RechargeDetail.with_series(
        row, (await recharge.hrv(*about)).listed(), (await recharge.breathing(*about)).listed()
    )


async def active_day(asked: Asked, row: ActivityDay) -> ActivityDetail:
    """A day of activity with its zones and alerts."""
    about = asked.pool, asked.user_id, asked.date
    return ActivityDetail.with_series(
        row, (await activity.zones(*about)).listed(), await activity.inactivity_stamps(*about)
    )


async def loaded_day(_asked: Asked, row: CardioLoadDay) -> CardioLoadDetail:
    """A day of cardio load with the person's thresholds."""
    return CardioLoadDetail.with_levels(row)


async def beating_day(asked: Asked, row: HeartRateDay) -> HeartRateDetail:
    """A day of heart rate with its samples."""
    samples = await heart_rate.samples(asked.pool, asked.user_id, asked.date)
    return HeartRateDetail.with_series(row, samples.listed())


async def steps(asked: Asked) -> ActivitySamples:
    """A day's steps by the minute."""
    series = (await activity.steps(asked.pool, asked.user_id, asked.date)).listed()
    if not series.local_time:
        raise NotFound(f"There are no steps by the minute on {asked.date}.")
    return ActivitySamples.of(asked.date, series)


async def exercise(asked: Asked) -> ExerciseDetail:
    """An exercise with its zones."""
    found = await _exercise(asked)
    return ExerciseDetail.with_zones(
        found, await exercises.zones(asked.pool, found.exercise_id or 0)
    )


async def exercise_samples(asked: Asked) -> ExerciseSamples:
    """What was sampled in an exercise."""
    found = await _exercise(asked)
    course = exercises.course(asked.user_id, found)
    series = (await exercises.samples(asked.pool, course)).listed()
    if not series.local_time and not found.rr_interval_ms:
        raise NotFound(f"Exercise {found.exercise_id} has no samples.")
    return ExerciseSamples.of(found, series)


async def exercise_route(asked: Asked) -> ExerciseRoute:
    """The route of an exercise."""
    found = await _exercise(asked)
    course = exercises.course(asked.user_id, found)
    route = (await exercises.route(asked.pool, course)).listed()
    if not route.local_time:
        raise NotFound(f"Exercise {found.exercise_id} has no route.")
    return ExerciseRoute.of(found, route)


async def _exercise(asked: Asked) -> Exercise:
    found = await exercises.exercise(asked.pool, asked.user_id, asked.values["id"])
    if found is None:
        raise NotFound("There is no such exercise. List the exercises to see their ids.")
    return found


async def ecg(asked: Asked) -> EcgDetail:
    """A wrist ECG with its waveform."""
    test_at: dt.datetime = asked.values["id"]
    found = await biosensing.ecg_test(asked.pool, asked.user_id, test_at)
    if found is None:
        raise NotFound("There is no such ECG. List the ECGs to see their ids.")
    return EcgDetail.with_waveform(found)


async def physical_info(asked: Asked) -> PhysicalInfo:
    """A person's settings at Polar."""
    versions = await physical.physical_info(asked.pool, asked.user_id, VERSIONS)
    if not versions:
        raise NotFound("Polar has not sent this person's physical info yet. Sync them.")
    return PhysicalInfo.with_history(versions)
