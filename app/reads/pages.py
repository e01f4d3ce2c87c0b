"""Pages of growing lists, by key and never by offset: exercises, tests, sync runs, people."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from app.reads.biosensing import EcgRecording
from app.reads.desk import Question, question
from app.records.account import Account
from app.records.biosensing import Spo2Test
from app.records.exercise import Exercise
from app.records.sync import SyncRun
from app.store.pool import Pool
from app.store.read import fetch_all, fetch_lists, fetch_one

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


PageOf = Question[str, [Ask], Page[R]]
"""A page of each person's list."""


def _page_of(record: type[R], name: str, meaning: str, *, dated: bool) -> PageOf[R]:
    """Pages of `sql/queries/read/{name}.sql`, of one person or of several."""

    async def pages(pool: Pool, user_ids: Sequence[str], ask: Ask) -> dict[str, Page[R]]:
        days = {"first": ask.first, "last": ask.last} if dated else {}
        parameters = {"user_ids": list(user_ids), **days, **_bounds(ask)}
        found = await fetch_lists(pool, record, name, user_ids, parameters)
        return {user_id: _page(rows, ask) for user_id, rows in found.items()}

    pages.__doc__ = meaning
    return question(pages)


exercises = _page_of(
    ExerciseOf,
    "exercise_page",
    "Exercises, the newest first; key: start on the wearer's clock, Ursa's number.",
    dated=True,
)
spo2_tests = _page_of(
    Spo2TestOf, "spo2_page", "Blood oxygen tests, the newest first; key: time.", dated=True
)
ecg_tests = _page_of(
    EcgOf,
    "ecg_page",
    "Wrist ECGs without their waveforms, the newest first; key: time of the test.",
    dated=True,
)
sync_runs = _page_of(
    SyncRun, "sync_run_page", "Sync runs, the newest first; key: time of asking, id.", dated=False
)


async def spo2_test(pool: Pool, user_id: str, test_at: dt.datetime) -> Spo2TestOf | None:
    """The blood oxygen test of that moment."""
    return await fetch_one(pool, Spo2TestOf, "spo2_test", user_id=user_id, test_at=test_at)


async def accounts(pool: Pool, ask: Ask, only: str | None = None) -> Page[Account]:
    """People in the order of their names, or the one who is named; key: the name."""
    found = await fetch_all(pool, Account, "account_page", only=only, **_bounds(ask))
    return _page(found, ask)


def _bounds(ask: Ask) -> dict[str, Any]:
    """One row more than asked for tells whether the list goes on."""
    limits = _limit("after", ask.after) | _limit("before", ask.before)
    return {"size": ask.size + 1, "backward": ask.backward, **limits}


def _limit(name: str, key: Key | None) -> dict[str, object]:
    time_or_name, tie = (*(key or ()), None, None)[:2]
    return {name: time_or_name, f"{name}_tie": tie}


def _page(rows: Sequence[R], ask: Ask) -> Page[R]:
    kept = rows[-ask.size :] if ask.backward else rows[: ask.size]
    return Page(rows=kept if ask.size else [], more=len(rows) > ask.size)
