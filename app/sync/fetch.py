"""Ways to ask for a feed: whole lists, ranges in pieces, and exercises with their details.

Each answers what came, whatever became of the rest; none raises an error of Polar's.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from app.days import DAY, Window
from app.errors import PolarBadAnswer, PolarError, PolarRefused, PolarWrongAddress
from app.sync.requests import FeedRequest, Fetched, Missing
from app.upstream.client import PolarSession
from app.upstream.endpoints import Endpoint, Page, QueryParameters, between, last_days, latest
from app.upstream.parse import parse_rows
from app.upstream.wire.base import is_empty, underscored
from app.upstream.wire.exercise import Exercise
from app.upstream.wire.types import as_text

POLAR = PolarSession
SHOWN_DAYS = 28
"""Days that AccessLink's lists show without dates, and the longest range it takes."""
UPLOAD_DAYS = 30
"""Days whose uploads the list of exercises shows."""
CARDIO_LOAD_DAYS = 180
"""Days after which AccessLink's cardio load ends."""
FEW_EXERCISES = 3
"""More new exercises than that come with the list, and not one by one."""
MOST_OLD = 20
"""Details of exercises that left the list, asked for in one run."""

Fetch = Callable[[PolarSession, FeedRequest], Awaitable[Fetched]]


def shown(endpoint: Endpoint[Any]) -> Fetch:
    """All that the endpoint shows, which are 28 days; it takes no dates."""

    async def fetch(session: PolarSession, _: FeedRequest) -> Fetched:
        return await _whole(listed(session, endpoint, latest()), SHOWN_DAYS)

    return fetch


async def listed(session: PolarSession, endpoint: Endpoint[Any], asked: QueryParameters) -> Page:
    """A list of AccessLink's. It is always there: raises PolarWrongAddress for a 404."""
    page = await session.read(endpoint, asked)
    if page.there:
        return page
    raise PolarWrongAddress(
        f"What answers does not know {endpoint.what} (404), and AccessLink always does: "
        "is POLAR_API_URL right?"
    )


async def fetch_physical_info(session: PolarSession, _: FeedRequest) -> Fetched:
    """The settings of the person, which many never filled in: then Polar answers 404."""
    return await _whole(session.read(POLAR.physical_info, latest()), None)


async def _whole(answer: Awaitable[Page], asked: int | None, days: Window | None = None) -> Fetched:
    """One request for everything; `days` can be asked for again when it fails."""
    fetched = Fetched(asked=asked)
    try:
        fetched.came(await answer, asked or 0, days)
    except PolarError as error:
        fetched.failed(Missing(error, days=days))
    return fetched


@dataclass(frozen=True, slots=True)
class Ranged:
    """Ranges of at most `step` days, the newest first, and then the days that are still owed.

    An empty range is not the end of a person's data: the watch may have lain in a drawer.
    """

    endpoint: Endpoint[Any]
    step: int = SHOWN_DAYS

    async def __call__(self, session: PolarSession, request: FeedRequest) -> Fetched:
        """Ask until nothing is left, or another request makes no sense."""
        pieces = request.pieces(self.step)
        fetched = Fetched(asked=sum(piece.days for piece in pieces))
        await in_turn(pieces, fetched, partial(_piece, session, self.endpoint))
        return fetched


Asking = Callable[[Window, Fetched], Awaitable[bool]]
"""Asks for some days; whether older ones make sense."""


async def in_turn(pieces: Iterable[Window], fetched: Fetched, ask: Asking) -> None:
    """Ask for one piece after the other; what there is no patience for is left and told."""
    for piece in pieces:
        if not fetched.patient:
            fetched.left(days=piece)
        elif not await ask(piece, fetched):
            break


async def _piece(
    session: PolarSession, endpoint: Endpoint[Any], piece: Window, fetched: Fetched
) -> bool:
    """Ask for one range; whether older ones make sense."""
    try:
        page = await listed(session, endpoint, between(piece.first, piece.last))
    except PolarRefused as error:
        # Polar does not say how far back it reaches; a refusal does.
        if fetched.pages:
            fetched.ends_before(error, piece.last + DAY)
            return False
        fetched.failed(Missing(error, days=piece))
        return True
    except PolarError as error:
        fetched.failed(Missing(error, days=piece))
        return True
    fetched.came(page, piece.days, piece)
    return True


async def fetch_cardio_load(session: PolarSession, request: FeedRequest) -> Fetched:
    """The last 28 days, or up to 180 when more are wanted or owed."""
    first = min(days.first for days in request.windows)
    days = min((request.window.last - first).days + 1, CARDIO_LOAD_DAYS)
    window = Window.of(days, request.window.last)
    if days <= SHOWN_DAYS:
        return await _whole(listed(session, POLAR.cardio_load, latest()), SHOWN_DAYS, window)
    return await _whole(listed(session, POLAR.cardio_load_days, last_days(days)), days, window)


async def fetch_exercises(session: PolarSession, request: FeedRequest) -> Fetched:
    """The list, with details of those that are new, were edited, or are still owed theirs.

    An exercise with samples has about 120 KB, so the list brings them only when many are new.
    """
    fetched = await _whole(listed(session, POLAR.exercises, latest()), UPLOAD_DAYS)
    if not fetched.pages:
        return fetched
    new, old = _wanted(fetched.rows, request)
    details = await _details(session, fetched, new)
    for exercise in [i for i in (*new, *old) if i not in details.found]:
        if not fetched.patient:
            fetched.left(exercise=exercise)
        else:
            await _one(session, fetched, exercise, details, listed=exercise in new)
    if details.error is not None and not details.found and fetched.patient:
        fetched.notes.append(f"Exercises were asked for one by one. {details.error.message}")
    fetched.rows, fetched.detailed = _merged(fetched.rows, details.found), [*details.found]
    return fetched


def _wanted(listed: list[Any], request: FeedRequest) -> tuple[list[str], list[str]]:
    """Ids of listed exercises without their present details, and of older ones without any."""
    rows = parse_rows(Exercise, listed).rows
    new = dict.fromkeys(row.id for row in rows if _is_new(row, request))
    there = {row.id for row in rows}
    broken = {i for row in listed if not _readable(row) and (i := _askable_id(row))} - there
    new |= dict.fromkeys(i for i in sorted(broken) if i not in request.exercises)
    there |= broken
    old = [i for i, stored in request.exercises.items() if stored.wanted and i not in there]
    return request.least_tried(new), request.least_tried(old)[:MOST_OLD]


def _is_new(row: Exercise, request: FeedRequest) -> bool:
    """Whether it has no details yet, or was cropped, moved or uploaded again since they came."""
    stored = request.exercises.get(row.id)
    if stored is None or stored.wanted:
        return True
    if stored.deleted:
        return False
    there = (stored.start_local, stored.duration_s, stored.uploaded_at)
    sent = (row.start_time, row.duration, row.upload_time)
    return any(s is not None and s != t for s, t in zip(sent, there, strict=True))


@dataclass(slots=True)
class Details:
    """Exercises with their details, by id, and why the list did not bring them."""

    found: dict[str, dict[str, Any]] = field(default_factory=dict)
    error: PolarError | None = None


async def _details(session: PolarSession, fetched: Fetched, new: list[str]) -> Details:
    """Details as far as the list brings them; what it does not bring is asked for one by one."""
    if len(new) <= FEW_EXERCISES:
        return Details()
    try:
        page = await listed(session, POLAR.exercises_with_samples, latest())
    except PolarError as error:
        fetched.went_wrong(error)
        return Details(error=error)
    if page.broken is not None:
        fetched.missing.append(Missing(page.broken, partly=True))
    sent = {str(_id(row)): row for row in page.rows if _readable(row)}
    return Details({i: sent[i] for i in new if i in sent}, page.broken)


async def _one(
    session: PolarSession, fetched: Fetched, exercise: str, details: Details, *, listed: bool
) -> None:
    """Ask for one exercise; one that is not even listed any more and answers 404 is lost."""
    try:
        page = await session.exercise(exercise)
        if not page.there and not listed:
            fetched.lost.append(exercise)
        elif page.rows or not listed:
            details.found[exercise] = _checked(page.rows, exercise, fetched.rows)
            if page.broken is not None:
                fetched.missing.append(Missing(page.broken, exercise=exercise, partly=True))
        else:
            error = details.error or PolarBadAnswer(_NO_DETAILS)
            fetched.missing.append(Missing(error, exercise=exercise))
        fetched.went_well()
    except PolarError as error:
        fetched.failed(Missing(error, exercise=exercise))


_NO_DETAILS = "Polar lists it and has no details of it: the next syncs ask again."


def _checked(rows: list[Any], exercise: str, listed: list[Any]) -> dict[str, Any]:
    row = _one_exercise(rows[0], exercise) if rows else {}
    known: dict[str, Any] = next((each for each in listed if _id(each) == exercise), {})
    if _id(row) != exercise or not _readable({**known, **row}):
        raise PolarBadAnswer("Polar's answer is not that exercise: the next sync asks again.")
    return row


def _one_exercise(row: Any, exercise: str) -> dict[str, Any]:  # noqa: ANN401 -- as sent
    """What was asked for, also where it lies in an object of its own, or lacks its id."""
    inside = list(row.values()) if isinstance(row, dict) and len(row) == 1 else []
    for found in (row, *inside):
        if isinstance(found, dict) and underscored(found).keys() & Exercise.model_fields.keys():
            return {"id": exercise, **found}
    return {}


def _id(row: Any) -> str | None:  # noqa: ANN401 -- as sent
    """An exercise's id as text, however it was sent."""
    sent = row.get("id") if isinstance(row, dict) else None
    return None if sent is None else str(as_text(sent))


def _askable_id(row: Any) -> str | None:  # noqa: ANN401 -- as sent
    """The id under which details can be asked for, whatever the rest of the row is."""
    some_time = {"id": _id(row), "start_time": "2000-01-01T00:00:00"}
    return next((read.id for read in parse_rows(Exercise, [some_time]).rows), None)


Rows = dict[str, dict[str, Any]]
_COURSE = ("samples", "heart_rate_zones", "heart-rate-zones", "route")


def _readable(row: Any) -> bool:  # noqa: ANN401 -- as sent
    """Whether a row of its own can be made of it; if not, the listed row is the better one."""
    if not isinstance(row, dict):
        return False
    return bool(parse_rows(Exercise, [{k: v for k, v in row.items() if k not in _COURSE}]).rows)


def _merged(listed: list[Any], details: Rows) -> list[Any]:
    """Listed rows, each completed by its details where there are any, and what left the list."""
    rows = [_completed(row, details) if isinstance(row, dict) else row for row in listed]
    there = {_id(row) for row in listed}
    return rows + [_completed(row, details) for i, row in details.items() if i not in there]


def _completed(row: dict[str, Any], details: Rows) -> dict[str, Any]:
    """An exercise with its details; one that has none at Polar has been asked all the same."""
    found = details.get(str(_id(row)))
    if found is None:
        return row
    told = {key: value for key, value in found.items() if key not in row or not is_empty(value)}
    whole = {**row, **told}
    return {**whole, "samples": whole.get("samples") or []}
