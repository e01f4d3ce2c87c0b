"""Rows that can not be kept take no others with them."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from app.normalise.values import Harvest
from app.records.sync import RunState
from app.resources import Resources
from app.simulator.world import World
from app.sync import work
from app.sync.feeds import FEEDS, Feed
from app.upstream.wire.base import Wire
from tests.app.conftest import Sync, token_of

ODD = dt.date(2026, 1, 9)
RECHARGE = next(feed for feed in FEEDS if feed.name == "recharge")


async def _dates(resources: Resources, person: str) -> set[dt.date]:
    async with resources.pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT date FROM nightly_recharge WHERE user_id = %s", [person]
        )
        return {date for (date,) in await cursor.fetchall()}


def _breaks(rows: list[Any]) -> Harvest:
    """A normaliser that meets a row it can not read."""
    if any(row.date == ODD for row in rows):
        raise IndexError("list index out of range")
    return RECHARGE.normalise(rows)


def _too_much(rows: list[Any]) -> Harvest:
    """A normaliser that lets a value through which no column takes."""
    harvest = RECHARGE.normalise(rows)
    records = harvest[0]
    harvest[0] = [
        replace(each, hrv_rmssd_ms=10**12) if each.date == ODD else each for each in records
    ]
    return harvest


@pytest.mark.parametrize("normalise", [_breaks, _too_much])
async def test_one_row_that_can_not_be_kept(
    normalise: Any,  # noqa: ANN401 -- a normaliser
    world: World,
    resources: Resources,
    synced: Sync,
    person: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All other days of the list are stored, and the odd one is named."""
    feed: Feed = replace(RECHARGE, normalise=normalise)
    monkeypatch.setattr(work, "FEEDS", (feed,))
    state, feeds = await synced(person, token_of(world, 1001))
    told = feeds["recharge"]
    assert (state, told.state, told.rows_rejected) == (RunState.PARTIAL, "partial", 1)
    assert told.problems == [f"nightly recharge {ODD}: Ursa can not keep it (row skipped)"]
    dates = await _dates(resources, person)
    assert ODD not in dates
    assert len(dates) == told.rows_received > 20


def test_every_kind_of_row_names_its_key() -> None:
    """Rows of one day are kept or left out together: each model says which fields tell it."""
    models: set[type[Wire]] = {feed.model for feed in FEEDS}
    assert [model.__name__ for model in models if not model.key] == []
