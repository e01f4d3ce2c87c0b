"""The broker that carries messages from surfaces and the timetable to the workers.

What speaks to Redis and RabbitMQ takes 11 MB: it is loaded where BROKER_URL names one of them.
"""

from collections import defaultdict, deque
from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from dramatiq import Broker, Middleware
from dramatiq.brokers.stub import StubBroker

from app.errors import ConfigurationError
from app.settings import Settings

QUEUE = "ursa"
"""Name of the one queue, on every broker."""

DEAD_WORKER_MS = 60_000
"""A Redis worker that was silent for so long is dead; its messages go to another one."""

_KEPT_LETTERS = 16


class InProcessBroker(StubBroker):
    """Queues in memory: what is under way when the process ends is lost with it.

    The database knows which runs those were, and marks them as interrupted.
    """

    def __init__(self, middleware: list[Middleware]) -> None:
        super().__init__(middleware)
        # The parent keeps every dead message for ever, for tests to look at.
        kept: Any = defaultdict(partial(deque, maxlen=_KEPT_LETTERS))
        self.dead_letters_by_queue = kept


def make_broker(
    settings: Settings,
    middleware: Sequence[Middleware] = (),
    *,
    dead_worker_ms: int = DEAD_WORKER_MS,
) -> Broker:
    """Broker of BROKER_URL, else one in this process; reaches for nothing yet.

    Surfaces need no middleware, workers bring theirs. Raises ConfigurationError when
    BROKER_URL can not be read.
    """
    if settings.broker_url is None:
        return InProcessBroker(list(middleware))
    from workers.remote import remote_broker  # noqa: PLC0415

    return remote_broker(settings.broker_url, list(middleware), dead_worker_ms)


def faults() -> tuple[type[Exception], ...]:
    """What brokers raise when they can not be reached or refuse; asked when one has."""
    from workers.remote import FAULTS  # noqa: PLC0415

    return FAULTS


def reach(broker: Broker, settings: Settings) -> None:
    """Say a word to the broker and wait for its answer; ConfigurationError when none comes."""
    try:
        greet(broker)
    except faults() as error:
        raise ConfigurationError(
            f"BROKER_URL: no broker answers at {_place(settings)} ({fault(error)}). "
            "Start it, or correct BROKER_URL."
        ) from None


def greet(broker: Broker) -> None:
    """Say a word to the broker and wait for its answer; raises what brokers raise."""
    if not isinstance(broker, InProcessBroker):
        from workers.remote import greet_remote  # noqa: PLC0415

        greet_remote(broker)


def fault(error: Exception) -> str:
    """A broker's fault in one line, without a full stop."""
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__


def _place(settings: Settings) -> str:
    """The address without user and password."""
    parts = urlsplit(settings.broker_url or "")
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname or 'localhost'}{port}"
