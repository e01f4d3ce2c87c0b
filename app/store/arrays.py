"""Numpy columns as PostgreSQL arrays in binary form: no value is written out as text."""

from typing import Any

import numpy as np
import numpy.typing as npt
from psycopg.abc import Buffer
from psycopg.adapt import AdaptersMap, Dumper
from psycopg.pq import Format

EPOCH = np.datetime64("2000-01-01")
"""PostgreSQL counts dates and times from here."""


class Column:
    """A numpy column on its way to the database; floats may hold NaN, which SQL takes as it is."""

    __slots__ = ("values",)

    def __init__(self, values: npt.NDArray[Any]) -> None:
        self.values = values


class Integers(Column):
    """Sent as bigint[]."""


class Reals(Column):
    """Sent as double precision[]."""


class Times(Column):
    """Sent as timestamp[]."""


class Dates(Column):
    """Sent as date[]."""


def column(values: npt.NDArray[Any]) -> Column | list[str]:
    """The column in the form that suits its type; texts are left to the driver's quoting."""
    match values.dtype.kind:
        case "M":
            return Dates(values) if values.dtype == np.dtype("datetime64[D]") else Times(values)
        case "f":
            return Reals(values)
        case "i" | "u":
            return Integers(values)
        case _:
            return [str(value).replace("\x00", "") for value in values.tolist()]


def register(adapters: AdaptersMap) -> None:
    """Teach a connection to send columns."""
    for kind, dumper in _DUMPERS:
        adapters.register_dumper(kind, dumper)


class _ArrayDumper(Dumper):
    """One dimension, no NULL: a header, then length and value of each element."""

    format = Format.BINARY
    element_oid: int
    element: str

    def dump(self, obj: Column) -> Buffer | None:
        """The whole array as bytes."""
        numbers = self.numbers(obj.values)
        header = np.array([1, 0, self.element_oid, len(numbers), 1], ">i4")
        body = np.empty(len(numbers), [("length", ">i4"), ("value", self.element)])
        body["length"] = body.dtype["value"].itemsize
        body["value"] = numbers
        return header.tobytes() + body.tobytes()

    @staticmethod
    def numbers(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The values as PostgreSQL counts them."""
        return values


class _IntegersDumper(_ArrayDumper):
    oid, element_oid, element = 1016, 20, ">i8"


class _RealsDumper(_ArrayDumper):
    oid, element_oid, element = 1022, 701, ">f8"


class _TimesDumper(_ArrayDumper):
    oid, element_oid, element = 1115, 1114, ">i8"

    @staticmethod
    def numbers(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Microseconds since 2000."""
        return (values.astype("datetime64[us]") - EPOCH).astype(np.int64)


class _DatesDumper(_ArrayDumper):
    oid, element_oid, element = 1182, 1082, ">i4"

    @staticmethod
    def numbers(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Days since 2000."""
        return (values - EPOCH).astype(np.int64)


_DUMPERS: tuple[tuple[type[Column], type[_ArrayDumper]], ...] = (
    (Integers, _IntegersDumper),
    (Reals, _RealsDumper),
    (Times, _TimesDumper),
    (Dates, _DatesDumper),
)
