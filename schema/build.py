"""The schema, built once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated

import strawberry
from graphql import GraphQLObjectType
from strawberry.schema.config import StrawberryConfig

from schema.mutations import Mutation
from schema.prices import Terms
from schema.publish import check_terms, mark_flat, terms_of
from schema.query import Query
from schema.scalars import SCALARS
from schema.subscription import Subscription


@cache
def build_schema() -> strawberry.Schema:
    """Types, fields and resolvers; the same for every process."""
    made = strawberry.Schema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        config=StrawberryConfig(scalar_map=SCALARS),
    )
    check_terms(made._schema)  # noqa: SLF001 -- Strawberry keeps graphql-core's schema there
    mark_flat(made._schema)  # noqa: SLF001 -- as above
    return made


@cache
def sdl() -> str:
    """The schema in GraphQL's own language."""
    return build_schema().as_str() + "\n"


@dataclass(frozen=True, slots=True)
class FieldTerms:
    """A field and the terms on which it is answered."""

    of: Annotated[str, "The type that has it."]
    name: Annotated[str, "The field."]
    terms: Annotated[Terms, "Its price, and what a key needs."]


def terms() -> Iterator[FieldTerms]:
    """Every field that has terms of its own: the whole surface as data."""
    for named in build_schema()._schema.type_map.values():  # noqa: SLF001 -- as above
        if isinstance(named, GraphQLObjectType):
            for name, one in named.fields.items():
                found = terms_of(one)
                if found is not None:
                    yield FieldTerms(named.name, name, found)


@cache
def public_fields() -> frozenset[str]:
    """Root fields that tell nothing about anybody; they need no key."""
    ours = (one.name for one in terms() if one.of == "Query" and one.terms.public)
    return frozenset({"__typename", "__schema", "__type", *ours})
