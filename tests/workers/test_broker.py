"""Which broker BROKER_URL means, and what a wrong one gets."""

import pytest
from dramatiq.brokers.rabbitmq import RabbitmqBroker
from dramatiq.brokers.redis import RedisBroker

from app.errors import ConfigurationError
from app.settings import Settings
from tests.running import free_port
from workers.broker import InProcessBroker, make_broker, reach


def with_broker(url: str | None) -> Settings:
    """Settings with this BROKER_URL."""
    return Settings.model_validate({} if url is None else {"broker_url": url})


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        (None, InProcessBroker),
        ("redis://127.0.0.1:6379/0", RedisBroker),
        ("rediss://:secret@127.0.0.1:6379/0", RedisBroker),
        ("amqp://user:secret@127.0.0.1:5672/", RabbitmqBroker),
    ],
)
def test_the_scheme_names_the_broker(url: str | None, kind: type) -> None:
    """Redis, RabbitMQ, or nothing: memory."""
    assert type(make_broker(with_broker(url))) is kind


@pytest.mark.parametrize(
    "url", ["redis://:secret@host:port/0", "redis://:sec/ret@host:6379", "amqp://u:secret@h:x/"]
)
def test_an_address_that_can_not_be_read_is_told_in_one_line_without_the_password(
    url: str,
) -> None:
    """The line says how to write it."""
    with pytest.raises(ConfigurationError) as raised:
        make_broker(with_broker(url))
    assert raised.value.message == (
        "BROKER_URL: can not be read. Write redis://:password@host:6379/0 or "
        "amqp://user:password@host:5672/, with special characters percent-encoded."
    )


@pytest.mark.parametrize("scheme", ["redis", "amqp"])
def test_a_broker_that_is_not_there_is_told_in_one_line_without_the_password(scheme: str) -> None:
    """The line names the variable, the place and what to do."""
    port = free_port()
    settings = with_broker(f"{scheme}://user:secret@127.0.0.1:{port}/0")
    with pytest.raises(ConfigurationError) as raised:
        reach(make_broker(settings), settings)
    message = raised.value.message
    assert message.startswith(f"BROKER_URL: no broker answers at {scheme}://127.0.0.1:{port} (")
    assert message.endswith("). Start it, or correct BROKER_URL.")
    assert "secret" not in message
    assert "\n" not in message


def test_a_redis_that_runs_is_reached(redis_url: str) -> None:
    """Nothing is raised."""
    settings = with_broker(redis_url)
    broker = make_broker(settings)
    reach(broker, settings)
    broker.close()


def test_the_in_process_broker_keeps_few_dead_messages() -> None:
    """A server that runs for months does not fill its memory with them."""
    letters = make_broker(with_broker(None)).dead_letters_by_queue["ursa"]  # type: ignore[attr-defined]
    letters.extend(range(100))
    assert len(letters) == 16
