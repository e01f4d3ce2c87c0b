"""A feed's answers, read and settled: what there is to store, and what is to be told of it."""

import asyncio
import datetime as dt
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from itertools import groupby
from typing import Any

import numpy as np
import orjson

from app.normalise.values import Harvest
from app.store.unread import Unread
from app.sync.feeds import Feed
from app.sync.requests import FeedRequest, Fetched
from app.tracing import step
from app.upstream.client import PolarSession
from app.upstream.parse import parse_rows
from app.upstream.wire.base import Wire, storable

log = logging.getLogger(__name__)

TOLD = 20
"""Problems and notes that a feed tells; `problem_count` counts them all."""
LONGEST_LINE = 400
MOST_UNREAD = 1000


@dataclass(slots=True)
class Haul:
    """What a feed brought: records to store, and what could not be had or read."""

    request: FeedRequest
    fetched: Fetched
    rows: list[Wire] = field(default_factory=list)
    sent: dict[int, object] = field(default_factory=dict)
    """What each row was made of, by the row's own identity."""
    harvest: Harvest = field(default_factory=Harvest)
    received: int = 0
    rejected: int = 0
    problems: list[str] = field(default_factory=list)
    problem_count: int = 0
    notes: list[str] = field(default_factory=list)
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    unread: list[Unread] = field(default_factory=list)
    """What can not be read or kept, as it came: the first `MOST_UNREAD`."""

    def keep_unread(self, sent: object, problem: str) -> None:
        """Remember something as it came; nothing where it is empty or no database would take it."""
        good, plain = storable(sent)
        if good and plain not in ({}, [], "", None) and len(self.unread) < MOST_UNREAD:
            text = orjson.dumps(plain, option=orjson.OPT_SORT_KEYS).decode()
            self.unread.append(Unread(text, one_line(problem)))

    def add_problem(self, line: str) -> None:
        """Tell of one more thing that went wrong."""
        self.problem_count += 1
        if len(self.problems) < TOLD:
            self.problems.append(one_line(line))


async def bring(
    session: PolarSession, feed: Feed, request: FeedRequest, turns: asyncio.Semaphore
) -> Haul:
    """Ask for a feed when it is its turn, and read what came."""
    async with turns:
        with step(f"fetch {feed.name}"):
            fetched = await feed.fetch(session, request)
    return read(feed, request, fetched)


def read(feed: Feed, request: FeedRequest, fetched: Fetched) -> Haul:
    """Make records of a feed's rows; what can not be read is told, and stands in nobody's way."""
    parsed = parse_rows(feed.model, fetched.rows)
    haul = Haul(request, fetched, rows=[*parsed.rows], rejected=parsed.skipped)
    haul.sent = {id(row): sent for row, sent in zip(parsed.rows, parsed.sent, strict=True)}
    for sent, problem in parsed.unread:
        haul.keep_unread(sent, problem)
    for line in dict.fromkeys(map(str, (*fetched.merged(), *parsed.problems))):
        haul.add_problem(line)
    haul.problem_count += parsed.problem_count - len(parsed.problems)
    haul.harvest = _settled(feed, haul)
    for row in haul.harvest.others:
        haul.keep_unread(haul.sent.get(id(row)), _ANOTHER)
    haul.received = _counted(feed, haul)
    _keep_extra(feed, haul)
    notes = (*fetched.notes, *haul.harvest.notes)
    haul.notes = [one_line(note) for note in notes[:TOLD]]
    haul.first_day, haul.last_day = span(haul.harvest)
    return haul


_ANOTHER = "Another row of the same day, or of the same thing, counts."


def _keep_extra(feed: Feed, haul: Haul) -> None:
    """Remember what is unknown or broken in rows of which no record has a place for it."""
    lists = [part for part in haul.harvest if isinstance(part, list)]
    if any(hasattr(record, "extra") for part in lists for record in part[:1]):
        return
    for row in haul.rows:
        if row.extra:
            key = {name: getattr(row, name, None) for name in feed.model.key}
            haul.keep_unread({**key, **row.extra}, "There is no column for it.")


def _settled(feed: Feed, haul: Haul) -> Harvest:
    """The rows as records; where a row breaks the normaliser, all the others."""
    try:
        return feed.normalise(haul.rows)
    except Exception:
        log.exception("feed %s: rows that can not be normalised", feed.name)
    whole: list[Wire] = []
    for rows in by_key(feed, haul.rows):
        try:
            feed.normalise(rows)
        except Exception:  # noqa: BLE001 -- logged above; this row is left out, whatever it is
            leave_out(haul, feed, rows)
        else:
            whole += rows
    haul.rows = whole
    return feed.normalise(whole)


def leave_out(haul: Haul, feed: Feed, rows: Sequence[Wire]) -> None:
    """Tell of rows that Ursa can not keep."""
    haul.rejected += len(rows)
    what = f"{feed.model.subject} {_key(feed, rows[0])}"
    problem = f"{what}: Ursa can not keep it (row skipped)"
    haul.add_problem(problem)
    for row in rows:
        haul.keep_unread(haul.sent.get(id(row)), problem)


def by_key(feed: Feed, rows: Iterable[Wire]) -> Iterator[list[Wire]]:
    """Rows that tell of one day or one thing, together."""
    for _, group in groupby(sorted(rows, key=lambda row: _key(feed, row)), lambda r: _key(feed, r)):
        yield list(group)


def _key(feed: Feed, row: Wire) -> str:
    return " ".join(str(getattr(row, name, "")) for name in feed.model.key)


def _counted(feed: Feed, haul: Haul) -> int:
    if feed.counted is None:
        return len(haul.rows)
    return sum(
        len(part)
        for part in haul.harvest
        if isinstance(part, list) and part and isinstance(part[0], feed.counted)
    )


def one_line(text: str) -> str:
    """Words as one line of bounded length, without characters that steer a terminal."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return plain if len(plain) <= LONGEST_LINE else f"{plain[: LONGEST_LINE - 1]}…"


_DAYS = (
    "date",
    "start_local",
    "test_local",
    "local_time",
    "measured_at",
    "start_at",
    "changed_at",
    "period_start_at",
    "modified_at",
)
"""Fields that say when a record or a sample was, the wearer's own clock first."""


def span(harvest: Harvest) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day of which a harvest has data; a row of nothing is none."""
    days = [day for part in harvest for day in _days(part)]
    return (min(days), max(days)) if days else (None, None)


def _days(part: Any) -> Iterator[dt.date]:  # noqa: ANN401 -- records or a block
    if isinstance(part, list):
        yield from (day for record in part if (day := _day(record)) is not None)
        return
    times = next((getattr(part, name) for name in _DAYS if hasattr(part, name)), None)
    if times is not None and len(times):
        yield from np.array([times.min(), times.max()], "datetime64[D]").tolist()


def _day(record: Any) -> dt.date | None:  # noqa: ANN401 -- any record
    name = next((name for name in _DAYS if hasattr(record, name)), None)
    at = getattr(record, name) if name else None
    if at is None or not _has_data(record, name):
        return None
    return at.date() if isinstance(at, dt.datetime) else at


def _has_data(record: Any, day: str | None) -> bool:  # noqa: ANN401 -- any record
    """Whether anything is known beyond the day: Polar sends rows of days on which nothing was."""
    values = (getattr(record, f.name) for f in fields(record) if f.name not in {day, "absent"})
    return any(value is not None for value in values)
