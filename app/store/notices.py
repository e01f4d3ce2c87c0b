"""Notices of Polar's webhook: kept as they arrive, many in one statement, and settled by syncs."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from app.gathering import Gathering
from app.store.pool import Pool, connection
from app.store.queries import query
from app.store.read import fetch_all
from app.store.write import execute

DEBOUNCE = dt.timedelta(seconds=5)
"""A watch's sync is told in several notices: so long is waited for the last of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice; `digest` is its body's."""

    digest: bytes
    polar_user_id: int
    event: str
    first_day: dt.date | None
    told_at: dt.datetime | None
    arrived_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A person with notices that wait: their events, and the first of their days."""

    user_id: str
    events: list[str]
    first_day: dt.date | None


class Inbox:
    """Where notices arrive in this process, and what is known of the secret that signs them."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._keeping: Gathering[Notice, bool] = Gathering(partial(_keep, pool))
        self.sealed: list[bytes | None] | None = None
        """The stored secret as last read: none, or one, which is None while it is being made."""

    async def keep(self, notice: Notice) -> None:
        """Keep a notice: when this returns, it is stored, or there is nobody whom it is about."""
        await self._keeping.ask(notice)

    async def secrets(self, *, anew: bool = False) -> list[bytes | None]:
        """The stored secret; `anew`: as it is at this moment."""
        if self.sealed is None or anew:
            self.sealed = await sealed_secrets(self._pool)
        return self.sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Secret:
    secret_encrypted: bytes | None


async def sealed_secrets(pool: Pool) -> list[bytes | None]:
    """The webhook's secret as it is stored: none, or one, which is None while it is being made."""
    found = await fetch_all(pool, _Secret, "polar_webhook_secret")
    return [each.secret_encrypted for each in found]


async def _keep(pool: Pool, notices: Sequence[Notice]) -> Mapping[Notice, bool]:
    columns = ("digest", "polar_user_id", "event", "first_day", "told_at")
    told = {name: [getattr(notice, name) for notice in notices] for name in columns}
    now = max(notice.arrived_at for notice in notices)
    async with connection(pool) as connected:
        await connected.execute(
            query("write/notices_keep"), told | {"now": now, "due_at": now + DEBOUNCE}
        )
    return {}


async def waiting(pool: Pool, now: dt.datetime, most: int) -> list[Waiting]:
    """People with notices that are due, who has waited longest first."""
    return await fetch_all(pool, Waiting, "notices_waiting", now=now, people=most)


async def taken(pool: Pool, user_ids: Sequence[str], now: dt.datetime) -> None:
    """Note that runs were queued for these people's notices."""
    if user_ids:
        await execute(pool, "notices_taken", user_ids=[*user_ids], now=now)


async def settle(
    pool: Pool,
    user_id: str,
    events: Sequence[str],
    *,
    first_day: dt.date,
    began: dt.datetime,
    now: dt.datetime,
) -> None:
    """Note that a sync has brought what notices told of."""
    if events:
        await execute(
            pool,
            "notices_settle",
            user_id=user_id,
            events=[*events],
            first_day=first_day,
            began=began,
            now=now,
        )
