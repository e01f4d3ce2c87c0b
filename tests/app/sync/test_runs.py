"""Runs that are ordered: a person begins with Polar's first answer, and keys have shares."""

import secrets
import uuid

import pytest

from app.errors import PolarShareUsed, PolarUnauthorized
from app.records.sync import RunState
from app.resources import Resources
from app.simulator.troubles import Trouble
from app.simulator.world import World
from app.store import runs as store
from app.sync import runs, shares, work
from app.sync.due import queue_due_runs
from app.sync.feeds import FEEDS
from tests.app.conftest import token_of

pytestmark = pytest.mark.usefixtures("pool")

LEFT_BEHIND = ("account", "credential", "sync_run")


async def _order(
    resources: Resources, user_id: str, token: str, spender: str | None = None
) -> uuid.UUID:
    return await runs.order_run(
        resources,
        user_id=user_id,
        days=2,
        origin="test",
        token=token,
        met_by="test",
        spender=spender,
    )


async def _rows(resources: Resources, user_id: str) -> dict[str, int]:
    found = {}
    async with resources.pool.connection() as connected:
        for relation in LEFT_BEHIND:
            statement = f"SELECT count(*) FROM {relation} WHERE user_id = %s".encode()
            ((found[relation],),) = await (await connected.execute(statement, [user_id])).fetchall()
    return found


async def test_a_refused_token_leaves_nothing(resources: Resources) -> None:
    """Of somebody new whose token Polar refuses there is no person, credential or run."""
    stranger = f"stranger-{secrets.token_hex(4)}"
    with pytest.raises(PolarUnauthorized, match="connect"):
        await _order(resources, stranger, "a-dead-token")
    assert await _rows(resources, stranger) == dict.fromkeys(LEFT_BEHIND, 0)


async def test_a_person_begins_with_polars_answer(world: World, resources: Resources) -> None:
    """A token that Polar takes makes the person known, and their run brings rows."""
    newcomer = f"newcomer-{secrets.token_hex(4)}"
    run_id = await _order(resources, newcomer, token_of(world, 1001))
    assert await _rows(resources, newcomer) == {"account": 1, "credential": 0, "sync_run": 1}
    assert await work.sync_run(resources, run_id) is RunState.SUCCESS
    assert (await _rows(resources, newcomer))["credential"] == 1


async def test_a_silent_polar_turns_nobody_away(
    world: World, resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who asks for a sync is not kept waiting by a Polar that gives no answer."""
    monkeypatch.setattr(runs, "GREETING_S", 0.05)
    world.troubles.add(Trouble.HANG, path="/v3/users/biosensing/spo2")
    newcomer = f"newcomer-{secrets.token_hex(4)}"
    await _order(resources, newcomer, token_of(world, 1001))
    assert (await _rows(resources, newcomer))["sync_run"] == 1


@pytest.mark.parametrize("trouble", [Trouble.FORBIDDEN, Trouble.NOT_FOUND])
async def test_what_else_goes_wrong_is_for_the_run(
    trouble: Trouble, world: World, resources: Resources
) -> None:
    """One list in trouble turns nobody away whose token is good."""
    newcomer = f"newcomer-{secrets.token_hex(4)}"
    world.troubles.add(trouble, path="/v3/users/biosensing/spo2")
    run_id = await _order(resources, newcomer, token_of(world, 1001))
    assert await work.sync_run(resources, run_id) is RunState.PARTIAL


async def test_a_key_has_a_share_of_polars_budget(
    world: World, resources: Resources, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One key's run ends where its share does; another key, and the timetable, go on."""
    monkeypatch.setattr(shares, "OF_ONE_KEY", 10 / 520)
    greedy, modest = f"key-{secrets.token_hex(4)}", f"key-{secrets.token_hex(4)}"
    monkeypatch.setattr(shares, "EVERYBODY", f"all-{secrets.token_hex(4)}")
    token = token_of(world, 1001)
    await work.sync_run(resources, await _order(resources, person, token))
    assert await work.sync_run(resources, await _order(resources, person, token, greedy)) in {
        RunState.PARTIAL,
        RunState.FAILED,
    }
    error = "SELECT error_code FROM sync_run WHERE user_id = %s AND spender = %s"
    async with resources.pool.connection() as connected:
        cursor = await connected.execute(error, [person, greedy])
        assert await cursor.fetchall() == [("polar_share_used",)]
    with pytest.raises(PolarShareUsed, match="sync again in"):
        await _order(resources, "somebody-new", token, greedy)
    assert await work.sync_run(resources, await _order(resources, person, token)) is (
        RunState.SUCCESS
    )
    world.advance(minutes=16)
    await _order(resources, person, token, modest)


async def test_all_keys_together_have_a_share(
    world: World, resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many keys use up no more than their common share, a refused key's requests not counted."""
    everybody = f"all-{secrets.token_hex(4)}"
    monkeypatch.setattr(shares, "EVERYBODY", everybody)
    monkeypatch.setattr(shares, "OF_ONE_KEY", 2 / 500)
    monkeypatch.setattr(shares, "OF_ALL_KEYS", 5 / 500)
    spent = 0
    for key in (secrets.token_hex(4) for _ in range(3)):
        spend = shares.share_of(resources, key)
        assert spend is not None
        for _ in range(4):
            try:
                await spend()
                spent += 1
            except PolarShareUsed:
                pass
    assert spent == 5
    world.advance(minutes=16)
    await _spend(resources, "master")


async def _spend(resources: Resources, spender: str) -> None:
    spend = shares.share_of(resources, spender)
    assert spend is not None
    await spend()


async def test_the_timetable_has_no_share(resources: Resources) -> None:
    """A run without a spender has the whole budget."""
    assert shares.share_of(resources, None) is None


async def _queued(resources: Resources, person: str, origin: str) -> uuid.UUID:
    """A run of somebody whose token is stored."""
    run_id = await store.queue_run(
        resources.pool,
        user_id=person,
        origin=origin,
        days=2,
        token=resources.vault.seal("token"),
        now=resources.clock(),
    )
    assert run_id is not None
    return run_id


async def _change(resources: Resources, run_id: uuid.UUID, change: str) -> None:
    async with resources.pool.connection() as connected:
        statement = f"UPDATE sync_run SET {change} WHERE run_id = %s"
        await connected.execute(statement.encode(), [run_id])


async def test_a_message_that_got_lost_is_sent_again(resources: Resources, person: str) -> None:
    """A run that nobody begins is sent once more after 90 seconds, and not before; then again."""
    run_id = await _queued(resources, person, "test")
    assert run_id not in await runs.lost_runs(resources)
    for _ in range(2):
        await _change(resources, run_id, "alive_at = now() - interval '91 seconds'")
        assert run_id in await runs.lost_runs(resources)
        assert run_id not in await runs.lost_runs(resources)


async def test_a_run_that_was_queued_ahead_blocks_nobody(resources: Resources, person: str) -> None:
    """When a clock that ran 40 days ahead is back, its run is sent again, and gives way."""
    run_id = await _queued(resources, person, "test")
    await _change(resources, run_id, "alive_at = now() + interval '2 minutes'")
    assert run_id in await runs.lost_runs(resources)
    ahead = "now() + interval '40 days'"
    await _change(resources, run_id, f"alive_at = {ahead}, queued_at = {ahead}")
    assert await _queued(resources, person, "test") != run_id


async def test_what_nobody_begins_is_given_up(resources: Resources, person: str) -> None:
    """After half an hour a run is sent no more, and the next trigger ends it."""
    run_id = await _queued(resources, person, "test")
    await _change(
        resources,
        run_id,
        "alive_at = now() - interval '31 minutes', queued_at = queued_at - interval '31 minutes'",
    )
    assert run_id not in await runs.lost_runs(resources)
    assert await _queued(resources, person, "test") != run_id


async def test_a_trigger_takes_the_place_of_a_run_that_waits(
    resources: Resources, person: str
) -> None:
    """A scheduled run that no worker has begun blocks nobody; one that was asked for does."""
    waiting = await _queued(resources, person, "schedule")
    await _queued(resources, person, "test")
    assert await store.claim_run(resources.pool, waiting, resources.clock()) is None
    with pytest.raises(AssertionError):
        await _queued(resources, person, "test")


async def test_a_run_under_way_keeps_its_place(resources: Resources, person: str) -> None:
    """A scheduled run that a worker has begun goes on."""
    begun = await _queued(resources, person, "schedule")
    assert await store.claim_run(resources.pool, begun, resources.clock())
    with pytest.raises(AssertionError):
        await _queued(resources, person, "test")


@pytest.mark.usefixtures("alone")
async def test_a_clock_that_went_back_stops_no_sync(
    resources: Resources, world: World, person: str
) -> None:
    """After an hour that comes twice, a person is due an interval after the first one at most."""
    run_id = await _order(resources, person, token_of(world, 1001))
    assert await work.sync_run(resources, run_id) is RunState.SUCCESS
    world.advance(hours=-1)
    due = []
    for _ in range(5):
        world.advance(minutes=30)
        due += await queue_due_runs(resources)
    async with resources.pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT count(*) FROM sync_run WHERE user_id = %s AND origin = 'schedule'", [person]
        )
        ((asked,),) = await cursor.fetchall()
    assert (asked, len(due)) == (1, 1)


@pytest.mark.usefixtures("alone")
async def test_a_clock_that_ran_ahead_stops_no_sync(
    resources: Resources, world: World, person: str
) -> None:
    """After a sync 40 days ahead, a person is due when the clock is back, as far back as usual."""
    now = resources.clock()
    world.advance(days=40)
    run_id = await _order(resources, person, token_of(world, 1001))
    assert await work.sync_run(resources, run_id) is RunState.SUCCESS
    world.set_now(now)
    await queue_due_runs(resources)
    async with resources.pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT feeds, feed_days[1] FROM sync_run WHERE user_id = %s AND origin = 'schedule'",
            [person],
        )
        ((feeds, days),) = await cursor.fetchall()
    assert feeds == [feed.name for feed in FEEDS]
    assert days == resources.settings.sync_days_lookback
