"""A worker with its threads, its event loop and its resources, started and stopped as one."""

from concurrent.futures import Future
from dataclasses import dataclass

import dramatiq

from app.settings import Settings
from workers.actors import WORK, UseCases, Work, declare_actors
from workers.broker import DEAD_WORKER_MS, make_broker, reach
from workers.dispatch import Dispatch
from workers.letters import DeadLetters
from workers.loop import Opener, WorkerLoop, WorkerNotStarted
from workers.middleware import worker_middleware
from workers.schedule import Line, run_schedule

POLL_MS = 250
"""How long an idle worker sleeps at most between two looks at its queue."""

_LAST_WORDS_MS = 3000


@dataclass(frozen=True, slots=True)
class Shape:
    """How a crew is built.

    `grace_s` is how long running work may go on after the end was called, `backoff_ms` the pause
    before a first retry, `dead_worker_ms` how long a silent Redis worker keeps its messages.
    """

    threads: int = 4
    grace_s: float = 20.0
    backoff_ms: int = 5_000
    dead_worker_ms: int = DEAD_WORKER_MS


class Crew:
    """Workers of one process; starting and stopping block, so call them from a thread."""

    def __init__(
        self,
        settings: Settings,
        opener: Opener,
        uses: UseCases,
        *,
        shape: Shape = Shape(),
        work: tuple[Work, ...] = WORK,
    ) -> None:
        self._settings, self._shape = settings, shape
        self.loop = WorkerLoop(opener)
        letters = DeadLetters(self.loop)
        around = worker_middleware(
            self.loop, letters, grace_s=shape.grace_s, backoff_ms=shape.backoff_ms
        )
        self.broker = make_broker(settings, around, dead_worker_ms=shape.dead_worker_ms)
        declare_actors(self.broker, self.loop, uses, letters, work)
        self.dispatch = Dispatch(self.broker)
        self._worker = dramatiq.Worker(
            self.broker, worker_threads=shape.threads, worker_timeout=POLL_MS
        )
        self._timetable: Future[None] | None = None

    def start(self, timetable: tuple[Line, ...] = ()) -> None:
        """Open the resources and begin; errors of opening come as they are."""
        reach(self.broker, self._settings)
        self.broker.emit_after("process_boot")  # The time limit's watch starts with it.
        try:
            self._worker.start()
        except WorkerNotStarted as error:
            raise error.__cause__ or error from None
        if timetable:
            self._timetable = self.loop.spawn(
                run_schedule(self.loop.resources, self.dispatch, timetable)
            )

    def alive(self) -> bool:
        """Whether every thread of the crew runs: what is dispatched will be worked on."""
        threads = self._worker.workers
        return self.loop.alive and bool(threads) and all(each.is_alive() for each in threads)

    def stop(self) -> None:
        """Take no more work, wait for what runs, interrupt it after the grace, close."""
        if self._timetable is not None:
            self._timetable.cancel()
        self._worker.stop(timeout=int(self._shape.grace_s * 1000) + _LAST_WORDS_MS)
        self.dispatch.close()
        self.broker.close()
