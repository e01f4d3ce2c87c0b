"""A person's past down to a day: slices, ends, and what cuts them off."""

import datetime as dt

import pytest

from app.auth import owner
from app.deeds.backfills import start_backfill, stop_backfill
from app.errors import Conflict, InvalidInput
from app.reads.backfills import PersonsBackfill, backfill_of
from app.records.backfill import BackfillFeed
from app.records.sync import RunState
from app.resources import Resources
from app.simulator.troubles import Trouble
from app.simulator.world import World
from app.state import State
from app.store.connections import forget_credential
from app.store.pool import Pool
from app.sync import work
from app.sync.back import BACK
from app.sync.backfill import MOST_WAITING, next_slice, queue_slices
from app.sync.due import queue_due_runs
from app.sync.feeds import FEEDS
from tests.app.conftest import NOW, Sync, token_of
from tests.app.deeds.doubles import Workers

OWNER = owner("test")
UNTIL = dt.date(2025, 12, 4)


@pytest.fixture
async def house(resources: Resources, pool: Pool, alone: None) -> State:
    """Ursa, in which nobody's past is asked for."""
    assert alone is None
    async with pool.connection() as connected:
        await connected.execute("TRUNCATE backfill, backfill_feed")
    return State(resources=resources, auth=None, dispatch=Workers())  # type: ignore[typeddict-item]


@pytest.fixture
async def reached(world: World, resources: Resources, synced: Sync, person: str) -> str:
    """A person whose first sync reached as far as it does."""
    await synced(person, token_of(world, 1003, days=100), days=1)
    async with resources.pool.connection() as connected:
        await connected.execute("UPDATE feed_state SET whole = TRUE WHERE user_id = %s", [person])
    return person


async def found(house: State, person: str) -> PersonsBackfill:
    """The person's backfill."""
    there = await backfill_of(house["resources"].pool, person)
    assert there is not None
    return there


async def work_on(house: State, world: World, most: int = 100) -> int:
    """Work on slices until none is left, as time goes by; answers how many there were."""
    done = 0
    for _ in range(most):
        runs = await queue_slices(house["resources"])
        if not runs:
            break
        for run_id in runs:
            await work.sync_run(house["resources"], run_id)
            done += 1
        world.advance(minutes=16)
    return done


def feed(name: str, reached: str, goal: str = "2025-01-01", tries: int = 0) -> BackfillFeed:
    """A feed that got so far."""
    return BackfillFeed(
        feed=name,
        goal=dt.date.fromisoformat(goal),
        reached=dt.date.fromisoformat(reached),
        rows_received=0,
        tries=tries,
        done=False,
        note=None,
    )


def test_the_newest_days_come_first() -> None:
    """A slice has a dozen requests of the feed that got least far, down to its goal."""
    feeds = [feed("sleep", "2025-06-01"), feed("heart_rate", "2025-07-01")]
    piece = next_slice(feeds)
    assert piece is not None
    assert (piece.feed, piece.days.last, piece.requests) == ("heart_rate", dt.date(2025, 6, 30), 12)
    short = next_slice([feed("sleep", "2025-01-03")])
    assert short is not None
    assert (short.days.days, short.requests) == (2, 2)
    assert next_slice([]) is None


def test_every_feed_with_days_has_a_past() -> None:
    """All but exercises, which show 30 days of uploads, and settings."""
    assert {each.name for each in FEEDS} - set(BACK) == {"exercises", "physical_info"}


async def test_nights_by_date(house: State, world: World, reached: str) -> None:
    """Nights that the list does not show any more come, day by day, down to the day asked for."""
    assert await _oldest(house, reached) >= NOW.date() - dt.timedelta(days=27)
    await start_backfill(house, OWNER, reached, UNTIL)
    assert await work_on(house, world) == 2
    there = await found(house, reached)
    assert (there.state, there.error) == ("done", None)
    assert {each.reached for each in there.feeds if each.feed in {"sleep", "recharge"}} == {UNTIL}
    assert all(each.done for each in there.feeds)
    assert UNTIL <= await _oldest(house, reached) <= UNTIL + dt.timedelta(days=2)


async def _oldest(house: State, person: str) -> dt.date:
    """The oldest night; now and then a watch lay in a drawer."""
    async with house["resources"].pool.connection() as connected:
        statement = "SELECT min(date) FROM sleep WHERE user_id = %s"
        ((oldest,),) = await (await connected.execute(statement, [person])).fetchall()
    assert isinstance(oldest, dt.date)
    return oldest


async def test_each_feed_ends_where_polar_does(
    house: State, world: World, synced: Sync, person: str, pool: Pool
) -> None:
    """Activity goes a year back, cardio load half of one; a refusal ends a feed quietly."""
    await synced(person, token_of(world, 1003, days=100), days=1)
    await start_backfill(house, OWNER, person, dt.date(2024, 1, 1))
    there = await found(house, person)
    goals = {each.feed: (NOW.date() - each.goal).days + 1 for each in there.feeds}
    assert (goals["activity"], goals["activity_samples"], goals["cardio_load"]) == (365, 365, 180)
    async with pool.connection() as connected:
        await connected.execute("UPDATE backfill_feed SET done = TRUE WHERE feed <> 'spo2'")
    world.troubles.add(Trouble.BAD_REQUEST, path="/v3/users/biosensing/spo2", after=3)
    assert await work_on(house, world) == 1
    there = await found(house, person)
    (tests,) = [each for each in there.feeds if each.feed == "spo2"]
    assert (there.state, tests.done, tests.tries) == ("done", True, 0)
    assert "Polar shows nothing before" in (tests.note or "")


async def test_what_syncs_brought_is_not_asked_for_again(house: State, reached: str) -> None:
    """After a first sync of a year, ranges begin a year back and lists after their 28 days."""
    await start_backfill(house, OWNER, reached, dt.date(2024, 10, 1))
    there = {each.feed: each for each in (await found(house, reached)).feeds}
    assert there["sleep"].reached == NOW.date() - dt.timedelta(days=27)
    assert there["spo2"].reached == NOW.date() - dt.timedelta(days=364)
    assert {name for name, each in there.items() if each.done} == {
        "activity",
        "activity_samples",
        "cardio_load",
    }


async def test_cut_off_anywhere(house: State, world: World, reached: str) -> None:
    """A slice that Polar did not answer is asked for again, and nothing is missing."""
    await start_backfill(house, OWNER, reached, UNTIL)
    (run_id,) = await queue_slices(house["resources"])
    assert await queue_slices(house["resources"]) == []
    before = await found(house, reached)
    world.troubles.add(Trouble.SERVER_ERROR, path="/v3/users")
    assert await work.sync_run(house["resources"], run_id) is RunState.FAILED
    failed = await found(house, reached)
    assert [each.reached for each in failed.feeds] == [each.reached for each in before.feeds]
    assert sum(each.tries for each in failed.feeds) == 1
    world.troubles.clear()
    await work_on(house, world)
    assert (await found(house, reached)).state == "done"
    assert await _oldest(house, reached) <= UNTIL + dt.timedelta(days=2)


async def test_days_that_never_come_are_passed_over(
    house: State, world: World, reached: str
) -> None:
    """After five tries older days are asked for."""
    bad, last = NOW.date() - dt.timedelta(days=30), NOW.date() - dt.timedelta(days=32)
    for path in ("sleep", "nightly-recharge"):
        world.troubles.add(Trouble.SERVER_ERROR, path=f"/v3/users/{path}/{bad}")
    await start_backfill(house, OWNER, reached, last)
    await work_on(house, world)
    there = await found(house, reached)
    assert there.state == "done"
    assert {each.reached for each in there.feeds if each.feed == "sleep"} == {last}


async def test_an_end_leaves_out_no_newer_days(
    house: State, reached: str, world: World, pool: Pool
) -> None:
    """Where newer days failed in the slice that met the end, they are asked for again."""
    await start_backfill(house, OWNER, reached, dt.date(2024, 1, 1))
    async with pool.connection() as connected:
        await connected.execute("UPDATE backfill_feed SET done = TRUE WHERE feed <> 'sleep'")
    newest = NOW.date() - dt.timedelta(days=28)
    lost, end = newest - dt.timedelta(days=2), newest - dt.timedelta(days=5)
    world.troubles.add(Trouble.SERVER_ERROR, path=f"/v3/users/sleep/{lost}")
    world.troubles.add(Trouble.BAD_REQUEST, path=f"/v3/users/sleep/{end}")
    assert await work_on(house, world, 1) == 1
    (nights,) = [each for each in (await found(house, reached)).feeds if each.feed == "sleep"]
    assert (nights.done, nights.reached) == (False, lost + dt.timedelta(days=1))
    world.troubles.clear()
    world.troubles.add(Trouble.BAD_REQUEST, path=f"/v3/users/sleep/{end}")
    assert await work_on(house, world) == 1
    assert (await found(house, reached)).state == "done"
    async with pool.connection() as connected:
        statement = "SELECT count(*) FROM sleep WHERE user_id = %s AND date = %s"
        assert await (await connected.execute(statement, [reached, lost])).fetchone() == (1,)


@pytest.mark.parametrize(("weeks", "again"), [(3, False), (9, True)])
async def test_weeks_without_a_sync(
    house: State, synced: Sync, world: World, reached: str, *, weeks: int, again: bool
) -> None:
    """Nights that no list shows any more when syncs come back are the next backfill's."""
    await start_backfill(house, OWNER, reached, UNTIL)
    await work_on(house, world)
    world.advance(days=7 * weeks)
    today = world.now.date()
    await synced(reached, token_of(world, 1003, days=200), days=7 * weeks + 3)
    on = await start_backfill(house, OWNER, reached, UNTIL)
    nights = [each for each in on.feeds if each.feed == "sleep"]
    shown = today - dt.timedelta(days=27)
    assert [(e.done, e.reached) for e in nights] == [(False, shown) if again else (True, UNTIL)]
    assert {each.done for each in on.feeds if each.feed == "heart_rate"} == {True}


async def test_twice_at_once_is_once(house: State, world: World, reached: str) -> None:
    """While one is running, that one goes on; ended, it begins where it was."""
    first = await start_backfill(house, OWNER, reached, UNTIL)
    again = await start_backfill(house, OWNER, reached, dt.date(2020, 1, 1))
    assert again == first
    await work_on(house, world, 1)
    got = {each.feed: each.reached for each in (await found(house, reached)).feeds}
    stopped = await stop_backfill(house, OWNER, reached)
    assert stopped.state == "stopped"
    with pytest.raises(Conflict, match="is running"):
        await stop_backfill(house, OWNER, reached)
    assert await queue_slices(house["resources"]) == []
    on = await start_backfill(house, OWNER, reached, UNTIL)
    assert {each.feed: each.reached for each in on.feeds} == got


async def test_a_slice_that_is_done_meanwhile(house: State, reached: str, pool: Pool) -> None:
    """It asks for nothing, and the run has succeeded; then the backfill is done."""
    await start_backfill(house, OWNER, reached, UNTIL)
    (run_id,) = await queue_slices(house["resources"])
    async with pool.connection() as connected:
        await connected.execute("UPDATE backfill_feed SET done = TRUE")
    assert await work.sync_run(house["resources"], run_id) is RunState.SUCCESS
    assert await queue_slices(house["resources"]) == []
    assert (await found(house, reached)).state == "done"


async def test_somebody_disconnected(house: State, reached: str, pool: Pool) -> None:
    """Without a token nothing begins; one that ended meanwhile holds the backfill up."""
    with pytest.raises(InvalidInput, match="until"):
        await start_backfill(house, OWNER, reached, NOW.date())
    await start_backfill(house, OWNER, reached, UNTIL)
    await forget_credential(pool, reached, actor="test", details={})
    assert await queue_slices(house["resources"]) == []
    there = await found(house, reached)
    assert (there.state, "not connected" in (there.error or "")) == ("running", True)
    with pytest.raises(Conflict, match="not connected"):
        await start_backfill(house, OWNER, reached, UNTIL)


MANY = """
    WITH person AS (
        INSERT INTO account (user_id) SELECT %(who)s || n FROM generate_series(1, 30) AS n
        RETURNING user_id
    ), connected AS (
        INSERT INTO credential (user_id, token_encrypted, connected_at)
        SELECT user_id, '', '2025-12-01' FROM person
    ), begun AS (
        INSERT INTO backfill (user_id, until, state, asked_by, started_at)
        SELECT user_id, '2025-01-01', 'running', 'test', now() FROM person
    )
    INSERT INTO backfill_feed (user_id, feed, goal, reached)
    SELECT user_id, 'sleep', '2025-01-01', '2025-01-03' FROM person
"""


async def test_few_slices_wait_for_workers(house: State, pool: Pool, person: str) -> None:
    """However many people ask for their past, what is new waits behind a few slices alone."""
    async with pool.connection() as connected:
        await connected.execute(MANY, {"who": person})
        assert len(await queue_slices(house["resources"])) == MOST_WAITING
        assert await queue_slices(house["resources"]) == []
        assert len(await queue_slices(house["resources"], f"{person}30")) == 1
        statement = "UPDATE sync_run SET state = 'running' WHERE user_id LIKE %s"
        await connected.execute(statement, [f"{person}1%"])
    assert len(await queue_slices(house["resources"])) == 30 - MOST_WAITING - 1


async def test_the_present_comes_first(house: State, reached: str, pool: Pool) -> None:
    """Where the timetable needs what is left of the budget, no slice is queued."""
    await start_backfill(house, OWNER, reached, UNTIL)
    await queue_due_runs(house["resources"])
    async with pool.connection() as connected:
        await connected.execute("UPDATE polar_budget SET used = allowed * 0.79")
    assert await queue_slices(house["resources"]) == []


async def test_a_backfill_does_not_count_as_a_sync(
    house: State, world: World, reached: str, pool: Pool
) -> None:
    """What the timetable knows of a person stays as it was."""
    before = await _known(pool, reached)
    await start_backfill(house, OWNER, reached, UNTIL)
    world.advance(hours=1)
    assert await work_on(house, world, 1) == 1
    assert await _known(pool, reached) == before


async def _known(pool: Pool, person: str) -> list[object]:
    statement = """
        SELECT account.synced_at, feed_state.* FROM account
        INNER JOIN feed_state ON account.user_id = feed_state.user_id
        WHERE account.user_id = %s ORDER BY feed_state.feed
    """
    async with pool.connection() as connected:
        return [*await (await connected.execute(statement, [person])).fetchall()]
