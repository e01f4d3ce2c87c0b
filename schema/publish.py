"""Records become GraphQL types: the one place that knows how Strawberry is made inside."""

import datetime as dt
import enum
import re
import types
import typing
import uuid
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from operator import attrgetter
from typing import Any, TypeAlias, TypeVar, cast, dataclass_transform

import strawberry
from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_introspection_type,
    is_leaf_type,
)
from strawberry.types.field import StrawberryField

from schema.precision import Rounded, decimals_of
from schema.prices import Terms, flat
from schema.rows import Identity, Owned, Rows
from schema.scalars import LocalDateTime

Made: TypeAlias = Any
"""A record, or a type or field made at run time: what no annotation can say."""

UNITS = {"s": "seconds", "m": "metres", "c": "celsius"}
"""Units in names of record fields that GraphQL spells out; the others (`_ms`, `_bpm`) stay."""

OTHER = "OTHER"
ROW_ID = "The row's own name among all rows of everybody, opaque: for caches, not for `node`."
LEFT_OUT = frozenset({"extra", "user_id", "absent"})

TERMS = "ursa_terms"
_LEAVES = "ursa_leaves"
_PUBLISHED: dict[type[Any], list[Any]] = {}

_NOTHING: Mapping[str, Any] = types.MappingProxyType({})
_UNIONS: tuple[Any, ...] = (types.UnionType, typing.Union)
_LISTS: tuple[Any, ...] = (list, tuple, Sequence, Rows)

T = TypeVar("T")
Leaf = Callable[[Any], Any]
"""Reads one field off a record."""


def words(name: str, description: str, **values: str) -> type[enum.Enum]:
    """An enum of Polar's words; a word that Polar adds later is told as OTHER."""
    values.setdefault(OTHER, "A word that Polar has added and Ursa does not know yet.")
    return closed(name, description, **values)


def closed(name: str, description: str, **values: str) -> type[enum.Enum]:
    """An enum whose members are known for good, each with its description."""
    members = {
        value: strawberry.enum_value(value, description=meaning)
        for value, meaning in values.items()
    }
    made = cast("type[enum.Enum]", enum.Enum(name, cast("Any", members)))
    return strawberry.enum(made, name=name, description=description)


def enum_of(source: type[enum.StrEnum], description: str, **values: str) -> type[enum.Enum]:
    """The GraphQL side of one of our own enums; every member needs its description."""
    if {member.name for member in source} != set(values):
        raise TypeError(f"{source.__name__}: each member is described once")
    return closed(source.__name__, description, **values)


def publish(  # noqa: PLR0913 -- one type in one call reads best
    record: type[Any],
    *,
    name: str,
    description: str | None = None,
    leave_out: Collection[str] = (),
    rename: Mapping[str, str] = _NOTHING,
    enums: Mapping[str, type[enum.Enum]] = _NOTHING,
    ids: Collection[str] = (),
    kinds: Mapping[str, Any] = _NOTHING,
    rows: Mapping[str, int] = _NOTHING,
    key: tuple[str, ...] = (),
    more: Mapping[str, Any] = _NOTHING,
) -> Made:
    """Publish a frozen dataclass with its fields, its properties and their descriptions.

    `kinds` says types that a hint leaves open, `rows` how many a list has on the average, `more`
    adds fields that are read off the record. With a `key`, which tells a person's rows apart, rows
    have an `id`, and are answered as `Rows` or `Owned`. Rows are written without graphql-core's
    walk (schema/executor.py).
    """
    how = _How(leave_out, rename, enums, ids, kinds, rows)
    made = type(name, (), {**_identity(name, key), **dict(_members(record, how)), **more})
    text = description or plain((record.__doc__ or "").split("\n\n")[0])
    kind = strawberry.type(made, name=name, description=text)
    _PUBLISHED.setdefault(record, []).append(kind)
    return kind


@dataclass_transform(kw_only_default=True, field_specifiers=(strawberry.field,))
def published(
    attribute: str,
    *,
    leave_out: Collection[str] = (),
    rename: Mapping[str, str] = _NOTHING,
    enums: Mapping[str, type[enum.Enum]] = _NOTHING,
    ids: Collection[str] = (),
    rows: Mapping[str, int] = _NOTHING,
) -> Callable[[type[T]], type[T]]:
    """Make a GraphQL type of a class: the fields of the record in `attribute`, then its own.

    What it is, its docstring says.
    """
    how = _How(leave_out, rename, enums, ids, _NOTHING, rows, at=f"{attribute}.")

    def make(made: type[T]) -> type[T]:
        record = typing.get_type_hints(made)[attribute]
        own = {name: one for name, one in vars(made).items() if isinstance(one, StrawberryField)}
        for name in own:
            delattr(made, name)  # They come again, behind the record's.
        for name, one in (*_members(record, how), *own.items()):
            setattr(made, name, one)
        return strawberry.type(made, description=plain(made.__doc__ or ""))

    return make


@dataclass(frozen=True, slots=True)
class _How:
    """How a record is shown."""

    leave_out: Collection[str]
    rename: Mapping[str, str]
    enums: Mapping[str, type[enum.Enum]]
    ids: Collection[str]
    kinds: Mapping[str, Any]
    rows: Mapping[str, int]
    at: str = ""


def _identity(kind: str, key: tuple[str, ...]) -> dict[str, Made]:
    """The field `id` of rows that have a key."""
    return {"id": plain_field(Identity(kind, key), ROW_ID, strawberry.ID)} if key else {}


def _members(record: type[Any], how: _How) -> Iterator[tuple[str, Made]]:
    """A field for each field and property that is shown."""
    hidden = LEFT_OUT | set(how.leave_out)
    for attribute, (hint, meaning) in described(record).items():
        if attribute not in hidden:
            name = how.rename.get(attribute) or camel(attribute)
            kind = how.kinds.get(attribute, hint)
            decimals = decimals_of(record.__name__, attribute) if _real(kind) else None
            yield name, _leaf(attribute, kind, meaning, how, decimals)


def graphql_type_of(hint: Made) -> Made:
    """A hint with each record as the type that it is published as."""
    arguments = typing.get_args(hint)
    origin: Made = typing.get_origin(hint)
    if origin in _UNIONS:
        return typing.Optional[graphql_type_of(arguments[0])]  # noqa: UP045 -- a NewType knows no |
    if origin in _LISTS:
        return list[graphql_type_of(arguments[0])]  # type: ignore[misc]  # Made at run time.
    if origin in {AsyncIterator, Owned}:
        return graphql_type_of(arguments[0])
    return _published_as(hint)


def _published_as(hint: Made) -> Made:
    if not is_dataclass(hint) or hasattr(hint, "__strawberry_definition__"):
        return hint
    kinds = _PUBLISHED.get(cast("type[Any]", hint), ())
    if len(kinds) != 1:
        raise TypeError(f"{hint} is published as {len(kinds)} types: say which")
    return kinds[0]


def described(record: type[Any]) -> dict[str, tuple[Any, str]]:
    """Type and description of every field and property of a record."""
    if not is_dataclass(record):
        raise TypeError(f"{record.__name__} is no record")
    hints = typing.get_type_hints(record, include_extras=True)
    found = {
        field.name: _described_hint(record, field.name, hints[field.name])
        for field in fields(record)
    }
    return found | dict(_properties(record))


def camel(attribute: str) -> str:
    """`light_s` becomes `lightSeconds`, `start_at` `startAt`."""
    first, *rest = attribute.split("_")
    return first + "".join(UNITS.get(part, part).capitalize() for part in rest)


def plain(text: str) -> str:
    """A description for front-end developers: one line, null and names as GraphQL writes them."""
    line = re.sub(r"\s+", " ", text).strip()
    line = re.sub(r"\b(NULL|None)\b", "null", line)
    line = re.sub(r"(?<=[a-z0-9])_([a-z0-9])", lambda found: found[1].upper(), line)
    return line[:1].upper() + line[1:]


def plain_field(
    reader: Leaf, description: str, graphql_type: Made, rows: int | None = None
) -> Made:
    """A field that is read off its row and asks nobody; of a list, `rows` on the average."""

    def resolve(root: Made) -> Made:
        return reader(root)

    terms = {} if rows is None else {TERMS: Terms(flat(0, rows))}
    return strawberry.field(
        resolver=resolve,
        description=description,
        graphql_type=graphql_type,
        metadata={_LEAVES: reader, **terms},
    )


def leaves(of: GraphQLObjectType) -> dict[str, Leaf]:
    """How the fields of a type that are plain reads of scalars are read off a row."""
    found: dict[str, Leaf] = of.extensions.get(_LEAVES, {})
    return found


def mark_flat(schema: GraphQLSchema) -> None:
    """Note on each type which of its fields are plain reads of scalars."""
    for named in schema.type_map.values():
        if isinstance(named, GraphQLObjectType):
            readers = {name: _reader(field) for name, field in named.fields.items()}
            named.extensions[_LEAVES] = {name: one for name, one in readers.items() if one}


def _reader(field: GraphQLField) -> Leaf | None:
    """The record's reader behind a field that `publish` made."""
    if not is_leaf_type(get_named_type(field.type)):
        return None
    found: Leaf | None = _metadata(field).get(_LEAVES)
    return found


def _metadata(field: GraphQLField) -> Mapping[Any, Any]:
    found: Mapping[Any, Any] = getattr(_definition(field), "metadata", _NOTHING)
    return found


def _definition(field: GraphQLField) -> StrawberryField | None:
    return field.extensions.get("strawberry-definition")


def terms_of(field: GraphQLField) -> Terms | None:
    """On which terms a field is answered; None where it is read off its row."""
    found: Terms | None = _metadata(field).get(TERMS)
    return found


def check_terms(schema: GraphQLSchema) -> None:
    """Raise TypeError for a resolver that has no price, and for a start that names no scope."""
    starts = {schema.query_type, schema.mutation_type, schema.subscription_type}
    for named in schema.type_map.values():
        if isinstance(named, GraphQLObjectType) and not is_introspection_type(named):
            for name, field in named.fields.items():
                _check_terms(f"{named.name}.{name}", field, start=named in starts)


def _check_terms(name: str, field: GraphQLField, *, start: bool) -> None:
    terms = terms_of(field)
    resolver = getattr(_definition(field), "base_resolver", None)
    if resolver is not None and terms is None and _LEAVES not in _metadata(field):
        raise TypeError(f"{name} has a resolver and no price")
    if start and (terms is None or (terms.scope is None and not terms.public)):
        raise TypeError(f"{name} says not what a key needs")


def _described_hint(record: type[Any], name: str, hint: Made) -> tuple[Any, str]:
    if not hasattr(hint, "__metadata__"):
        raise TypeError(f"{record.__name__}.{name} has no description")
    kind, text = typing.get_args(hint)[:2]
    return kind, plain(text)


def _properties(record: type[Any]) -> list[tuple[str, tuple[Any, str]]]:
    found = []
    for name in dir(record):
        member = getattr(record, name)
        if isinstance(member, property) and not name.startswith("_"):
            hint = typing.get_type_hints(member.fget)["return"]
            found.append((name, (hint, plain(member.__doc__ or ""))))
    return found


def _real(hint: Made) -> bool:
    """Whether it is a number with decimals, or a list of such."""
    return hint is float or any(map(_real, typing.get_args(hint)))


def _leaf(attribute: str, hint: Made, meaning: str, how: _How, decimals: int | None) -> Made:
    as_id, words_of = attribute in how.ids, how.enums.get(attribute)
    reader = _conversion(f"{how.at}{attribute}", words_of, as_id=as_id)
    reader = reader if decimals is None else Rounded(reader, decimals)
    kind = _graphql_type(attribute, hint, words_of, as_id=as_id)
    return plain_field(reader, meaning, kind, how.rows.get(attribute))


def _conversion(attribute: str, words_of: type[enum.Enum] | None, *, as_id: bool) -> Leaf:
    read = attrgetter(attribute)
    if words_of is not None:
        return _worded(read, words_of)
    if as_id:
        return lambda row: None if (value := read(row)) is None else str(value)
    return read


def _worded(read: Leaf, words_of: type[enum.Enum]) -> Leaf:
    """Words as the enum's values, in either case; unknown ones as OTHER."""
    known = {text: name for name in words_of.__members__ for text in (name, name.lower())}

    def word(text: Made) -> str | None:
        said = text.name if isinstance(text, enum.Enum) else text
        return None if said is None else known.get(str(said), OTHER)

    def worded(row: Made) -> Made:
        value = read(row)
        return [word(text) for text in value] if isinstance(value, (list, tuple)) else word(value)

    return worded


def _graphql_type(
    attribute: str,
    hint: Made,
    words_of: type[enum.Enum] | None,
    *,
    as_id: bool,
) -> Made:
    """The hint with ids, enums and wall clocks put in their places."""
    if words_of is not None:
        return _swapped(hint, {str: words_of, int: words_of})
    if as_id:
        return _swapped(hint, dict.fromkeys((str, int, uuid.UUID), strawberry.ID))
    if "local" in attribute.split("_"):
        return _swapped(hint, {dt.datetime: LocalDateTime})
    return graphql_type_of(hint)


def _swapped(hint: Made, swaps: Mapping[Any, Any]) -> Made:
    arguments = typing.get_args(hint)
    if not arguments:
        return _swap(hint, swaps)
    inner = _swapped(arguments[0], swaps)
    origin: Made = typing.get_origin(hint)
    if origin in _UNIONS:
        return typing.Optional[inner]  # noqa: UP045 -- a NewType knows no |
    return list[inner]  # type: ignore[valid-type]  # The type is made at run time.


def _swap(hint: Made, swaps: Mapping[Any, Any]) -> Made:
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return swaps.get(str, hint)
    return swaps.get(hint, hint)
