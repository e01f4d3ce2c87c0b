"""A door whose clock, timer and database are in the test's hands."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any, cast

import pytest
from pydantic import SecretStr

from app.auth import Auth, open_auth
from app.records.account import ApiKey, Scope
from app.settings import Settings
from app.store.keys import create_key
from app.store.pool import Pool
from tests.app.auth.doubles import MASTER, Door, Hands, MakeKey, Watched

NEVER_S = 1e6


@pytest.fixture
def watched(pool: Pool) -> Watched:
    """The database, watched."""
    return Watched(pool)


@pytest.fixture
def hands() -> Hands:
    """The time, in the test's hands."""
    return Hands()


@pytest.fixture
async def door(watched: Watched, hands: Hands) -> AsyncIterator[Door]:
    """Opens an Auth with the given settings; flushes only when told, and when it closes."""
    async with AsyncExitStack() as stack:

        async def opened(*, flush_every_s: float = NEVER_S, **settings: Any) -> Auth:  # noqa: ANN401
            known = Settings(**({"api_key": SecretStr(MASTER)} | settings))
            entered = open_auth(
                known,
                cast("Pool", watched),
                hands.clock,
                timer=hands.timer,
                flush_every_s=flush_every_s,
            )
            return await stack.enter_async_context(entered)

        yield opened


@pytest.fixture
async def auth(door: Door) -> Auth:
    """An Auth with a master key."""
    return await door()


@pytest.fixture
def make_key(pool: Pool, person: str) -> MakeKey:
    """Makes a key for the person, behind the watched pool's back."""

    async def make(**changes: Any) -> tuple[ApiKey, str]:  # noqa: ANN401
        given = {"user_id": person, "label": "phone", "scopes": [Scope.READ], "actor": "command"}
        return await create_key(pool, **(given | changes))

    return make
