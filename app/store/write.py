"""What a sync brings, written: one transaction per feed, one statement per relation."""

import datetime as dt
import uuid
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

import psycopg
from psycopg import AsyncCursor
from psycopg.rows import TupleRow

from app.errors import NotFound, RowsRefused
from app.metrics import Metric, metrics_of
from app.records.exercise import Exercise
from app.store import columns
from app.store.again import begun_again
from app.store.aggregates import note
from app.store.data_versions import DAYS, raise_version
from app.store.denser import without_denser
from app.store.outgrown import forget_outgrown
from app.store.pool import Connection, Pool, transaction
from app.store.queries import query
from app.store.relations import COUNTED, RECORDS, SAMPLES
from app.store.rows import record_row

R = TypeVar("R")
Parameters = Mapping[str, Any]
Harvest = Sequence[Any]
"""Lists of records of one kind, and blocks of samples, in the order of writing."""
_AT_ONCE = nullcontext()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where rows are from, as each of them says: the source, and the run that brought them."""

    source: str = "accesslink"
    run_id: uuid.UUID | None = None


@begun_again
async def store_harvest(
    pool: Pool,
    user_id: str,
    harvest: Harvest,
    origin: Origin = Origin(),
    left: set[dt.date] | None = None,
    turn: AbstractAsyncContextManager[object] = _AT_ONCE,
) -> int:
    """Write everything or nothing; answers how many rows were new or had changed.

    Days whose heart rate is left out, because an archive has told more of it, are added to `left`.
    Who writes in turns waits for theirs with the person's row in hand: one person who is deleted,
    or imported, holds up no others.
    Raises NotFound when the person has been deleted in the meantime, RowsRefused for a value that
    no column takes.
    """
    async with refusals(), transaction(pool) as connected:
        await hold(connected, user_id)
        async with turn:
            written, days = await _store(connected, user_id, harvest, origin)
    if left is not None:
        left |= days
    return written


async def _store(
    connected: Connection, user_id: str, harvest: Harvest, origin: Origin
) -> tuple[int, set[dt.date]]:
    emptied = getattr(harvest, "emptied", None)
    harvest, days = await without_denser(connected, user_id, harvest)
    writer = Writer(connected, {"user_id": user_id, **asdict(origin)})
    written = sum([await writer.store(part) for part in harvest])
    outgrown = await forget_outgrown(connected, writer.whose, harvest, emptied)
    if written or outgrown or any(writer.gone):
        await raise_version(connected, user_id, DAYS)
    return written, days


@asynccontextmanager
async def refusals() -> AsyncIterator[None]:
    """A value that no column takes is the rows' fault, and no other rows'."""
    try:
        yield
    except (psycopg.DataError, psycopg.IntegrityError) as error:
        said = str(error).partition("\n")[0]
        raise RowsRefused(f"The database refuses these rows: {said}.") from error


async def hold(connected: Connection, user_id: str) -> None:
    """Keep the person's row until the commit: nobody's rows outlive their account."""
    cursor = await connected.execute(query("write/account_hold"), {"user_id": user_id})
    if await cursor.fetchone() is None:
        raise NotFound(f"There is no person {user_id!r} any more; nothing was stored.")


async def derive_weeks(connected: Connection, user_id: str, first: str, last: str) -> None:
    """HRV of weeks follows the nights of these days (ISO); it is no row that anybody sent."""
    days = {"user_id": user_id, "first": first, "last": last}
    cursor = await connected.execute(query("write/hrv_weeks_derive"), days)
    changed = await cursor.fetchone() or (None, None)
    await note(connected, user_id, "metric_daily", *changed)


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes parts of one harvest; `whose` are the parameters that they share.

    `gone` counts samples that did not come again with their day, one number a block.
    """

    connected: Connection
    whose: dict[str, Any]
    gone: list[int] = field(default_factory=list)

    async def store(self, part: Any) -> int:  # noqa: ANN401 -- a list or a block
        """Write a list of records or a block of samples."""
        if isinstance(part, list):
            return await self._store_records(part) if part else 0
        return await self._store_block(part) if columns.tells(part) else 0

    async def _store_records(self, records: list[Any]) -> int:
        kind = type(records[0])
        if kind not in RECORDS:
            return await self.store_metrics(records)
        parameters = columns.of_records(records)
        if kind is Exercise:
            return await self._store_exercises(parameters)
        if RECORDS[kind] in COUNTED:
            return await self._count(RECORDS[kind], parameters)
        if not metrics_of(kind):
            return await self._run(RECORDS[kind], parameters)
        stored = await self._stored(kind, parameters)
        return len(stored) + await self.store_metrics(stored)

    async def _store_exercises(self, parameters: Parameters) -> int:
        await self._run("exercises_deleted_before", parameters)
        written = await self._run(RECORDS[Exercise], parameters)
        await self._run("exercise_duplicates", parameters)
        return written

    async def _stored(self, kind: type[R], parameters: Parameters) -> list[R]:
        """The rows that were new or had changed, as they are now."""
        async with self.connected.cursor(row_factory=record_row(kind)) as cursor:
            await cursor.execute(query(f"write/{RECORDS[kind]}"), {**self.whose, **parameters})
            return await cursor.fetchall()

    async def store_metrics(self, records: list[Any]) -> int:
        """Values of the registry's metrics follow their rows into `metric_daily`."""
        rows = [
            (metric.key, record.date.isoformat(), metric.spec.value(record))
            for metric in (metrics_of(type(records[0])) if records else ())
            for record in records
        ]
        if not rows:
            return 0
        columns_of_rows = [list(column) for column in zip(*rows, strict=True)]
        names = ("metric", "date", "value")
        dates = columns_of_rows[1]
        await self._note("metric_daily", min(dates), max(dates))
        written = await self._run("metric_daily", dict(zip(names, columns_of_rows, strict=True)))
        if isinstance(records[0], Metric.HRV_RMSSD.spec.record):
            await derive_weeks(self.connected, self.whose["user_id"], min(dates), max(dates))
        return written

    async def _store_block(self, block: Any) -> int:  # noqa: ANN401 -- any sample block
        parameters = {**columns.span(block), **columns.of_block(block)}
        relation = SAMPLES[type(block)]
        cursor = await self._execute(relation, parameters)
        written, gone, first, last = await cursor.fetchone() or (0, 0, None, None)
        self.gone.append(gone)
        await self._note(relation, first, last)
        return int(written)

    async def store_fresh(self, block: Any) -> int:  # noqa: ANN401 -- any sample block
        """Write a block of days, or of an exercise, of which nothing is stored: it is not compared.

        Answers how many rows were written.
        """
        relation = SAMPLES[type(block)]
        told = columns.of_block(block)
        written = await self._run(f"fresh/{relation}", told)
        span = columns.span(block)
        await self._note(relation, span["first"][:10], span["last"][:10])
        return written

    async def _count(self, relation: str, parameters: Parameters) -> int:
        """Write records that may also go, and count both."""
        written, gone = await (await self._execute(relation, parameters)).fetchone() or (0, 0)
        self.gone.append(gone)
        return int(written)

    async def _note(self, relation: str, first: object, last: object) -> None:
        await note(self.connected, self.whose["user_id"], relation, first, last)

    async def _run(self, name: str, parameters: Parameters) -> int:
        return (await self._execute(name, parameters)).rowcount

    async def _execute(self, name: str, parameters: Parameters) -> AsyncCursor[TupleRow]:
        return await self.connected.execute(query(f"write/{name}"), {**self.whose, **parameters})


def size(harvest: Harvest) -> Iterable[tuple[str, int]]:
    """Relation and number of rows of each part of a harvest, for logs and tests."""
    for part in harvest:
        if isinstance(part, list):
            yield (RECORDS.get(type(part[0]), "metric_daily"), len(part)) if part else ("", 0)
        else:
            yield SAMPLES[type(part)], columns.length(part)
