"""What a newer answer leaves behind, where it says nothing of it or that nothing is there any more.

Stages belong to the times of their night, samples and points to the course of their exercise:
beside another version they would be parts of two. A nap that lies in a night became a part of it.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.records.answers import Told
from app.records.biosensing import BodyTemperatureSamples, SkinContactChange
from app.records.exercise import (
    Exercise,
    ExerciseLap,
    ExerciseSamples,
    ExerciseZone,
    RoutePointSamples,
)
from app.records.sleep import MEASURED, Nap, Night, SleepStageSamples
from app.records.sleepwise import AlertnessHour
from app.store.aggregates import note
from app.store.pool import Connection
from app.store.queries import query
from app.store.relations import KEYS, RECORDS, SAMPLES

Whose = Mapping[str, Any]
OutgrownNap = tuple[dt.date, dt.datetime]
"""The key of a nap: its date, and when it began on the wearer's clock."""
COURSES: Mapping[type[Any], tuple[str, str]] = {
    ExerciseZone: ("write/exercise_zones_forget", "heart_rate_zones"),
    ExerciseLap: ("write/exercise_laps_forget", "laps"),
    ExerciseSamples: ("write/exercise_samples_forget", "samples"),
    RoutePointSamples: ("write/route_points_forget", "route"),
}
"""What an exercise's details tell: the statement that forgets it, and Polar's name of it."""

EMPTIED: Mapping[type[Any], tuple[str, tuple[str, ...]]] = {
    AlertnessHour: ("write/alertness_hours_forget", ("period_start_at",)),
    BodyTemperatureSamples: (
        "write/body_temperatures_forget",
        ("device_id", "measurement_type", "start_at"),
    ),
    SkinContactChange: ("write/skin_contacts_forget", ("device_id", "first_at", "last_at")),
}
"""What hangs on parents that may come without any: the statement that forgets it, and its
parameters, which name the parents."""


async def forget_outgrown(
    connected: Connection, whose: Whose, harvest: Sequence[Any], emptied: Told | None
) -> int:
    """Delete what is left of earlier versions; answers how many rows and samples went.

    To be called behind the harvest, in its transaction.
    """
    naps = await outgrown_naps(connected, whose["user_id"], harvest)
    gone = await forget_naps(connected, whose, naps)
    for block in harvest:
        if isinstance(block, SleepStageSamples):
            gone += await _forget_stages(connected, whose["user_id"], harvest, block)
    gone += await _forget_courses(connected, whose["user_id"], harvest)
    return gone + await _forget_emptied(connected, whose["user_id"], harvest, emptied)


async def outgrown_naps(
    connected: Connection, user_id: str, harvest: Sequence[Any]
) -> list[OutgrownNap]:
    """Naps in the hours of a harvest's nights as they are stored, but for those that came too."""
    dates = [night.date for night in _records(harvest, Night)]
    if not dates:
        return []
    told = {(nap.date, nap.sleep_start_local) for nap in _records(harvest, Nap)}
    parameters = {"user_id": user_id, "dates": dates}
    cursor = await connected.execute(query("read/naps_outgrown"), parameters)
    return [nap for nap in await cursor.fetchall() if nap not in told]


async def forget_naps(connected: Connection, whose: Whose, naps: Sequence[OutgrownNap]) -> int:
    """Delete naps, which stay in the history; answers how many."""
    if not naps:
        return 0
    days, starts = zip(*naps, strict=True)
    gone = {"dates": [*days], "starts": [*starts], "first": min(days), "last": max(days)}
    return await _forget(connected, "write/naps_forget", {**whose, **gone})


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


async def _forget_courses(connected: Connection, user_id: str, harvest: Sequence[Any]) -> int:
    """Zones, laps, samples and points of exercises whose details came without any."""
    detailed = [each for each in _records(harvest, Exercise) if each.has_details]
    gone = 0
    for kind, (name, sent_as) in COURSES.items():
        there = _of_exercises(harvest, kind)
        silent = {
            exercise.polar_exercise_id: exercise.start_local
            for exercise in detailed
            if exercise.polar_exercise_id not in there and sent_as not in (exercise.extra or {})
        }
        if ids := await _ids(connected, user_id, [*silent]):
            span = {"first": min(silent.values()), "last": max(silent.values())}
            gone += await _forget(connected, name, {"user_id": user_id, "ids": ids, **span})
    return gone


def _of_exercises(harvest: Sequence[Any], kind: type[Any]) -> set[str]:
    """Exercises of which rows of a kind came."""
    blocks = (part for part in harvest if isinstance(part, kind))
    sampled = {name for block in blocks for name in block.polar_exercise_id.tolist()}
    return sampled | {record.polar_exercise_id for record in _records(harvest, kind)}


async def _ids(connected: Connection, user_id: str, polar_exercise_ids: list[str]) -> list[int]:
    """Asked for by themselves: TimescaleDB can not join where it deletes from compressed chunks."""
    if not polar_exercise_ids:
        return []
    parameters = {"user_id": user_id, "polar_exercise_ids": polar_exercise_ids}
    cursor = await connected.execute(query("read/exercise_ids"), parameters)
    return [found for (found,) in await cursor.fetchall()]


async def _forget_emptied(
    connected: Connection, user_id: str, harvest: Sequence[Any], emptied: Told | None
) -> int:
    """Rows of parents that came without any, but for those that came with another parent."""
    if emptied is None or not emptied.parents:
        return 0
    kind = emptied.kind
    name, names = EMPTIED[kind]
    columns = map(list, zip(*emptied.parents, strict=True))
    parameters = {"user_id": user_id, **dict(zip(names, columns, strict=True))}
    for key in KEYS.get(RECORDS.get(kind, ""), ()):
        parameters[f"sent_{key}"] = [getattr(each, key) for each in _records(harvest, kind)]
    cursor = await connected.execute(query(name), parameters)
    gone, first, last = await cursor.fetchone() or (0, None, None)
    await note(connected, user_id, (RECORDS | SAMPLES)[kind], first, last)
    return int(gone)


def _records(harvest: Sequence[Any], kind: type[Any]) -> Iterable[Any]:
    lists = (part for part in harvest if isinstance(part, list))
    return (record for part in lists for record in part if type(record) is kind)


async def _forget(connected: Connection, name: str, parameters: Mapping[str, Any]) -> int:
    return (await connected.execute(query(name), parameters)).rowcount
