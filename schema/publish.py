"""Records become GraphQL types: the one place that knows how Strawberry is made inside."""

import datetime as dt
import enum
import re
import types
import typing
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any, TypeAlias, cast

import strawberry
from graphql import GraphQLObjectType, GraphQLSchema, get_named_type, is_leaf_type

from schema.scalars import LocalDateTime

Made: TypeAlias = Any
"""A record, or a type or field made at run time: what no annotation can say."""

UNITS = {"s": "seconds", "m": "metres", "c": "celsius"}
"""Units in names of record fields that GraphQL spells out; the others (`_ms`, `_bpm`) stay."""

OTHER = "OTHER"
LEFT_OUT = frozenset({"extra", "user_id"})

_PUBLISHED: dict[type[Any], Any] = {}
_LEAVES = "ursa_leaves"

Leaf = Callable[[Any], Any]
"""Reads one field off a record."""


def published(record: type[Any]) -> Made:
    """GraphQL type of a record that was published."""
    return _PUBLISHED[record]


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
    rename: Mapping[str, str] = types.MappingProxyType({}),
    enums: Mapping[str, type[enum.Enum]] = types.MappingProxyType({}),
    ids: Collection[str] = (),
    kinds: Mapping[str, Any] = types.MappingProxyType({}),
    more: Mapping[str, Any] = types.MappingProxyType({}),
    interfaces: tuple[type, ...] = (),
) -> Made:
    """Publish a frozen dataclass with its fields, its properties and their descriptions.

    `kinds` says types that a hint leaves open, `more` adds fields with resolvers. Rows of which
    no such field is asked for are written without graphql-core's walk (schema/executor.py).
    """
    members: dict[str, Any] = {}
    hidden = LEFT_OUT | set(leave_out)
    for attribute, (hint, meaning) in described(record).items():
        if attribute not in hidden:
            field_name = rename.get(attribute) or camel(attribute)
            hint = kinds.get(attribute, hint)  # noqa: PLW2901 -- the same thing, said better
            members[field_name] = _leaf(attribute, hint, meaning, enums.get(attribute), ids)
    body = {**members, **more}
    if interfaces:
        body["is_type_of"] = classmethod(lambda _, row, __: isinstance(row, record))
    made = type(name, interfaces, body)
    text = description or plain((record.__doc__ or "").split("\n\n")[0])
    _PUBLISHED[record] = strawberry.type(made, name=name, description=text)
    return _PUBLISHED[record]


def described(record: type[Any]) -> dict[str, tuple[Any, str]]:
    """Type and description of every field and property of a record."""
    if not is_dataclass(record):
        raise TypeError(f"{record.__name__} is no record")
    hints = typing.get_type_hints(record, include_extras=True)
    found = {field.name: _told(record, field.name, hints[field.name]) for field in fields(record)}
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


def plain_field(reader: Leaf, description: str, graphql_type: Made) -> Made:
    """A field that is read off its row and asks nobody."""

    def resolve(root: Made) -> Made:
        return reader(root)

    return strawberry.field(
        resolver=resolve,
        description=description,
        graphql_type=graphql_type,
        metadata={_LEAVES: reader},
    )


def plain_type(name: str, description: str, **members: tuple[Any, str]) -> Made:
    """A type of plain fields: of each attribute, its GraphQL type and what it means."""
    body = {
        attribute: plain_field(attrgetter(attribute), meaning, kind)
        for attribute, (kind, meaning) in members.items()
    }
    return strawberry.type(type(name, (), body), name=name, description=description)


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


def _reader(field: Made) -> Leaf | None:
    """The record's reader behind a field that `publish` made."""
    if not is_leaf_type(get_named_type(field.type)):
        return None
    definition = field.extensions.get("strawberry-definition")
    metadata = getattr(definition, "metadata", {})
    found: Leaf | None = metadata.get(_LEAVES)
    return found


def _told(record: type[Any], name: str, hint: Made) -> tuple[Any, str]:
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


def _leaf(
    attribute: str,
    hint: Made,
    meaning: str,
    words_of: type[enum.Enum] | None,
    ids: Collection[str],
) -> Made:
    as_id = attribute in ids
    reader = _conversion(attribute, words_of, as_id=as_id)
    return plain_field(reader, meaning, _graphql_type(attribute, hint, words_of, as_id=as_id))


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
        told = text.name if isinstance(text, enum.Enum) else text
        return None if told is None else known.get(str(told), OTHER)

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
    return hint


def _swapped(hint: Made, swaps: Mapping[Any, Any]) -> Made:
    arguments = typing.get_args(hint)
    if not arguments:
        return _swap(hint, swaps)
    inner = [_swapped(argument, swaps) for argument in arguments]
    if typing.get_origin(hint) in {types.UnionType, typing.Union}:
        return typing.Optional[inner[0]]  # noqa: UP045 -- a NewType knows no |
    return list[inner[0]]  # type: ignore[valid-type]  # The type is made at run time.


def _swap(hint: Made, swaps: Mapping[Any, Any]) -> Made:
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return swaps.get(str, hint)
    return swaps.get(hint, hint)
