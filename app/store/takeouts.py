"""Exports in the database: queued, claimed, ended; and which files on the disk are still needed."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from psycopg.rows import class_row

from app.records.takeouts import TakeoutState
from app.store import audit
from app.store.change import execute
from app.store.imports import SILENT_S
from app.store.pool import Pool, transaction
from app.store.queries import SQL, query


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedTakeout:
    """An export that this process works on."""

    run_id: uuid.UUID
    user_id: str
    tries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeoutEnd:
    """How an export ended."""

    state: TakeoutState
    told_rows: int = 0
    documents: int = 0
    file_bytes: int | None = None
    expires_at: dt.datetime | None = None
    error_code: str | None = None
    error: str | None = None


async def queue_takeout(
    pool: Pool, user_id: str, origin: str, now: dt.datetime, *, actor: str
) -> uuid.UUID | None:
    """Queue an export; None while another one of the person is under way, or without a person."""
    async with transaction(pool) as connected:
        order = {"user_id": user_id, "origin": origin, "now": now}
        cursor = await connected.execute(query("write/takeout_queue"), order)
        row = await cursor.fetchone()
        if row is None:
            return None
        run_id: uuid.UUID = row[0]
        await audit.tell(connected, actor, "takeout.start", user_id, {"run_id": run_id})
        return run_id


async def claim_takeout(pool: Pool, run_id: uuid.UUID, now: dt.datetime) -> ClaimedTakeout | None:
    """Begin with an export; None when another process does, or when it is over."""
    async with (
        transaction(pool) as connected,
        connected.cursor(row_factory=class_row(ClaimedTakeout)) as cursor,
    ):
        parameters = {"run_id": run_id, "now": now, "silent_s": SILENT_S}
        await cursor.execute(query("write/takeout_claim"), parameters)
        return await cursor.fetchone()


async def note_phase(pool: Pool, run_id: uuid.UUID, phase: str, now: dt.datetime) -> None:
    """A sign of life, with what is being written."""
    await execute(pool, "takeout_step", run_id=run_id, phase=phase, now=now)


async def finish_takeout(pool: Pool, run_id: uuid.UUID, end: TakeoutEnd, now: dt.datetime) -> bool:
    """Record how an export ended; False when it has ended already, or nobody is there any more."""
    told = asdict(end) | {"state": end.state.value}
    return await execute(pool, "takeout_finish", run_id=run_id, now=now, **told) > 0


async def forget_takeouts(pool: Pool, now: dt.datetime) -> None:
    """Exports whose week is over, and those that a newer one stands for, are gone."""
    await execute(pool, "takeouts_forget", now=now)


async def takeouts_to_resend(pool: Pool, now: dt.datetime) -> list[uuid.UUID]:
    """Exports that nobody works on, although somebody should."""
    return await _ids(pool, "takeout_resend", now=now, silent_s=SILENT_S)


async def files_wanted(pool: Pool, run_ids: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    """Those of the imports and exports whose file somebody still needs."""
    return await _ids(pool, "files_wanted", run_ids=list(run_ids))


async def files_of_person(pool: Pool, user_id: str) -> list[uuid.UUID]:
    """Imports and exports of a person whose file may lie on the disk."""
    return await _ids(pool, "files_of_person", user_id=user_id)


async def _ids(pool: Pool, name: str, **parameters: object) -> list[uuid.UUID]:
    async with transaction(pool) as connected:
        cursor = await connected.execute(query(f"read/{name}"), parameters)
        return [run_id for (run_id,) in await cursor.fetchall()]


def parquet_rows() -> str:
    """DuckDB's statement for the rows of a Parquet file; its parameter is the file's `path`."""
    return (SQL / "duckdb" / "rows.sql").read_text()
