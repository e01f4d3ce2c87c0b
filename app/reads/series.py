"""Series of samples in columns: thousands of objects are slow everywhere."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

from app.store.pool import Pool
from app.store.read import fetch_columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One quantity over time, columns of equal length."""

    local_time: Annotated[list[dt.datetime], "Moments on the wearer's clock."]
    values: Annotated[list[Any], "The values; None where there was no signal."]


async def series(pool: Pool, name: str, **parameters: object) -> Series:
    """Two columns of `sql/queries/read/{name}.sql`."""
    local_time, values = await table(pool, 2, name, **parameters)
    return Series(local_time=local_time, values=values)


async def table(pool: Pool, width: int, name: str, **parameters: object) -> list[list[Any]]:
    """`width` columns of `sql/queries/read/{name}.sql`, empty ones when there are no rows."""
    return await fetch_columns(pool, name, **parameters) or [[] for _ in range(width)]
