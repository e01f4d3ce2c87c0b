"""The event loop of the workers, and the resources that live in it."""

import asyncio
import concurrent.futures
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeVar

from dramatiq import Broker, Worker
from dramatiq.asyncio import EventLoopThread
from dramatiq.middleware import AsyncIO, MiddlewareError

from app.resources import Resources

T = TypeVar("T")
Opener = Callable[[], AbstractAsyncContextManager[Resources]]

OPENING_S = 60.0
CLOSING_S = 10.0


class WorkerNotStarted(MiddlewareError):
    """The worker can not begin; the exception's cause says why."""


class WorkerLoop(AsyncIO):
    """A thread with an event loop; resources are opened in it at boot, closed at shutdown.

    The parent keeps its thread in a global. This one keeps it to itself, so that one process
    may hold more than one worker.
    """

    def __init__(self, opener: Opener) -> None:
        super().__init__()
        self._opener = opener
        self._thread: EventLoopThread | None = None
        self._resources: Resources | None = None
        self._closing: asyncio.Event | None = None
        self._holding: concurrent.futures.Future[None] | None = None

    @property
    def resources(self) -> Resources:
        """What the workers work with; RuntimeError when no worker runs."""
        if self._resources is None:
            raise RuntimeError("The worker is not running.")
        return self._resources

    @property
    def alive(self) -> bool:
        """Whether the loop runs."""
        return self._thread is not None and self._thread.is_alive()

    def run(
        self, work: Callable[..., Coroutine[Any, Any, T]], *args: object, **kwargs: object
    ) -> T:
        """Run `work(*args, **kwargs)` in the loop and wait for it, from another thread."""
        if self._thread is None:
            raise RuntimeError("The worker is not running.")
        return self._thread.run_coroutine(work(*args, **kwargs))

    def spawn(self, work: Coroutine[Any, Any, T]) -> concurrent.futures.Future[T]:
        """Start `work` in the loop, from another thread, and do not wait for it."""
        if self._thread is None:
            work.close()
            raise RuntimeError("The worker is not running.")
        return asyncio.run_coroutine_threadsafe(work, self._thread.loop)

    def before_worker_boot(self, _broker: Broker, _worker: Worker) -> None:
        """Start the loop and open the resources; raises WorkerNotStarted."""
        self._thread = EventLoopThread(self.logger)
        self._thread.daemon = True  # Work that can not be interrupted must not keep the process.
        self._thread.start(timeout=OPENING_S)
        opened: concurrent.futures.Future[Resources] = concurrent.futures.Future()
        self._holding = self.spawn(self._hold(opened))
        try:
            self._resources = opened.result(OPENING_S)
        except Exception as error:
            self._stop()
            raise WorkerNotStarted(str(error)) from error

    def after_worker_shutdown(self, _broker: Broker, _worker: Worker) -> None:
        """Close the resources, cancel what is left, stop the loop."""
        self._resources = None
        self._stop()

    async def _hold(self, opened: "concurrent.futures.Future[Resources]") -> None:
        """Open and close in one task, as context managers like it."""
        self._closing = asyncio.Event()
        try:
            async with self._opener() as resources:
                opened.set_result(resources)
                await self._closing.wait()
        except Exception as error:
            if opened.done():
                raise
            opened.set_exception(error)

    def _stop(self) -> None:
        thread, holding = self._thread, self._holding
        if thread is None or holding is None:
            return
        self._thread = self._holding = None
        if self._closing is not None:
            thread.loop.call_soon_threadsafe(self._closing.set)
        self._wait(holding)
        self._wait(asyncio.run_coroutine_threadsafe(_cancel_rest(), thread.loop))
        thread.loop.call_soon_threadsafe(thread.loop.stop)
        thread.join(CLOSING_S)

    def _wait(self, future: "concurrent.futures.Future[None]") -> None:
        try:
            future.result(CLOSING_S)
        except Exception as error:  # noqa: BLE001 -- closing goes on, whatever one part does
            self.logger.warning("Closing the worker: %s %s", type(error).__name__, error)


async def _cancel_rest() -> None:
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    if rest:
        await asyncio.wait(rest, timeout=CLOSING_S / 2)
    await asyncio.get_running_loop().shutdown_asyncgens()
