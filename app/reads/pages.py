"""Pages of growing lists, by key and never by offset: exercises, tests, sync runs, people."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from app.reads.biosensing import EcgRecording
from app.records.account import Account
from app.records.biosensing import Spo2Test
from app.records.exercise import Exercise, ExerciseZone
from app.records.sync import SyncFeed, SyncRun
from app.store.pool import Pool
from app.store.read import fetch_all

R = TypeVar("R")

Key = tuple[Any, ...]
"""Where a row stands in the order of its list: its time or name, and what breaks ties."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseOf(Exercise):
    """An exercise and whose it is."""

    user_id: Annotated[str, "The person."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spo2TestOf(Spo2Test):
    """A blood oxygen test and whose it is."""

    user_id: Annotated[str, "The person."]


@dataclass(frozen=True, slots=True, kw_only=True)
class EcgOf(EcgRecording):
    """A wrist ECG without its waveform, and whose it is."""

    user_id: Annotated[str, "The person."]


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneOf(ExerciseZone):
    """A heart-rate zone and the exercise it belongs to."""

    exercise_id: Annotated[int, "Ursa's number of the exercise."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Which rows of a list: the first ones after a key, or the last ones before one."""

    size: Annotated[int, "At most so many."]
    backward: Annotated[bool, "The last ones instead of the first."] = False
    after: Annotated[Key | None, "Only rows after this key."] = None
    before: Annotated[Key | None, "Only rows before this key."] = None
    first: Annotated[dt.date | None, "Only rows from this day on."] = None
    last: Annotated[dt.date | None, "Only rows up to this day."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[R]):
    """Rows in the list's order, and whether there are more on the side that was walked to."""

    rows: Annotated[Sequence[R], "The rows."]
    more: Annotated[bool, "Whether the list goes on."]


async def exercises(pool: Pool, user_id: str, ask: Ask) -> Page[ExerciseOf]:
    """Exercises, the newest first; key: start on the wearer's clock, Ursa's number."""
    return await _page(pool, ExerciseOf, "exercise_page", ask, **_days(ask), user_id=user_id)


async def spo2_tests(pool: Pool, user_id: str, ask: Ask) -> Page[Spo2TestOf]:
    """Blood oxygen tests, the newest first; key: time of the test."""
    return await _page(pool, Spo2TestOf, "spo2_page", ask, **_days(ask), user_id=user_id)


async def ecg_tests(pool: Pool, user_id: str, ask: Ask) -> Page[EcgOf]:
    """Wrist ECGs without their waveforms, the newest first; key: time of the test."""
    return await _page(pool, EcgOf, "ecg_page", ask, **_days(ask), user_id=user_id)


async def sync_runs(pool: Pool, user_id: str, ask: Ask) -> Page[SyncRun]:
    """Sync runs, the newest first; key: time of asking, id."""
    return await _page(pool, SyncRun, "sync_run_page", ask, user_id=user_id)


async def accounts(pool: Pool, ask: Ask) -> Page[Account]:
    """People, in the order of their names; key: the name."""
    return await _page(pool, Account, "account_page", ask)


async def zones_of(
    pool: Pool, user_id: str, exercise_ids: Sequence[int]
) -> dict[int, list[ZoneOf]]:
    """Zones of several exercises of one person, the lowest first, in one statement."""
    rows = await fetch_all(
        pool, ZoneOf, "exercise_zones_of", user_id=user_id, exercise_ids=list(exercise_ids)
    )
    found: dict[int, list[ZoneOf]] = {exercise_id: [] for exercise_id in exercise_ids}
    for row in rows:
        found[row.exercise_id].append(row)
    return found


async def feeds_of(pool: Pool, run_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[SyncFeed]]:
    """Feeds of several runs, in the order in which they ended, in one statement."""
    rows = await fetch_all(pool, SyncFeed, "sync_feeds_of", run_ids=list(run_ids))
    found: dict[uuid.UUID, list[SyncFeed]] = {run_id: [] for run_id in run_ids}
    for row in rows:
        found[row.run_id].append(row)
    return found


def _days(ask: Ask) -> dict[str, object]:
    return {"first": ask.first, "last": ask.last}


def _limit(name: str, key: Key | None) -> dict[str, object]:
    time_or_name, tie = (*(key or ()), None, None)[:2]
    return {name: time_or_name, f"{name}_tie": tie}


async def _page(pool: Pool, record: type[R], name: str, ask: Ask, **parameters: object) -> Page[R]:
    """One row more than asked for tells whether the list goes on."""
    limits = _limit("after", ask.after) | _limit("before", ask.before)
    rows = await fetch_all(
        pool, record, name, size=ask.size + 1, backward=ask.backward, **limits, **parameters
    )
    more = len(rows) > ask.size
    kept = rows[-ask.size :] if ask.backward else rows[: ask.size]
    return Page(rows=kept if ask.size else [], more=more)
