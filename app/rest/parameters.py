"""Parameters: what is allowed, how it is read from a request, how OpenAPI says it."""

import datetime as dt
import math
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from starlette.requests import Request

from app.errors import InvalidInput, NotFound
from app.http.wishes import wishes
from app.metrics import FORETOLD, Metric
from app.patterns import NAMES
from app.phrases.english import ENGLISH
from app.phrases.language import Language
from app.phrases.said import LANGUAGES
from app.records.history import HistoryRelation

LONGEST_TOKEN = 4096

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
_SECONDS = re.compile(r"[0-9]{1,10}")
_TOKEN = re.compile(r"[!-~]+")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,4})?")
_LONGEST_NUMBER = 64
_LARGEST = 999_999_999


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an endpoint."""

    name: Annotated[str, "Its name."]
    place: Literal["path", "query", "header"]
    meaning: Annotated[str, "What it does, for people."]
    schema: Annotated[dict[str, Any], "JSON Schema of what is allowed."]
    read: Annotated[Callable[[Request], Any], "Value in a request; raises InvalidInput."]
    example: Annotated[Any, "A value that is allowed."] = None
    required: bool = False
    of_field: Annotated[
        Callable[[Any], Any] | None, "Value of a field of the body, where it may stand there, too."
    ] = None


def days(default: int, most: int = 365) -> Parameter:
    """`days=N`; without it `default`."""

    def read(request: Request) -> int:
        text = _query(request, "days")
        return default if text is None else _whole_number(text, "days", 1, most)

    schema = {"type": "integer", "minimum": 1, "maximum": most, "default": default}
    meaning = "Rows dated from today - days to today, on the wearer's calendar."
    return Parameter("days", "query", meaning, schema, read, example=default)


def days_to_sync(most: int = 365) -> Parameter:
    """`days=N`, in the address or in the body; without it None, and the settings decide."""

    def read(request: Request) -> int | None:
        text = _query(request, "days")
        return None if text is None else _whole_number(text, "days", 1, most)

    def of_field(sent: object) -> int:
        """A form holds text; in JSON a number may be one, or a text as forms have it."""
        text = "" if isinstance(sent, bool) else str(sent)
        return _whole_number(text, "days", 1, most)

    schema = {"type": "integer", "minimum": 1, "maximum": most}
    meaning = (
        "Days to sync; without it SYNC_DAYS_LOOKBACK of the server's settings, and at a person's "
        "first sync all that Polar shows."
    )
    return Parameter("days", "query", meaning, schema, read, example=28, of_field=of_field)


def number(name: str, meaning: str, example: int) -> Parameter:
    """A whole number from 1 on; without it None."""

    def read(request: Request) -> int | None:
        text = _query(request, name)
        return None if text is None else _whole_number(text, name, 1, _LARGEST)

    schema = {"type": "integer", "minimum": 1, "maximum": _LARGEST}
    return Parameter(name, "query", meaning, schema, read, example)


def flag(name: str, meaning: str, *, default: bool) -> Parameter:
    """`name=true` or `name=false`."""

    def read(request: Request) -> bool:
        text = _query(request, name)
        if text is None:
            return default
        if text not in {"true", "false"}:
            raise InvalidInput(f"{name} must be true or false.", name)
        return text == "true"

    return Parameter(name, "query", meaning, {"type": "boolean", "default": default}, read, default)


def _query(request: Request, name: str) -> str | None:
    """The parameter's text, None when it is absent; unknown parameters are nobody's business."""
    if not request.scope["query_string"]:
        return None
    texts = request.query_params.getlist(name)
    if len(texts) > 1:
        raise InvalidInput(f"{name} was sent {len(texts)} times; send it once.", name)
    return texts[0] if texts else None


def _whole_number(text: str, name: str, low: int, high: int) -> int:
    if not _WHOLE_NUMBER.fullmatch(text) or not low <= int(text) <= high:
        raise InvalidInput(f"{name} must be a whole number from {low} to {high}.", name)
    return int(text)


def _user_id(request: Request) -> str:
    """Any text: who may ask about whom, and whether they exist, is the door's business."""
    return str(request.path_params["user_id"])


def _date(request: Request) -> dt.date:
    return _calendar_day(request.path_params["date"], "date")


def _as_of(request: Request) -> dt.date | None:
    text = _query(request, "as_of")
    return None if text is None else _calendar_day(text, "as_of")


def _language(request: Request) -> Language | None:
    text = _query(request, "language")
    if not text:
        return None
    if text not in LANGUAGES:
        raise InvalidInput(f"language must be one of {', '.join(LANGUAGES)}.", "language")
    return LANGUAGES[text]


def _accepted_language(request: Request) -> Language:
    """The one that is wished for most, `de-AT` being German; English where none of them is."""
    wished = wishes(request.headers.get("accept-language", ""))
    ranked = sorted(wished.items(), key=lambda wish: -wish[1])
    codes = (name.partition("-")[0] for name, weight in ranked if weight > 0)
    return next((LANGUAGES[code] for code in codes if code in LANGUAGES), ENGLISH)


def _calendar_day(text: str, name: str) -> dt.date:
    try:
        if _DATE.fullmatch(text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass  # 2026-02-30 looks like a date and is none.
    raise InvalidInput(f"{name} must be a day of the calendar, written YYYY-MM-DD.", name)


def _value(request: Request) -> float:
    text = request.path_params["value"]
    if len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text):
        value = float(text)
        if math.isfinite(value):
            return value
    raise InvalidInput("value must be a finite number, such as 25.5.", "value")


def choice(name: str, meaning: str, choices: Mapping[str, Any], example: str) -> Parameter:
    """A name in the path, out of a few; another one is not found, and the answer lists them."""

    def read(request: Request) -> Any:  # noqa: ANN401 -- whatever the choices stand for
        text = request.path_params[name]
        if text not in choices:
            raise NotFound(f"There is no such {name}. It is one of: {', '.join(choices)}.")
        return choices[text]

    schema = {"type": "string", "enum": list(choices)}
    return Parameter(name, "path", meaning, schema, read, example, required=True)


def _run_id(request: Request) -> uuid.UUID:
    try:
        return uuid.UUID(request.path_params["run_id"])
    except ValueError:
        raise NotFound("There is no such run. List the runs to see their ids.") from None


def _test_id(request: Request) -> dt.datetime:
    text = request.path_params["id"]
    if not _SECONDS.fullmatch(text):
        raise NotFound("There is no such test: its id is its time in seconds since 1970.")
    return dt.datetime.fromtimestamp(int(text), dt.UTC)


def _polar_token(request: Request) -> str | None:
    token = request.headers.get("x-polar-token", "").strip()
    if not token:
        return None
    if len(token) > LONGEST_TOKEN or not _TOKEN.fullmatch(token):
        raise InvalidInput(
            f"X-Polar-Token must be 1 to {LONGEST_TOKEN} printable ASCII characters "
            "without spaces.",
            "X-Polar-Token",
        )
    return token


USER_ID = Parameter(
    "user_id",
    "path",
    "The person: the Polar user id, or your application's own.",
    {"type": "string", "pattern": "^[A-Za-z0-9._@:-]{1,128}$"},
    _user_id,
    "12345",
    required=True,
)
DATE = Parameter(
    "date",
    "path",
    "The wearer's day; for nights the day of waking up.",
    {"type": "string", "format": "date"},
    _date,
    "2026-01-11",
    required=True,
)
EXERCISE_ID = Parameter(
    "id",
    "path",
    "Ursa's number of the exercise, or Polar's id.",
    {"type": "string", "minLength": 1, "maxLength": 128},
    lambda request: request.path_params["id"],
    "1",
    required=True,
)
TEST_ID = Parameter(
    "id",
    "path",
    "The test's time in seconds since 1970, UTC: the list's `id`, or GraphQL's `testAt`.",
    {"type": "integer", "minimum": 0},
    _test_id,
    1768141800,
    required=True,
)
RUN_ID = Parameter(
    "run_id",
    "path",
    "Name of the run.",
    {"type": "string", "format": "uuid"},
    _run_id,
    "7b0f4b3e-6a3e-4a53-9a1c-0c3b1c1c9b55",
    required=True,
)
POLAR_TOKEN = Parameter(
    "X-Polar-Token",
    "header",
    "Polar AccessLink access token of the person; who is connected needs none.",
    {"type": "string", "minLength": 1, "maxLength": LONGEST_TOKEN, "pattern": "^[!-~]+$"},
    _polar_token,
    "your_polar_token",
)
WAIT = flag("wait", "Wait for the end (up to 120 s), or answer 202 at once.", default=True)
PPI = flag("ppi", "Keep pulse intervals themselves, too.", default=False)
FOREIGN_OWNER = flag(
    "foreign_owner", "Take another person's archive; for who owns this Ursa.", default=False
)
METRIC = choice(
    "metric_name",
    "Name of the metric.",
    {metric.key: metric for metric in Metric},
    "hrv_rmssd",
)
FORECAST_METRIC = choice(
    "metric_name",
    "Name of a metric that has a forecast.",
    {metric.key: metric for metric in FORETOLD},
    "hrv_rmssd",
)
PATTERN = choice(
    "pattern_name",
    "Name of the pattern.",
    {name: name for name in NAMES},
    "overtraining_risk",
)
VALUE = Parameter(
    "value",
    "path",
    "A value in the metric's unit.",
    {"type": "number"},
    _value,
    25.5,
    required=True,
)
AS_OF = Parameter(
    "as_of",
    "query",
    "What was normal on that day, computed from the 90 days until then; without it today.",
    {"type": "string", "format": "date"},
    _as_of,
    "2026-01-11",
)
DUPLICATES = flag(
    "duplicates", "Show also records that repeat another one of the same session.", default=False
)
RELATION = choice(
    "relation",
    "A relation whose earlier versions are kept.",
    {relation.value: relation for relation in HistoryRelation},
    "sleep",
)
BEFORE = number("before", "Only versions with a smaller number: the next page.", 4711)
LANGUAGE = Parameter(
    "language",
    "query",
    "The language of the sentences, before any other wish; the words of values stay English.",
    {"type": "string", "enum": list(LANGUAGES)},
    _language,
    "en",
)
ACCEPT_LANGUAGE = Parameter(
    "Accept-Language",
    "header",
    "The language of the sentences, as browsers ask for it: the one of "
    f"{', '.join(LANGUAGES)} that is wished for most, else English.",
    {"type": "string"},
    _accepted_language,
    "de-AT, de;q=0.9, en;q=0.5",
)
IN_A_LANGUAGE = (LANGUAGE, ACCEPT_LANGUAGE)
"""Of each answer that has sentences."""
EXTENDED = flag("extended", "Show all there is, not the documented ones alone.", default=False)
