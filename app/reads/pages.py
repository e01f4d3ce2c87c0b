"""Pages of growing lists, by key and never by offset: exercises, tests, sync runs, people."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from app.reads.biosensing import EcgRecording
from app.reads.desk import Question, question
from app.records.account import Account, ApiKey
from app.records.biosensing import Spo2Test
from app.records.exercise import Exercise
from app.records.server import AuditEntry
from app.records.sync import SyncRun
from app.store.pool import Pool
from app.store.read import fetch_all, fetch_lists, fetch_one

R = TypeVar("R")

_DATED = ("first", "last")

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
class PageRequest:
    """Which rows of a list: the first ones after a key, or the last ones before one."""

    size: Annotated[int, "At most so many."]
    backward: Annotated[bool, "The last ones instead of the first."] = False
    after: Annotated[Key | None, "Only rows after this key."] = None
    before: Annotated[Key | None, "Only rows before this key."] = None
    first: Annotated[dt.date | None, "Only rows from this day on."] = None
    last: Annotated[dt.date | None, "Only rows up to this day."] = None
    duplicates: Annotated[bool, "Exercises: also records that repeat another one."] = False
    search: Annotated[str | None, "People: part of a name or a number."] = None
    sports: Annotated[tuple[str, ...] | None, "Exercises: of these sports alone."] = None
    words: Annotated[tuple[str, ...] | None, "Exercises: with each of these words."] = None

    def filters(self) -> dict[str, Any]:
        """Which exercises are asked for, wherever a page of them stands."""
        return {
            **{name: getattr(self, name) for name in (*_DATED, "duplicates")},
            "sports": None if self.sports is None else list(self.sports),
            "words": None if self.words is None else list(self.words),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[R]):
    """Rows in the list's order, and whether there are more on the side that was walked to."""

    rows: Annotated[Sequence[R], "The rows."]
    more: Annotated[bool, "Whether the list goes on."]


PageOf = Question[str, [PageRequest], Page[R]]
"""A page of each person's list."""


def _page_of(record: type[R], name: str, meaning: str, also: Sequence[str] = ()) -> PageOf[R]:
    """Pages of `sql/queries/read/{name}.sql`, of one person or of several.

    `also`: what else of the request the question asks.
    """

    async def pages(
        pool: Pool, user_ids: Sequence[str], request: PageRequest
    ) -> dict[str, Page[R]]:
        more = {each: getattr(request, each) for each in also}
        parameters = {"user_ids": list(user_ids), **more, **bounds(request)}
        found = await fetch_lists(pool, record, name, user_ids, parameters)
        return {user_id: page(rows, request) for user_id, rows in found.items()}

    pages.__doc__ = meaning
    return question(pages)


@question
async def exercises(
    pool: Pool, user_ids: Sequence[str], request: PageRequest
) -> dict[str, Page[ExerciseOf]]:
    """Exercises, the newest first; key: start on the wearer's clock, Ursa's number."""
    asked = {"user_ids": list(user_ids), **request.filters(), **bounds(request)}
    found = await fetch_lists(pool, ExerciseOf, "exercise_page", user_ids, asked)
    return {user_id: page(rows, request) for user_id, rows in found.items()}


spo2_tests = _page_of(
    Spo2TestOf, "spo2_page", "Blood oxygen tests, the newest first; key: time.", _DATED
)
ecg_tests = _page_of(
    EcgOf,
    "ecg_page",
    "Wrist ECGs without their waveforms, the newest first; key: time of the test.",
    _DATED,
)
sync_runs = _page_of(
    SyncRun, "sync_run_page", "Sync runs, the newest first; key: time of asking, id."
)


async def spo2_test(pool: Pool, user_id: str, test_at: dt.datetime) -> Spo2TestOf | None:
    """The blood oxygen test of that moment."""
    return await fetch_one(pool, Spo2TestOf, "spo2_test", user_id=user_id, test_at=test_at)


PEOPLE_BY = {
    "user_id": "account_page",
    "name": "account_page_by_name",
    "synced": "account_page_by_sync",
}
"""Orders in which people are listed; key: user id, name and user id, last sync and user id."""


async def accounts(
    pool: Pool, request: PageRequest, only: str | None = None, by: str = "user_id"
) -> Page[Account]:
    """People in an order of `PEOPLE_BY`, or the one who is named."""
    asked = {"only": only, "search": request.search, **bounds(request)}
    found = await fetch_all(pool, Account, PEOPLE_BY[by], **asked)
    return page(found, request)


async def runs_of_everybody(
    pool: Pool, request: PageRequest, only: str | None, states: Sequence[str] | None
) -> Page[SyncRun]:
    """Runs of everybody or of one person, the newest first; key: time of asking, id."""
    asked = {"only": only, "states": None if states is None else list(states), **bounds(request)}
    return page(await fetch_all(pool, SyncRun, "sync_run_list", **asked), request)


async def api_keys(
    pool: Pool, request: PageRequest, only: str | None, now: dt.datetime, *, works: bool | None
) -> Page[ApiKey]:
    """Keys of everybody or of one person, the newest first; key: when it was made, id.

    `works`: those that work now, or those that do not; None: all.
    """
    asked = {"only": only, "works": works, "now": now, **bounds(request)}
    return page(await fetch_all(pool, ApiKey, "api_key_page", **asked), request)


async def audit_log(
    pool: Pool, request: PageRequest, only: str | None, action: str | None
) -> Page[AuditEntry]:
    """Deeds, or those about one person, the newest first; key: number of the line.

    `action`: those alone whose name begins so.
    """
    asked = {"only": only, "action": action, **bounds(request)}
    return page(await fetch_all(pool, AuditEntry, "audit_page", **asked), request)


def bounds(request: PageRequest) -> dict[str, Any]:
    """One row more than asked for tells whether the list goes on."""
    limits = _limit("after", request.after) | _limit("before", request.before)
    return {"size": request.size + 1, "backward": request.backward, **limits}


def _limit(name: str, key: Key | None) -> dict[str, object]:
    time_or_name, tie = (*(key or ()), None, None)[:2]
    return {name: time_or_name, f"{name}_tie": tie}


def page(rows: Sequence[R], request: PageRequest) -> Page[R]:
    """The rows that were asked for, of those that came and one more."""
    kept = rows[-request.size :] if request.backward else rows[: request.size]
    return Page(rows=kept if request.size else [], more=len(rows) > request.size)
