"""Transactions that meet others are begun again."""

import asyncio
import datetime as dt
import logging

import psycopg
import pytest

from app.errors import Collided
from app.records.activity import ActivityDay
from app.store import write
from app.store.again import MOST_TRIES, despite_collisions
from app.store.pool import Pool, transaction
from tests.app.series import TODAY
from tests.databases import SERVER


@pytest.mark.parametrize("collisions", range(MOST_TRIES + 1))
async def test_the_same_again_succeeds(collisions: int) -> None:
    """Two collisions are nobody's business; after a third one it is told."""
    tries = 0

    async def work() -> str:
        nonlocal tries
        tries += 1
        if tries <= collisions:
            raise Collided("Try again.")
        return "done"

    if collisions < MOST_TRIES:
        assert await despite_collisions(work) == "done"
        assert tries == collisions + 1
    else:
        with pytest.raises(Collided):
            await despite_collisions(work)
        assert tries == MOST_TRIES


@pytest.mark.skipif(SERVER is None, reason="the embedded database is one session")
async def test_a_real_deadlock(
    database_url: str, pool: Pool, person: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Of two who wait for each other the server ends ours; both are written in the end."""
    day = ActivityDay(date=TODAY, start_local=dt.datetime.combine(TODAY, dt.time()), steps=1000)
    caplog.set_level(logging.INFO)
    async with await psycopg.AsyncConnection.connect(database_url) as rival:
        await rival.execute("LOCK TABLE activity IN SHARE MODE")
        storing = asyncio.create_task(write.store_harvest(pool, person, [[day]]))
        await asyncio.sleep(0.3)  # It holds the person's row, and waits for the relation.
        await rival.execute("UPDATE account SET display_name = 'Ada' WHERE user_id = %s", [person])
        await rival.commit()
    assert await storing > 0
    assert "once more: deadlock detected" in caplog.text
    async with transaction(pool) as connected:
        found = await connected.execute(
            "SELECT account.display_name, activity.steps FROM account"
            " INNER JOIN activity USING (user_id) WHERE user_id = %s",
            [person],
        )
        assert await found.fetchall() == [("Ada", 1000)]
