"""The workers' event loop and the resources in it."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from dramatiq import Worker
from dramatiq.brokers.stub import StubBroker

from workers.loop import WorkerLoop, WorkerNotStarted

BROKER: Any = StubBroker(middleware=[])
WORKER: Any = Worker(BROKER)


def test_resources_are_opened_and_closed_in_one_task_of_the_loop() -> None:
    """Context managers that belong to a task, such as cancel scopes, are safe in it."""
    tasks: list[object] = []

    @asynccontextmanager
    async def opener() -> AsyncIterator[Any]:
        tasks.append(asyncio.current_task())
        yield "resources"
        tasks.append(asyncio.current_task())

    loop = WorkerLoop(opener)
    loop.before_worker_boot(BROKER, WORKER)
    assert loop.resources == "resources"  # type: ignore[comparison-overlap]
    loop.after_worker_shutdown(BROKER, WORKER)
    assert len(tasks) == 2
    assert tasks[0] is tasks[1]


def test_a_fault_of_opening_is_the_cause_of_not_starting() -> None:
    """And the loop's thread is gone."""

    @asynccontextmanager
    async def opener() -> AsyncIterator[Any]:
        raise ValueError("no")
        yield

    before = threading.active_count()
    loop = WorkerLoop(opener)
    with pytest.raises(WorkerNotStarted) as raised:
        loop.before_worker_boot(BROKER, WORKER)
    assert repr(raised.value.__cause__) == "ValueError('no')"
    assert threading.active_count() == before


def test_without_a_worker_there_are_no_resources() -> None:
    """Neither before the boot nor after the shutdown."""

    async def work() -> None:
        """Nothing."""

    loop = WorkerLoop(lambda: None)  # type: ignore[arg-type,return-value]
    with pytest.raises(RuntimeError, match="The worker is not running"):
        _ = loop.resources
    with pytest.raises(RuntimeError, match="The worker is not running"):
        loop.run(work)
    with pytest.raises(RuntimeError, match="The worker is not running"):
        loop.spawn(work())


def test_what_still_runs_at_the_end_is_cancelled() -> None:
    """Closing leaves no task behind that would complain when it is destroyed."""
    ends: list[str] = []

    @asynccontextmanager
    async def opener() -> AsyncIterator[Any]:
        yield "resources"

    async def endless() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ends.append("cancelled")

    async def turn() -> None:
        await asyncio.sleep(0)

    loop = WorkerLoop(opener)
    loop.before_worker_boot(BROKER, WORKER)
    future = loop.spawn(endless())
    loop.run(turn)
    loop.after_worker_shutdown(BROKER, WORKER)
    assert ends == ["cancelled"]
    assert future.cancelled()
