"""Relay connections with keyset cursors: a page stays in its place while rows are added."""

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

import strawberry

from app.errors import InvalidInput
from app.reads.pages import Ask, Key, Page
from app.records.account import Account
from schema.context import Context, Info, checked
from schema.ids import Reader, opaque, parts_of
from schema.publish import Made, plain_type, publish

R = TypeVar("R")

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


@dataclass(frozen=True, slots=True, kw_only=True)
class PageInfo:
    """Where a page stands in its list."""

    has_next_page: Annotated[bool, "Whether more comes after; asked for with `first`."]
    has_previous_page: Annotated[bool, "Whether more comes before; asked for with `last`."]
    start_cursor: Annotated[str | None, "Cursor of the first edge; null when there is none."]
    end_cursor: Annotated[str | None, "Cursor of the last edge; null when there is none."]


PAGE_INFO = publish(PageInfo, name="PageInfo")


@dataclass(frozen=True, slots=True)
class Edge(Generic[R]):
    """A row and its cursor."""

    cursor: str
    node: R


@dataclass(frozen=True, slots=True)
class Connection(Generic[R]):
    """A page of rows."""

    edges: list[Edge[R]]
    nodes: list[R]
    page_info: PageInfo


@dataclass(frozen=True, slots=True)
class Order(Generic[R]):
    """In which order a list stands, and how a place in it is told."""

    kind: Annotated[str, "Name of the list; a cursor of another list is refused."]
    key: Annotated[Callable[[R], Key], "Where a row stands."]
    readers: Annotated[tuple[Reader, ...], "How the key's parts are read back."]

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

    def ask(
        self, order: Order[Any], since: dt.date | None = None, until: dt.date | None = None
    ) -> Ask:
        """The question to `reads`; raises InvalidInput."""
        if self.first is not None and self.last is not None:
            raise InvalidInput("Ask with first or with last, not with both.", "last")
        return Ask(
            size=_size(self.first, self.last),
            backward=self.last is not None,
            after=order.place(self.after, "after"),
            before=order.place(self.before, "before"),
            first=since,
            last=until,
        )


def _size(first: int | None, last: int | None) -> int:
    name = "last" if last is not None else "first"
    size = last if last is not None else DEFAULT_SIZE if first is None else first
    return checked(name, size, 0, LARGEST_SIZE, " Page on for more.")


def connect(page: Page[R], order: Order[R], ask: Ask) -> Connection[R]:
    """A page as a connection."""
    edges = [Edge(order.cursor(row), row) for row in page.rows]
    info = PageInfo(
        has_next_page=page.more and not ask.backward,
        has_previous_page=page.more and ask.backward,
        start_cursor=edges[0].cursor if edges else None,
        end_cursor=edges[-1].cursor if edges else None,
    )
    return Connection(edges, list(page.rows), info)


def connection_type(node: Made, name: str, noun: str) -> Made:
    """`{name}Connection` and `{name}Edge` of a node type."""
    edge = plain_type(
        f"{name}Edge",
        f"One of the {noun} and its place in the list.",
        cursor=(str, "Its place; hand it to `after` or `before`."),
        node=(node, "The thing itself."),
    )
    return plain_type(
        f"{name}Connection",
        f"A page of {noun}.",
        edges=(list[edge], "The page with cursors."),  # type: ignore[valid-type]
        nodes=(list[node], "The page without cursors."),
        page_info=(PAGE_INFO, "Where the page stands."),
    )


Question = Callable[[Context, str, Ask], Awaitable[Page[R]]]


def dated_connection(
    order: Order[R],
    question: Question[R],
    kind: Made,
    description: str,
) -> Made:
    """A person's list that can also be narrowed to days."""

    async def resolve(  # noqa: PLR0913, PLR0917 -- Relay's arguments
        root: Made,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        days: Days = None,
        from_: From = None,
        to: To = None,
    ) -> Made:
        since, until = _days(info.context, root, days, from_, to)
        ask = Pager(first=first, after=after, last=last, before=before).ask(order, since, until)
        return connect(await question(info.context, root.user_id, ask), order, ask)

    return strawberry.field(resolver=resolve, description=description, graphql_type=kind)


def connection(
    order: Order[R],
    question: Question[R],
    kind: Made,
    description: str,
) -> Made:
    """A person's list."""

    async def resolve(
        root: Made,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Made:
        ask = Pager(first=first, after=after, last=last, before=before).ask(order)
        return connect(await question(info.context, root.user_id, ask), order, ask)

    return strawberry.field(resolver=resolve, description=description, graphql_type=kind)


def _days(
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
