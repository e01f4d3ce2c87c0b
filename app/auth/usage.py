"""Last use and number of requests of each key: noted in memory, written in batches."""

import asyncio
import datetime as dt
import logging
import uuid
from contextlib import suppress

from app.store.keys import Use, add_usage
from app.store.pool import Pool

log = logging.getLogger(__name__)


class Usage:
    """What the keys did since the last flush; at most that is lost when the process is killed."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._uses: dict[uuid.UUID, Use] = {}
        self._flushing = asyncio.Lock()
        self._failing = False

    def note(self, key_id: uuid.UUID, at: dt.datetime) -> None:
        """One request; nothing is awaited, so that none is lost."""
        count, last = self._uses.get(key_id, (0, at))
        self._uses[key_id] = (count + 1, max(last, at))

    async def flush(self) -> None:
        """Write all counts in one statement; what could not be written waits for the next try."""
        async with self._flushing:
            uses, self._uses = self._uses, {}
            if not uses:
                return
            try:
                await add_usage(self._pool, uses)
            except BaseException:
                self._take_back(uses)
                raise

    async def keep_flushing(self, stop: asyncio.Event, every_s: float) -> None:
        """Flush every `every_s` seconds, and once more when `stop` is set."""
        while not stop.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), every_s)
            await self._try_to_flush()

    async def _try_to_flush(self) -> None:
        """Failures are logged when they begin, not at each try."""
        try:
            await self.flush()
        except Exception as error:  # noqa: BLE001 -- Whatever it was, the next try comes.
            if not self._failing:
                log.warning("use of API keys can not be stored, will try again: %s", error)
            self._failing = True
        else:
            self._failing = False

    def _take_back(self, uses: dict[uuid.UUID, Use]) -> None:
        for key_id, (count, at) in uses.items():
            since, last = self._uses.get(key_id, (0, at))
            self._uses[key_id] = (count + since, max(last, at))
