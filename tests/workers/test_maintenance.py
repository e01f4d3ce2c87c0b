"""Housekeeping: what is forgotten, and policies that Ursa runs itself."""

import datetime as dt
import secrets
import uuid
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from app.resources import Resources, open_resources
from app.settings import Settings
from app.store.connections import Attempt, start_attempt
from app.store.pool import Pool
from tests.app.series import new_person
from workers.maintenance import forget, run_policies

NOW = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
async def resources(settings: Settings, jobs: Pool) -> AsyncIterator[Resources]:
    """Resources whose clock stands at NOW, and an empty `job` table."""
    assert jobs is not None
    assert settings.database_url is not None
    async with open_resources(
        settings, database_url=settings.database_url, pool_size=2, clock=lambda: NOW
    ) as opened:
        yield opened


async def test_dead_letters_are_kept_for_thirty_days(resources: Resources, jobs: Pool) -> None:
    """An older one is deleted, a younger one and a line of the timetable stay."""
    async with jobs.connection() as connected:
        await connected.execute(
            "INSERT INTO job (job_id, actor, state, ended_at) VALUES"
            " ('old', 'a', 'dead', '2026-10-24 11:59Z'), ('new', 'a', 'dead', '2026-10-24 12:01Z'),"
            " ('line', 'a', 'failed', '2020-01-01 00:00Z')"
        )
        await forget(resources)
        rows = await (await connected.execute("SELECT job_id FROM job ORDER BY 1")).fetchall()
    assert rows == [("line",), ("new",)]


async def test_connections_that_were_not_made_are_forgotten(
    resources: Resources, pool: Pool, person: str
) -> None:
    """A state that is refused is not kept; one that works is."""
    for number, expires_at in enumerate((NOW, NOW + dt.timedelta(seconds=1))):
        attempt = Attempt(
            user_id=person, redirect_uri=f"https://me.test/{number}", started_by="test"
        )
        await start_attempt(pool, secrets.token_bytes(32), attempt, expires_at)
    await forget(resources)
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT redirect_uri FROM connection_attempt WHERE user_id = %s", (person,)
        )
        assert await cursor.fetchall() == [("https://me.test/1",)]


async def test_earlier_versions_are_kept_for_a_year(
    resources: Resources, pool: Pool, person: str
) -> None:
    """A version that was replaced more than HISTORY_DAYS ago is forgotten, a younger one stays."""
    async with pool.connection() as connected:
        for days in (364, 366):
            await connected.execute(
                "INSERT INTO history (user_id, relation, key, earlier, reason, replaced_at)"
                " VALUES (%s, 'sleep', '{}', '{}', 'changed', %s)",
                (person, NOW - dt.timedelta(days=days)),
            )
        await forget(resources)
        cursor = await connected.execute(
            "SELECT replaced_at FROM history WHERE user_id = %s", (person,)
        )
        assert await cursor.fetchall() == [(NOW - dt.timedelta(days=364),)]


async def test_runs_are_kept_for_ninety_days(resources: Resources, pool: Pool, person: str) -> None:
    """Older ones are deleted with their feeds; one that goes on, and the newest one, stay."""
    days = [("failed", 300), ("success", 91), ("success", 89), ("running", 200)]
    async with pool.connection() as connected:
        for state, back in days:
            await connected.execute(
                "INSERT INTO sync_run (user_id, origin, state, days, queued_at)"
                " VALUES (%s, 'rest', %s, 28, %s)",
                (person, state, NOW - dt.timedelta(days=back)),
            )
        other = await new_person(pool)
        await connected.execute(
            "INSERT INTO sync_run (user_id, origin, state, days, queued_at)"
            " VALUES (%s, 'rest', 'success', 28, %s)",
            (other, NOW - dt.timedelta(days=400)),
        )
        await forget(resources)
        cursor = await connected.execute(
            "SELECT extract(epoch FROM %s - queued_at) / 86400 FROM sync_run"
            " WHERE user_id = ANY(%s) ORDER BY queued_at",
            (NOW, [person, other]),
        )
        kept = [round(back) for (back,) in await cursor.fetchall()]
    assert kept == [400, 200, 89]


async def test_answers_of_deeds_are_kept_for_a_day(resources: Resources, pool: Pool) -> None:
    """What a deed was answered is forgotten after 24 hours, and not before."""
    actor = secrets.token_hex(8)
    async with pool.connection() as connected:
        for hours in (23, 25):
            await connected.execute(
                "INSERT INTO deed_answer (actor, deed_name, request_sha256, begun_at)"
                " VALUES (%s, %s, 'x', %s)",
                (actor, str(hours), NOW - dt.timedelta(hours=hours)),
            )
        await forget(resources)
        cursor = await connected.execute(
            "SELECT deed_name FROM deed_answer WHERE actor = %s", (actor,)
        )
        assert await cursor.fetchall() == [("23",)]


async def test_the_token_of_a_run_that_is_over_is_deleted(
    resources: Resources, pool: Pool, person: str
) -> None:
    """A run under way keeps the token it was given."""
    over, under_way = uuid.uuid4(), uuid.uuid4()
    async with pool.connection() as connected:
        await connected.execute(
            "INSERT INTO sync_run (run_id, user_id, origin, state, days, token_encrypted) VALUES"
            " (%s, %s, 'rest', 'failed', 28, 'x'), (%s, %s, 'rest', 'running', 28, 'x')",
            (over, person, under_way, person),
        )
        await forget(resources)
        cursor = await connected.execute(
            "SELECT run_id FROM sync_run WHERE user_id = %s AND token_encrypted IS NOT NULL",
            (person,),
        )
        assert await cursor.fetchall() == [(under_way,)]
        await connected.execute("DELETE FROM sync_run WHERE user_id = %s", (person,))


async def test_each_policy_of_the_database_runs_once_in_its_period(
    resources: Resources, jobs: Pool
) -> None:
    """All of them at first, none at once after, and each line says that it is done."""
    async with jobs.connection() as connected:
        cursor = await connected.execute(
            "SELECT count(*) FROM timescaledb_information.jobs"
            " WHERE hypertable_name IS NOT NULL AND scheduled"
        )
        row = await cursor.fetchone()
        assert row is not None
        assert row[0] >= 25
        assert await run_policies(resources) == row[0]
        assert await run_policies(resources) == 0
        cursor = await connected.execute(
            "SELECT count(*), count(DISTINCT job_id) FROM job"
            " WHERE actor = 'maintain' AND state = 'done' AND error IS NULL AND due_at > %s",
            (NOW,),
        )
        assert await cursor.fetchone() == (row[0], row[0])
    later = replace(resources, clock=lambda: NOW + dt.timedelta(days=2))
    assert await run_policies(later) == row[0]


async def test_a_policy_that_fails_does_not_stop_the_others(
    resources: Resources, jobs: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its line holds the error; the others are done."""
    calls: list[object] = []

    async def run_policy(pool: Pool, policy_id: int) -> None:
        assert pool is not None
        calls.append(policy_id)
        if len(calls) == 1:
            raise ValueError("no such job")

    monkeypatch.setattr("workers.maintenance.jobs.run_policy", run_policy)
    count = await run_policies(resources)
    assert len(calls) == count
    async with jobs.connection() as connected:
        cursor = await connected.execute("SELECT job_id, error FROM job WHERE state = 'failed'")
        assert await cursor.fetchall() == [(f"policy {calls[0]}", "ValueError: no such job")]
