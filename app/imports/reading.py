"""Files become harvests, piece by piece: what is small is read whole, what is long as it comes."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from app.archive.container import Archive
from app.archive.decoding import items, whole
from app.archive.kinds import Kind
from app.archive.said import Said
from app.errors import ArchiveRefused
from app.imports.plan import File
from app.normalise.archive import nights, profile, pulse, sessions, spot_tests
from app.normalise.archive.context import Context
from app.normalise.archive.days import activity, device_day, heart_rate
from app.normalise.values import Harvest
from app.records.sleep import Night

Whole = Callable[[Said, Context], Harvest]
Items = Callable[[Iterable[Said], Context], Harvest]

WHOLE: dict[Kind, Whole] = {
    Kind.ACCOUNT: lambda *_: Harvest(),
    Kind.DEVICES: profile.devices,
    Kind.CALENDAR: profile.calendar,
    Kind.ACTIVITY: activity,
    Kind.SESSION: sessions.session,
    Kind.ORTHOSTATIC_TEST: spot_tests.orthostatic_test,
    Kind.FITNESS_TEST: spot_tests.fitness_test,
    Kind.PERIOD: spot_tests.period,
    Kind.TARGET: profile.target,
    Kind.ROUTE: profile.route,
}

ITEMS: dict[Kind, tuple[Items, int]] = {
    Kind.SLEEP_RESULT: (nights.sleep_results, 200),
    Kind.SLEEP_SCORE: (nights.sleep_scores, 500),
    Kind.RECOVERY: (nights.recoveries, 500),
    Kind.RECOVERY_SAMPLES: (nights.recovery_samples, 200),
    Kind.PPI: (pulse.pulse_intervals, 40),
}
"""Who makes sense of the items of a long document, and how many make a piece."""


@dataclass(slots=True)
class Piece:
    """A part of a file that is stored at once."""

    file: File
    harvest: Harvest
    last: bool
    """Whether the file is done with it."""
    odd: dict[str, int] = field(default_factory=dict)
    left_out: str | None = None
    """Why the rest of the file is not read."""

    @property
    def weight(self) -> int:
        """How many rows it has."""
        return sum(len(part) if isinstance(part, list) else _length(part) for part in self.harvest)


def _length(block: Any) -> int:  # noqa: ANN401 -- any sample block
    return len(getattr(block, "local_time", getattr(block, "measured_at", ())))


def pieces(archive: Archive, file: File, context: Context) -> Iterator[Piece]:
    """The pieces of a file, always the same ones; the last one says so.

    A file that can not be read, or not to its end, says why; what came before is kept. Spans of
    nights that are met on the way are added to the context.
    """
    odd: dict[str, int] = {}
    before: Harvest | None = None
    reason = None
    try:
        for harvest in _harvests(archive, file, context, odd):
            if before is not None:
                yield Piece(file, before, last=False)
            before = harvest
    except (ArchiveRefused, ValueError) as error:
        reason = str(error)
    yield Piece(file, Harvest() if before is None else before, last=True, odd=odd, left_out=reason)


def _harvests(
    archive: Archive, file: File, context: Context, odd: dict[str, int]
) -> Iterator[Harvest]:
    kind = file.named.kind
    context = replace(context, day=file.named.day, number=file.named.number)
    with archive.open(file.member) as stream:
        prefix = kind.value.items
        if prefix is None:
            document = whole(stream, file.member.size)
            if not isinstance(document, dict):
                raise ArchiveRefused("its layout is not known")
            yield WHOLE[kind](Said(document, odd), context)
        elif kind is Kind.HEART_RATE:
            yield from _heart_rate(items(stream, prefix))
        else:
            yield from _streamed(kind, items(stream, prefix), context, odd)


def _streamed(
    kind: Kind, told: Iterator[Any], context: Context, odd: dict[str, int]
) -> Iterator[Harvest]:
    make, size = ITEMS[kind]
    for taken in _some_at_once(told, size):
        harvest = make([Said(item, odd) for item in taken if isinstance(item, dict)], context)
        _remember(harvest, context)
        yield harvest


def _some_at_once(told: Iterator[Any], size: int) -> Iterator[list[Any]]:
    """Items, `size` at a time; where the file breaks, those before first."""
    taken: list[Any] = []
    try:
        for item in told:
            taken.append(item)
            if len(taken) == size:
                yield taken
                taken = []
    except Exception:
        yield from [taken] if taken else []
        raise
    yield from [taken] if taken else []


def _remember(harvest: Harvest, context: Context) -> None:
    """Nights that are met tell where the samples after them lie."""
    for part in harvest:
        for night in part if isinstance(part, list) else ():
            if isinstance(night, Night) and night.sleep_start_local and night.sleep_end_local:
                span = night.sleep_start_local, night.sleep_end_local
                context.spans.setdefault(night.date, span)


MOST_HEART_RATES = 8_000


def _heart_rate(told: Iterator[Any]) -> Iterator[Harvest]:
    """A month's days, those of several devices together, some days at once.

    A month is held as numbers alone, 6 bytes a sample: devices may come one after another. Where
    the file breaks, the days before are told first.
    """
    days: dict[dt.date, list[Any]] = {}
    try:
        for day in map(device_day, told):
            if day is not None and len(day.bpm):
                days.setdefault(day.date, []).append(day)
    except Exception:
        yield from _some_days_at_once(days)
        raise
    yield from _some_days_at_once(days)


def _some_days_at_once(days: dict[dt.date, list[Any]]) -> Iterator[Harvest]:
    waiting: list[Any] = []
    for date in sorted(days):
        waiting.extend(days.pop(date))
        if sum(len(day.bpm) for day in waiting) >= MOST_HEART_RATES:
            yield heart_rate(waiting)
            waiting = []
    if waiting:
        yield heart_rate(waiting)
