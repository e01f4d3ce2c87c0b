"""Deleting people: nothing of theirs is left anywhere, whatever goes on meanwhile."""

import asyncio
import datetime as dt
import secrets
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.fernet import Fernet

from app.deeds.connections import start_connection
from app.deeds.people import delete_person
from app.errors import NotFound, PolarUnavailable
from app.findings.analyse import analyse_user
from app.modelling import Models
from app.records.account import Scope
from app.records.connection import Receipt
from app.records.sync import RunState
from app.resources import Resources
from app.simulator.app import create_simulator
from app.simulator.people import people
from app.simulator.troubles import Trouble
from app.simulator.world import World
from app.store import change, keys, owed, write
from app.store.accounts import find_account
from app.store.pool import Pool, transaction
from app.sync import runs, work
from app.upstream.client import AccessLink
from app.upstream.http import open_client
from app.upstream.rate_limits import RateLimits
from app.vault import Vault
from tests.app.conftest import Sync, simulated, token_of
from tests.app.deeds.doubles import OWNER, house
from tests.app.series import keep, live

LONG_AGO = dt.datetime(2021, 4, 30, 18, tzinfo=dt.UTC)
BORDER = dt.date(2022, 1, 1)
"""No other test has rows before this day."""

WEEKLY = [200.0, 20, 150, 20, 180, 10, 20] * 17
"""Loads of somebody who trains by the weekday: a forecast is told where it beats the mean."""

PLACES = """
    SELECT format('%%I.%%I', table_schema, table_name)
    FROM information_schema.columns
    WHERE column_name = 'user_id' AND table_name <> 'audit_log'
        AND (table_schema = 'public' OR table_name LIKE '\\_materialized\\_hypertable%%')
    ORDER BY 1
"""
"""Every relation, view and aggregate with rows of people, as the SQL standard lists them."""

LETTER = """
    INSERT INTO job (job_id, actor, state, arguments)
    VALUES (gen_random_uuid()::text, 'sync_user', 'dead', jsonb_build_object(%s::text, %s::text))
"""
COMPRESS = """
    SELECT compress_chunk(format('%%I.%%I', chunk_schema, chunk_name)::regclass, TRUE)
    FROM timescaledb_information.chunks
    WHERE hypertable_schema = 'public' AND coalesce(range_end, to_timestamp(0)) < %s
"""
AGGREGATES = """
    SELECT view_name FROM timescaledb_information.continuous_aggregates
    ORDER BY view_name <> 'heart_rate_hourly', view_name
"""
"""The hourly one first: the daily one stands on it."""


SELDOM = (
    "INSERT INTO analyst_grant (role_name, user_id) VALUES (current_user, %s)",
    "INSERT INTO tombstone (user_id, relation, key) VALUES (%s, 'sleep', '{}')",
    """INSERT INTO unread_row (user_id, feed, digest, sent, problem, first_seen_at, seen_at)
        VALUES (%s, 'sleep', '', '{}', 'x', now(), now())""",
    "INSERT INTO archive_owner (user_id) VALUES (%s)",
    """WITH run AS (
        INSERT INTO import_run (user_id, origin, state, file_bytes)
        VALUES (%s, 'command', 'success', 1) RETURNING user_id, run_id
    ) INSERT INTO import_change (user_id, run_id, relation, key, brought)
        SELECT user_id, run_id, 'sleep', '{}', '{}' FROM run""",
    "INSERT INTO takeout_run (user_id, origin) VALUES (%s, 'rest')",
    "INSERT INTO orthostatic_test (user_id, test_local, test_at) VALUES (%s, now(), now())",
    "INSERT INTO fitness_test (user_id, test_local, test_at) VALUES (%s, now(), now())",
    "INSERT INTO body_weight (user_id, measured_local) VALUES (%s, now())",
    "INSERT INTO diary_entry (user_id, noted_local, kind) VALUES (%s, now(), 'NOTE')",
    "INSERT INTO training_target (user_id, polar_target_id) VALUES (%s, '1')",
    "INSERT INTO planned_route (user_id, polar_route_id) VALUES (%s, '1')",
    "INSERT INTO device (user_id, device_id) VALUES (%s, '1')",
    "INSERT INTO met_sample (user_id, local_time, date) VALUES (%s, '2021-01-01', '2021-01-01')",
    """INSERT INTO ppi_sample (user_id, local_time, date, beats)
        VALUES (%s, '2021-01-01', '2021-01-01', 1)""",
    """INSERT INTO pulse_interval_sample (user_id, local_time, date, interval_ms)
        VALUES (%s, '2021-01-01', '2021-01-01', 1)""",
    """INSERT INTO deed_answer (actor, deed_name, user_id, request_sha256, begun_at)
        SELECT user_id, 'x', user_id, '', now() FROM account WHERE user_id = %s""",
    """WITH past AS (
        INSERT INTO backfill (user_id, until, state, asked_by, started_at)
        VALUES (%s, '2021-01-01', 'running', 'test', now()) RETURNING user_id, until
    ) INSERT INTO backfill_feed (user_id, feed, goal, reached)
        SELECT user_id, 'sleep', until, until FROM past""",
    """INSERT INTO polar_notice (digest, user_id, event, arrived_at, due_at)
        SELECT sha256(user_id::bytea), user_id, 'SLEEP', now(), now()
        FROM account WHERE user_id = %s""",
    """INSERT INTO person_alias (alias, user_id, made_at)
        SELECT user_id || '-x', user_id, now() FROM account WHERE user_id = %s""",
    """INSERT INTO exchange_code (code_sha256, user_id, called, callback_url, expires_at)
        SELECT sha256(user_id::bytea), user_id, 'x', 'x', now() FROM account WHERE user_id = %s""",
    """INSERT INTO app_code
            (code_sha256, client_id, client_name, host, redirect_uri, challenge, audience, user_id,
             scopes, made_by, expires_at, grant_ends_at)
        SELECT sha256(user_id::bytea), 'x', 'x', 'x', 'x', 'x', 'api', user_id,
            '{read}', 'test', now(), now()
        FROM account WHERE user_id = %s""",
    """INSERT INTO web_session
            (secret_sha256, role, user_id, began_at, seen_at, expires_at, fresh_until)
        SELECT sha256(user_id::bytea), 'person', user_id, now(), now(), now(), now()
        FROM account WHERE user_id = %s""",
)
"""What neither a sync nor an analysis brings."""


async def rows(pool: Pool, statement: str, *values: object) -> list[Any]:
    """What a statement answers; [] for one that answers nothing."""
    async with pool.connection() as connected:
        cursor = await connected.execute(statement.encode(), values)
        return await cursor.fetchall() if cursor.description else []


async def counted(pool: Pool, user_id: str) -> dict[str, int]:
    """How many rows of a person each relation, view and aggregate has."""
    places = [place for (place,) in await rows(pool, PLACES)]
    count = "SELECT count(*) FROM {} WHERE user_id = %s"
    return {place: (await rows(pool, count.format(place), user_id))[0][0] for place in places}


async def gone(pool: Pool, user_id: str) -> bool:
    """Whether a person has no row anywhere."""
    return set((await counted(pool, user_id)).values()) == {0}


async def deleted(resources: Resources, user_id: str, *, forced: bool = False) -> Receipt:
    """Delete somebody."""
    return await delete_person(house(resources), OWNER, user_id, even_when_polar_is_silent=forced)


async def queued(resources: Resources, user_id: str, token: str) -> uuid.UUID:
    """Queue a sync with a token that is handed in."""
    return await runs.queue_run(
        resources,
        user_id=user_id,
        days=28,
        origin="test",
        token=token,
        met_by="test",
    )


@dataclass
class Past:
    """Two people whose days are long ago: in the columnstore, and materialised."""

    resources: Resources
    world: World
    ada: str
    ben: str


@pytest.fixture
async def past(
    database_url: str, pool: Pool, tmp_path: Path, models: Models
) -> AsyncIterator[Past]:
    """Ada and Ben have a row in every relation that there is."""
    assert pool is not None
    world = World(people(3, LONG_AGO.date() - dt.timedelta(days=119), seed=7))
    world.set_now(LONG_AGO)
    world.troubles.add(Trouble.NAP, path="/v3/users/sleep")
    names = [f"past-{secrets.token_hex(6)}" for _ in range(2)]
    async with simulated(database_url, world, tmp_path, models) as opened:
        for name in names:
            await _live(opened, name, world.token_for(1003, registered=LONG_AGO.replace(day=26)))
        await _age(opened.pool)
        yield Past(opened, world, *names)
        await deleted(opened, names[1], forced=True)


async def _live(resources: Resources, user_id: str, token: str) -> None:
    pool = resources.pool
    await change.execute(pool, "account_create", user_id=user_id)
    await live(pool, user_id, 120, LONG_AGO.date())  # A forecast takes more days than Polar has.
    run_id = await queued(resources, user_id, token)
    assert await work.sync_run(resources, run_id) is RunState.SUCCESS
    await keep(pool, user_id, {"training_load": WEEKLY}, LONG_AGO.date())
    await analyse_user(resources, user_id)
    await keys.create_key(pool, user_id=user_id, label="Ada's", scopes=[Scope.READ], actor="test")
    for statement in SELDOM:
        await rows(pool, statement, user_id)
    await start_connection(house(resources), OWNER, user_id, redirect_uri=None)
    owing = {"item": "days", "tries": 1, "given_up": False}
    await owed.keep(pool, user_id, "activity", [owing], LONG_AGO)
    await rows(pool, LETTER, "user_id", user_id)
    await rows(pool, LETTER, "run_id", str(run_id))


async def _age(pool: Pool) -> None:
    await _refresh(pool)
    assert await rows(pool, COMPRESS, BORDER)


async def _refresh(pool: Pool) -> None:
    for (view,) in await rows(pool, AGGREGATES):
        await rows(pool, f"CALL refresh_continuous_aggregate('{view}', NULL, '{BORDER}')")


async def test_nothing_is_left_of_a_person(past: Past) -> None:
    """Every relation, view and aggregate had rows of both, and has those of one afterwards."""
    pool = past.resources.pool
    before, of_ben = await counted(pool, past.ada), await counted(pool, past.ben)
    assert [place for place, count in before.items() if count == 0] == []
    receipt = await deleted(past.resources, past.ada)
    assert await gone(pool, past.ada)
    assert await counted(pool, past.ben) == of_ben
    tables = [place for (place,) in await rows(pool, "SELECT relation FROM relations_of_people()")]
    counts = {place.removeprefix("public."): count for place, count in before.items()}
    assert receipt.rows == sum(counts[place] for place in tables) + 2  # And two letters.
    await _refresh(pool)
    assert await gone(pool, past.ada)


async def test_what_names_a_person_without_being_theirs(past: Past) -> None:
    """Dead letters about them and feeds of their syncs are gone; those of others are there."""
    pool = past.resources.pool
    feeds = "SELECT count(*) FROM sync_feed WHERE run_id NOT IN (SELECT run_id FROM sync_run)"
    letters = "SELECT count(*) FROM job WHERE arguments ->> 'user_id' = %s"
    ((all_letters,),) = await rows(pool, "SELECT count(*) FROM job WHERE arguments <> '{}'")
    await deleted(past.resources, past.ada)
    assert await rows(pool, feeds) == [(0,)]
    assert await rows(pool, letters, past.ada) == [(0,)]
    assert await rows(pool, letters, past.ben) == [(1,)]
    ((left,),) = await rows(pool, "SELECT count(*) FROM job WHERE arguments <> '{}'")
    assert left == all_letters - 2


async def test_the_receipt(past: Past) -> None:
    """One line says who deleted whom and when; the lines before it tell nothing of them."""
    pool = past.resources.pool
    receipt = await deleted(past.resources, past.ada)
    log = "SELECT audit_id, actor, action, details FROM audit_log WHERE user_id = %s ORDER BY 1"
    *older, last = await rows(pool, log, past.ada)
    details = {"rows": receipt.rows, "deregistered": False}
    assert last == (receipt.receipt_id, "test-actor", "person.delete", details)
    told = {(action, details) for _, _, action, details in older}
    assert told == {("api_key.create", None), ("connection.start", None)}
    assert (receipt.user_id, receipt.deleted_at.tzinfo is not None) == (past.ada, True)


class Gate(httpx.AsyncBaseTransport):
    """The simulator; all but the nights wait until the gate is open."""

    def __init__(self, world: World) -> None:
        self.polar = httpx.ASGITransport(create_simulator(world))
        self.open = asyncio.Event()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Wait where it has to be waited."""
        if not f"{request.url.path}/".startswith("/v3/users/sleep/"):
            await self.open.wait()
        return await self.polar.handle_async_request(request)


async def test_a_sync_under_way_leaves_nothing_behind(
    resources: Resources, world: World, person: str
) -> None:
    """Feeds were stored before the deletion, others come after it: the run ends, no row stays."""
    gate, stored, feeds = Gate(world), asyncio.Event(), []
    run_id = await queued(resources, person, token_of(world, 1003))

    def report(feed: Any) -> None:  # noqa: ANN401
        feeds.append(feed)
        stored.set()

    async with open_client(gate) as http:
        gated = replace(resources, polar=AccessLink(http, "http://polar", RateLimits()))
        syncing = asyncio.create_task(work.sync_run(gated, run_id, report))
        await stored.wait()
        assert (await deleted(resources, person)).rows > 28
        gate.open.set()
        assert await syncing is RunState.PARTIAL
    assert feeds[0].state == "success"
    assert {feed.state for feed in feeds[4:]} == {"skipped"}
    assert feeds[-1].error_code == "not_found"
    assert await gone(resources.pool, person)


async def test_a_deletion_waits_for_who_is_writing(
    resources: Resources, pool: Pool, person: str
) -> None:
    """Rows of a transaction that began before the deletion are deleted, too."""
    async with transaction(pool) as writing:
        await write.hold(writing, person)
        deleting = asyncio.create_task(deleted(resources, person))
        await asyncio.wait({deleting}, timeout=0.3)
        assert not deleting.done()
        await writing.execute(
            "INSERT INTO heart_rate_sample (user_id, local_time, bpm, minute_weight)"
            " VALUES (%s, '2026-01-10 03:03', 60, 1)",
            [person],
        )
    assert (await deleting).rows == 2
    assert await gone(pool, person)


async def test_a_deletion_waits_for_a_refresh(
    resources: Resources, pool: Pool, person: str
) -> None:
    """What a refresh that began before the deletion has materialised is deleted, too."""
    ((hours,),) = await rows(
        pool,
        "SELECT format('%%I.%%I', materialization_hypertable_schema,"
        " materialization_hypertable_name) FROM timescaledb_information.continuous_aggregates"
        " WHERE view_name = 'steps_hourly'",
    )
    async with transaction(pool) as refreshing:
        await refreshing.execute(
            f"INSERT INTO {hours} (user_id, hour) VALUES (%s, '2021-01-10')".encode(), [person]
        )
        deleting = asyncio.create_task(deleted(resources, person))
        await asyncio.wait({deleting}, timeout=0.3)
        assert not deleting.done()
    assert (await deleting).rows == 2
    assert await gone(pool, person)


async def test_a_queued_sync_of_somebody_who_is_gone(
    resources: Resources, world: World, person: str
) -> None:
    """The worker that takes it finds nothing to do."""
    run_id = await queued(resources, person, token_of(world, 1001))
    await deleted(resources, person)
    assert await work.sync_run(resources, run_id) is None


async def test_two_deletions_at_once(resources: Resources, person: str) -> None:
    """One of them leaves a receipt, the other finds nobody."""
    ends = await asyncio.gather(
        *(deleted(resources, person) for _ in range(2)), return_exceptions=True
    )
    assert sorted(type(end).__name__ for end in ends) == ["NotFound", "Receipt"]


@pytest.mark.parametrize("user_id", ["nobody-at-all", "", "a b", "a\0b", "é", "'; DROP TABLE x"])
async def test_somebody_unknown(resources: Resources, pool: Pool, user_id: str) -> None:
    """Nobody is deleted, and nothing is logged."""
    ((before,),) = await rows(pool, "SELECT count(*) FROM audit_log")
    with pytest.raises(NotFound):
        await deleted(resources, user_id)
    assert await rows(pool, "SELECT count(*) FROM audit_log") == [(before,)]


@pytest.fixture
async def connected(resources: Resources, world: World, synced: Sync) -> AsyncIterator[str]:
    """A person who is named by their number at Polar, synced, with a stored token."""
    await synced("1002", token_of(world, 1002))
    yield "1002"
    await rows(resources.pool, "SELECT delete_person('1002')")


async def test_polar_forgets_the_person(resources: Resources, world: World, connected: str) -> None:
    """The registration is ended and the token is dead."""
    receipt = await deleted(resources, connected)
    assert receipt.deregistered
    assert (1002 in world.users, 1002 in world.tokens.values()) == (False, False)
    assert await gone(resources.pool, connected)


def _revoke(world: World) -> None:
    world.tokens.clear()


def _unregister(world: World) -> None:
    world.users.clear()


def _another(world: World) -> None:
    world.tokens = dict.fromkeys(world.tokens, 1001)


@pytest.mark.parametrize("happens", [_revoke, _unregister, _another])
async def test_nothing_is_left_to_end_at_polar(
    happens: Any,  # noqa: ANN401
    resources: Resources,
    world: World,
    connected: str,
) -> None:
    """A dead token, an unknown registration and a namesake's token hold up no deletion."""
    token_of(world, 1001)
    happens(world)
    assert not (await deleted(resources, connected)).deregistered
    assert await gone(resources.pool, connected)
    assert (1001 in world.users) == (happens is not _unregister)


@pytest.mark.parametrize(
    ("trouble", "path"),
    [
        (Trouble.SERVER_ERROR, "/v3/users/1002"),
        (Trouble.LONG_LIMIT, "/v3/users/1002"),
        (Trouble.HTML, "/v3/users/1002"),
    ],
)
async def test_while_polar_is_silent(
    trouble: Trouble, path: str, resources: Resources, world: World, connected: str
) -> None:
    """Nothing is deleted and the words say how to force it; forced, everything is."""
    before = await counted(resources.pool, connected)
    world.troubles.add(trouble, path=path)
    with pytest.raises(PolarUnavailable, match=r"nothing was deleted.* force it"):
        await deleted(resources, connected)
    assert await counted(resources.pool, connected) == before
    assert not (await deleted(resources, connected, forced=True)).deregistered
    assert await gone(resources.pool, connected)


async def test_a_token_that_can_not_be_opened(resources: Resources, connected: str) -> None:
    """With the key of the vault lost, a deletion has to be forced."""
    lost = replace(resources, vault=Vault([Fernet.generate_key().decode()]))
    with pytest.raises(PolarUnavailable, match="ENCRYPTION_KEY"):
        await deleted(lost, connected)
    await deleted(lost, connected, forced=True)
    assert await find_account(resources.pool, connected) is None


async def test_a_person_can_come_again(
    resources: Resources, world: World, synced: Sync, person: str
) -> None:
    """Whoever was deleted and is synced again is a new person with new rows."""
    await synced(person, token_of(world, 1001))
    await deleted(resources, person)
    state, feeds = await synced(person, token_of(world, 1001))
    assert state is RunState.SUCCESS
    assert feeds["sleep"].rows_written > 0
