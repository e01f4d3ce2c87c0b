"""What the commands `worker` and `scheduler` refuse, and the workers inside a server."""

import uuid

import pytest
from cryptography.fernet import Fernet

from app.errors import ConfigurationError
from app.settings import Settings
from app.store.pool import Pool
from tests.running import free_port
from workers.process import in_process_workers, run_scheduler, run_worker

from .conftest import QUICK, Office, happens

RUN = uuid.UUID("11111111-2222-3333-4444-555555555555")


@pytest.mark.parametrize(("command", "run"), [("worker", run_worker), ("scheduler", run_scheduler)])
def test_without_a_broker_there_is_nothing_to_run(command: str, run: object) -> None:
    """The line says who does the work then."""
    with pytest.raises(ConfigurationError) as raised:
        run(Settings())  # type: ignore[operator]
    assert raised.value.message == (
        f"BROKER_URL: not set, and `ursa {command}` needs Redis or RabbitMQ. "
        "Without one, `ursa serve` runs workers and timetable itself."
    )


@pytest.mark.parametrize(("command", "run"), [("worker", run_worker), ("scheduler", run_scheduler)])
def test_the_embedded_database_is_not_for_several_processes(command: str, run: object) -> None:
    """The line names what is missing."""
    with pytest.raises(ConfigurationError) as raised:
        run(Settings.model_validate({"broker_url": "redis://127.0.0.1/0"}))  # type: ignore[operator]
    assert raised.value.message == (
        f"DATABASE_URL: not set, and `ursa {command}` needs a TimescaleDB server. "
        "The embedded database belongs to `ursa serve` alone."
    )


@pytest.mark.parametrize("run", [run_worker, run_scheduler])
def test_a_broker_that_is_away_stops_the_start(run: object) -> None:
    """With the broker's line, before the database is asked for anything."""
    away = Settings.model_validate(
        {
            "database_url": f"postgresql://127.0.0.1:{free_port()}/nothing",
            "broker_url": f"redis://127.0.0.1:{free_port()}/0",
        }
    )
    with pytest.raises(ConfigurationError, match=r"^BROKER_URL: no broker answers at redis://127"):
        run(away)  # type: ignore[operator]


@pytest.mark.parametrize("embedded", [True, False])
async def test_a_server_without_a_broker_works_by_itself(
    settings: Settings, jobs: Pool, office: Office, *, embedded: bool
) -> None:
    """Its first deed is to mark runs that died; it is alone only on its own database."""
    assert jobs is not None
    url = settings.database_url
    assert url is not None
    if embedded:
        key = {"encryption_key": Fernet.generate_key().decode(), "data_dir": settings.data_dir}
        settings = Settings.model_validate(key)
    async with in_process_workers(
        settings, database_url=url, uses=office.uses, timetable=(), shape=QUICK
    ) as crew:
        assert office.marked == [embedded]
        await crew.dispatch.sync(RUN)
        assert await happens(office.called)
        assert crew.alive()
    assert not crew.alive()
    assert office.runs == [RUN]
