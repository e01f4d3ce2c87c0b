"""Fields of our GraphQL classes: the resolver's docstring describes it, price and scope beside it.

A resolver answers records or our own classes; the GraphQL type of a record is the one that it was
published as.
"""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import cleandoc
from typing import Any, TypeVar, dataclass_transform, get_type_hints

import strawberry

import schema.types  # noqa: F401 -- records are published before resolvers answer them
from schema.prices import Price, Scopes, Terms
from schema.publish import TERMS, Leaf, Made, graphql_type_of, plain_field, publish

Resolver = Callable[..., Any]
T = TypeVar("T")


def field(
    *,
    price: Price,
    scope: Scopes | None = None,
    public: bool = False,
    lasting: bool = True,
    kind: Made = None,
    description: str | None = None,
    is_subscription: bool = False,
) -> Callable[[Resolver], Made]:
    """A field with a resolver, on these terms; `kind` where its GraphQL type is not its hint's."""

    def make(resolver: Resolver) -> Made:
        return strawberry.field(
            resolver=resolver,
            description=description or sentences(resolver),
            graphql_type=kind or graphql_type_of(get_type_hints(resolver)["return"]),
            metadata={TERMS: Terms(price, scope, public, lasting)},
            is_subscription=is_subscription,
        )

    return make


def leaf(reader: Leaf) -> Made:
    """A field that is read off its object and asks nobody."""
    return plain_field(reader, sentences(reader), graphql_type_of(get_type_hints(reader)["return"]))


@dataclass_transform(kw_only_default=True, field_specifiers=(strawberry.field,))
def asked(made: type[T]) -> type[T]:
    """What a mutation is asked: an input type that its docstring describes."""
    return strawberry.input(made, description=sentences(made))


@dataclass_transform(kw_only_default=True, frozen_default=True)
def answered(**rows: int) -> Callable[[type[T]], type[T]]:
    """What a mutation answers: a record, published under its name; `rows` as in `publish`."""

    def make(made: type[T]) -> type[T]:
        record = dataclass(frozen=True, slots=True, kw_only=True)(made)
        publish(record, name=made.__name__, rows=rows)
        return record

    return make


def sentences(of: object) -> str:
    """A docstring as a description: its sentences in one line."""
    return " ".join(cleandoc(of.__doc__ or "").split())
