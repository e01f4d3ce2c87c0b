"""Lists of flat records, written column by column instead of field by field.

graphql-core completes every field of every row by itself: resolver, path, type checks. For lists
of published records whose fields are plain reads, and for lists of scalars, the same answer comes
from a few passes in C. Whatever is not plain (a null where none may be, a value that a type can
not carry) is handed to graphql-core, which then answers with its own errors.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import isfinite
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from graphql import (
    GraphQLError,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    is_leaf_type,
)
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet
from graphql.pyutils import AwaitableOrValue, Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from app.reads.series import listed
from schema.precision import Rounded
from schema.publish import Leaf, Made, leaves
from schema.rows import Identity, Rows

Column = list[Any]
Numbers = npt.NDArray[Any]


class NotPlainError(Exception):
    """These rows need graphql-core's own walk."""


class FlatRowExecutor(StrawberryGraphQLCoreExecutionContext):
    """graphql-core's executor with a short way through flat lists."""

    def complete_iterable_value(
        self,
        item_type: GraphQLOutputType,
        field_details_list: FieldDetailsList,
        info: GraphQLResolveInfo[Any],
        path: Path,
        items: Iterable[Any],
        position_context: Made,
    ) -> AwaitableOrValue[list[Any]]:
        """Complete a list: the short way where it leads, else graphql-core's."""
        rows = _rows_or_column(items)
        try:
            short = self._short(item_type, field_details_list, rows)
        except Exception:  # noqa: BLE001 -- graphql-core meets the same trouble and tells where.
            short = None
        if short is not None:
            return short
        return super().complete_iterable_value(
            item_type, field_details_list, info, path, _whose(rows), position_context
        )

    def _short(
        self, item_type: GraphQLOutputType, details: FieldDetailsList, rows: Column
    ) -> Column | None:
        inner = item_type.of_type if isinstance(item_type, GraphQLNonNull) else item_type
        if isinstance(inner, GraphQLObjectType):
            return self._rows(inner, details, listed(rows))
        if is_leaf_type(inner):
            return column(item_type, rows)
        return None

    def _rows(
        self, of: GraphQLObjectType, details: FieldDetailsList, rows: Column
    ) -> Column | None:
        readers = leaves(of)
        fields, deferred, _ = self.collect_subfields(of, details)
        if deferred or None in rows or not _all_plain(fields, readers):
            return None
        columns = []
        for answers in fields.values():
            name = answers[0].node.name.value
            if name == "__typename":
                columns.append([of.name] * len(rows))
            else:
                columns.append(column(of.fields[name].type, _read(readers[name], rows)))
        if not fields:  # All of them are skipped.
            return [{} for _ in rows]
        keys = list(fields)
        return [dict(zip(keys, values, strict=True)) for values in zip(*columns, strict=True)]


def _all_plain(fields: GroupedFieldSet, readers: Mapping[str, Leaf]) -> bool:
    """Whether everything that is asked of the rows is read off them."""
    names = (answers[0].node.name.value for answers in fields.values())
    return all(name in readers or name == "__typename" for name in names)


def _read(reader: Leaf, rows: Column) -> Column:
    """One field of all rows; an id is read off rows that say whose they are."""
    if isinstance(reader, Rounded):
        return reader.column(rows)
    if isinstance(reader, Identity) and isinstance(rows, Rows):
        return cast("Column", reader.column(rows))
    return list(map(reader, rows))


def _whose(rows: Column) -> Column:
    """Rows that say whose they are, where that is known."""
    return rows.owned() if isinstance(rows, Rows) else listed(rows)


def column(of: GraphQLOutputType, values: Column) -> Column:
    """Values of one type as graphql-core would complete them; raises what it would raise."""
    if isinstance(values, np.ndarray):
        return _numbers(of, values)
    if isinstance(of, GraphQLNonNull):
        completed = column(of.of_type, values)
        if any(one is None for one in completed):
            raise NotPlainError
        return completed
    if isinstance(of, GraphQLList):
        return [None if value is None else column(of.of_type, _listed(value)) for value in values]
    if not is_leaf_type(of):
        raise NotPlainError
    return _leaf_column(of, values)


def _rows_or_column(items: Iterable[Any]) -> Column:
    """Rows in a list, or a numpy column as it is."""
    kept = isinstance(items, (list, np.ndarray))
    return cast("Column", items) if kept else list(items)


def _listed(value: object) -> Column:
    if isinstance(value, np.ndarray):
        return cast("Column", value)
    if not isinstance(value, (list, tuple)):
        raise NotPlainError
    return list(value)


def _numbers(of: GraphQLOutputType, values: Numbers) -> Column:
    """A numpy column, which orjson writes as it is: a NaN as null, where there may be one."""
    nullable = not isinstance(of, GraphQLNonNull)
    inner = of if isinstance(of, GraphQLLeafType) else cast("Any", of).of_type
    kinds, whole, ready = _NUMBERS.get(getattr(inner, "name", ""), ("", _never, _never))
    if values.dtype.kind not in kinds or not (whole(values) or (nullable and _gaps(values))):
        raise NotPlainError
    return cast("Column", ready(values))


def _never(_: Numbers) -> bool:
    return False


def _gaps(values: Numbers) -> bool:
    """Whether all that is not finite is a gap."""
    return values.dtype.kind == "f" and not bool(np.isinf(values).any())


def _finite(values: Numbers) -> bool:
    """A whole number of 64 bits may be too large for a Float."""
    return bool(np.isfinite(values).all()) if values.dtype.kind == "f" else _small(values)


def _real(values: Numbers) -> Numbers:
    return values if values.dtype.kind == "f" else values.astype(np.float64)


def _there_at_all(values: Numbers) -> bool:
    return not bool(np.isnat(values).any())


def _small(values: Numbers) -> bool:
    """Int has 32 bits."""
    return values.dtype.itemsize <= 4  # noqa: PLR2004 -- bytes


def _same(values: Numbers) -> Numbers:
    return values


def _leaf_column(of: GraphQLLeafType, values: Column) -> Column:
    kinds = set(map(type, values))
    plain = _PLAIN.get(of.name)
    if plain is not None and kinds <= plain[0] and plain[1](values):
        return values
    if kinds <= _TEXTS:
        return _few(of, values)
    write = of.coerce_output_value
    return [None if value is None else _there(write(value)) for value in values]


def _few(of: GraphQLLeafType, values: Column) -> Column:
    """Words of enums: each different one is completed once."""
    known = {
        value: None if value is None else _there(of.coerce_output_value(value))
        for value in set(values)
    }
    return [known[value] for value in values]


def _there(value: Made) -> Made:
    if value is None:
        raise GraphQLError("a leaf was completed as null")
    return value


def _all_finite(values: Sequence[float | None]) -> bool:
    """An infinity or a NaN among them shows in the sum; a sum too large only costs the long way."""
    return isfinite(sum(filter(None, values)))


def _all_small(values: Sequence[int | None]) -> bool:
    there = list(filter(None, values))
    return not there or (min(there) >= -(2**31) and max(there) < 2**31)


def _any(_: Sequence[Any]) -> bool:
    return True


_NUMBERS: dict[str, tuple[str, Callable[[Numbers], bool], Callable[[Numbers], Any]]] = {
    "Float": ("fi", _finite, _real),
    "Int": ("i", _small, _same),
    "LocalDateTime": ("M", _there_at_all, _same),
}
"""Scalars that numpy columns of these kinds can be: which are whole, and how they are written."""

_NONE: type = type(None)
_TEXTS: set[type] = {str, _NONE}
_PLAIN: dict[str, tuple[set[type], Callable[[Column], bool]]] = {
    "Float": ({float, _NONE}, _all_finite),
    "Int": ({int, _NONE}, _all_small),
    "String": (_TEXTS, _any),
    "ID": (_TEXTS, _any),
    "Boolean": ({bool, _NONE}, _any),
    "Date": ({dt.date, _NONE}, _any),
    "DateTime": ({dt.datetime, _NONE}, _any),
    "LocalDateTime": ({dt.datetime, _NONE}, _any),
}
"""Scalars whose values of these Python types are complete as they are."""
