"""What a sync brings, written: one transaction per feed, one statement per relation."""

from collections.abc import Iterable, Sequence
from typing import Any

from app.errors import NotFound
from app.metrics import metrics_of
from app.store import columns
from app.store.pool import Connection, Pool, transaction
from app.store.queries import query
from app.store.relations import RECORDS, SAMPLES

Harvest = Sequence[Any]
"""Lists of records of one kind, and blocks of samples, in the order of writing."""


async def store_harvest(pool: Pool, user_id: str, harvest: Harvest) -> int:
    """Write everything or nothing; answers how many rows were new or had changed.

    Raises NotFound when the person has been deleted in the meantime.
    """
    async with transaction(pool) as connected:
        await hold(connected, user_id)
        return sum([await _store(connected, user_id, part) for part in harvest])


async def hold(connected: Connection, user_id: str) -> None:
    """Keep the person's row until the commit: nobody's rows outlive their account."""
    cursor = await connected.execute(query("write/account_hold"), {"user_id": user_id})
    if await cursor.fetchone() is None:
        raise NotFound(f"There is no person {user_id!r} any more; nothing was stored.")


async def _store(connected: Connection, user_id: str, part: Any) -> int:  # noqa: ANN401 -- a list or a block
    if isinstance(part, list):
        return await _store_records(connected, user_id, part) if part else 0
    return await _store_block(connected, user_id, part) if columns.length(part) else 0


async def _store_records(connected: Connection, user_id: str, records: list[Any]) -> int:
    relation = RECORDS.get(type(records[0]))
    written = 0
    if relation is not None:
        parameters = {"user_id": user_id, **columns.of_records(records)}
        written = await _run(connected, relation, parameters)
    return written + await _store_metrics(connected, user_id, records)


async def _store_metrics(connected: Connection, user_id: str, records: list[Any]) -> int:
    """Values of the registry's metrics follow their rows into `metric_daily`."""
    rows = [
        (metric.key, record.date.isoformat(), value)
        for metric in metrics_of(type(records[0]))
        for record in records
        if (value := metric.spec.value(record)) is not None
    ]
    if not rows:
        return 0
    columns_of_rows = [list(column) for column in zip(*rows, strict=True)]
    parameters = dict(zip(("metric", "date", "value"), columns_of_rows, strict=True))
    return await _run(connected, "metric_daily", {"user_id": user_id, **parameters})


async def _store_block(connected: Connection, user_id: str, block: Any) -> int:  # noqa: ANN401 -- any sample block
    parameters: dict[str, Any] = {"user_id": user_id, **columns.of_block(block)}
    local_time = getattr(block, "local_time", None)
    if local_time is not None:
        parameters |= {"first": str(local_time.min()), "last": str(local_time.max())}
    cursor = await connected.execute(query(f"write/{SAMPLES[type(block)]}"), parameters)
    row = await cursor.fetchone()
    return int(row[0]) if row else 0


async def _run(connected: Connection, name: str, parameters: dict[str, Any]) -> int:
    cursor = await connected.execute(query(f"write/{name}"), parameters)
    return cursor.rowcount


async def execute(pool: Pool, name: str, **parameters: object) -> int:
    """Run `sql/queries/write/{name}.sql`; answers how many rows it touched."""
    async with transaction(pool) as connected:
        return await _run(connected, name, parameters)


def size(harvest: Harvest) -> Iterable[tuple[str, int]]:
    """Relation and number of rows of each part of a harvest, for logs and tests."""
    for part in harvest:
        if isinstance(part, list):
            yield (RECORDS.get(type(part[0]), "metric_daily"), len(part)) if part else ("", 0)
        else:
            yield SAMPLES[type(part)], columns.length(part)
