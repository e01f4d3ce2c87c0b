"""A sync that is cut off between two feeds, anywhere, goes on where it was."""

import asyncio
import uuid

import pytest

from app.records.sync import RunState, SyncFeed
from app.resources import Resources
from app.simulator.world import World
from app.store.pool import Pool
from app.sync import runs, work
from app.sync.feeds import FEEDS
from tests.app.conftest import token_of
from tests.app.series import new_person

DAYS = 2
HIDDEN = ["written_at", "run_id", "user_id", "exercise_id"]
"""What differs between two people with the same days, and between two runs."""
RELATIONS = """
    SELECT relation::text FROM relations_of_people() AS relation
    WHERE relation::text NOT IN ('account', 'credential', 'sync_run', 'data_version')
        AND relation::text NOT LIKE '_timescaledb_internal.%'
"""


FINGERPRINT = """
    SELECT count(*), md5(string_agg(row.told, ';' ORDER BY row.told))
    FROM (SELECT (to_jsonb(r) - %s::text[])::text AS told FROM {} AS r WHERE user_id = %s) AS row
"""
State = dict[str, tuple[int, str | None]]


async def _queued(resources: Resources, person: str, token: str) -> uuid.UUID:
    return await runs.queue_run(
        resources,
        user_id=person,
        days=DAYS,
        origin="test",
        token=token,
    )


async def _cut_off_after(resources: Resources, person: str, token: str, feeds: int) -> uuid.UUID:
    """A run whose process has to end when so many feeds are done."""
    run_id = await _queued(resources, person, token)
    left, done = feeds, asyncio.Event()

    def report(_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            done.set()
            task.cancel()

    task = asyncio.create_task(work.sync_run(resources, run_id, report))
    with pytest.raises(asyncio.CancelledError):
        await task
    assert done.is_set()
    return run_id


async def _state(pool: Pool, person: str) -> State:
    """Number and fingerprint of a person's rows in each relation, told by what they say."""
    state: State = {}
    async with pool.connection() as connected:
        for (relation,) in await (await connected.execute(RELATIONS)).fetchall():
            statement = FINGERPRINT.format(relation).encode()
            ((rows, digest),) = await (
                await connected.execute(statement, [HIDDEN, person])
            ).fetchall()
            state[relation] = rows, digest
    return state


@pytest.fixture(scope="module")
def uninterrupted() -> dict[str, State]:
    """What a run that nothing cut off leaves; filled by the first test that asks."""
    return {}


@pytest.mark.parametrize("feeds", range(1, len(FEEDS) + 1), ids=[feed.name for feed in FEEDS])
async def test_cut_off_after_each_feed(
    feeds: int,
    world: World,
    resources: Resources,
    pool: Pool,
    uninterrupted: dict[str, State],
) -> None:
    """The next worker does the feeds that are left, and leaves what one whole run would have."""
    token = token_of(world, 1003, days=1)
    if not uninterrupted:
        whole = await new_person(pool)
        assert await work.sync_run(resources, await _queued(resources, whole, token))
        uninterrupted["whole"] = await _state(pool, whole)
    person = await new_person(pool)
    run_id = await _cut_off_after(resources, person, token, feeds)
    left: list[SyncFeed] = []
    assert await work.sync_run(resources, run_id, left.append) is RunState.SUCCESS
    assert [each.feed for each in left] == [feed.name for feed in FEEDS[feeds:]]
    assert await _state(pool, person) == uninterrupted["whole"]
    assert sum(rows for rows, _ in uninterrupted["whole"].values()) > 1000


async def test_cut_off_before_the_first_feed(
    world: World, resources: Resources, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that was cut off at once goes on, and keeps no token when it is over."""
    person, token = await new_person(pool), token_of(world, 1003, days=1)
    run_id = await _queued(resources, person, token)
    begun = asyncio.Event()

    async def waiting(*_: object) -> None:
        begun.set()
        await asyncio.Event().wait()

    with monkeypatch.context() as patched:
        patched.setattr(work, "_requests", waiting)
        task = asyncio.create_task(work.sync_run(resources, run_id))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await _run(pool, run_id) == ("queued", True)
    assert await work.sync_run(resources, run_id) is RunState.SUCCESS
    assert await _run(pool, run_id) == ("success", False)


async def _run(pool: Pool, run_id: uuid.UUID) -> tuple[str, bool]:
    """State of a run, and whether it has a token."""
    statement = "SELECT state, token_encrypted IS NOT NULL FROM sync_run WHERE run_id = %s"
    async with pool.connection() as connected:
        ((state, token),) = await (await connected.execute(statement, [run_id])).fetchall()
    return state, token
