"""The kinds of values in AccessLink's payloads: bounded numbers, words, days, times, durations."""

import datetime as dt
import math
import re
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from app.upstream.wire.notes import LEFT_OUT, Notes, excerpt

FIRST_YEAR, LAST_YEAR = 1971, 2099
MILLISECONDS_FROM = 10**11
LAST_SECOND = 4_102_444_799
LONGEST_S = 10**8
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d[0-9:.+Z-]{0,24}(\[[A-Za-z_/+-]{1,40}\])?", re.ASCII
)
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)[T ]00:00(:00(\.0{1,9})?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII)
_CLOCK = re.compile(r"\d\d:\d\d(:\d\d)?", re.ASCII)
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d\d):(\d\d)", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,18})?", re.ASCII)
_AMOUNT = r"(\d{1,8}(?:\.\d{1,9})?)"
_DURATION = re.compile(
    rf"P(?=T?\d)(?:{_AMOUNT}W)?(?:{_AMOUNT}D)?"
    rf"(?:T(?=\d)(?:{_AMOUNT}H)?(?:{_AMOUNT}M)?(?:{_AMOUNT}S)?)?",
    re.ASCII,
)
_UNITS_S = (7 * 86_400, 86_400, 3_600, 60, 1)

DateT = TypeVar("DateT", bound=dt.date)


def _matching(pattern: re.Pattern[str], value: object, like: str) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise PydanticCustomError("shape", "should look like {like}", {"like": like})
    return value


def _in_our_times(found: DateT) -> DateT:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise PydanticCustomError("year", "should be between 1971 and 2099")
    return found


def day(value: object) -> dt.date:
    """Read `2026-01-11`, and the midnight with which some write a day, on whatever clock."""
    if isinstance(value, str) and (midnight := _MIDNIGHT.fullmatch(value)):
        _time(value)
        value = midnight[1]
    text = _matching(_DAY, value, "2026-01-11")
    try:
        found = dt.date.fromisoformat(text)
    except ValueError as error:
        raise PydanticCustomError("day", "is no day of the calendar") from error
    return _in_our_times(found)


def _time(value: object) -> dt.datetime:
    text = _matching(_TIME, value, "2026-01-11T07:30:04").partition("[")[0]
    try:
        return _in_our_times(moment(text))
    except (ValueError, OverflowError) as error:
        if isinstance(error, PydanticCustomError):
            raise
        raise PydanticCustomError("time", "is no time of the calendar") from error


def moment(text: str) -> dt.datetime:
    """A time in ISO's words; 24:00 is the midnight that ends the day. Raises ValueError."""
    if text[11:13] != "24":
        return dt.datetime.fromisoformat(text)
    found = dt.datetime.fromisoformat(f"{text[:11]}00{text[13:]}")
    if found.time() != dt.time():
        raise ValueError(text)
    return found + dt.timedelta(days=1)


def device_time(value: object) -> dt.datetime:
    """Read `2026-01-10T23:12:41.340+02:00` with its offset; naive where none was sent."""
    return _time(value)


def utc_time(value: object) -> dt.datetime:
    """Read UTC, sent with `Z`, with another offset, naive, or since 1970: aware, in UTC."""
    if isinstance(number(value), int | float):
        return epoch_time(value)
    found = _time(value)
    return found.replace(tzinfo=dt.UTC) if found.tzinfo is None else found.astimezone(dt.UTC)


def local_time(value: object) -> dt.datetime:
    """Read the device's wall clock: naive. An offset, should one be sent, does not move it."""
    return _time(value).replace(tzinfo=None)


def epoch_time(value: object) -> dt.datetime:
    """Read Epoch seconds, milliseconds from 10^11 on, or UTC in words: aware, in UTC."""
    if isinstance(value, str) and _TIME.fullmatch(value):
        return utc_time(value)
    value = number(value)
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value < 10**13:
        raise PydanticCustomError("epoch", "should be seconds since 1970")
    seconds = value / 1000 if value >= MILLISECONDS_FROM else value
    if seconds > LAST_SECOND:
        raise PydanticCustomError("year", "should be between 1971 and 2099")
    return _in_our_times(EPOCH + dt.timedelta(seconds=seconds))


def duration_s(value: object) -> float:
    """Read `PT2H44M`, `PT6917.941S`, `P1DT2H3M`, and seconds as a number: seconds.

    -1 stays: as a number it says that nothing was measured.
    """
    plain = number(value)
    if isinstance(plain, int | float) and not isinstance(plain, bool):
        return _not_too_long(plain)
    text = value.upper().replace(",", ".") if isinstance(value, str) else value
    found = _DURATION.fullmatch(_matching(_DURATION, text, "PT1H29M13S"))
    amounts = found.groups(default="0") if found else ()
    pairs = zip(amounts, _UNITS_S, strict=False)
    return _not_too_long(sum(float(amount) * unit for amount, unit in pairs))


def _not_too_long(seconds: float) -> float:
    if not (seconds == -1 or 0 <= seconds <= LONGEST_S):
        raise PydanticCustomError("duration", "should be from nothing to three years")
    return float(seconds)


def _seconds(value: Any) -> Any:  # noqa: ANN401 -- whatever was sent
    """A duration in ISO's words where seconds are usual: its seconds; all else as it is."""
    return duration_s(value) if isinstance(value, str) and value[:1] in {"P", "p"} else value


def _offset(value: Any) -> Any:  # noqa: ANN401 -- whatever was sent
    """`+01:00` where minutes are usual: the minutes; all else as it is."""
    found = _OFFSET.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return value
    sign, hours, minutes = found.groups()
    return int(f"{sign}1") * (int(hours) * 60 + int(minutes))


def offset_within(value: object) -> int | None:
    """The UTC offset that a time tells of itself, minutes; `Z` names none of the wearer's."""
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        return None
    clock = value.partition("[")[0][11:]
    found = re.search(r"[+-]\d\d:?\d\d$", clock)
    return None if found is None else int(_offset(f"{found[0][:3]}:{found[0][-2:]}"))


def clock(value: object) -> dt.time:
    """Read `23:12` or `23:12:41`; the end of the day, `24:00`, is its midnight."""
    text = _matching(_CLOCK, value, "23:12")
    text = f"00{text[2:]}" if text in {"24:00", "24:00:00"} else text
    try:
        return dt.time.fromisoformat(text)
    except ValueError as error:
        raise PydanticCustomError("clock", "is no time of the day") from error


def _no_bool(value: Any) -> Any:  # noqa: ANN401 -- whatever was sent
    """Python counts true as 1; Polar does not."""
    if isinstance(value, bool):
        raise PydanticCustomError("number", "should be a number")
    return value


def as_text(value: Any) -> Any:  # noqa: ANN401 -- whatever was sent
    """Ids and words are text, also those that are sent as numbers."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(int(value)) if number and value == value // 1 else value


def number(value: Any) -> Any:  # noqa: ANN401 -- whatever was sent
    """A number that was sent as text, as `"60.5"`: the number; all else as it is."""
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        return value
    return float(value) if "." in value else int(value)


def _whole(value: Any) -> Any:  # noqa: ANN401 -- whatever was sent
    """Round decimals where whole numbers are usual; text that is a number counts as one."""
    value = number(value)
    return round(value) if isinstance(value, float) and math.isfinite(value) else value


def _no_nul(value: str) -> str:
    """PostgreSQL stores no NUL characters."""
    if "\0" in value:
        raise PydanticCustomError("nul", "contains a NUL character")
    return value


def is_nothing(value: object) -> bool:
    """Whether a sample without signal was sent: null, an empty text, -1."""
    return value is None or value == "" or number(value) == -1


NO_SIGNAL = -1
"""What stands in the place of a sample without signal, until its kind settles it."""


def _sample(low: float, high: float, value: object) -> float:
    if is_nothing(value):
        return NO_SIGNAL
    value = number(value)
    if not isinstance(value, int | float) or isinstance(value, bool) or not low <= value <= high:
        raise PydanticCustomError(
            "sample", "should be a number from {low} to {high}", {"low": low, "high": high}
        )
    return value


def clock_map(low: float, high: float) -> PlainValidator:
    """Read `{"23:12": 54, …}` into `{time: value}`; broken entries are left out and noted.

    Null is a sample without signal.
    """

    def read(value: object, info: ValidationInfo) -> dict[dt.time, float]:
        if value == []:
            return {}  # Some write an empty map so.
        if not isinstance(value, dict):
            raise PydanticCustomError("dict", "should be an object of clock times and values")
        good: dict[dt.time, float] = {}
        broken = [entry for entry in value.items() if not _entry(good, *entry)]
        if broken:
            _note_entries(len(value), broken, info.context)
        return good

    def _entry(good: dict[dt.time, float], key: object, value: object) -> bool:
        try:
            moment, sample = clock(key), _sample(low, high, value)
        except PydanticCustomError:
            return False
        return good.setdefault(moment, sample) == sample

    return PlainValidator(read)


def _note_entries(count: int, broken: list[tuple[str, object]], context: object) -> None:
    key, value = broken[0]
    first = f"{excerpt(key)}: {excerpt(value)}"
    problem = f"{len(broken)} of {count} entries can not be read, first {first}"
    if not isinstance(context, Notes):
        raise PydanticCustomError("entries", "{problem}", {"problem": problem})
    context.add(problem, LEFT_OUT)
    context.keep_part(dict(broken))


NUMBER = BeforeValidator(_no_bool)
WHOLE = BeforeValidator(_whole)

Word = Annotated[
    str, Field(min_length=1, max_length=200), AfterValidator(_no_nul), BeforeValidator(as_text)
]
PolarId = Annotated[str, BeforeValidator(as_text), Field(pattern=r"^[A-Za-z0-9._~:=+@-]{1,128}$")]
DeviceId = Word

# -1 is Polar's word for "not measured" wherever a value can not be negative.
Count = Annotated[int, NUMBER, WHOLE, Field(ge=-1, le=10_000_000)]
BigNumber = Annotated[int, NUMBER, Field(ge=1, le=2**63 - 1)]
Code = Annotated[int, NUMBER, WHOLE, Field(ge=-1, le=1_000)]
Bpm = Annotated[int, NUMBER, WHOLE, Field(ge=-1, le=300)]
Percent = Annotated[float, NUMBER, Field(ge=-1, le=100)]
Breaths = Annotated[float, NUMBER, Field(ge=-1, le=200)]
Score = Annotated[float, NUMBER, Field(ge=-1, le=100)]
Seconds = Annotated[int, NUMBER, WHOLE, BeforeValidator(_seconds), Field(ge=-1, le=10 * 86_400)]
OffsetMinutes = Annotated[int, NUMBER, WHOLE, BeforeValidator(_offset), Field(ge=-1_080, le=1_080)]
Milliseconds = Annotated[float, NUMBER, Field(ge=-1, le=100_000)]
Amount = Annotated[float, NUMBER, Field(ge=-1, le=1e9)]
Load = Annotated[float, NUMBER, Field(ge=-1, le=1e6)]
Celsius = Annotated[float, NUMBER, Field(ge=-50, le=100)]
Real = Annotated[float, NUMBER, Field(ge=-1e9, le=1e9)]

Day = Annotated[dt.date, PlainValidator(day)]
DeviceTime = Annotated[dt.datetime, PlainValidator(device_time)]
UtcTime = Annotated[dt.datetime, PlainValidator(utc_time)]
LocalTime = Annotated[dt.datetime, PlainValidator(local_time)]
EpochTime = Annotated[dt.datetime, PlainValidator(epoch_time)]
DurationS = Annotated[float, PlainValidator(duration_s)]

StageMap = Annotated[dict[dt.time, float], clock_map(-1, 1_000)]
BpmMap = Annotated[dict[dt.time, float], clock_map(0, 300)]
MillisecondMap = Annotated[dict[dt.time, float], clock_map(0, 10_000)]
BreathMap = Annotated[dict[dt.time, float], clock_map(0, 200)]
