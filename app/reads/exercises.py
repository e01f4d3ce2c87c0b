"""Exercises, their zones, samples and routes."""

from dataclasses import dataclass
from typing import Annotated, Any

from app.days import Window
from app.reads.series import table
from app.records.exercise import SAMPLE_TYPES, Exercise, ExerciseZone
from app.store.pool import Pool
from app.store.read import fetch_all, fetch_one

_LONGEST_ID = 128
_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseSeries:
    """Samples of one exercise: moments, and the quantities that have any value."""

    local_time: Annotated[list[Any], "Moments on the wearer's clock."]
    columns: Annotated[dict[str, list[Any]], "Quantity, as in `SAMPLE_TYPES`, to its values."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Points of one exercise's route, columns of equal length."""

    local_time: Annotated[list[Any], "Moments on the wearer's clock."]
    latitude: Annotated[list[float], "Degrees north."]
    longitude: Annotated[list[float], "Degrees east."]
    satellites: Annotated[list[int | None], "Satellites in sight, 0-63."]
    fix: Annotated[list[int | None], "Quality of the fix, 0-3."]


async def exercises(pool: Pool, user_id: str, window: Window) -> list[Exercise]:
    """Exercises that start in the window on the wearer's clock, the newest first."""
    return await fetch_all(
        pool, Exercise, "exercises", user_id=user_id, first=window.first, last=window.last
    )


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


def _number(identifier: str) -> int | None:
    """Ursa's number, if the text is one."""
    if not (identifier.isascii() and identifier.isdigit()):
        return None
    number = int(identifier)
    return number if number <= _LARGEST_ID and str(number) == identifier else None


async def zones(pool: Pool, user_id: str, of: Exercise) -> list[ExerciseZone]:
    """Heart-rate zones, the lowest first."""
    return await fetch_all(
        pool, ExerciseZone, "exercise_zones", user_id=user_id, exercise_id=of.exercise_id
    )


async def samples(pool: Pool, user_id: str, of: Exercise) -> ExerciseSeries:
    """Samples of the quantities that the exercise has; [] when Polar sent none."""
    local_time, *values = await _of_exercise(
        pool, 1 + len(SAMPLE_TYPES), "exercise_samples", user_id, of
    )
    columns = dict(zip(SAMPLE_TYPES, values, strict=True))
    there = {name: column for name, column in columns.items() if any(v is not None for v in column)}
    return ExerciseSeries(local_time=local_time, columns=there)


async def route(pool: Pool, user_id: str, of: Exercise) -> Route:
    """Points of the route; [] when there is none."""
    local_time, latitude, longitude, satellites, fix = await _of_exercise(
        pool, 5, "route_points", user_id, of
    )
    return Route(
        local_time=local_time,
        latitude=latitude,
        longitude=longitude,
        satellites=satellites,
        fix=fix,
    )


async def _of_exercise(
    pool: Pool, width: int, name: str, user_id: str, of: Exercise
) -> list[list[Any]]:
    return await table(
        pool,
        width,
        name,
        user_id=user_id,
        exercise_id=of.exercise_id,
        start_local=of.start_local,
    )
