"""Where questions start."""

from typing import Annotated

import strawberry

from app.auth import require
from app.metrics import Metric
from app.reads import pages
from app.records.account import Account, Scope
from app.store.keys import find_key
from schema import ids, types
from schema.connections import After, Before, First, Last, Order, Pager, connect, connection_type
from schema.context import Info
from schema.nodes import Node, fetch_node
from schema.person import PERSON
from schema.publish import Made

PUBLIC = frozenset({"__typename", "__schema", "__type", "metrics"})
"""Root fields that tell nothing about anybody; they need no key."""

PEOPLE: Order[Account] = Order("people", lambda row: (row.user_id,), (ids.text,))

Id = Annotated[
    strawberry.ID,
    strawberry.argument(description="The user id as in REST's URLs, or the person's global id."),
]
GlobalId = Annotated[strawberry.ID, strawberry.argument(description="A global id.")]


async def _person(info: Info, id: Id) -> Made:  # noqa: A002 -- the argument's name
    found = ids.parts_of(id, ids.text, ids.text)
    user_id = found[1] if found is not None and found[0] == "Person" else str(id)
    return await info.context.account(user_id)


async def _me(info: Info) -> Made:
    user_id = info.context.holder.user_id
    return None if user_id is None else await info.context.account(user_id)


async def _api_key(info: Info) -> Made:
    key_id = info.context.holder.key_id
    return None if key_id is None else await find_key(info.context.own_desk.pool, key_id)


async def _people(
    info: Info, first: First = None, after: After = None, last: Last = None, before: Before = None
) -> Made:
    holder = info.context.holder
    require(holder, Scope.READ)
    ask = Pager(first=first, after=after, last=last, before=before).ask(PEOPLE)
    only = holder.user_id
    return connect(await pages.accounts(info.context.pool, ask, only), PEOPLE, ask)


async def _node(info: Info, id: GlobalId) -> Made:  # noqa: A002 -- the argument's name
    info.context.holder  # noqa: B018 -- Raises without a key, whatever the id.
    return await fetch_node(info.context, id)


def _metrics() -> Made:
    return [types.MetricLine.of(metric) for metric in Metric]


QUERY = strawberry.type(
    type(
        "Query",
        (),
        {
            "me": strawberry.field(
                resolver=_me,
                description="The person whose key this is; null for keys that open everybody.",
                graphql_type=PERSON | None,
            ),
            "apiKey": strawberry.field(
                resolver=_api_key,
                description="The key of this request, and what it may do; null for the master key.",
                graphql_type=types.API_KEY | None,
            ),
            "person": strawberry.field(
                resolver=_person,
                description="One person, when the key opens them.",
                graphql_type=PERSON | None,
            ),
            "people": strawberry.field(
                resolver=_people,
                description="Everybody whom the key opens, in the order of their user ids.",
                graphql_type=connection_type(PERSON, "Person", "people"),
            ),
            "node": strawberry.field(
                resolver=_node,
                description="Anything by its global id; null for unknown ones and other people's.",
                graphql_type=Node | None,
            ),
            "metrics": strawberry.field(
                resolver=_metrics,
                description="Every daily metric with title, unit and resolutions; needs no key.",
                graphql_type=list[types.METRIC],
            ),
        },
    ),
    name="Query",
    description="Where questions start. Ask for `me`, or for a `person`.",
)
