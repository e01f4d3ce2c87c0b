"""Last use and number of requests, written in batches."""

import asyncio
import datetime as dt
import logging
import uuid
from typing import cast

import pytest

from app.auth import open_auth
from app.auth.usage import Usage
from app.errors import DatabaseUnavailable
from app.settings import Settings
from app.store.keys import Use, find_key
from app.store.pool import Pool
from tests.app.auth.doubles import Hands, MakeKey, Watched


async def _requests(pool: Pool, key_id: uuid.UUID) -> int:
    key = await find_key(pool, key_id)
    assert key is not None
    return key.request_count


async def _fall_over(watched: Watched, hands: Hands, secret: str) -> None:
    """A server that breaks after one request."""
    async with open_auth(Settings(), cast("Pool", watched), hands.clock) as auth:
        await auth.authenticate({"x-api-key": secret})
        raise ZeroDivisionError


async def test_a_failed_flush_keeps_the_counts(
    watched: Watched, make_key: MakeKey, hands: Hands, pool: Pool
) -> None:
    """What could not be written is written later, with what came meanwhile, once."""
    (key, _), (other, _) = await make_key(), await make_key()
    usage = Usage(cast("Pool", watched))
    usage.note(key.key_id, hands.now)
    watched.broken = True
    with pytest.raises(DatabaseUnavailable):
        await usage.flush()
    usage.note(key.key_id, hands.now)
    usage.note(other.key_id, hands.now)
    watched.broken = False
    await usage.flush()
    await usage.flush()
    assert await _requests(pool, key.key_id) == 2
    assert await _requests(pool, other.key_id) == 1


async def test_what_comes_during_a_failing_flush_is_kept_too(
    watched: Watched, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Requests that were counted while a flush was failing are added to those it gives back."""
    key_id = uuid.uuid4()
    usage = Usage(cast("Pool", watched))
    written: list[dict[uuid.UUID, Use]] = []

    async def add_usage(_: Pool, uses: dict[uuid.UUID, Use]) -> None:
        written.append(uses)
        if len(written) == 1:
            usage.note(key_id, hands.now - dt.timedelta(hours=1))
            raise DatabaseUnavailable("gone")

    monkeypatch.setattr("app.auth.usage.add_usage", add_usage)
    usage.note(key_id, hands.now)
    with pytest.raises(DatabaseUnavailable):
        await usage.flush()
    await usage.flush()
    assert written == [{key_id: (1, hands.now)}, {key_id: (2, hands.now)}]


async def test_a_lasting_failure_is_logged_once(
    watched: Watched, make_key: MakeKey, hands: Hands, caplog: pytest.LogCaptureFixture
) -> None:
    """Tries that go on failing add no lines; after a success the next failure does."""
    key, _ = await make_key()
    usage = Usage(cast("Pool", watched))
    with caplog.at_level(logging.WARNING, "app.auth.usage"):
        for broken, lines in ((True, 1), (True, 1), (False, 1), (True, 2)):
            usage.note(key.key_id, hands.now)
            watched.broken = broken
            await usage._try_to_flush()
            assert len(caplog.records) == lines
    assert "will try again: The database does not answer" in caplog.records[0].getMessage()


async def test_nothing_to_write_asks_nobody(watched: Watched) -> None:
    """A flush without use makes no statement."""
    await Usage(cast("Pool", watched)).flush()
    assert watched.statements == 0


async def test_use_is_written_when_the_door_closes(
    watched: Watched, make_key: MakeKey, hands: Hands, pool: Pool
) -> None:
    """Closing writes what was not written yet, also when the server falls over."""
    key, secret = await make_key()
    for turn in (1, 2):
        with pytest.raises(ZeroDivisionError):
            await _fall_over(watched, hands, secret)
        assert await _requests(pool, key.key_id) == turn


async def test_use_is_written_now_and_then(
    watched: Watched, make_key: MakeKey, hands: Hands, pool: Pool
) -> None:
    """An open door writes by itself, and survives a database that comes and goes."""
    key, secret = await make_key()
    async with open_auth(
        Settings(), cast("Pool", watched), hands.clock, flush_every_s=0.001
    ) as auth:
        await auth.authenticate({"x-api-key": secret})
        watched.broken = True
        watched.used.clear()
        await asyncio.wait_for(watched.used.wait(), 10)
        watched.broken = False
        watched.answered.clear()
        await asyncio.wait_for(watched.answered.wait(), 10)
        assert await _requests(pool, key.key_id) == 1
