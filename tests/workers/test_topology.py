"""The deployment's processes, started by hand: simulator, Redis, API, worker, scheduler."""

import asyncio
import contextlib
import os
import re
import secrets
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.fernet import Fernet

from app.apart import POLITENESS
from app.store.pool import Pool
from tests.running import free_port

ROOT = Path(__file__).parents[2]
MASTER = "a-master-key-of-the-topology-test"
PATIENCE_S = 60


@dataclass
class Site:
    """Where the processes meet, and which of them run."""

    environment: dict[str, str]
    folder: Path
    polar: str
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    @property
    def api(self) -> str:
        """Address of the API."""
        return f"http://127.0.0.1:{self.environment['PORT']}"

    def start(self, command: str, *arguments: str) -> "subprocess.Popen[bytes]":
        """Start `ursa command`; its words go to a file of the folder."""
        with (self.folder / f"{command}.log").open("ab") as words:
            self.processes[command] = subprocess.Popen(
                [sys.executable, "-m", "app.cli", command, *arguments],
                env=self.environment | {"DATA_DIR": str(self.folder / command)},
                cwd=ROOT,
                stdout=words,
                stderr=words,
            )
        return self.processes[command]

    def words(self, command: str) -> str:
        """What a process has said so far."""
        return (self.folder / f"{command}.log").read_text()

    async def stop(self, command: str) -> int:
        """End a process as an orchestrator does, and answer its exit status."""
        process = self.processes.pop(command)
        process.send_signal(signal.SIGTERM)
        return await asyncio.to_thread(process.wait, 30)

    def end(self) -> None:
        """Leave nothing behind."""
        for process in self.processes.values():
            process.kill()
            process.wait(10)


async def until(true: Callable[[], Awaitable[Any]], what: str) -> Any:  # noqa: ANN401 -- what it answers
    """Wait until `true` answers something that is true."""
    for _ in range(PATIENCE_S * 10):
        if found := await true():
            return found
        await asyncio.sleep(0.1)
    return pytest.fail(f"{what} did not come")


@pytest.fixture
def site(database_url: str, redis_url: str, tmp_path: Path) -> Iterator[Site]:
    """A site on the test database, with a real Redis and the simulator's address."""
    polar_port = free_port()
    polar = f"http://127.0.0.1:{polar_port}"
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "DATABASE_URL": database_url,
        "BROKER_URL": redis_url,
        "API_KEY": MASTER,
        "ENCRYPTION_KEY": Fernet.generate_key().decode(),
        "HOST": "127.0.0.1",
        "PORT": str(free_port()),
        "POLAR_API_URL": polar,
        "POLAR_AUTH_URL": f"{polar}/oauth2/authorization",
        "POLAR_TOKEN_URL": f"{polar}/v2/oauth2/token",
    }
    made = Site(environment, tmp_path, polar)
    made.start("simulator", "--port", str(polar_port), "--people", "1", "--days", "40")
    try:
        yield made
    finally:
        made.end()


@pytest.fixture
async def client(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the API with the master key, as soon as the API answers."""
    site.start("serve")
    async with httpx.AsyncClient(
        base_url=site.api, headers={"X-API-Key": MASTER}, timeout=150
    ) as opened:

        async def answers() -> bool:
            with contextlib.suppress(httpx.TransportError):
                return (await opened.get("/health")).status_code == 200
            assert site.processes["serve"].poll() is None, site.words("serve")
            return False

        await until(answers, "the API")
        yield opened


async def polar_token(site: Site) -> str:
    """A token of the simulator's first person, as it prints it."""

    async def printed() -> "re.Match[str] | None":
        return re.search(r"1001\b.*?\btoken (\S+)", site.words("simulator"))

    return str((await until(printed, "the simulator's token"))[1])


async def state_of(pool: Pool, user_id: str) -> str | None:
    """State of the person's newest run."""
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT state FROM sync_run WHERE user_id = %s ORDER BY queued_at DESC LIMIT 1",
            (user_id,),
        )
        row = await cursor.fetchone()
        return None if row is None else str(row[0])


async def forget(pool: Pool, user_id: str) -> None:
    """Take the person out of the way of other tests."""
    async with pool.connection() as connected:
        await connected.execute("DELETE FROM credential WHERE user_id = %s", (user_id,))


async def test_one_sync_goes_through_all_processes(
    site: Site, client: httpx.AsyncClient, jobs: Pool
) -> None:
    """The API only queues; the worker fetches, stores and answers through the database."""
    user_id = f"topology-{secrets.token_hex(4)}"
    assert await asyncio.to_thread(site.start("migrate").wait, 60) == 0
    token = await polar_token(site)
    trigger = f"/api/v1/users/{user_id}/sync/trigger"

    queued = await client.post(f"{trigger}?days=7&wait=false", headers={"X-Polar-Token": token})
    assert queued.status_code == 202, queued.text
    assert await state_of(jobs, user_id) == "queued"

    site.start("worker")

    async def first_run() -> bool:
        assert site.processes["worker"].poll() is None, site.words("worker")
        return await state_of(jobs, user_id) == "success"

    await until(first_run, "the first run's end")
    assert os.getpriority(os.PRIO_PROCESS, site.processes["worker"].pid) >= POLITENESS

    answer = await client.post(f"{trigger}?days=28", headers={"X-Polar-Token": token})
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"] == "success"
    assert answer.json()["user_id"] == user_id
    assert answer.json()["results"]["activity"] == 28

    nights = await client.get(f"/api/v1/users/{user_id}/sleep?days=28")
    assert nights.status_code == 200, nights.text
    assert len(nights.json()) >= 20

    for command in ("worker", "serve"):
        assert await site.stop(command) == 0, site.words(command)
    await forget(jobs, user_id)


async def test_scheduler_and_worker_heal_what_a_dead_worker_left(
    site: Site, jobs: Pool, person: str
) -> None:
    """A run without a sign of life is taken up again; this one says that nobody is connected."""
    async with jobs.connection() as connected:
        await connected.execute(
            "INSERT INTO sync_run (user_id, origin, state, days, started_at, alive_at)"
            " VALUES (%s, 'rest', 'running', 28, now(), now() - INTERVAL '2 minutes')",
            (person,),
        )
    site.start("worker")
    site.start("scheduler")

    async def over() -> bool:
        for command in ("worker", "scheduler"):
            assert site.processes[command].poll() is None, site.words(command)
        return await state_of(jobs, person) == "failed"

    await until(over, "the end")
    for command in ("worker", "scheduler"):
        assert await site.stop(command) == 0, site.words(command)
