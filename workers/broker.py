"""The broker that carries messages from surfaces and the timetable to the workers."""

from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pika.exceptions  # type: ignore[import-untyped]
import redis
from dramatiq import Broker, Middleware
from dramatiq.brokers.rabbitmq import RabbitmqBroker
from dramatiq.brokers.redis import RedisBroker
from dramatiq.brokers.stub import StubBroker
from dramatiq.errors import BrokerError
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from app.errors import ConfigurationError
from app.settings import Settings

QUEUE = "ursa"
"""Name of the one queue, on every broker."""

FAULTS = (redis.RedisError, pika.exceptions.AMQPError, BrokerError, OSError)
"""What brokers raise when they can not be reached or refuse."""

DEAD_WORKER_MS = 60_000
"""A Redis worker that was silent for so long is dead; its messages go to another one."""

_ANSWER_S = 5.0
_EVERY_COMMAND = 1_000_000  # In a million: looking for dead workers costs next to nothing.
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
    url = settings.broker_url
    if url is None:
        return InProcessBroker(list(middleware))
    if url.startswith("amqp"):
        return _readable(lambda: _rabbitmq(url, list(middleware)))
    return _readable(lambda: _redis(url, list(middleware), dead_worker_ms))


def _readable(make: Callable[[], Broker]) -> Broker:
    try:
        return make()
    except ValueError:  # Its text may hold a part of the password.
        raise ConfigurationError(
            "BROKER_URL: can not be read. Write redis://:password@host:6379/0 or "
            "amqp://user:password@host:5672/, with special characters percent-encoded."
        ) from None


def _redis(url: str, middleware: list[Middleware], dead_worker_ms: int) -> Broker:
    client = redis.Redis.from_url(
        url,
        socket_timeout=_ANSWER_S,
        socket_connect_timeout=_ANSWER_S,
        health_check_interval=30,
        retry=Retry(ConstantBackoff(0.2), 1),
    )
    return RedisBroker(  # type: ignore[no-untyped-call]
        client=client,
        middleware=middleware,
        namespace="ursa",
        heartbeat_timeout=dead_worker_ms,
        maintenance_chance=_EVERY_COMMAND,
    )


def _rabbitmq(url: str, middleware: list[Middleware]) -> Broker:
    return RabbitmqBroker(url=url, middleware=middleware, confirm_delivery=True)


def reach(broker: Broker, settings: Settings) -> None:
    """Say a word to the broker and wait for its answer; ConfigurationError when none comes."""
    try:
        greet(broker)
    except FAULTS as error:
        raise ConfigurationError(
            f"BROKER_URL: no broker answers at {_place(settings)} ({fault(error)}). "
            "Start it, or correct BROKER_URL."
        ) from None


def greet(broker: Broker) -> None:
    """Say a word to the broker and wait for its answer; raises what brokers raise."""
    if isinstance(broker, RedisBroker):
        broker.client.ping()
    elif isinstance(broker, RabbitmqBroker):
        try:
            broker.connection.process_data_events()
        except pika.exceptions.AMQPError:  # It may have been left alone for too long.
            del broker.connection
            _ = broker.connection


def fault(error: Exception) -> str:
    """A broker's fault in one line, without a full stop."""
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__


def _place(settings: Settings) -> str:
    """The address without user and password."""
    parts = urlsplit(settings.broker_url or "")
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname or 'localhost'}{port}"
