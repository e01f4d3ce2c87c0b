"""Last use and number of requests of each key: noted in memory, written in batches."""

import asyncio
import datetime as dt
import uuid

from app.auth.flushing import Flushing
from app.store.keys import Use, add_usage
from app.store.pool import Pool


class Usage(Flushing):
    """What the keys did since the last flush; at most that is lost when the process is killed."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._uses: dict[uuid.UUID, Use] = {}
        super().__init__("use of API keys")
        self._writing = asyncio.Lock()

    def note(self, key_id: uuid.UUID, at: dt.datetime) -> None:
        """One request; nothing is awaited, so that none is lost."""
        count, last = self._uses.get(key_id, (0, at))
        self._uses[key_id] = (count + 1, max(last, at))

    async def flush(self) -> None:
        """Write all counts in one statement; what could not be written waits for the next try."""
        async with self._writing:
            uses, self._uses = self._uses, {}
            if not uses:
                return
            try:
                await add_usage(self._pool, uses)
            except BaseException:
                self._take_back(uses)
                raise

    def _take_back(self, uses: dict[uuid.UUID, Use]) -> None:
        for key_id, (count, at) in uses.items():
            since, last = self._uses.get(key_id, (0, at))
            self._uses[key_id] = (count + since, max(last, at))
