"""What one operation knows: who asks, where answers come from, and what was loaded already."""

import datetime as dt
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, Protocol, TypedDict, TypeVar

import strawberry
from strawberry.dataloader import DataLoader

from app.auth import Auth, Caller
from app.auth.auth import NO_KEY
from app.days import Window, local_today
from app.errors import InvalidInput, Unauthenticated
from app.reads import pages
from app.records.account import Account, Scope
from app.records.sync import SyncFeed
from app.resources import Resources
from app.store.pool import Pool

K = TypeVar("K")
V = TypeVar("V")

DEFAULT_DAYS = 30
MOST_DAYS = 3660


class Dispatch(Protocol):
    """Hands work to the workers."""

    async def sync(self, run_id: uuid.UUID) -> None:
        """Ask for the queued run `run_id` to be done."""


class State(TypedDict):
    """Lifespan state of the server, as far as GraphQL reads it."""

    resources: Resources
    auth: Auth
    dispatch: Dispatch


@dataclass(kw_only=True)
class Context:
    """Handed to every resolver of one operation."""

    state: State
    caller: Caller | None = field(default=None)

    @property
    def pool(self) -> Pool:
        """Where reads go."""
        return self.state["resources"].read_pool

    @property
    def holder(self) -> Caller:
        """Who asks; raises Unauthenticated when nobody showed a key."""
        if self.caller is None:
            raise Unauthenticated(NO_KEY)
        return self.caller

    async def account(self, user_id: str, scope: Scope = Scope.READ) -> Account:
        """The one door to a person; raises Forbidden or NotFound."""
        return await self.state["auth"].account_for(self.holder, user_id, scope)

    def window(
        self, account: Account, days: int | None, first: dt.date | None, last: dt.date | None
    ) -> Window:
        """The days asked for: `days` back from today, or from `first` to `last`."""
        today = local_today(account, self.state["resources"].clock())
        if days is not None:
            if first is not None or last is not None:
                raise InvalidInput("Ask with days, or with from and to, not with both.", "days")
            return Window.back(_in_range(days), today)
        if first is None and last is None:
            return Window.back(DEFAULT_DAYS, today)
        return _between(first, last, today)

    @cached_property
    def zones(self) -> "Loader[int, pages.ZoneOf]":
        """Zones of exercises, all of one person in one statement."""
        return Loader(lambda user_id, ids: pages.zones_of(self.pool, user_id, ids))

    @cached_property
    def feeds(self) -> "Loader[uuid.UUID, SyncFeed]":
        """Feeds of sync runs in one statement."""
        return Loader(lambda _, ids: pages.feeds_of(self.pool, ids))


class Loader(Generic[K, V]):
    """Gathers the keys that one operation asks for, and asks for each person's at once."""

    def __init__(self, ask: Callable[[str, Sequence[K]], Awaitable[dict[K, list[V]]]]) -> None:
        self._ask = ask
        self._of: dict[str, DataLoader[K, list[V]]] = {}

    async def load(self, user_id: str, key: K) -> list[V]:
        """Rows of one key."""
        loader = self._of.get(user_id)
        if loader is None:
            loader = self._of[user_id] = DataLoader(load_fn=self._batch(user_id))
        return await loader.load(key)

    def _batch(self, user_id: str) -> Callable[[list[K]], Awaitable[list[list[V]]]]:
        async def batch(keys: list[K]) -> list[list[V]]:
            found = await self._ask(user_id, keys)
            return [found[key] for key in keys]

        return batch


Info = strawberry.Info[Context, None]


def _in_range(days: int) -> int:
    if not 0 <= days <= MOST_DAYS:
        raise InvalidInput(f"days must be from 0 to {MOST_DAYS}.", "days")
    return days


def _between(first: dt.date | None, last: dt.date | None, today: dt.date) -> Window:
    if first is None:
        raise InvalidInput("from is missing: ask with from and to, or with days.", "from")
    window = Window(first, last or today)
    if window.days < 1:
        raise InvalidInput("from must not be later than to.", "from")
    if window.days > MOST_DAYS + 1:
        raise InvalidInput(f"At most {MOST_DAYS} days can be asked for at once.", "from")
    return window
