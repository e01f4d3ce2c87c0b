"""What is noted in memory and written in batches, whatever the database does meanwhile."""

import asyncio
import logging
from abc import ABC, abstractmethod
from contextlib import suppress

log = logging.getLogger(__name__)


class Flushing(ABC):
    """Writes what was noted every few seconds; `what` names it in the log."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._failing = False

    @abstractmethod
    async def flush(self) -> None:
        """Write all that was noted; what could not be written waits for the next try."""

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
                log.warning("%s can not be stored, will try again: %s", self._what, error)
            self._failing = True
        else:
            self._failing = False
