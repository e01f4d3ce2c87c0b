"""Models at work, in a process of their own: nobody who is answered waits for a core."""

import asyncio
import datetime as dt
import os
from collections.abc import AsyncIterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

from loky.process_executor import ProcessPoolExecutor

from app.apart import begin
from app.errors import AnalysisUnavailable, TooManyRequests
from app.records.findings import BaselinePart, DailyValues, Forecast, Pattern
from app.records.sleep import Night

Detected = tuple[tuple[Pattern, ...], tuple[Forecast, ...], tuple[BaselinePart, ...]]
"""Patterns and forecasts, each in the order of their table, and baselines that are split."""

Executor: TypeAlias = Any
"""loky carries no types; None while no process was needed yet."""

IDLE_S = 300
"""A process without work ends after so long, and gives its 150 MB back."""

MOST_WAITING = 32
"""People whose days wait for the models at the same time; each takes about 0.15 s."""


class Models:
    """Detects patterns and forecasts in a process that starts with the first question.

    A process that was killed is replaced, and its work done again, once.
    """

    def __init__(self, *, processes: int = 1, most_waiting: int = MOST_WAITING) -> None:
        self._processes, self._most_waiting = processes, most_waiting
        self._executor: Executor = None
        self._waiting = 0

    async def detect(
        self,
        days: Sequence[DailyValues],
        today: dt.date,
        nights: Sequence[Night],
        stood: Sequence[BaselinePart] = (),
    ) -> Detected:
        """Patterns, forecasts and parts of baselines out of daily metrics and nights.

        `stood` are the parts that were found before.

        Raises TooManyRequests when too much waits, AnalysisUnavailable when the process can not
        be kept alive.
        """
        if self._waiting >= self._most_waiting:
            raise TooManyRequests("Many people are being analysed now. Try again in 5 s.", 5)
        self._waiting += 1
        try:
            return await self._detect(days, today, nights, stood)
        finally:
            self._waiting -= 1

    async def _detect(
        self,
        days: Sequence[DailyValues],
        today: dt.date,
        nights: Sequence[Night],
        stood: Sequence[BaselinePart],
    ) -> Detected:
        for _ in range(2):
            executor = self._running()
            try:
                future = executor.submit(detect, days, today, nights, stood)
                found: Detected = await asyncio.wrap_future(future)
            except BrokenProcessPool:
                await self._end(executor)
            else:
                return found
        raise AnalysisUnavailable(
            "The analysis process ended twice over these days, perhaps for want of memory. "
            "Try again later; who runs Ursa finds more in its log."
        )

    def _running(self) -> Executor:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                self._processes, timeout=IDLE_S, initializer=begin, initargs=(os.getpid(),)
            )
        return self._executor

    async def _end(self, executor: Executor) -> None:
        """Several may see the same process break: one of them makes place for the next."""
        if self._executor is executor:
            self._executor = None
            await asyncio.to_thread(executor.shutdown, kill_workers=True)

    async def close(self) -> None:
        """End the process; what it works on is not finished."""
        if self._executor is not None:
            await self._end(self._executor)


@asynccontextmanager
async def open_models() -> AsyncIterator[Models]:
    """Models of one process of the server's or a worker's, ended with it."""
    models = Models()
    try:
        yield models
    finally:
        await models.close()


def detect(
    days: Sequence[DailyValues],
    today: dt.date,
    nights: Sequence[Night],
    stood: Sequence[BaselinePart] = (),
) -> Detected:
    """What the process does: all findings of one person; holds a core for long."""
    # statsmodels takes seconds and 100 MB to import: only the process of the models shall.
    from app.analysis.eras import parts  # noqa: PLC0415
    from app.analysis.forecast import forecasts  # noqa: PLC0415
    from app.analysis.history import History  # noqa: PLC0415
    from app.analysis.patterns import detect as patterns  # noqa: PLC0415

    history = History.of(days, today, nights)
    found = tuple(patterns(history))
    return found, tuple(forecasts(history)), parts(history, found, stood)
