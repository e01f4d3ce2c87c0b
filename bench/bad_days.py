"""The composed system through its bad days, and an account of what was acknowledged.

    TEST_DATABASE_URL=postgresql://… python -m bench.bad_days              redis-aof
    TEST_DATABASE_URL=postgresql://… python -m bench.bad_days rabbitmq     or redis

Two APIs, two workers, two schedulers, a real broker, a simulated AccessLink. Meanwhile somebody
asks both APIs for syncs, and notes every answer. What is not here: a clock that jumps, which the
tests of the timetable move by themselves.
"""

import asyncio
import datetime as dt
import os
import secrets
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psycopg
from cryptography.fernet import Fernet
from dramatiq import Message
from psycopg import sql

from app.settings import Settings
from app.store.pool import Pool
from app.vault import Vault
from bench.brokers import KINDS, Broker
from bench.database import SERVER, open_migrated
from bench.killing import COUNTS, DOUBLED, connect, one
from bench.sync import DAYS, simulator
from tests.running import free_port
from workers.broker import QUEUE, make_broker

PEOPLE = int(os.environ.get("PEOPLE", "4"))
GONE_S = float(os.environ.get("GONE_S", "20"))
PATIENCE_S = 600
MASTER = secrets.token_urlsafe(24)
URSA = Path(sys.executable).parent / "ursa"
ENDED = ("success", "partial", "failed", "interrupted")


@dataclass
class Site:
    """The processes, each under its name, and what they said."""

    environment: dict[str, str]
    folder: Path
    ports: tuple[int, int] = field(default_factory=lambda: (free_port(), free_port()))
    running: "dict[str, subprocess.Popen[bytes]]" = field(default_factory=dict)

    def start(self, name: str) -> None:
        """`ursa COMMAND`, named COMMAND-1 or COMMAND-2."""
        command, _, number = name.partition("-")
        own = {"DATA_DIR": str(self.folder / name), "PORT": str(self.ports[int(number) - 1])}
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [URSA, command], env=os.environ | self.environment | own, stdout=log, stderr=log
            )

    def kill(self, name: str) -> None:
        """With -9."""
        process = self.running.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def once(self, *arguments: str, **environment: str) -> str:
        """A command to its end; what it said last."""
        done = subprocess.run(
            [URSA, *arguments],
            env=os.environ | self.environment | {"COLUMNS": "240"} | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )
        lines = [*done.stdout.splitlines(), *done.stderr.splitlines()]
        return f"exit {done.returncode}: {' | '.join(line.strip() for line in lines[-8:])}"

    def words(self) -> tuple[int, int]:
        """Lines of all logs, and tracebacks among them."""
        text = "".join(path.read_text(errors="replace") for path in self.folder.glob("*.log"))
        return text.count("\n"), text.count("Traceback")


NAMES = ("serve-1", "serve-2", "worker-1", "worker-2", "scheduler-1", "scheduler-2")


@contextmanager
def composed(environment: dict[str, str], folder: Path) -> Iterator[Site]:
    """Two of each, until the block ends."""
    site = Site(environment, folder)
    for name in NAMES:
        site.start(name)
    try:
        yield site
    finally:
        for process in site.running.values():
            process.kill()
            process.wait()


@dataclass
class Ledger:
    """What was asked and answered."""

    answers: Counter[str] = field(default_factory=Counter)
    acknowledged: list[str] = field(default_factory=list)

    async def ask(self, http: httpx.AsyncClient, site: Site, people: list[str]) -> None:
        """Ask for a sync every half second, of one person after the other, at both APIs in turn."""
        for turn in range(1_000_000):
            who, port = people[turn % len(people)], site.ports[turn % 2]
            url = f"http://127.0.0.1:{port}/api/v1/users/{who}/sync/trigger?days=7&wait=false"
            try:
                answer = await http.post(url)
            except httpx.HTTPError as error:
                self.answers[type(error).__name__] += 1
            else:
                self.answers[str(answer.status_code)] += 1
                if answer.status_code == httpx.codes.ACCEPTED:
                    self.acknowledged.append(answer.json()["run_id"])
            await asyncio.sleep(0.5)


def told(what: str) -> None:
    """One line, at once."""
    print(f"{dt.datetime.now(dt.UTC):%H:%M:%S}  {what}", flush=True)


async def _ready(site: Site) -> None:
    async with httpx.AsyncClient(timeout=10) as http:
        for port in site.ports:
            for _ in range(PATIENCE_S):
                with suppress(httpx.HTTPError):
                    if (
                        await http.get(f"http://127.0.0.1:{port}/ready")
                    ).status_code == httpx.codes.OK:
                        break
                await asyncio.sleep(1)
            else:
                raise TimeoutError("an API is not ready")


async def _without_broker(site: Site, broker: Broker) -> None:
    broker.end()
    await asyncio.sleep(GONE_S)
    await asyncio.to_thread(broker.kill)  # It ends what has ended, and starts it.
    await _ready(site)
    told(f"the broker was gone for {GONE_S:.0f} s; both APIs are ready again")


async def _without_database(site: Site, name: str) -> None:
    """Every session is ended and nobody is let in, as in a restart."""
    doors = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    ends = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
    with psycopg.connect(SERVER or "", autocommit=True) as connected:
        connected.execute(doors.format(sql.Identifier(name), sql.SQL("false")))
        connected.execute(ends, [name])
        await asyncio.sleep(GONE_S / 2)
        connected.execute(doors.format(sql.Identifier(name), sql.SQL("true")))
    await _ready(site)
    told(f"the database let nobody in for {GONE_S / 2:.0f} s; both APIs are ready again")


async def _killed(site: Site) -> None:
    for name in NAMES[::2]:
        site.kill(name)
        await asyncio.sleep(3)
        site.start(name)
    await _ready(site)
    told("one of each was killed with -9 and started again")


def _poison(site: Site) -> None:
    """Messages that nobody can do: no such actor, and no run."""
    broker = make_broker(Settings(broker_url=site.environment["BROKER_URL"]))
    for actor, run_id in (("nothing", "1"), ("sync_user", "no uuid"), ("sync_user", str(b"\x00"))):
        broker.enqueue(
            Message(
                queue_name=QUEUE, actor_name=actor, args=(), kwargs={"run_id": run_id}, options={}
            )
        )
    broker.close()
    told("three poisoned messages were sent")


def _without_rights(site: Site, url: str) -> None:
    """A role that may log in and nothing else."""
    name, password = f"bad_days_{secrets.token_hex(3)}", secrets.token_hex(8)
    role = sql.Identifier(name)
    with psycopg.connect(SERVER or "", autocommit=True) as connected:
        make = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
        connected.execute(make.format(role, sql.Literal(password)))
        parts = urlsplit(url)
        weak = parts._replace(netloc=f"{name}:{password}@{parts.hostname}:{parts.port}").geturl()
        told(f"a role without rights: {site.once('migrate', DATABASE_URL=weak)}")
        connected.execute(sql.SQL("DROP ROLE {}").format(role))


def _restored(site: Site) -> None:
    """A backup of all that, into a new database, with another key."""
    place = site.folder / "backups"
    told(f"a backup meanwhile: {site.once('backup', str(place))}")
    name = f"bad_days_{secrets.token_hex(3)}"
    with psycopg.connect(SERVER or "", autocommit=True) as connected:
        connected.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        url = urlsplit(SERVER or "")._replace(path=f"/{name}").geturl()
        other = Fernet.generate_key().decode()
        told(
            f"restored: {site.once('restore', str(place), DATABASE_URL=url, ENCRYPTION_KEY=other)}"
        )
        drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
        connected.execute(drop.format(sql.Identifier(name)))


async def _account(pool: Pool, site: Site, ledger: Ledger) -> None:
    """Wait until what was acknowledged has ended, and count."""
    left: set[str] = set(ledger.acknowledged)
    for _ in range(PATIENCE_S):
        async with pool.connection() as connected:
            cursor = await connected.execute(
                "SELECT run_id::text FROM sync_run WHERE state = ANY(%s)", [list(ENDED)]
            )
            left -= {str(row[0]) for row in await cursor.fetchall()}
        if not left:
            break
        await asyncio.sleep(1)
    queued, done, again, open_, failed, longest = await one(pool, COUNTS)
    (doubled,) = await one(pool, DOUBLED)
    dead = await one(pool, "SELECT count(*) FROM job WHERE state = 'dead'")
    lines, tracebacks = site.words()
    told(f"asked {sum(ledger.answers.values())}: {dict(sorted(ledger.answers.items()))}")
    told(f"acknowledged {len(ledger.acknowledged)}, of which never ended (lost) {len(left)}")
    told(f"runs {queued}: done {done}, failed {failed}, open {open_}, taken up again {again}")
    told(f"doubled {doubled}, dead messages {dead[0]}, longest run {longest}")
    told(f"all logs together: {lines} lines, {tracebacks} tracebacks")


async def main(kind: str = "redis-aof") -> None:
    """One bad day after the other, then the account."""
    now = dt.datetime.now(dt.UTC)
    key = Fernet.generate_key().decode()
    async with open_migrated() as (url, pool):
        with (
            simulator(now.date() - dt.timedelta(days=DAYS - 1), now) as (address, token),
            tempfile.TemporaryDirectory() as place,
        ):
            folder = Path(place)
            broker = KINDS[kind](folder)
            environment = {
                "DATABASE_URL": url,
                "BROKER_URL": broker.url,
                "ENCRYPTION_KEY": key,
                "API_KEY": MASTER,
                "POLAR_API_URL": address,
            }
            people = await connect(pool, Vault([key]), token, PEOPLE)
            try:
                with composed(environment, folder) as site:
                    await _days(site, broker, url, pool, people)
            finally:
                broker.end()


async def _days(site: Site, broker: Broker, url: str, pool: Pool, people: list[str]) -> None:
    await _ready(site)
    told("2 APIs, 2 workers, 2 schedulers: ready")
    ledger = Ledger()
    async with httpx.AsyncClient(headers={"X-API-Key": MASTER}, timeout=30) as http:
        asking = asyncio.create_task(ledger.ask(http, site, people))
        await asyncio.sleep(GONE_S / 2)
        await _without_broker(site, broker)
        await _without_database(site, urlsplit(url).path.removeprefix("/"))
        await pool.check()  # The account's own connections were ended, too.
        await _killed(site)
        _poison(site)
        await asyncio.to_thread(_without_rights, site, url)
        await asyncio.to_thread(_restored, site)
        await asyncio.sleep(GONE_S / 2)
        asking.cancel()
        await asyncio.wait([asking])
    await _account(pool, site, ledger)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
