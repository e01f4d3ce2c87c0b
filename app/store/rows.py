"""Rows become records, without the detour through a frozen dataclass's own `__init__`."""

from collections.abc import Callable, Sequence
from dataclasses import MISSING, Field, fields
from functools import cache
from types import MemberDescriptorType
from typing import Any, TypeVar

from psycopg import AsyncCursor

R = TypeVar("R")
Make = Callable[[Sequence[Any]], R]
Factory = Callable[[AsyncCursor[Any]], Make[R]]
Put = Callable[[Any, Any], None]
Default = tuple[Put, Callable[[], Any]]


def record_row(record: type[R]) -> Factory[R]:
    """A row factory of psycopg: each row a record, columns are named as the fields."""

    def factory(cursor: AsyncCursor[Any]) -> Make[R]:
        return maker(record, _names(cursor))

    return factory


def keyed_row(record: type[R]) -> Factory[tuple[Any, R]]:
    """Each row its first column and a record, which has that column too when it knows it."""
    known = {field.name for field in fields(record)}  # type: ignore[arg-type]

    def factory(cursor: AsyncCursor[Any]) -> Make[tuple[Any, R]]:
        names = _names(cursor)
        start = 0 if names and names[0] in known else 1
        make = maker(record, names[start:])
        return lambda values: (values[0], make(values[start:]))

    return factory


def maker(record: type[R], names: Sequence[str]) -> Make[R]:
    """Makes a record of values in the order of `names`.

    A frozen dataclass sets its fields one by one through `object.__setattr__`, by name; here the
    slots are set directly, in a line each. Raises TypeError as `__init__` does.
    """
    return _maker(record, tuple(names))  # type: ignore[arg-type]  # A class is hashable.


@cache
def _maker(record: type[Any], names: tuple[str, ...]) -> Make[Any]:
    """The same, written once for each record and its columns."""
    if hasattr(record, "__post_init__") or not _slots(record):
        return lambda values: record(**dict(zip(names, values, strict=True)))
    given = [_setter(record, name) for name in names]
    absent = [each for each in fields(record) if each.name not in set(names)]
    defaults = [(_setter(record, each.name), _default(record, each)) for each in absent]
    return _written(record, given, defaults)


def _written(record: type[Any], given: Sequence[Put], defaults: Sequence[Default]) -> Make[Any]:
    """A function with a line for each slot, as dataclasses write theirs.

    A loop over the slots takes three times as long. No name of a column is in the text.
    """
    known: dict[str, Any] = {"new": object.__new__, "record": record}
    values = [f"value{place}" for place in range(len(given))]
    lines = ["made = new(record)", f"[{', '.join(values)}] = values"]
    for value, put in zip(values, given, strict=True):
        known[f"put_{value}"] = put
        lines.append(f"put_{value}(made, {value})")
    for place, (put, default) in enumerate(defaults):
        known |= {f"put{place}": put, f"default{place}": default}
        lines.append(f"put{place}(made, default{place}())")
    exec("\n    ".join(["def make(values):", *lines, "return made"]), known)  # noqa: S102 -- numbers alone
    make: Make[Any] = known["make"]
    return make


def _names(cursor: AsyncCursor[Any]) -> list[str]:
    return [column.name for column in cursor.description or ()]


def _slots(record: type[Any]) -> bool:
    return all(
        isinstance(getattr(record, f.name, None), MemberDescriptorType) for f in fields(record)
    )


def _setter(record: type[Any], name: str) -> Callable[[Any, Any], None]:
    slot = getattr(record, name, None)
    if not isinstance(slot, MemberDescriptorType):
        raise TypeError(f"{record.__name__} has no field {name!r}")
    return slot.__set__


def _default(record: type[Any], field: Field[Any]) -> Callable[[], Any]:
    if field.default_factory is not MISSING:
        return field.default_factory
    if field.default is MISSING:
        raise TypeError(f"{record.__name__}.{field.name} has no column and no default")
    return lambda: field.default
