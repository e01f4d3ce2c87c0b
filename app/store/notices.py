"""Notices of Polar's webhook: kept as they arrive, many in one statement, and settled by syncs."""

import asyncio
import datetime as dt
import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.errors import UrsaError
from app.gathering import Gathering
from app.store.change import execute
from app.store.polar_webhook import Secrets, sealed_secrets
from app.store.pool import Pool, connection
from app.store.queries import query
from app.store.read import fetch_all
from app.store.spool import Notice, Spool, notices_in

log = logging.getLogger(__name__)

DEBOUNCE = dt.timedelta(seconds=5)
"""A watch's sync is told in several notices: so long is waited for the last of them."""
PATIENCE_S = 0.04
"""For the secret and for the notice: less than a tenth of a second for both."""
PAUSE_S = 2.0
FRESH_S = 10.0
"""So long after it was deleted, or another one was made, a secret may still count."""
SECRET = "secret"  # noqa: S105 -- what is asked for, of which there is one


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A person with notices that wait: which, their events, and the first of their days."""

    user_id: str
    digests: list[bytes]
    events: list[str]
    first_day: dt.date | None


class Inbox:
    """Where notices arrive in this process, and what is known of the secret that signs them.

    Polar waits for no database: what it does not take at once lies in `folder` until it does.
    """

    def __init__(self, pool: Pool, folder: Path) -> None:
        self.folder = folder
        self._pool = pool
        self._spool = Spool(folder)
        self._keeping: Gathering[Notice, None] = Gathering(partial(_keep, pool))
        self._spooling: Gathering[Notice, None] = Gathering(self._write)
        self._asking: Gathering[str, None] = Gathering(self._ask)
        self._known: Secrets | None = None
        self._known_at = 0.0
        self._late = False
        self._draining: asyncio.Task[None] | None = None

    async def keep(self, notice: Notice) -> None:
        """Keep a notice: when this returns, it is stored, or will be, or there is nobody for it."""
        if await self._stored_at_once(notice):
            return
        try:
            await self._spooling.ask(notice)
        except OSError as error:
            log.warning("%s takes no notices (%s): Polar has to wait", self.folder, error)
            await self._keeping.ask(notice)
        else:
            self.drain_on()

    async def _stored_at_once(self, notice: Notice) -> bool:
        if self._late:
            return False
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self._keeping.ask(notice)
        except (TimeoutError, UrsaError) as error:
            if not self._late:
                log.warning("the database is slow, notices wait on the disk: %r", error)
            self._late = True
            return False
        return True

    async def _write(self, notices: Sequence[Notice]) -> Mapping[Notice, None]:
        await asyncio.to_thread(self._spool.write, notices)
        return {}

    def drain_on(self) -> None:
        """Begin to store what lies on the disk, also what a process before this one left there."""
        if self._draining is None or self._draining.done():
            self._draining = asyncio.create_task(self.drain())

    async def drain(self) -> None:
        """Store what lies on the disk, until nothing does."""
        while files := await asyncio.to_thread(self._spool.files):
            for file in files:
                await self._store(file)

    async def _store(self, file: Path) -> None:
        try:
            await _keep(self._pool, await asyncio.to_thread(notices_in, file))
        except FileNotFoundError:
            return  # Another process has stored it.
        except ValueError as error:
            log.warning("%s is no file of notices, and goes: %s", file, error)
        except Exception as error:  # noqa: BLE001 -- whatever it is, Polar was told 200
            log.warning("notices wait on the disk: %s", error)
            await asyncio.sleep(PAUSE_S)
            return
        await asyncio.to_thread(file.unlink, missing_ok=True)
        self._late = False

    async def close(self) -> None:
        """Leave what still lies on the disk to the next process."""
        if self._draining is not None:
            self._draining.cancel()
            await asyncio.gather(self._draining, return_exceptions=True)

    async def secrets(self, *, anew: bool = False) -> Secrets:
        """The stored secret as it was seconds ago; `anew`: as it is at this moment.

        Where the database is slow, the one that is known goes on to count.
        """
        if anew or self._known is None:
            await self._asking.ask(SECRET)
        elif time.monotonic() - self._known_at > FRESH_S:
            with suppress(TimeoutError, UrsaError):
                async with asyncio.timeout(PATIENCE_S):
                    await self._asking.ask(SECRET)
        return self._known or []

    async def _ask(self, _: Sequence[str]) -> Mapping[str, None]:
        """However many strangers make signatures up, one question is under way."""
        self._known, self._known_at = await sealed_secrets(self._pool), time.monotonic()
        return {}


async def _keep(pool: Pool, notices: Sequence[Notice]) -> Mapping[Notice, None]:
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


async def taken(pool: Pool, waiting: Iterable[Waiting], now: dt.datetime) -> None:
    """Note that runs are queued for what these people's notices told; later ones go on waiting."""
    digests = [digest for each in waiting for digest in each.digests]
    if digests:
        await execute(pool, "notices_taken", digests=digests, now=now)


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


async def forget(pool: Pool, before: dt.datetime) -> None:
    """Forget notices of before."""
    await execute(pool, "notices_forget", before=before)
