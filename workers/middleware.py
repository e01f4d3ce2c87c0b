"""What stands around every piece of work: limits, retries, dead letters, a patient end."""

import threading
from typing import Any

from dramatiq import Broker, Worker
from dramatiq.broker import MessageProxy
from dramatiq.middleware import (
    AgeLimit,
    CurrentMessage,
    Middleware,
    Retries,
    Shutdown,
    TimeLimit,
    TimeLimitExceeded,
    raise_thread_exception,
)

from workers.letters import DeadLetters
from workers.loop import WorkerLoop

MAX_RETRIES = 3
MAX_BACKOFF_MS = 300_000

NEVER_AGAIN = (TimeLimitExceeded,)
"""Faults that a second try would meet again."""


class PatientShutdown(Middleware):
    """Lets running work end by itself for `grace_s` seconds, then interrupts it.

    Interrupted work goes back to the broker as a retry.
    """

    def __init__(self, grace_s: float) -> None:
        self._grace_s = grace_s
        self._busy: set[int] = set()
        self._timer: threading.Timer | None = None

    def before_process_message(self, _broker: Broker, _message: MessageProxy) -> None:
        """Note that this thread works."""
        self._busy.add(threading.get_ident())

    def after_process_message(
        self,
        broker: Broker,  # noqa: ARG002 -- a hook
        message: MessageProxy,  # noqa: ARG002
        **_outcome: Any,  # noqa: ANN401 -- result or exception
    ) -> None:
        """Note that this thread rests."""
        self._busy.discard(threading.get_ident())

    def after_skip_message(self, _broker: Broker, _message: MessageProxy) -> None:
        """A skipped message is over, too."""
        self._busy.discard(threading.get_ident())

    def before_worker_shutdown(self, _broker: Broker, _worker: Worker) -> None:
        """Set the clock."""
        self._timer = threading.Timer(self._grace_s, self._interrupt)
        self._timer.daemon = True
        self._timer.start()

    def after_worker_shutdown(self, _broker: Broker, _worker: Worker) -> None:
        """Everything ended in time."""
        if self._timer is not None:
            self._timer.cancel()

    def _interrupt(self) -> None:
        for thread_id in tuple(self._busy):
            raise_thread_exception(thread_id, Shutdown)  # type: ignore[no-untyped-call]


def worker_middleware(
    loop: WorkerLoop, letters: DeadLetters, *, grace_s: float, backoff_ms: int
) -> list[Middleware]:
    """All middleware of a worker; after-hooks run from the last to the first."""
    retries = Retries(max_retries=MAX_RETRIES, min_backoff=backoff_ms, max_backoff=MAX_BACKOFF_MS)
    limits = AgeLimit(), TimeLimit(), PatientShutdown(grace_s)
    return [loop, letters, *limits, retries, CurrentMessage()]
