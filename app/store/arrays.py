"""Numpy columns as PostgreSQL arrays in binary form: no value goes over as text, either way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson
from psycopg.abc import AdaptContext, Buffer
from psycopg.abc import Loader as LoaderProtocol
from psycopg.adapt import AdaptersMap, Dumper, Loader
from psycopg.pq import Format

EPOCH = np.datetime64("2000-01-01")
"""PostgreSQL counts dates and times from here."""

EPOCH_US = EPOCH.astype("M8[us]")


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


class Texts(Column):
    """Sent as text[]."""


def column(values: npt.NDArray[Any]) -> Column:
    """The column in the form that suits its type; reals without any value as no reals at all.

    Where arrays are laid side by side, PostgreSQL reads what is missing as NULL.
    """
    match values.dtype.kind:
        case "M":
            return Dates(values) if values.dtype == np.dtype("datetime64[D]") else Times(values)
        case "f":
            return Reals(values[:0] if np.isnan(values).all() else values)
        case "i" | "u":
            return Integers(values)
        case _:
            return Texts(values)


def register(adapters: AdaptersMap) -> None:
    """Teach a connection to send columns, and to read them where an answer comes in binary form."""
    for kind, dumper in _DUMPERS:
        adapters.register_dumper(kind, dumper)
    for oid, element in _ELEMENTS.items():
        adapters.register_loader(oid, _loader(element, adapters.get_loader(oid, Format.BINARY)))


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


class _TextsDumper(Dumper):
    """Texts differ in length, and the same ones follow each other: each run of one is made once."""

    format = Format.BINARY
    oid, element_oid = 1009, 25

    def dump(self, obj: Column) -> Buffer | None:
        """The whole array as bytes, without NUL, which no text of PostgreSQL's may hold."""
        values = obj.values
        starts = np.flatnonzero(np.append(True, values[1:] != values[:-1])[: len(values)])
        counts = np.diff(starts, append=len(values))
        runs = zip(values[starts].tolist(), counts.tolist(), strict=True)
        header = np.array([1, 0, self.element_oid, len(values), 1], ">i4")
        return header.tobytes() + b"".join(_element(text) * count for text, count in runs)


def _element(text: object) -> bytes:
    body = str(text).replace("\x00", "").encode()
    return len(body).to_bytes(4, "big") + body


_DUMPERS: tuple[tuple[type[Column], type[Dumper]], ...] = (
    (Integers, _IntegersDumper),
    (Reals, _RealsDumper),
    (Times, _TimesDumper),
    (Dates, _DatesDumper),
    (Texts, _TextsDumper),
)


@dataclass(frozen=True, slots=True)
class _Element:
    """How one type of element lies in an array, and what becomes of it."""

    sent: str
    read: Callable[[npt.NDArray[Any]], npt.NDArray[Any]]


def _native(kind: str) -> Callable[[npt.NDArray[Any]], npt.NDArray[Any]]:
    return lambda values: values.astype(kind)


_ELEMENTS = {
    1005: _Element(">i2", _native("i2")),
    1007: _Element(">i4", _native("i4")),
    1021: _Element(">f4", _native("f4")),
    1022: _Element(">f8", _native("f8")),
    1115: _Element(">i8", lambda values: EPOCH_US + values.astype("m8[us]")),
}
"""smallint[], integer[], real[], double precision[], timestamp[], by their oids."""

_HEADER = np.dtype([("dimensions", ">i4"), ("has_null", ">i4"), ("oid", ">i4")])
_HEADER_BYTES = 20
"""Dimensions, whether there are NULLs, type, then length and lower bound of the one dimension."""


class _ColumnLoader(Loader):
    """Reads an array of one dimension as a numpy column.

    A NULL among reals becomes NaN; other arrays with a NULL are read as lists, with None.
    """

    format = Format.BINARY
    element: _Element
    otherwise: type[LoaderProtocol]

    def __init__(self, oid: int, context: AdaptContext | None = None) -> None:
        super().__init__(oid, context)
        self._otherwise = self.otherwise(oid, context)

    def load(self, data: Buffer) -> Any:  # noqa: ANN401 -- a column or a list
        """The column."""
        header = np.frombuffer(data, _HEADER, count=1)[0]
        if header["dimensions"] != 1 or header["has_null"]:
            return self._with_gaps(self._otherwise.load(data))
        body = np.dtype([("length", ">i4"), ("value", self.element.sent)])
        return self.element.read(np.frombuffer(data, body, offset=_HEADER_BYTES)["value"])

    def _with_gaps(self, values: list[Any]) -> Any:  # noqa: ANN401 -- as above
        return np.array(values, self.element.sent[1:]) if "f" in self.element.sent else values


def _loader(element: _Element, otherwise: type[LoaderProtocol] | None) -> type[_ColumnLoader]:
    """The loader of one type; `otherwise` is the driver's own."""
    return type("ColumnLoader", (_ColumnLoader,), {"element": element, "otherwise": otherwise})


def listed(column: Any) -> Any:  # noqa: ANN401 -- a column, a list, or None
    """A column as a list: NaN is None, and a real has the digits that it was stored with."""
    if not isinstance(column, np.ndarray):
        return column
    if column.dtype.kind != "f":
        return column.tolist()
    # orjson knows the shortest digits of a real, in one pass.
    return orjson.loads(orjson.dumps(column, option=orjson.OPT_SERIALIZE_NUMPY))
