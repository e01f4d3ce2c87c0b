"""What a newer version of a night or an exercise leaves behind, where it says nothing of it.

Stages belong to the times of their night, samples and points to the course of their exercise:
beside another version they would be parts of two.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from app.records.exercise import Exercise, ExerciseSamples, RoutePointSamples
from app.records.sleep import MEASURED, Night, SleepStageSamples
from app.store.pool import Connection
from app.store.queries import query

Course = ExerciseSamples | RoutePointSamples
COURSES = {
    ExerciseSamples: "write/exercise_samples_forget",
    RoutePointSamples: "write/route_points_forget",
}


async def forget_outgrown(connected: Connection, user_id: str, harvest: Sequence[Any]) -> int:
    """Delete what is left of earlier versions; answers how many samples went.

    To be called behind the harvest, in its transaction.
    """
    gone = 0
    for block in harvest:
        if isinstance(block, SleepStageSamples):
            gone += await _forget_stages(connected, user_id, harvest, block)
        elif type(block) in COURSES:
            gone += await _forget_courses(connected, user_id, harvest, block)
    return gone


async def _forget_stages(
    connected: Connection, user_id: str, harvest: Sequence[Any], told: SleepStageSamples
) -> int:
    """Stages of nights that were measured anew, and of whose stages nothing was told."""
    nights = {night.date.isoformat() for night in _records(harvest, Night)}
    untold = sorted(nights - {str(day) for day in told.told})
    if not untold:
        return 0
    cursor = await connected.execute(
        query("read/nights_measured_anew"),
        {"user_id": user_id, "dates": untold, "measured": sorted(MEASURED)},
    )
    dates = sorted(date for (date,) in await cursor.fetchall())
    span = {"dates": dates, "first": dates[0], "last": dates[-1]} if dates else {}
    parameters = {"user_id": user_id, **span}
    return await _forget(connected, "write/sleep_stages_forget", parameters) if dates else 0


async def _forget_courses(
    connected: Connection, user_id: str, harvest: Sequence[Any], told: Course
) -> int:
    """Samples of exercises whose details came without any."""
    there = {*told.polar_exercise_id.tolist()}
    silent = {
        exercise.polar_exercise_id: exercise.start_local
        for exercise in _records(harvest, Exercise)
        if exercise.has_details and exercise.polar_exercise_id not in there
    }
    ids = await _ids(connected, user_id, [*silent]) if silent else []
    if not ids:
        return 0
    span = {"first": min(silent.values()), "last": max(silent.values())}
    return await _forget(connected, COURSES[type(told)], {"user_id": user_id, "ids": ids, **span})


async def _ids(connected: Connection, user_id: str, polar_exercise_ids: list[str]) -> list[int]:
    """Asked for by themselves: TimescaleDB can not join where it deletes from compressed chunks."""
    parameters = {"user_id": user_id, "polar_exercise_ids": polar_exercise_ids}
    cursor = await connected.execute(query("read/exercise_ids"), parameters)
    return [found for (found,) in await cursor.fetchall()]


def _records(harvest: Sequence[Any], kind: type[Any]) -> Iterable[Any]:
    lists = (part for part in harvest if isinstance(part, list))
    return (record for part in lists for record in part if isinstance(record, kind))


async def _forget(connected: Connection, name: str, parameters: dict[str, Any]) -> int:
    return (await connected.execute(query(name), parameters)).rowcount
