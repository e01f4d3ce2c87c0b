"""The application's one webhook at Polar: made, looked at, gone."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from app.store.change import execute
from app.store.pool import Pool
from app.store.read import fetch_all

Secrets = list[bytes | None]
"""The stored secret: none, or one, which is None while it is being made."""


async def begin(
    pool: Pool, url: str, *, before: dt.datetime | None, cut_off: bool, now: dt.datetime
) -> bool:
    """It is going to be made: from now on a ping that nobody can verify is answered.

    False while another one is being made than that of `before`, or that one unless it is `cut_off`.
    """
    begun = await execute(
        pool, "polar_webhook_begin", url=url, before=before, cut_off=cut_off, now=now
    )
    return begun == 1


async def unmade(pool: Pool, began: dt.datetime) -> None:
    """What was begun then came to nothing."""
    await execute(pool, "polar_webhook_unmade", began=began)


async def keep(
    pool: Pool,
    webhook_id: str,
    *,
    url: str,
    events: Sequence[str],
    secret: bytes,
    actor: str,
    now: dt.datetime,
) -> None:
    """It was made; `secret` signs its notices, and is encrypted."""
    await execute(
        pool,
        "polar_webhook_made",
        webhook_id=webhook_id,
        url=url,
        events=[*events],
        secret=secret,
        actor=actor,
        now=now,
    )


async def seen(
    pool: Pool, *, active: bool | None, reactivated: bool, error: str | None, now: dt.datetime
) -> None:
    """Note how it stands, as Polar says now; `reactivated`: it had to be switched on again."""
    await execute(
        pool,
        "polar_webhook_seen",
        active=active,
        reactivated=reactivated,
        error=error,
        now=now,
    )


async def forget(pool: Pool, actor: str) -> bool:
    """There is none any more; whether there was one."""
    return bool(await execute(pool, "polar_webhook_forget", actor=actor))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Secret:
    secret_encrypted: bytes | None


async def sealed_secrets(pool: Pool) -> Secrets:
    """The webhook's secret as it is stored: none, or one, which is None while it is being made."""
    found = await fetch_all(pool, _Secret, "polar_webhook_secret")
    return [each.secret_encrypted for each in found]
