"""Exercises, their zones, samples and routes."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from app.days import Window
from app.reads.desk import question
from app.reads.series import Columns
from app.records.exercise import SAMPLE_TYPES, Exercise, ExerciseLap, ExerciseZone
from app.store.pool import Pool
from app.store.read import fetch_columns, fetch_each, fetch_lists, fetch_one

R = TypeVar("R")

_LONGEST_ID = 128
_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneOf(ExerciseZone):
    """A heart-rate zone and the exercise it belongs to."""

    exercise_id: Annotated[int, "Ursa's number of the exercise."]


@dataclass(frozen=True, slots=True, kw_only=True)
class LapOf(ExerciseLap):
    """A lap and the exercise it belongs to."""

    exercise_id: Annotated[int, "Ursa's number of the exercise."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beats:
    """RR intervals of one exercise."""

    rr_interval_ms: Annotated[list[int | None], "RR intervals, ms; None: sensor offline."]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseSeries(Columns):
    """What was sampled in an exercise, in columns of equal length; NULL: not measured."""

    local_time: Annotated[list[dt.datetime], "Moments on the wearer's clock."]
    heart_rate: Annotated[list[float | None] | None, "Heart rate, bpm."] = None
    speed_kmh: Annotated[list[float | None] | None, "Speed, km/h."] = None
    cadence_rpm: Annotated[
        list[float | None] | None, "Cadence, turns per minute; running: of one leg."
    ] = None
    altitude_m: Annotated[list[float | None] | None, "Altitude, metres."] = None
    power_w: Annotated[list[float | None] | None, "Power, watt."] = None
    pedalling_index_percent: Annotated[list[float | None] | None, "Pedalling index, percent."] = (
        None
    )
    left_right_balance_percent: Annotated[
        list[float | None] | None, "Left/right balance, percent."
    ] = None
    air_pressure_hpa: Annotated[list[float | None] | None, "Air pressure, hectopascal."] = None
    running_cadence_spm: Annotated[
        list[float | None] | None, "Running cadence, steps per minute."
    ] = None
    temperature_c: Annotated[list[float | None] | None, "Temperature, degrees Celsius."] = None
    distance_m: Annotated[list[float | None] | None, "Distance since the start, metres."] = None

    def quantities(self) -> dict[str, list[Any]]:
        """The quantities that were measured, as in `SAMPLE_TYPES`, with their values."""
        found = {name: getattr(self, name) for name in SAMPLE_TYPES}
        return {name: values for name, values in found.items() if values is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(Columns):
    """Points of one exercise's route, in columns of equal length."""

    local_time: Annotated[list[dt.datetime], "Moments on the wearer's clock."]
    latitude: Annotated[list[float], "Degrees north."]
    longitude: Annotated[list[float], "Degrees east."]
    distance_m: Annotated[list[float], "Metres along the route since its first point."]
    satellites: Annotated[list[int | None], "Satellites in sight, 0-63."]
    fix: Annotated[list[int | None], "Quality of the fix, 0-3."]


@question
async def exercises(
    pool: Pool, user_ids: Sequence[str], window: Window, *, duplicates: bool = False
) -> dict[str, list[Exercise]]:
    """Exercises that start in the window on the wearer's clock, the newest first.

    `duplicates`: also records that repeat another one.
    """
    asked = {"user_ids": list(user_ids), "first": window.first, "last": window.last}
    asked["duplicates"] = duplicates
    return await fetch_lists(pool, Exercise, "exercises", user_ids, asked)


async def exercise(pool: Pool, user_id: str, identifier: str) -> Exercise | None:
    """One exercise by Ursa's number or by Polar's id."""
    if len(identifier) > _LONGEST_ID or "\x00" in identifier:
        return None
    return await fetch_one(
        pool,
        Exercise,
        "exercise",
        user_id=user_id,
        exercise_id=_number(identifier),
        polar_exercise_id=identifier,
    )


async def duplicates(pool: Pool, exercise_id: int) -> list[int]:
    """Numbers of the records that repeat an exercise."""
    columns = await fetch_columns(pool, "exercise_duplicates", exercise_id=exercise_id)
    return columns[0] if columns else []


def _number(identifier: str) -> int | None:
    """Ursa's number, if the text is one."""
    if not (identifier.isascii() and identifier.isdigit()):
        return None
    number = int(identifier)
    return number if number <= _LARGEST_ID and str(number) == identifier else None


ExerciseKey = tuple[str, int, dt.datetime]
"""Whose exercise, its number, and when it began on the wearer's clock."""


def key_of(user_id: str, of: Exercise) -> ExerciseKey:
    """The key by which samples and route of an exercise are asked for."""
    return user_id, of.exercise_id or 0, of.start_local


@question
async def zones(pool: Pool, exercise_ids: Sequence[int]) -> dict[int, list[ZoneOf]]:
    """Heart-rate zones, the lowest first."""
    asked = {"exercise_ids": list(exercise_ids)}
    return await fetch_lists(pool, ZoneOf, "exercise_zones", exercise_ids, asked)


@question
async def laps(pool: Pool, exercise_ids: Sequence[int]) -> dict[int, list[LapOf]]:
    """Laps, those that were pressed by hand first."""
    asked = {"exercise_ids": list(exercise_ids)}
    return await fetch_lists(pool, LapOf, "exercise_laps", exercise_ids, asked)


@question
async def beats(pool: Pool, exercise_ids: Sequence[int]) -> dict[int, list[int | None] | None]:
    """RR intervals, milliseconds, None where the sensor was offline; None when there are none."""
    found = await fetch_each(pool, Beats, "exercise_beats", {"exercise_ids": list(exercise_ids)})
    return {
        exercise_id: found[exercise_id].rr_interval_ms if exercise_id in found else None
        for exercise_id in exercise_ids
    }


@question
async def samples(
    pool: Pool, keys: Sequence[ExerciseKey], most: int | None = None
) -> dict[ExerciseKey, ExerciseSeries]:
    """Samples of the quantities that the exercise has; none when Polar sent none.

    `most`: at most so many moments, evenly chosen.
    """
    found = await _by_place(pool, ExerciseSeries, "exercise_samples", keys, most=most)
    return _each(keys, found, ExerciseSeries(local_time=[]))


@question
async def route(
    pool: Pool, keys: Sequence[ExerciseKey], most: int | None = None
) -> dict[ExerciseKey, Route]:
    """Points of the route, at most so many, evenly chosen; [] when there is none."""
    found = await _by_place(pool, Route, "route_points", keys, most=most)
    none = Route(local_time=[], latitude=[], longitude=[], distance_m=[], satellites=[], fix=[])
    return _each(keys, found, none)


async def _by_place(
    pool: Pool, record: type[R], name: str, keys: Sequence[ExerciseKey], **more: object
) -> dict[int, R]:
    user_ids, exercise_ids, starts = (list(column) for column in zip(*keys, strict=True))
    asked = {"user_ids": user_ids, "exercise_ids": exercise_ids, "starts": starts, **more}
    return await fetch_each(pool, record, name, asked, binary=True)


def _each(keys: Sequence[ExerciseKey], found: dict[int, R], none: R) -> dict[ExerciseKey, R]:
    return {one: found.get(place, none) for place, one in enumerate(keys, start=1)}
