"""Redis and RabbitMQ as brokers."""

import pika.exceptions  # type: ignore[import-untyped]
import redis
from dramatiq import Broker, Middleware
from dramatiq.brokers.rabbitmq import RabbitmqBroker
from dramatiq.brokers.redis import RedisBroker
from dramatiq.errors import BrokerError
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from app.errors import ConfigurationError

FAULTS = (redis.RedisError, pika.exceptions.AMQPError, BrokerError, OSError)
"""What brokers raise when they can not be reached or refuse."""

_ANSWER_S = 5.0
_EVERY_COMMAND = 1_000_000  # In a million: looking for dead workers costs next to nothing.


def remote_broker(url: str, middleware: list[Middleware], dead_worker_ms: int) -> Broker:
    """The broker at `url`, reached for by nobody yet; raises ConfigurationError."""
    try:
        if url.startswith("amqp"):
            return RabbitmqBroker(url=url, middleware=middleware, confirm_delivery=True)
        return _redis(url, middleware, dead_worker_ms)
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


def greet_remote(broker: Broker) -> None:
    """Say a word to the broker and wait for its answer; raises what brokers raise."""
    if isinstance(broker, RedisBroker):
        broker.client.ping()
    elif isinstance(broker, RabbitmqBroker):
        try:
            broker.connection.process_data_events()
        except pika.exceptions.AMQPError:  # It may have been left alone for too long.
            del broker.connection
            _ = broker.connection
