"""Runs: asked for, queued, and marked when their process died."""

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, NoReturn

from app.errors import (
    BrokerUnavailable,
    Conflict,
    NotFound,
    PolarError,
    PolarRateLimited,
    PolarUnauthorized,
    PolarUnavailable,
    SyncRunning,
)
from app.reads.connections import connected
from app.resources import Resources
from app.store import runs
from app.store.accounts import find_account
from app.store.pool import Pool
from app.sync.shares import share_of
from app.upstream.client import PolarSession
from app.upstream.endpoints import Endpoint, latest
from app.upstream.http import unavailable

log = logging.getLogger(__name__)

GREETING_S = 5.0
GREETINGS = (PolarSession.spo2, PolarSession.skin_contacts, PolarSession.physical_info)
"""What somebody new is asked for: small answers, and where one is out of order the next."""


async def order_run(
    resources: Resources,
    *,
    user_id: str,
    days: int,
    origin: str,
    token: str | None,
    met_by: str | None,
    spender: str | None = None,
) -> uuid.UUID:
    """Queue a sync, as `queue_run` does, of a person whom `met_by` may make known; None: nobody.

    A person begins with the first answer that Polar gives for their token: raises
    PolarUnauthorized for one that it refuses, and leaves nothing behind. `spender` is whose share
    of Polar's budget requests with a handed-in token are from; None: nobody's.
    """
    met_by = None if token is None else met_by
    if met_by is not None and await find_account(resources.pool, user_id) is None:
        await greet(resources, token or "", spender)
    return await queue_run(
        resources,
        user_id=user_id,
        days=days,
        origin=origin,
        token=token,
        met_by=met_by,
        spender=spender,
    )


async def greet(resources: Resources, token: str, spender: str | None) -> None:
    """Show Polar the token of somebody new, until it answers.

    Raises PolarUnauthorized for a token that it refuses, and PolarUnavailable or PolarRateLimited
    where it says nothing of it. Whatever else goes wrong is for the run to tell.
    """
    session = resources.polar.session(token, share_of(resources, spender))
    *others, last = GREETINGS
    for endpoint in others:
        with suppress(PolarUnavailable):
            return await _hear(session, endpoint)
    return await _hear(session, last)


async def _hear(session: PolarSession, endpoint: Endpoint[Any]) -> None:
    """Ask until Polar says whether it takes the token; raises what `greet` raises."""
    try:
        async with asyncio.timeout(GREETING_S):
            await session.read(endpoint, latest())
    except TimeoutError as error:
        raise unavailable(endpoint.what, f"not within {GREETING_S:g} seconds") from error
    except (PolarUnauthorized, PolarRateLimited, PolarUnavailable):
        raise
    except PolarError as error:
        log.info("Polar takes a new token, and answers: %s", error)


async def queue_run(
    resources: Resources,
    *,
    user_id: str,
    days: int,
    origin: str,
    token: str | None,
    met_by: str | None = None,
    spender: str | None = None,
) -> uuid.UUID:
    """Queue a sync of one person and answer its run's id.

    `token` is Polar's access token for this run; None uses the stored one. Raises SyncRunning
    while a run is under way, NotFound for an unknown person, Conflict without any token.
    """
    pool = resources.pool
    await check_connected(pool, user_id, token)
    run_id = await runs.queue_run(
        pool,
        user_id=user_id,
        origin=origin,
        days=days,
        token=None if token is None else resources.vault.seal(token),
        now=resources.clock(),
        met_by=met_by,
        spender=None if token is None else spender,
    )
    return run_id or await _refuse(pool, user_id)


async def check_connected(pool: Pool, user_id: str, token: str | None) -> None:
    """Raise Conflict for who is not connected and brings no token."""
    if token is None and not await connected(pool, user_id):
        raise Conflict(f"{user_id} is not connected to Polar. Connect them, or send their token.")


async def _refuse(pool: Pool, user_id: str) -> NoReturn:
    """Say why no run was queued."""
    if await find_account(pool, user_id) is not None:
        message = f"A sync of {user_id} is under way. Wait for it, then try again."
        raise SyncRunning(message, await runs.run_under_way(pool, user_id))
    raise NotFound(f"There is no person {user_id!r}.")


async def hand_over(
    resources: Resources, run_id: uuid.UUID, send: Callable[[uuid.UUID], Awaitable[None]]
) -> None:
    """`send` a queued run to the workers; one that nobody will work on ends, and holds up none.

    Raises BrokerUnavailable.
    """
    try:
        await send(run_id)
    except BrokerUnavailable as error:
        await give_up(resources, run_id, error)
        raise


async def give_up(resources: Resources, run_id: uuid.UUID, error: BrokerUnavailable) -> None:
    """End a run that waits for a worker; one that a worker has begun all the same goes on."""
    await runs.give_up(
        resources.pool,
        run_id,
        error_code=error.code,
        error=error.message,
        now=resources.clock(),
    )


async def lost_runs(resources: Resources) -> list[uuid.UUID]:
    """Runs that a worker is to be told of now: cut off, or their message may be lost."""
    now = resources.clock()
    await runs.take_up_runs(resources.pool, now, alone=False)
    return await runs.resend_runs(resources.pool, now)
