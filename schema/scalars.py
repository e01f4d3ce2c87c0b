"""Days and moments as GraphQL scalars; orjson writes them, so that nothing is formatted twice."""

import datetime as dt
import re
from typing import Any, NewType

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

from app.errors import InvalidInput

LocalDateTime = NewType("LocalDateTime", dt.datetime)
"""A moment on the wearer's wall clock, without a zone."""

Json = NewType("Json", dict[str, Any])
"""An object whose members depend on what it tells of."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST = 40


def _date(value: object) -> dt.date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass  # 2026-02-30 looks like a date and is none.
    raise InvalidInput("A Date is a day of the calendar, written YYYY-MM-DD.")


def _moment(value: object) -> dt.datetime | None:
    if not isinstance(value, str) or len(value) > _LONGEST or _DATE.fullmatch(value):
        return None
    try:
        return dt.datetime.fromisoformat(value)
    except ValueError:
        return None


def _date_time(value: object) -> dt.datetime:
    moment = _moment(value)
    if moment is None or moment.tzinfo is None:
        raise InvalidInput("A DateTime is written like 2026-01-11T06:58:00Z, with its UTC offset.")
    try:
        return moment.astimezone(dt.UTC)
    except OverflowError:
        raise InvalidInput("A DateTime lies in the years 1 to 9999.") from None


def _local_date_time(value: object) -> dt.datetime:
    moment = _moment(value)
    if moment is None or moment.tzinfo is not None:
        raise InvalidInput("A LocalDateTime is written like 2026-01-11T06:58:00, without a zone.")
    return moment


def _day_out(value: object) -> dt.date:
    """A day stays what it is: orjson writes it."""
    if type(value) is not dt.date:
        raise GraphQLError("A Date can not represent this value.")
    return value


def _moment_out(value: object) -> dt.datetime:
    """A moment stays what it is: orjson writes it, in UTC with Z or as a wall clock without."""
    if not isinstance(value, dt.datetime):
        raise GraphQLError("A DateTime can not represent this value.")
    return value


def _no_input(_: object) -> object:
    raise InvalidInput("A JSON is answered, and never asked with.")


SCALARS: dict[object, ScalarDefinition] = {
    Json: strawberry.scalar(
        name="JSON",
        description="An object whose members depend on what it tells of; see there.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc8259",
        serialize=lambda value: value,
        parse_value=_no_input,
    ),
    dt.date: strawberry.scalar(
        name="Date",
        description=(
            "A day of the calendar, `YYYY-MM-DD`. Days are the wearer's own: a night is named by "
            "the day of waking up."
        ),
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
        serialize=_day_out,
        parse_value=_date,
    ),
    dt.datetime: strawberry.scalar(
        name="DateTime",
        description="A moment in absolute time, RFC 3339 in UTC: `2026-01-11T04:58:00Z`.",
        specified_by_url="https://scalars.graphql.org/andimarek/date-time",
        serialize=_moment_out,
        parse_value=_date_time,
    ),
    LocalDateTime: strawberry.scalar(
        name="LocalDateTime",
        description=(
            "A moment on the wearer's wall clock, without a zone: `2026-01-11T06:58:00`. Show it "
            "as it is; do not shift it to the reader's zone."
        ),
        specified_by_url="https://scalars.graphql.org/jakobmerrild/local-date-time",
        serialize=_moment_out,
        parse_value=_local_date_time,
    ),
}
