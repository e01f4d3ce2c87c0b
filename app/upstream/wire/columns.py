"""Long sample lists as columns: no object per sample, and a broken sample spoils no other."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Annotated, Any, ClassVar, Self, get_args

import numpy as np
import numpy.typing as npt
from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from app.upstream.wire.base import underscored
from app.upstream.wire.notes import LEFT_OUT, Notes, excerpt
from app.upstream.wire.types import NO_SIGNAL, duration_s, is_nothing, moment, number

MAX_SAMPLES = 500_000
MAX_WORD = 40

Ints = npt.NDArray[np.int32]
SmallInts = npt.NDArray[np.int16]
LongInts = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]
LocalTimes = npt.NDArray[np.datetime64]
Flags = npt.NDArray[np.bool_]
Words = npt.NDArray[np.str_]

Reader = Callable[[Any], Any]
_NUMBERS = {int, float}
_BROKEN = (LookupError, TypeError, ValueError, AttributeError)


def clock_seconds(text: str) -> int:
    """`00:04:39` as seconds of the day."""
    if text[2] != ":":
        raise ValueError(text)
    time = dt.time.fromisoformat(text)
    if time.tzinfo is not None:
        raise ValueError(text)
    return time.hour * 3600 + time.minute * 60 + time.second


CLOCK_ALONE = dt.date(1970, 1, 1)
"""The day of moments that were sent as a clock alone: theirs is the day of the answer."""


def wall_clock(text: str) -> dt.datetime:
    """`2026-01-11T07:02`, or with seconds, or the clock alone: naive."""
    if len(text) <= len("07:02:00"):
        return dt.datetime.combine(CLOCK_ALONE, dt.time()) + dt.timedelta(
            seconds=clock_seconds(text)
        )
    time = moment(text)
    if text[10] != "T" or not 1971 <= time.year <= 2099:  # noqa: PLR2004 -- as in types
        raise ValueError(text)
    return time.replace(tzinfo=None, microsecond=0)


def word(text: str) -> str:
    """Read a short word, such as `NON_WEAR`."""
    if type(text) is not str or not 0 < len(text) <= MAX_WORD or "\0" in text:
        raise ValueError(text)
    return text


def elapsed_s(value: Any) -> float:  # noqa: ANN401 -- as sent
    """Read a duration that something took: seconds."""
    seconds = duration_s(value)
    if seconds < 0:
        raise ValueError(value)
    return seconds


def flag(value: bool) -> bool:  # noqa: FBT001 -- a value, not a switch
    """Read true or false."""
    if type(value) is not bool:
        raise ValueError(value)
    return value


def whole(low: int, high: int, *, may_lack: bool = False) -> Reader:
    """Make a reader of whole numbers from `low` to `high`; decimals are rounded.

    Where a value `may_lack`, null is `NO_SIGNAL`.
    """

    def read(value: Any) -> int:  # noqa: ANN401 -- as sent
        if type(value) is int and low <= value <= high:
            return value
        if may_lack and is_nothing(value):
            return NO_SIGNAL
        value = value if type(value) in _NUMBERS else number(value)
        if type(value) not in _NUMBERS or not low <= value <= high:
            raise ValueError(value)
        found: float = value
        return round(found)

    return read


def real(low: float, high: float) -> Reader:
    """Make a reader of numbers from `low` to `high`."""

    def read(value: Any) -> float:  # noqa: ANN401 -- as sent
        value = value if type(value) in _NUMBERS else number(value)
        if type(value) not in _NUMBERS or not low <= value <= high:
            raise ValueError(value)
        return float(value)

    return read


def or_word(read: Reader, nothing: str) -> Reader:
    """Make the same reader, for which null is the word `nothing`."""
    return lambda value: nothing if is_nothing(value) else read(value)


def or_nan(read: Reader) -> Reader:
    """Make the same reader, for which a missing or broken value is NaN and spoils no sample."""

    def read_or_nan(value: Any) -> Any:  # noqa: ANN401 -- as sent
        try:
            return read(value)
        except _BROKEN:
            return float("nan")

    return read_or_nan


@dataclass(frozen=True)
class Column:
    """One column: the key in each sample, the reader of one value, and the array's type.

    A sample of which `signal` columns are null is none, and no fault.
    """

    key: str
    read: Reader
    kind: npt.DTypeLike
    signal: bool = False


_MISSING = object()
"""What a key that was not sent reads as: null is another thing."""


@dataclass(frozen=True, eq=False, repr=False)
class Columns:
    """Arrays of one length, one per annotated column, in the order that was sent."""

    inside: ClassVar[str | None] = None
    """The key under which the list may be wrapped."""

    def __len__(self) -> int:
        return len(self._arrays()[0])

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Columns)
            and type(self) is type(other)
            and all(map(_same, self._arrays(), other._arrays()))
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        """Tell columns apart by every value: numpy shows those at the ends alone."""
        return f"{type(self).__name__}({len(self)}, {_digest(*self._arrays())})"

    def signals(self) -> int:
        """How many samples say something."""
        return len(self)

    def _arrays(self) -> list[npt.NDArray[Any]]:
        return [getattr(self, field.name) for field in fields(self)]

    @classmethod
    def _declared(cls) -> list[Column]:
        return [get_args(hint)[1] for hint in cls.__annotations__.values()]

    @classmethod
    def __get_pydantic_core_schema__(cls, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        return core_schema.with_info_plain_validator_function(cls.read)

    @classmethod
    def read(cls, value: object, info: ValidationInfo) -> Self:
        """Columns of a list of samples; broken samples are left out and counted in a note."""
        samples = cls._samples(value)
        try:
            columns = list(cls._columns(samples))
        except _BROKEN:
            columns = list(cls._columns(cls._good(samples, info.context)))
        return cls(*columns)

    @classmethod
    def _samples(cls, value: object) -> list[Any]:
        if value == {}:
            value = []  # Some write an empty list so.
        if cls.inside and isinstance(value, dict):
            value = value.get(cls.inside, [])
        if not isinstance(value, list):
            raise PydanticCustomError("list", "should be a list")
        if len(value) > MAX_SAMPLES:
            raise PydanticCustomError("list", "has more than 500000 samples")
        return value

    @classmethod
    def _columns(cls, samples: list[Any]) -> Iterator[npt.NDArray[Any]]:
        for column in cls._declared():
            read, key = column.read, column.key
            yield np.array([read(sample.get(key, _MISSING)) for sample in samples], column.kind)

    @classmethod
    def _good(cls, samples: list[Any], context: object) -> list[dict[str, Any]]:
        spelled = [underscored(s) if isinstance(s, dict) else s for s in samples]
        good = [sample for sample in spelled if cls._readable(sample)]
        broken = [s for s in spelled if not cls._readable(s) and not cls._says_nothing(s)]
        if broken:
            _note(cls._complaint(len(broken), len(samples), broken[0]), context, broken)
        return good

    @classmethod
    def _readable(cls, sample: Any) -> bool:  # noqa: ANN401 -- as sent
        try:
            for column in cls._declared():
                column.read(sample.get(column.key, _MISSING))
        except _BROKEN:
            return False
        return True

    @classmethod
    def _says_nothing(cls, sample: Any) -> bool:  # noqa: ANN401 -- as sent
        """Whether it has null where its signal should be, or nothing but null."""
        if not isinstance(sample, dict) or not sample:
            return False
        signals = (column.key for column in cls._declared() if column.signal)
        lacks_signal = any(is_nothing(sample.get(key, _MISSING)) for key in signals)
        return lacks_signal or all(map(is_nothing, sample.values()))

    @classmethod
    def _complaint(cls, broken: int, count: int, first: object) -> str:
        seen = excerpt(first)
        if isinstance(first, dict):
            keys = [column.key for column in cls._declared()]
            seen = ", ".join(f"{key} {excerpt(first.get(key))}" for key in keys)
        return f"{broken} of {count} samples can not be read, first {seen}"


def _digest(*arrays: npt.NDArray[Any]) -> str:
    return hashlib.sha256(b"".join(array.tobytes() for array in arrays)).hexdigest()


def _same(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> bool:
    return bool(np.array_equal(one, other, equal_nan=one.dtype.kind == "f"))


def _note(problem: str, context: object, sent: object) -> None:
    """Tell what could not be read, and keep it."""
    if not isinstance(context, Notes):
        raise PydanticCustomError("samples", "{problem}", {"problem": problem})
    context.add(problem, LEFT_OUT)
    context.keep_part(sent)


@dataclass(frozen=True, eq=False, repr=False)
class Series:
    """Values at a fixed rate; NaN where the sensor was offline."""

    values: Reals

    def __len__(self) -> int:
        return len(self.values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Series) and _same(self.values, other.values)

    __hash__ = None  # type: ignore[assignment]

    def signals(self) -> int:
        """How many values there are but nothing and zero."""
        return int(np.count_nonzero(np.nan_to_num(self.values)))

    def __repr__(self) -> str:
        """Tell series apart by every value."""
        return f"Series({len(self)}, {_digest(self.values)})"

    @classmethod
    def __get_pydantic_core_schema__(cls, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        return core_schema.with_info_plain_validator_function(cls.read)

    @classmethod
    def read(cls, value: object, info: ValidationInfo) -> Self:
        """Values of a text like `88,null,90`; broken ones become NaN and are counted in a note."""
        if isinstance(value, list):
            value = ",".join("null" if each is None else str(each) for each in value)
        if not isinstance(value, str):
            raise PydanticCustomError("string", "should be text like 88,89,null")
        tokens = value.split(",") if value else []
        try:
            values = np.array(["nan" if t == "null" else t for t in tokens], np.float64)
        except ValueError:
            values = np.array([_number_or_nan(token) for token in tokens], np.float64)
        return cls(_finite(values, tokens, info.context))


def _number_or_nan(token: str) -> float:
    try:
        return float(token)
    except ValueError:
        return float("nan")


def _finite(values: Reals, tokens: list[str], context: object) -> Reals:
    """Return the values with NaN for all that is none; what is not `null` is noted."""
    values[np.abs(values) > 1e9] = np.nan  # noqa: PLR2004 -- no sensor of a watch counts so far
    empty = np.flatnonzero(np.isnan(values))
    broken = {str(place): tokens[place] for place in empty if tokens[place].strip() != "null"}
    if broken:
        first = excerpt(next(iter(broken.values())))
        said = f"{len(broken)} of {len(tokens)} values can not be read, first {first}"
        _note(said, context, broken)
    return values


# The sample lists of AccessLink.


@dataclass(frozen=True, eq=False, repr=False)
class HeartRateColumns(Columns):
    """Continuous heart rate of one day; 0 bpm and below mean no signal."""

    second_of_day: Annotated[Ints, Column("sample_time", clock_seconds, np.int32)]
    bpm: Annotated[SmallInts, Column("heart_rate", whole(0, 300, may_lack=True), np.int16)]


@dataclass(frozen=True, eq=False, repr=False)
class StepColumns(Columns):
    """Steps per interval on the device's wall clock; repeated values were left out by Polar.

    Below 0: from here on nothing was measured.
    """

    local_time: Annotated[LocalTimes, Column("timestamp", wall_clock, "datetime64[s]")]
    steps: Annotated[Ints, Column("steps", whole(0, 1_000_000, may_lack=True), np.int32)]


@dataclass(frozen=True, eq=False, repr=False)
class ZoneColumns(Columns):
    """Changes of the activity zone on the device's wall clock."""

    local_time: Annotated[LocalTimes, Column("timestamp", wall_clock, "datetime64[s]")]
    zone: Annotated[Words, Column("zone", word, np.str_, signal=True)]


@dataclass(frozen=True, eq=False, repr=False)
class StampColumns(Columns):
    """Inactivity alerts on the device's wall clock; sent bare or inside `samples`."""

    inside = "samples"
    local_time: Annotated[LocalTimes, Column("stamp", wall_clock, "datetime64[s]")]


@dataclass(frozen=True, eq=False, repr=False)
class RouteColumns(Columns):
    """Points of a route: degrees, seconds since the start, satellites and fix (NaN: not sent)."""

    latitude: Annotated[Reals, Column("latitude", real(-90, 90), np.float64, signal=True)]
    longitude: Annotated[Reals, Column("longitude", real(-180, 180), np.float64, signal=True)]
    elapsed_s: Annotated[Reals, Column("time", elapsed_s, np.float64)]
    satellites: Annotated[Reals, Column("satellites", or_nan(whole(0, 200)), np.float64)]
    fix: Annotated[Reals, Column("fix", or_nan(whole(0, 100)), np.float64)]


@dataclass(frozen=True, eq=False, repr=False)
class TemperatureColumns(Columns):
    """Body temperature: milliseconds since the period's start, °C."""

    delta_ms: Annotated[
        LongInts, Column("recording_time_delta_milliseconds", whole(0, 10**10), np.int64)
    ]
    celsius: Annotated[
        Reals, Column("temperature_celsius", real(-50, 100), np.float64, signal=True)
    ]

    def measured(self) -> Flags:
        """Which samples are a temperature: 0.0 and -1.0 are none."""
        return ~np.isin(self.celsius, (0.0, -1.0))

    def signals(self) -> int:
        """How many samples are a temperature."""
        return int(self.measured().sum())


@dataclass(frozen=True, eq=False, repr=False)
class ContactColumns(Columns):
    """Changes of skin contact: milliseconds since the period's start, touching or not."""

    delta_ms: Annotated[
        LongInts, Column("recording_time_delta_milliseconds", whole(0, 10**10), np.int64)
    ]
    skin_contact: Annotated[Flags, Column("skin_contact", flag, np.bool_, signal=True)]


@dataclass(frozen=True, eq=False, repr=False)
class EcgColumns(Columns):
    """ECG waveform: milliseconds since the test's start, mV."""

    delta_ms: Annotated[LongInts, Column("recording_time_delta_ms", whole(0, 10**10), np.int64)]
    amplitude_mv: Annotated[
        Reals, Column("amplitude_mv", real(-1_000, 1_000), np.float64, signal=True)
    ]


@dataclass(frozen=True, eq=False, repr=False)
class EcgQualityColumns(Columns):
    """Changes of the ECG's quality: milliseconds since the test's start, Polar's word."""

    delta_ms: Annotated[LongInts, Column("recording_time_delta_ms", whole(0, 10**10), np.int64)]
    quality_level: Annotated[
        Words, Column("quality_level", or_word(word, "ECG_QUALITY_UNKNOWN"), np.str_)
    ]
