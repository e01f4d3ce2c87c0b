"""The schema, built once."""

from functools import cache

import strawberry
from strawberry.schema.config import StrawberryConfig

from schema.mutation import MUTATION
from schema.publish import mark_flat
from schema.query import QUERY
from schema.scalars import SCALARS
from schema.subscription import SUBSCRIPTION


@cache
def build_schema() -> strawberry.Schema:
    """Types, fields and resolvers; the same for every process."""
    made = strawberry.Schema(
        query=QUERY,
        mutation=MUTATION,
        subscription=SUBSCRIPTION,
        config=StrawberryConfig(scalar_map=SCALARS),
    )
    mark_flat(made._schema)  # noqa: SLF001 -- Strawberry keeps graphql-core's schema there
    return made


@cache
def sdl() -> str:
    """The schema in GraphQL's own language."""
    return build_schema().as_str() + "\n"
