"""Days of which an archive told more heart rate than Polar's API does: a sync leaves them."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from app.records.heart_rate import HeartRateDay, HeartRateSamples
from app.store.blocks import without_days
from app.store.pool import Connection
from app.store.queries import query


async def without_denser(
    connected: Connection, user_id: str, harvest: Sequence[Any]
) -> tuple[Sequence[Any], set[dt.date]]:
    """The harvest without heart rate of days that an archive has told with more samples; which."""
    days = await _days_left(connected, user_id, harvest)
    return ([_left(part, days) for part in harvest] if days else harvest), days


async def _days_left(connected: Connection, user_id: str, harvest: Sequence[Any]) -> set[dt.date]:
    days: set[dt.date] = set()
    for part in harvest:
        if isinstance(part, HeartRateSamples) and len(part.told):
            days |= await _denser(connected, user_id, part)
    return days


async def _denser(connected: Connection, user_id: str, block: HeartRateSamples) -> set[dt.date]:
    days, counts = np.unique(block.days.astype("datetime64[D]"), return_counts=True)
    sent = dict(zip(days.tolist(), counts.tolist(), strict=True))
    told: list[dt.date] = block.told.astype("datetime64[D]").tolist()
    parameters = {"user_id": user_id, "days": told, "samples": [sent.get(day, 0) for day in told]}
    cursor = await connected.execute(query("read/denser_days"), parameters)
    return {day for (day,) in await cursor.fetchall()}


def _left(part: Any, days: Collection[dt.date]) -> Any:  # noqa: ANN401 -- a list or a block
    """The numbers of a day go with its samples."""
    if isinstance(part, HeartRateSamples):
        return without_days(part, np.array([*days], "datetime64[D]"))
    if isinstance(part, list) and part and isinstance(part[0], HeartRateDay):
        return [each for each in part if each.date not in days]
    return part
