"""Runs against a simulated AccessLink, in fair weather and foul."""

import asyncio
import datetime as dt
import uuid
from typing import Any

import psycopg
import pytest

from app.days import Window
from app.errors import (
    BrokerUnavailable,
    Conflict,
    DatabaseUnavailable,
    DiskFull,
    NotFound,
    SyncRunning,
)
from app.reads.activity import step_days
from app.records.sync import RunState
from app.resources import Resources
from app.simulator.troubles import Trouble
from app.simulator.world import World
from app.store import aggregates, write
from app.store import runs as store
from app.store.pool import Pool, translated
from app.store.runs import claim_run
from app.sync import runs, work
from app.sync.due import queue_due_runs
from app.sync.feeds import FEEDS
from tests.app.conftest import Sync, token_of

SLEEP = "/v3/users/sleep"
FOUL_WEATHER: list[tuple[Trouble, dict[str, float], str]] = [
    (Trouble.FORBIDDEN, {}, "polar_forbidden"),
    (Trouble.SERVER_ERROR, {}, "polar_unavailable"),
    (Trouble.BAD_GATEWAY, {}, "polar_unavailable"),
    (Trouble.HTML, {}, "polar_bad_answer"),
    (Trouble.HUGE, {"amount": 80}, "polar_bad_answer"),
    (Trouble.GZIP_BOMB, {"amount": 80}, "polar_bad_answer"),
]
HARMLESS = [Trouble.MISSING_KEYS, Trouble.NULLS, Trouble.EMPTY_200, Trouble.NO_CONTENT]


async def test_all_feeds_come_in(token: str, synced: Sync, person: str) -> None:
    """A person with every sensor gets rows from every feed."""
    state, feeds = await synced(person, token, days=9)
    assert state is RunState.SUCCESS
    assert [name for name, feed in feeds.items() if feed.rows_received == 0] == []
    assert list(feeds) == [feed.name for feed in FEEDS]


async def test_the_request_count_is_recorded(
    world: World, resources: Resources, synced: Sync, person: str
) -> None:
    """A sync of 28 days takes at most 20 requests, and says how many."""
    await synced(person, world.token_for(1003), days=28)
    async with resources.pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT request_count, state, token_encrypted FROM sync_run WHERE user_id = %s",
            [person],
        )
        (requests, state, token), *_ = await cursor.fetchall()
    assert 15 <= requests <= 20
    assert (state, token) == ("success", None)


async def test_the_same_data_rewrite_nothing(token: str, synced: Sync, person: str) -> None:
    """A second sync of the same days finds every row as it is."""
    await synced(person, token)
    _, feeds = await synced(person, token)
    assert {name: feed.rows_written for name, feed in feeds.items() if feed.rows_written} == {}


async def test_a_run_says_that_the_disk_is_full_and_the_next_brings_all(
    token: str, synced: Sync, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is stored while the database's disk has no room, and nothing is lost by that."""
    full = DiskFull("The disk of the database is full.")
    with monkeypatch.context() as patched:

        async def refuse(_: Resources) -> None:
            raise full

        patched.setattr(work, "_require_room", refuse)
        state, feeds = await synced(person, token)
    assert state is RunState.FAILED
    assert {feed.error_code for feed in feeds.values()} == {"disk_full"}
    state, feeds = await synced(person, token)
    assert state is RunState.SUCCESS


async def test_a_sync_refreshes_nothing(
    resources: Resources,
    token: str,
    synced: Sync,
    person: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It does not pay for others: its person's days are noted, and told from the rows."""
    monkeypatch.setattr("app.store.aggregates._refresh", None)
    await synced(person, token, days=28)
    first, last = dt.date(2025, 12, 1), dt.date(2026, 1, 31)
    told = await step_days(resources.pool, person, Window(first, last))
    async with resources.pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT sum(steps), (SELECT count(*) FROM unrefreshed WHERE user_id = %(id)s)"
            " FROM step_sample WHERE user_id = %(id)s",
            {"id": person},
        )
        stored, notes = await cursor.fetchone() or (0, 0)
    assert sum(day.steps for day in told) == stored > 0
    assert notes == len(aggregates.MADE_OF)


@pytest.mark.parametrize(("trouble", "more", "code"), FOUL_WEATHER)
async def test_one_feed_fails_alone(
    trouble: Trouble,
    more: dict[str, float],
    code: str,
    world: World,
    token: str,
    synced: Sync,
    person: str,
) -> None:
    """A feed that fails says why and what to do; all others are stored."""
    world.troubles.add(trouble, path="/v3/users/nightly-recharge", **more)  # type: ignore[arg-type]
    state, feeds = await synced(person, token)
    assert state is RunState.PARTIAL
    failed = feeds.pop("recharge")
    assert (failed.state, failed.error_code, failed.rows_received) == ("failed", code, 0)
    assert failed.error is not None
    assert len(failed.error) > 40
    assert {feed.state for feed in feeds.values()} == {"success"}


@pytest.mark.parametrize("trouble", [Trouble.TRUNCATED, Trouble.NAN, Trouble.TRAILING])
async def test_whole_rows_of_a_broken_answer_are_stored(
    trouble: Trouble, world: World, token: str, synced: Sync, person: str
) -> None:
    """What can be read of a list is stored; the feed came in part, and says what was wrong."""
    world.troubles.add(trouble, path="/v3/users/nightly-recharge")
    state, feeds = await synced(person, token)
    broken = feeds.pop("recharge")
    assert (state, broken.state) == (RunState.PARTIAL, "partial")
    assert broken.error_code == "polar_bad_answer"
    assert broken.rows_received > 10
    assert "did not come whole" in broken.problems[0]
    assert {feed.state for feed in feeds.values()} == {"success"}


@pytest.mark.parametrize("trouble", HARMLESS)
async def test_whims_of_polar_are_no_trouble(
    trouble: Trouble, world: World, token: str, synced: Sync, person: str
) -> None:
    """What AccessLink does now and then is read, or means that there are no rows."""
    world.troubles.add(trouble)
    state, feeds = await synced(person, token)
    assert {name: feed.error for name, feed in feeds.items() if feed.error} == {}
    assert state is RunState.SUCCESS


@pytest.mark.parametrize(
    ("trouble", "path", "feed", "words"),
    [
        (Trouble.NULL_ROW, SLEEP, "sleep", "row"),
        (Trouble.EXTRA_KEYS, "/v3/users/nightly", "recharge", "entries can not be read"),
        (Trouble.LONG_SPORT, "/v3/exercises", "exercises", "sport"),
        (Trouble.WRONG_TYPES, "/v3/users/activities", "activity", "should be"),
        (Trouble.NULL_SAMPLE, "/v3/users/continuous", "heart_rate", "samples can not be read"),
    ],
)
async def test_broken_rows_are_told_and_the_rest_is_stored(
    trouble: Trouble,
    path: str,
    feed: str,
    words: str,
    world: World,
    token: str,
    synced: Sync,
    person: str,
) -> None:
    """A broken row or field is named; the other rows of the list and the other feeds are stored."""
    world.troubles.add(trouble, path=path)
    state, feeds = await synced(person, token)
    assert state is RunState.PARTIAL
    told = feeds[feed]
    assert told.state == "partial"
    assert told.rows_received >= 1
    assert any(words in problem for problem in told.problems)


async def test_a_dead_token_stops_the_run_and_touches_nothing(
    world: World, resources: Resources, synced: Sync, person: str
) -> None:
    """After a 401 no further feed is asked for, stored rows stay, and the words say: connect."""
    token = token_of(world, 1001)
    await synced(person, token)
    world.revoke(token)
    state, feeds = await synced(person, token)
    assert state is RunState.FAILED
    assert feeds["sleep"].error_code == "polar_unauthorized"
    assert "connect" in (feeds["sleep"].error or "").lower()
    assert {feed.state for name, feed in feeds.items() if name != "sleep"} == {"skipped"}
    assert await _count(resources, "sleep", person) == 28


async def test_a_token_revoked_in_the_middle_keeps_what_came(
    world: World, resources: Resources, synced: Sync, person: str
) -> None:
    """A 401 in the middle leaves a partial run and whole feeds."""
    world.troubles.add(Trouble.REVOKED, path="/v3/users/cardio-load")
    state, feeds = await synced(person, token_of(world, 1001))
    assert state is RunState.PARTIAL
    assert feeds["sleep"].state == "success"
    assert await _count(resources, "sleep", person) == 28


@pytest.mark.parametrize("trouble", [Trouble.SHORT_LIMIT, Trouble.LONG_LIMIT])
async def test_a_used_up_budget_ends_the_run(
    trouble: Trouble, world: World, resources: Resources, synced: Sync, person: str
) -> None:
    """429 stops the person's run, says when to come again, and keeps the token for then."""
    world.troubles.add(trouble, path="/v3/exercises")
    state, feeds = await synced(person, token_of(world, 1001))
    assert state is RunState.PARTIAL
    assert feeds["exercises"].error_code == "polar_rate_limited"
    assert feeds["physical_info"].state in {"skipped", "failed"}
    await runs.hand_over(resources, await _queue(resources, person, None), _nobody)


async def _nobody(_: uuid.UUID) -> None:
    """A worker that takes its time."""


async def test_a_working_token_is_kept_for_the_timetable(
    world: World, resources: Resources, synced: Sync, person: str
) -> None:
    """What Polar accepted is stored encrypted, and the next run needs no token."""
    token = token_of(world, 1001)
    await synced(person, token)
    async with resources.pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT token_encrypted FROM credential WHERE user_id = %s", [person]
        )
        ((sealed,),) = await cursor.fetchall()
    assert token.encode() not in bytes(sealed)
    assert resources.vault.open(sealed) == token
    run_id = await _queue(resources, person, None)
    assert await work.sync_run(resources, run_id) is RunState.SUCCESS


@pytest.mark.usefixtures("alone")
async def test_a_person_becomes_due_after_the_interval(
    world: World, resources: Resources, synced: Sync, person: str
) -> None:
    """The timetable asks for the days since the last success and three more."""
    await synced(person, token_of(world, 1001), days=365)
    assert await _due(resources, person) == []
    world.advance(days=2)
    ((days,),) = await _due(resources, person)
    assert days == 5


async def _due(resources: Resources, person: str) -> list[Any]:
    await queue_due_runs(resources)
    async with resources.pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT days FROM sync_run WHERE user_id = %s AND origin = 'schedule'", [person]
        )
        return await cursor.fetchall()


async def _queue(resources: Resources, person: str, token: str | None) -> uuid.UUID:
    return await runs.queue_run(
        resources,
        user_id=person,
        token=token,
        days=2,
        origin="test",
    )


async def test_two_runs_of_one_person_do_not_overlap(
    world: World, resources: Resources, person: str
) -> None:
    """The second run is refused while the first is queued or running."""
    token = token_of(world, 1001)
    run_id = await _queue(resources, person, token)
    with pytest.raises(SyncRunning):
        await _queue(resources, person, token)
    first, second = await asyncio.gather(
        work.sync_run(resources, run_id), work.sync_run(resources, run_id)
    )
    assert {first, second} == {RunState.SUCCESS, None}


async def test_a_process_stores_one_feed_at_a_time(
    token: str, synced: Sync, person: str, resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is written, its turn is held meanwhile."""
    held, stored = list[bool](), write.Writer.store

    async def watched(writer: write.Writer, part: object) -> int:
        held.append(resources.storing.locked())
        return await stored(writer, part)

    monkeypatch.setattr(write.Writer, "store", watched)
    await synced(person, token, days=3)
    assert len(held) > len(FEEDS)
    assert all(held)
    assert not resources.storing.locked()


async def test_nobody_and_the_unconnected(resources: Resources, person: str) -> None:
    """An unknown person is not found, and one without a token is told to connect."""
    with pytest.raises(NotFound):
        await _queue(resources, "nobody-there", "token")
    with pytest.raises(Conflict, match="not connected"):
        await _queue(resources, person, None)


@pytest.mark.parametrize("seconds", [-41, 41, 40 * 86_400])
async def test_a_run_whose_process_died_is_taken_up_again(
    world: World, resources: Resources, person: str, seconds: int
) -> None:
    """After 40 s without a sign of life, or with one of a clock that ran ahead, it goes on."""
    run_id = await _queue(resources, person, token_of(world, 1001))
    assert await claim_run(resources.pool, run_id, resources.clock())
    assert run_id not in await runs.lost_runs(resources)
    await _silent(resources, run_id, seconds)
    assert run_id in await runs.lost_runs(resources)
    assert await work.sync_run(resources, run_id) is RunState.SUCCESS


async def test_a_run_that_kills_its_workers_is_given_up(
    world: World, resources: Resources, person: str
) -> None:
    """After five attempts it ends, keeps no token, and says what to expect."""
    run_id = await _queue(resources, person, token_of(world, 1001))
    for _ in range(5):
        assert await claim_run(resources.pool, run_id, resources.clock())
        await _silent(resources, run_id)
        await runs.lost_runs(resources)
    assert await _column(resources, "state", run_id) == "interrupted"
    assert await _column(resources, "token_encrypted", run_id) is None
    await _queue(resources, person, token_of(world, 1001))


async def _silent(resources: Resources, run_id: uuid.UUID, seconds: int = -41) -> None:
    """Let 41 seconds pass without a sign of life, or the last one lie ahead."""
    async with resources.pool.connection() as connected:
        await connected.execute(
            "UPDATE sync_run SET alive_at = now() + make_interval(secs => %s) WHERE run_id = %s",
            [seconds, run_id],
        )


async def test_who_lost_a_run_leaves_it_alone(
    world: World,
    resources: Resources,
    person: str,
    token: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A worker that was thought dead stops at its next sign of life; the other one ends the run."""
    monkeypatch.setattr(work, "SIGN_OF_LIFE_S", 0.02)
    world.troubles.add(Trouble.HANG, path="/v3/exercises")
    run_id = await _queue(resources, person, token)
    begun = asyncio.Event()
    slow = asyncio.create_task(work.sync_run(resources, run_id, lambda _: begun.set()))
    await begun.wait()
    await _silent(resources, run_id)
    async with resources.pool.connection() as connected:
        await connected.execute("UPDATE sync_run SET state = 'queued' WHERE run_id = %s", [run_id])
    assert await slow is None
    world.troubles.clear()
    assert await work.sync_run(resources, run_id) is RunState.SUCCESS


async def test_a_cancelled_run_is_given_back(
    world: World, resources: Resources, person: str, token: str
) -> None:
    """A worker that must stop gives its run back, and what was stored by then is whole."""
    world.troubles.add(Trouble.HANG, path="/v3/exercises")
    run_id = await _queue(resources, person, token)
    stored = asyncio.Event()
    task = asyncio.create_task(work.sync_run(resources, run_id, lambda _: stored.set()))
    await stored.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await _column(resources, "state", run_id) == "queued"
    assert await _count(resources, "sleep", person) > 20
    assert run_id in await runs.lost_runs(resources)


async def test_a_run_whose_database_went_away_goes_on(
    resources: Resources, person: str, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is given back as soon as the database hears it."""
    let_go, calls = store.let_go, []

    async def away(*_: object) -> None:
        raise DatabaseUnavailable("The database does not answer.")

    async def at_last(*given: Any, **more: Any) -> None:  # noqa: ANN401 -- what let_go takes
        calls.append(given)
        if len(calls) < 3:
            await away()
        await let_go(*given, **more)

    monkeypatch.setattr(work, "PAUSE_S", 0.01)
    run_id = await _queue(resources, person, token)
    with monkeypatch.context() as patched:
        patched.setattr("app.sync.keep.write.store_harvest", away)
        patched.setattr("app.sync.work.runs.let_go", at_last)
        with pytest.raises(DatabaseUnavailable):
            await work.sync_run(resources, run_id)
    assert await _column(resources, "state", run_id) == "queued"
    assert await work.sync_run(resources, run_id) is RunState.SUCCESS


async def test_a_deadlock_is_one_feeds_trouble(
    resources: Resources, person: str, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A statement that was cancelled fails its feed; all others are stored."""
    store, calls = write.store_harvest, []

    async def sometimes(pool: Pool, user_id: str, *harvest: Any) -> int:  # noqa: ANN401 -- and its origin
        calls.append(user_id)
        if len(calls) == 1:
            async with translated():
                raise psycopg.errors.DeadlockDetected
        return await store(pool, user_id, *harvest)

    monkeypatch.setattr("app.sync.keep.write.store_harvest", sometimes)
    run_id = await _queue(resources, person, token)
    assert await work.sync_run(resources, run_id) is RunState.PARTIAL
    assert len(calls) == len(FEEDS)


async def test_a_run_that_nobody_takes_is_given_up(resources: Resources, person: str) -> None:
    """A run that could not be sent to the workers fails at once and holds up no other."""
    run_id = await _queue(resources, person, "token")

    async def send(_: uuid.UUID) -> None:
        raise BrokerUnavailable("The broker is away.")

    with pytest.raises(BrokerUnavailable):
        await runs.hand_over(resources, run_id, send)
    assert await _column(resources, "error", run_id) == "The broker is away."
    await _queue(resources, person, "token")


async def test_a_run_that_a_worker_has_begun_goes_on(
    resources: Resources, person: str, token: str
) -> None:
    """A broker that took the message and was not heard has not failed."""
    run_id = await _queue(resources, person, token)

    async def send(_: uuid.UUID) -> None:
        await claim_run(resources.pool, run_id, resources.clock())
        raise BrokerUnavailable("The broker is away.")

    with pytest.raises(BrokerUnavailable):
        await runs.hand_over(resources, run_id, send)
    assert await _column(resources, "state", run_id) == "running"


@pytest.mark.usefixtures("alone")
async def test_who_was_not_sent_is_due_again(
    world: World, resources: Resources, synced: Sync, person: str
) -> None:
    """The timetable tries again at its next turn, and not an interval later."""
    await synced(person, token_of(world, 1001))
    world.advance(days=2)
    for turns in (1, 2):
        assert len(await _due(resources, person)) == turns
        async with resources.pool.connection() as connected:
            cursor = await connected.execute(
                "SELECT run_id FROM sync_run WHERE user_id = %s AND state = 'queued'", [person]
            )
            ((run_id,),) = await cursor.fetchall()
        await runs.give_up(resources, run_id, BrokerUnavailable("The broker is away."))


async def _column(resources: Resources, column: str, run_id: uuid.UUID) -> object:
    async with resources.pool.connection() as connected:
        cursor = await connected.execute(
            f"SELECT {column} FROM sync_run WHERE run_id = %s".encode(), [run_id]
        )
        ((value,),) = await cursor.fetchall()
    return value


async def test_a_deleted_person_gets_no_rows(
    world: World, resources: Resources, person: str
) -> None:
    """Rows are written only while the account is there."""
    run_id = await _queue(resources, person, token_of(world, 1001))
    claimed = await claim_run(resources.pool, run_id, resources.clock())
    assert claimed is not None
    async with resources.pool.connection() as connected:
        await connected.execute("DELETE FROM account WHERE user_id = %s", [person])
    with pytest.raises(NotFound):
        await write.store_harvest(resources.pool, person, [])


async def test_exercises_are_fetched_with_details_once(
    world: World, resources: Resources, synced: Sync, person: str
) -> None:
    """A second sync asks for no samples again; a new exercise is asked for by its id."""
    token = token_of(world, 1001)
    await synced(person, token)
    before = await _count(resources, "exercise_sample", person)
    asked = world.troubles.add(Trouble.SLOW, path="/v3/exercises", times=100, amount=0)
    await synced(person, token)
    assert asked.times == 99
    assert await _count(resources, "exercise_sample", person) == before > 1000


async def test_a_night_measured_anew_replaces_the_old_one(
    world: World, resources: Resources, synced: Sync, person: str
) -> None:
    """Samples that Polar does not send any more are gone, and a day that came empty stays."""
    token = token_of(world, 1001)
    await synced(person, token)
    stray = dt.datetime(2026, 1, 10, 3, 3, 3)
    async with resources.pool.connection() as connected:
        await connected.execute(
            "INSERT INTO heart_rate_sample (user_id, local_time, bpm, minute_weight)"
            " VALUES (%s, %s, 60, 1)",
            [person, stray],
        )
    before = await _count(resources, "heart_rate_sample", person)
    await synced(person, token)
    assert await _count(resources, "heart_rate_sample", person) == before - 1
    world.troubles.add(Trouble.NO_CONTENT)
    await synced(person, token)
    assert await _count(resources, "heart_rate_sample", person) == before - 1


async def _count(resources: Resources, relation: str, person: str) -> int:
    async with resources.pool.connection() as connected:
        cursor = await connected.execute(
            f"SELECT count(*) FROM {relation} WHERE user_id = %s".encode(), [person]
        )
        ((rows,),) = await cursor.fetchall()
    return int(rows)
