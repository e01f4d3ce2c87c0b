"""Workers are killed with -9 in every phase of their runs, and brokers are killed with them.

    python -m bench.killing                 redis, redis-aof (its append-only file on), rabbitmq
    python -m bench.killing rabbitmq        one of them

For each: a real broker, two schedulers, one worker after the other, a simulated AccessLink, and
three people more: one disconnects, one is deleted, and one connects a second time while workers are
killed. At the end the account: queued, done, taken up again, lost, doubled.
"""

import asyncio
import datetime as dt
import os
import random
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet

from app.store.accounts import delete_account
from app.store.connections import Grant, forget_credential, keep_grant
from app.store.pool import Pool
from app.vault import Vault
from bench.brokers import KINDS, Broker
from bench.database import open_migrated
from bench.sync import DAYS, simulator

PEOPLE = int(os.environ.get("PEOPLE", "12"))
KILLS = int(os.environ.get("KILLS", "6"))
PATIENCE_S = 900
URSA = Path(sys.executable).parent / "ursa"
Environment = dict[str, str]


@contextmanager
def running(command: str, environment: Environment) -> "Iterator[subprocess.Popen[bytes]]":
    """`ursa COMMAND` in a process of its own."""
    log = Path(environment["DATA_DIR"]) / f"{command}.log"
    with log.open("ab") as out:
        process = subprocess.Popen(
            [str(URSA), command], env=os.environ | environment, stdout=out, stderr=out
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


async def connect(pool: Pool, vault: Vault, token: str, many: int) -> list[str]:
    """People who are connected and were never synced: the timetable queues them."""
    people = [f"killed-{number}-{secrets.token_hex(3)}" for number in range(many)]
    async with pool.connection() as connected:
        for who in people:
            await connected.execute("INSERT INTO account (user_id) VALUES (%s)", [who])
            await connected.execute(
                "INSERT INTO credential (user_id, token_encrypted) VALUES (%s, %s)",
                [who, vault.seal(token)],
            )
    return people


async def one(pool: Pool, statement: str, who: str | None = None) -> tuple[object, ...]:
    """The first row of a statement, about somebody where it asks for a name."""
    asked = None if who is None else [who] * statement.count("%s")
    async with pool.connection() as connected:
        row = await (await connected.execute(statement.encode(), asked)).fetchone()
    return tuple(row or ())


COUNTS = """
    SELECT
        count(*),
        count(*) FILTER (WHERE state IN ('success', 'partial')),
        count(*) FILTER (WHERE attempts > 1),
        count(*) FILTER (WHERE state IN ('queued', 'running')),
        count(*) FILTER (WHERE state IN ('failed', 'interrupted')),
        max(ended_at - queued_at)
    FROM sync_run
"""
NEVER_DONE = """
    SELECT count(*) FROM credential WHERE refused_at IS NULL AND NOT EXISTS (
        SELECT FROM sync_run
        WHERE sync_run.user_id = credential.user_id AND sync_run.state IN ('success', 'partial')
    )
"""
DOUBLED = """
    SELECT
        (
            SELECT count(*) FROM (
                SELECT run_id, feed FROM sync_feed GROUP BY run_id, feed HAVING count(*) > 1
            ) AS feed
        ) + (
            SELECT count(*) FROM (
                SELECT user_id FROM sync_run WHERE state IN ('queued', 'running')
                GROUP BY user_id HAVING count(*) > 1
            ) AS run
        )
"""
DIFFERENT = """
    SELECT count(DISTINCT told) FROM (
        SELECT md5(string_agg(row.told, ';' ORDER BY row.told)) AS told FROM (
            SELECT user_id, (to_jsonb(sleep) - '{user_id,written_at,run_id}'::text[])::text AS told
            FROM sleep INNER JOIN credential USING (user_id)
        ) AS row GROUP BY row.user_id
    ) AS person
"""
OF_SOMEBODY = """
    SELECT (SELECT count(*) FROM sleep WHERE user_id = %s)
        + (SELECT count(*) FROM sync_run WHERE user_id = %s)
        + (SELECT count(*) FROM credential WHERE user_id = %s)
"""
RUNS_SINCE = "SELECT count(*) FROM sync_run WHERE user_id = %s AND state IN ('queued', 'running')"


async def _kills(pool: Pool, broker: Broker, environment: Environment) -> None:
    """Kill a worker at a random moment of its work, and the broker every third time."""
    chance = random.Random(7)  # noqa: S311 -- no secret
    for kill in range(KILLS):
        with running("worker", environment) as worker:
            await _busy(pool)
            await asyncio.sleep(chance.uniform(0.2, 4))
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        if kill % 3 == 2:
            await asyncio.to_thread(broker.kill)
        print(f"kill {kill + 1}: {await one(pool, COUNTS)}", flush=True)


async def _busy(pool: Pool) -> None:
    """Wait until a worker works on something."""
    began = time.monotonic()
    while time.monotonic() - began < 90:
        (running_now,) = await one(
            pool,
            "SELECT count(*) FROM sync_run WHERE state = 'running'"
            " AND alive_at > now() - interval '3 seconds'",
        )
        if running_now:
            return
        await asyncio.sleep(0.2)


async def until_done(pool: Pool) -> float:
    """Wait until everybody who is connected has been synced; answers the seconds."""
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE_S:
        (left,) = await one(pool, NEVER_DONE)
        if not left:
            break
        await asyncio.sleep(1)
    return time.monotonic() - began


@dataclass(frozen=True, slots=True)
class Restless:
    """People whose connection changes while their runs are under way."""

    leaves: str
    is_deleted: str
    comes_twice: str

    async def move(self, pool: Pool, token: bytes) -> None:
        """One disconnects, one is deleted with every row, one connects once more."""
        now = dt.datetime.now(dt.UTC)
        await forget_credential(pool, self.leaves, actor="bench", details={})
        await delete_account(pool, self.is_deleted, actor="bench", deregistered=False)
        grant = Grant(
            user_id=self.comes_twice,
            polar_user_id=9001,
            display_name=None,
            token_encrypted=token,
        )
        for _ in range(2):
            await keep_grant(pool, grant, actor="bench", now=now)


async def _tell(pool: Pool, name: str, restless: Restless, seconds: float) -> None:
    queued, done, again, open_, failed, longest = await one(pool, COUNTS)
    (lost,), (doubled,) = await one(pool, NEVER_DONE), await one(pool, DOUBLED)
    (kinds,) = await one(pool, DIFFERENT)
    (left,) = await one(pool, OF_SOMEBODY, restless.is_deleted)
    (since,) = await one(pool, RUNS_SINCE, restless.leaves)
    print(f"{name}: {KILLS} workers killed, the broker {KILLS // 3} times, two schedulers")
    print(f"{name}: queued {queued}, done {done}, taken up again {again}, open {open_}")
    print(f"{name}: failed or given up {failed} (one is of who disconnected), ", end="")
    print(f"longest {longest}, {seconds:.0f} s after the last")
    print(f"{name}: lost (people never synced) {lost}, doubled (runs, feeds of a run) {doubled}")
    print(f"{name}: people with the same watch have the same nights: {kinds == 1}")
    print(f"{name}: rows of who was deleted {left}, runs under way of who disconnected {since}")


async def account(name: str) -> None:
    """Kill, wait, and print what became of everybody."""
    now, key = dt.datetime.now(dt.UTC), Fernet.generate_key().decode()
    vault = Vault([key])
    async with open_migrated() as (url, pool):
        with (
            simulator(now.date() - dt.timedelta(days=DAYS - 1), now) as (address, token),
            tempfile.TemporaryDirectory() as folder,
            ended(KINDS[name](Path(folder))) as broker,
        ):
            environment = {
                "DATABASE_URL": url,
                "BROKER_URL": broker.url,
                "DATA_DIR": folder,
                "ENCRYPTION_KEY": key,
                "POLAR_API_URL": address,
            }
            restless = Restless(*await connect(pool, vault, token, 3))
            await connect(pool, vault, token, PEOPLE)
            with running("scheduler", environment), running("scheduler", environment):
                moving = asyncio.create_task(_while_busy(pool, restless, vault.seal(token)))
                await _kills(pool, broker, environment)
                await moving
                with running("worker", environment), running("worker", environment):
                    seconds = await until_done(pool)
            await _tell(pool, name, restless, seconds)


async def _while_busy(pool: Pool, restless: Restless, token: bytes) -> None:
    """The restless move as soon as a worker is at work."""
    await _busy(pool)
    await restless.move(pool, token)


@contextmanager
def ended(broker: Broker) -> Iterator[Broker]:
    """The broker; it is gone when the block ends."""
    try:
        yield broker
    finally:
        broker.end()


async def main(names: Sequence[str]) -> None:
    """One account for each broker."""
    for name in names or KINDS:
        await account(name)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
