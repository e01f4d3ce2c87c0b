"""API and worker in two processes, with a real Redis between them."""

import asyncio
import os
import signal
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import redis

from app.errors import BrokerUnavailable
from app.settings import Settings
from tests.running import free_port
from workers.broker import make_broker
from workers.dispatch import Dispatch, open_dispatch

from .conftest import Hire, Office, happens, running_redis

RUN = uuid.UUID("11111111-2222-3333-4444-555555555555")
ROOT = Path(__file__).parents[2]
PROGRAM = Path(__file__).parent / "worker_program.py"
KEY = "q1Y7xUjSxJm5H1mTn5cVdVdI3mXyEwGdZ1Jq3gk8zvM="


async def there(path: Path, process: "subprocess.Popen[bytes]") -> bool:
    """Wait until another process has made `path`; False when it ends without."""
    for _ in range(1500):
        if process.poll() is not None:
            break
        if os.path.lexists(path):  # noqa: ASYNC240, PTH -- a look that blocks for microseconds
            return True
        await asyncio.sleep(0.02)
    return os.path.lexists(path)  # noqa: ASYNC240, PTH


@asynccontextmanager
async def worker(
    settings: Settings, redis_url: str, folder: Path
) -> AsyncIterator["subprocess.Popen[bytes]"]:
    """A worker in a process of its own, ready for work."""
    life = folder / "worker.alive"
    life.unlink(missing_ok=True)
    process = subprocess.Popen(  # noqa: ASYNC220 -- it is watched by signals, not by the loop
        [sys.executable, str(PROGRAM), str(folder)],
        env=os.environ
        | {
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": str(settings.database_url),
            "BROKER_URL": redis_url,
            "DATA_DIR": str(folder),
            "ENCRYPTION_KEY": KEY,
        },
    )
    try:
        assert await there(life, process)
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        await asyncio.to_thread(process.wait, 10)


@pytest.fixture
def api(settings: Settings, redis_url: str) -> Settings:
    """Settings of an API process with Redis."""
    return settings.model_copy(update={"broker_url": redis_url})


async def test_a_message_reaches_a_worker_in_another_process(
    api: Settings, redis_url: str, tmp_path: Path
) -> None:
    """Dispatch here, work there; SIGTERM while nothing runs ends the worker with status 0."""
    (tmp_path / "go").touch()
    async with worker(api, redis_url, tmp_path) as process, open_dispatch(api) as dispatch:
        await dispatch.sync(RUN)
        assert await there(tmp_path / f"{RUN}.done", process)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(process.wait, 15) == 0


async def test_sigterm_lets_the_running_work_end(
    api: Settings, redis_url: str, tmp_path: Path
) -> None:
    """The worker takes no more work, ends what it has, and exits with status 0."""
    async with worker(api, redis_url, tmp_path) as process, open_dispatch(api) as dispatch:
        await dispatch.sync(RUN)
        assert await there(tmp_path / f"{RUN}.begun", process)
        process.send_signal(signal.SIGTERM)
        (tmp_path / "go").touch()
        assert await asyncio.to_thread(process.wait, 15) == 0
    assert (tmp_path / f"{RUN}.done").exists()


async def test_the_message_of_a_killed_worker_goes_to_another_one(
    api: Settings, redis_url: str, tmp_path: Path, hire: Hire, office: Office
) -> None:
    """When a worker's heartbeats stop, Redis hands its unacknowledged messages out again.

    The run itself was claimed, so the use case skips it, and `maintain` marks it as interrupted.
    """
    async with worker(api, redis_url, tmp_path) as process, open_dispatch(api) as dispatch:
        await dispatch.sync(RUN)
        assert await there(tmp_path / f"{RUN}.begun", process)
        process.kill()
        async with hire(broker_url=redis_url):
            assert await happens(office.called)
    assert office.runs == [RUN]
    assert not (tmp_path / f"{RUN}.done").exists()


async def test_work_that_nobody_can_take_yet_waits_in_redis(
    api: Settings, redis_url: str, hire: Hire, office: Office
) -> None:
    """A message that was sent while no worker ran is done by the first that comes."""
    async with open_dispatch(api) as dispatch:
        await dispatch.sync(RUN)
    async with hire(broker_url=redis_url):
        assert await happens(office.called)
    assert office.runs == [RUN]


async def test_a_redis_that_goes_away_is_an_expected_error_and_holds_up_nobody(
    settings: Settings, tmp_path: Path
) -> None:
    """While the sender waits for Redis, the event loop goes on; then the error says what to do."""
    with running_redis(free_port(), tmp_path) as url:
        api = settings.model_copy(update={"broker_url": url})
        async with open_dispatch(api) as dispatch:
            await dispatch.sync(RUN)
            process_gone(url)
            goes_on = asyncio.create_task(_turns())
            with pytest.raises(BrokerUnavailable, match=r"^The broker takes no .*BROKER") as error:
                await dispatch.sync(RUN)
            goes_on.cancel()
            assert "127.0.0.1" not in error.value.message  # It is for the log.
            assert await goes_on > 10, "while it waits for Redis a second or more"


def process_gone(url: str) -> None:
    """Tell Redis to end, and wait until nobody listens there."""
    with redis.Redis.from_url(url) as client:
        client.shutdown(nosave=True)


async def _turns() -> int:
    """How often the event loop came by, every hundredth of a second at most, until cancelled."""
    turns = 0
    try:
        while True:
            await asyncio.sleep(0.01)
            turns += 1
    except asyncio.CancelledError:
        return turns


async def test_a_dispatch_knows_whether_its_broker_answers(tmp_path: Path) -> None:
    """Alive while Redis runs, silent when it is gone, alive again with the next one."""
    port = free_port()
    with running_redis(port, tmp_path) as url:
        async with open_dispatch(Settings(broker_url=url)) as dispatch:
            assert await dispatch.alive()
    async with open_dispatch_later(url) as dispatch:
        assert not await dispatch.alive()
        with running_redis(port, tmp_path):
            assert await dispatch.alive()


@asynccontextmanager
async def open_dispatch_later(url: str) -> AsyncIterator[Dispatch]:
    """A dispatch whose broker has gone since."""
    broker = make_broker(Settings(broker_url=url))
    dispatch = Dispatch(broker)
    try:
        yield dispatch
    finally:
        dispatch.close()
        await asyncio.to_thread(broker.close)
