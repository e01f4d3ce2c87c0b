"""Turns: of everybody who asks a lot, some questions are worked on, and the others wait in line.

Each family of keys has a line of its own, so that nobody waits behind the many questions of another
one: where one has a hundred under way, the next one's first is worked on at once.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar

from app.errors import TooManyRequests

WORKING = 8
"""Of one family, at the same time: as many as a pool has connections."""
MOST = 256
"""Of one family, in line and worked on."""
MOST_WAITS, MOST_UPLOADS, MOST_SOCKETS, MOST_WATCHES = 64, 4, 32, 20
"""Of one family at a time: waiting for a sync, sending an archive, sockets, subscriptions."""
MOST_KNOCKING = 100
"""WebSockets of everybody that have shown no key yet; silent ones end after ten seconds."""
RETRY_AFTER_S = 60
TOO_MANY = (
    f"{MOST} requests of this key, or of the keys of its family, are being answered. Wait for some "
    "of them before you send the next."
)


class Turn:
    """One question's turn, which it may lay down while it only waits."""

    def __init__(self, places: asyncio.Semaphore) -> None:
        self._places = places
        self._held = self._over = False
        self._idle = 0

    async def begin(self) -> None:
        """Wait until there is a place."""
        await self._places.acquire()
        self._held = True
        if self._over:
            self._leave()

    def end(self) -> None:
        """The question was answered; a part of it that was left behind takes no place any more."""
        self._over = True
        self._leave()

    def lay_down(self) -> None:
        """Somebody who works on the question waits for others."""
        self._idle += 1
        self._leave()

    async def take_up(self) -> None:
        """They go on: the last of them waits for a place again."""
        self._idle -= 1
        if not self._idle and not self._over:
            await self.begin()

    def _leave(self) -> None:
        if self._held:
            self._held = False
            self._places.release()


class _Line:
    def __init__(self, working: int) -> None:
        self.places = asyncio.Semaphore(working)
        self.there = 0


_MINE: ContextVar[Turn | None] = ContextVar("turn", default=None)


class Turns:
    """Who is being answered, by family."""

    def __init__(self, working: int = WORKING, most: int = MOST) -> None:
        self._working, self._most = working, most
        self._lines: dict[str, _Line] = {}

    @asynccontextmanager
    async def take(self, family: str) -> AsyncIterator[None]:
        """A turn of the family's; raises TooManyRequests when its line is too long."""
        with self._place_in(family) as line:
            turn = Turn(line.places)
            token = _MINE.set(turn)
            try:
                await turn.begin()
                yield
            finally:
                turn.end()
                _MINE.reset(token)

    @contextmanager
    def _place_in(self, family: str) -> Iterator[_Line]:
        line = self._lines.get(family)
        if line is None:
            line = self._lines[family] = _Line(self._working)
        if line.there >= self._most:
            raise TooManyRequests(TOO_MANY, 1)
        line.there += 1
        try:
            yield line
        finally:
            line.there -= 1
            if not line.there:
                del self._lines[family]


class Places:
    """What lasts: so many at the same time for each family; who comes later is told at once."""

    def __init__(self, most: int, advice: str) -> None:
        self._most, self._advice = most, advice
        self.taken: Counter[str] = Counter()

    @contextmanager
    def take(self, family: str) -> Iterator[None]:
        """A place of the family's while the block lasts; raises TooManyRequests."""
        if self.taken[family] >= self._most:
            raise TooManyRequests(f"{self._most} {self._advice}", RETRY_AFTER_S)
        self.taken[family] += 1
        try:
            yield
        finally:
            self.taken[family] -= 1
            if not self.taken[family]:
                del self.taken[family]


class Lasting:
    """Places of what lasts longer than a question, in one process."""

    def __init__(self) -> None:
        self.waits = Places(
            MOST_WAITS,
            "requests of this key's family wait for a sync. Ask with wait=false, and look at the "
            "run later.",
        )
        self.uploads = Places(
            MOST_UPLOADS,
            "archives of this key's family are being sent. Send the next one when one is there.",
        )
        self.sockets = Places(
            MOST_SOCKETS, "WebSockets of this key's family are open. Close one first."
        )
        self.watches = Places(
            MOST_WATCHES, "subscriptions of this key's family are open already. End one first."
        )
        self.knocking = Places(
            MOST_KNOCKING,
            "WebSockets have not said yet whose they are. Try again in a few seconds.",
        )


@asynccontextmanager
async def aside() -> AsyncIterator[None]:
    """Whoever waits here for others' work keeps none of their family's places meanwhile."""
    turn = _MINE.get()
    if turn is None:
        yield
        return
    turn.lay_down()
    try:
        yield
    finally:
        await turn.take_up()
