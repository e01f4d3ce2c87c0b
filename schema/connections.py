"""Relay connections with keyset cursors: a page stays in its place while rows are added."""

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

import strawberry

from app.errors import InvalidInput
from app.reads.pages import Key, Page, PageRequest
from app.records.account import Account
from schema.context import Context, Info, checked
from schema.fields import field
from schema.ids import Reader, opaque, parts_of
from schema.prices import page
from schema.publish import Made

R = TypeVar("R")
N = TypeVar("N")

DEFAULT_SIZE = 20
LARGEST_SIZE = 100

First = Annotated[
    int | None,
    strawberry.argument(
        description=f"The first so many, 0 to {LARGEST_SIZE}; {DEFAULT_SIZE} unless told."
    ),
]
After = Annotated[str | None, strawberry.argument(description="Only what comes after this cursor.")]
Last = Annotated[
    int | None,
    strawberry.argument(description=f"The last so many, 0 to {LARGEST_SIZE}."),
]
Before = Annotated[
    str | None, strawberry.argument(description="Only what comes before this cursor.")
]
Days = Annotated[
    int | None,
    strawberry.argument(
        description="From today - days up to today, on the wearer's calendar; 0 to 3660."
    ),
]
From = Annotated[
    dt.date | None, strawberry.argument(name="from", description="First day, instead of `days`.")
]
To = Annotated[
    dt.date | None,
    strawberry.argument(name="to", description="Last day, included; today unless told."),
]


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    """Where a page stands in its list."""

    has_next_page: bool = strawberry.field(
        description="Whether more comes after; asked for with `first`."
    )
    has_previous_page: bool = strawberry.field(
        description="Whether more comes before; asked for with `last`."
    )
    start_cursor: str | None = strawberry.field(
        description="Cursor of the first edge; null when there is none."
    )
    end_cursor: str | None = strawberry.field(
        description="Cursor of the last edge; null when there is none."
    )


@strawberry.type(description="One of a list, and its place in it.")
class Edge(Generic[N]):
    """A node and its cursor."""

    cursor: str = strawberry.field(description="Its place; hand it to `after` or `before`.")
    node: N = strawberry.field(description="The thing itself.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[N]):
    """A page of nodes."""

    edges: list[Edge[N]] = strawberry.field(description="The page with cursors.")
    nodes: list[N] = strawberry.field(description="The page without cursors.")
    page_info: PageInfo = strawberry.field(description="Where the page stands.")


@dataclass(frozen=True, slots=True)
class Order(Generic[R, N]):
    """In which order a list stands, how a place in it is told, and what is shown of a row."""

    kind: Annotated[str, "Name of the list; a cursor of another list is refused."]
    key: Annotated[Callable[[R], Key], "Where a row stands."]
    readers: Annotated[tuple[Reader, ...], "How the key's parts are read back."]
    node: Annotated[Callable[[R], N], "The GraphQL side of a row."]

    def cursor(self, row: R) -> str:
        """The cursor of a row."""
        return opaque(self.kind, *self.key(row))

    def place(self, cursor: str | None, argument: str) -> Key | None:
        """The key behind a cursor; raises InvalidInput."""
        if cursor is None:
            return None
        found = parts_of(cursor, self._is_kind, *self.readers)
        if found is None:
            raise InvalidInput(
                f"{argument} is no cursor of this list. Send one that the list gave.", argument
            )
        return found[1:]

    def _is_kind(self, part: object) -> str:
        if part != self.kind:
            raise ValueError("a cursor of another list")
        return self.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """The paging arguments of one field."""

    first: int | None
    after: str | None
    last: int | None
    before: str | None

    def request(
        self, order: Order[Any, Any], since: dt.date | None = None, until: dt.date | None = None
    ) -> PageRequest:
        """The question to `reads`; raises InvalidInput."""
        if self.first is not None and self.last is not None:
            raise InvalidInput("Page with first or with last, not with both.", "last")
        return PageRequest(
            size=_size(self.first, self.last),
            backward=self.last is not None,
            after=order.place(self.after, "after"),
            before=order.place(self.before, "before"),
            first=since,
            last=until,
        )

    async def page(
        self, order: Order[R, N], read: Callable[[PageRequest], Awaitable[Page[R]]]
    ) -> Connection[N]:
        """The page that is asked for, as a connection."""
        request = self.request(order)
        return connect(await read(request), order, request)


def _size(first: int | None, last: int | None) -> int:
    name = "last" if last is not None else "first"
    size = last if last is not None else DEFAULT_SIZE if first is None else first
    return checked(name, size, 0, LARGEST_SIZE, " Page on for more.")


def connect(found: Page[R], order: Order[R, N], request: PageRequest) -> Connection[N]:
    """A page as a connection."""
    edges = [Edge(cursor=order.cursor(row), node=order.node(row)) for row in found.rows]
    info = PageInfo(
        has_next_page=found.more and not request.backward,
        has_previous_page=found.more and request.backward,
        start_cursor=edges[0].cursor if edges else None,
        end_cursor=edges[-1].cursor if edges else None,
    )
    return Connection(edges=edges, nodes=[edge.node for edge in edges], page_info=info)


PAGE = page(DEFAULT_SIZE, LARGEST_SIZE)
PageRead = Callable[[Context, str, PageRequest], Awaitable[Page[R]]]


def dated_connection(
    order: Order[R, N], read: PageRead[R], node: type[N], description: str
) -> Made:
    """A person's list that can also be narrowed to days."""

    async def resolve(  # noqa: PLR0913, PLR0917 -- Relay's arguments
        self: Made,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        days: Days = None,
        from_: From = None,
        to: To = None,
    ) -> Made:
        since, until = days_asked(info.context, self.account, days, from_, to)
        pager = Pager(first=first, after=after, last=last, before=before)
        request = pager.request(order, since, until)
        page = await read(info.context, self.account.user_id, request)
        return connect(page, order, request)

    return field(price=PAGE, kind=Connection[node] | None, description=description)(resolve)  # type: ignore[valid-type]  # Made at run time.


def connection(order: Order[R, N], read: PageRead[R], node: type[N], description: str) -> Made:
    """A person's list of what is no data of theirs: it changes by itself."""

    async def resolve(
        self: Made,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Made:
        pager = Pager(first=first, after=after, last=last, before=before)
        return await pager.page(
            order, lambda asked: read(info.context, self.account.user_id, asked)
        )

    kind: Made = Connection[node] | None  # type: ignore[valid-type]  # Made at run time.
    return field(price=PAGE, lasting=False, kind=kind, description=description)(resolve)


def days_asked(
    context: Context,
    account: Account,
    days: int | None,
    first: dt.date | None,
    last: dt.date | None,
) -> tuple[dt.date | None, dt.date | None]:
    """No limits unless asked for: a connection is bounded by its size."""
    if days is None and first is None and last is None:
        return None, None
    window = context.window(account, days, first, last)
    return window.first, window.last
