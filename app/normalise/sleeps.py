"""Several sleeps of one date: the day's night, its halves on two devices, and naps."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from itertools import compress
from typing import Any

import numpy as np

from app.normalise.clock import night_clock
from app.normalise.rivals import beside, distinct, fullness, grouped, named
from app.normalise.values import above_zero
from app.upstream.wire.sleep import Sleep

LONGEST_CHANGE = dt.timedelta(minutes=90)
"""Between two devices of one night lies no more than that."""
LONGEST_OVERLAP = dt.timedelta(hours=1)
"""By so much both of them may tell of the same minutes, and by half of the shorter half."""
LONG_INTERRUPTION_S = 90
NO_TIME = dt.timedelta()

MINUTE_S = 60

STAGED = ("light_sleep", "deep_sleep", "rem_sleep")
STAGES = (*STAGED, "unrecognized_sleep_stage")
SUMMED = (*STAGES, "sleep_cycles")
INTERRUPTIONS = (
    "total_interruption_duration",
    "short_interruption_duration",
    "long_interruption_duration",
)
TOLD_TWICE = (
    "light_sleep",
    "unrecognized_sleep_stage",
    "rem_sleep",
    "deep_sleep",
    INTERRUPTIONS[0],
)
"""From the first of these that has enough, minutes are taken that both halves tell of."""
MAPS = ("hypnogram", "heart_rate_samples")


@dataclass(slots=True)
class Sleeps:
    """The sleeps of one date: the night, naps beside it, and words about what was done.

    `others` tell of the same hours as the night, `left` became a part of it or began as it did.
    """

    night: Sleep
    naps: list[Sleep] = field(default_factory=list)
    others: list[Sleep] = field(default_factory=list)
    left: list[Sleep] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def sleeps_of(rows: list[Sleep]) -> Sleeps:
    """Tell the rows of one date apart; their order means nothing.

    The staged, longer sleep is the night. Another one that lies beside it is a nap, another one
    that tells of the same hours (a second device on the other wrist) is kept with the night.
    """
    if len(rows) == 1:  # Nearly every date: nothing has to be weighed.
        return Sleeps(rows[0], notes=[*_oddities(rows)])
    beside_one_another, same_hours = _told_apart(_distinct(rows))
    united = [*_united(beside_one_another)]
    night, parts = max(united, key=_rank), [*united, *same_hours]
    found = Sleeps(night, notes=list(_oddities(parts)))
    for part in sorted(parts, key=_rank, reverse=True):
        if part is not night:
            _place(part, found)
    found.left = beside([night, *found.naps, *found.others], rows)
    count = len(distinct(rows))
    if count > 1:
        found.notes.append(_in_words(count, found))
    return found


def times_of(row: Sleep) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Falling asleep and waking up on the wearer's clock."""
    start, end = row.sleep_start_time, row.sleep_end_time
    return start and start.replace(tzinfo=None), end and end.replace(tzinfo=None)


def staged(row: Sleep) -> bool:
    """Whether the device told stages; without staging Polar sends 0 for every one."""
    return any(above_zero(getattr(row, name)) for name in STAGED)


def _rank(row: Sleep) -> tuple[Any, ...]:
    """The staged, longer sleep stands first; an hour with stages counts for two without."""
    return _length(row) * (1 + staged(row)), fullness(row), repr(row)


def _length(row: Sleep) -> dt.timedelta:
    start, end = row.sleep_start_time, row.sleep_end_time
    return max(_between(start, end), NO_TIME) if start and end else NO_TIME


def _between(earlier: dt.datetime, later: dt.datetime) -> dt.timedelta:
    """Time from one to the other: absolute where both have an offset, else by the wall clock."""
    if earlier.tzinfo is None or later.tzinfo is None:
        return later.replace(tzinfo=None) - earlier.replace(tzinfo=None)
    return later - earlier


def _distinct(rows: list[Sleep]) -> list[Sleep]:
    """One row of each start: the one that counts most among those that say something."""
    by_start = grouped(rows, lambda row: times_of(row)[0])
    return [max(group, key=_counts) for group in by_start.values()]


def _counts(row: Sleep) -> tuple[Any, ...]:
    """Of two that tell of the same hours one that says more than its times counts first."""
    times: dict[str, Any] = {"sleep_start_time": None, "sleep_end_time": None}
    return fullness(row.model_copy(update=times)).values > 0, *_rank(row)


def _told_apart(rows: Iterable[Sleep]) -> tuple[list[Sleep], list[Sleep]]:
    """Sleeps beside one another in the order of time, and those that tell of hours of these."""
    kept: list[Sleep] = []
    others: list[Sleep] = []
    for row in sorted(rows, key=_counts, reverse=True):
        lies_beside = all(_are_apart(row, one) or _are_parts(row, one) for one in kept)
        (kept if lies_beside else others).append(row)
    return sorted(kept, key=_by_time), others


def _by_time(row: Sleep) -> tuple[bool, Any]:
    """The order of time; a row without times comes first."""
    start = times_of(row)[0]
    return start is not None, start


def _are_parts(one: Sleep, other: Sleep) -> bool:
    return _are_halves(*sorted((one, other), key=_by_time))


def _united(rows: Iterable[Sleep]) -> Iterator[Sleep]:
    """Neighbours that are halves of one night become one row."""
    nights: list[list[Sleep]] = []
    for row in rows:
        if nights and _are_halves(nights[-1][-1], row):
            nights[-1].append(row)
        else:
            nights.append([row])
    return (reduce(_joined, parts) for parts in nights)


def _are_halves(first: Sleep, second: Sleep) -> bool:
    """Whether a person changed devices within a night: one ends, another begins about then."""
    if not first.sleep_end_time or not second.sleep_start_time:
        return False
    devices = {first.device_id, second.device_id}
    pause = _between(first.sleep_end_time, second.sleep_start_time)
    shared = min(LONGEST_OVERLAP, _length(first) / 2, _length(second) / 2)
    return len(devices - {None, ""}) > 1 and -shared <= pause <= LONGEST_CHANGE


def _joined(first: Sleep, second: Sleep) -> Sleep:
    """One night of two halves: what can be added is, the rest is the better half's."""
    halves = (_before(first, second), second)
    changes: dict[str, Any] = {
        "sleep_start_time": first.sleep_start_time,
        "sleep_end_time": second.sleep_end_time,
        **_told_once(
            {name: _sum(halves, name) for name in SUMMED} | _interruptions(halves), halves
        ),
        **{name: _map(halves, name) for name in MAPS},
    }
    said = first.model_fields_set | second.model_fields_set
    return max(halves, key=_rank).model_copy(
        update={name: value for name, value in changes.items() if name in said}
    )


def _before(first: Sleep, second: Sleep) -> Sleep:
    """The first half without the samples of minutes that the second one tells of, too."""
    begin, span = times_of(second)[0], times_of(first)
    changes: dict[str, Any] = {}
    for name in MAPS:
        found = getattr(first, name)
        if found and begin:
            at = night_clock(found, first.date, *span) < np.datetime64(begin, "s")
            changes[name] = dict(compress(found.items(), at))
    return first.model_copy(update=changes)


def _pause_s(halves: tuple[Sleep, Sleep]) -> int:
    """Seconds between the halves; below 0 both tell of them."""
    end, start = halves[0].sleep_end_time, halves[1].sleep_start_time
    return round(_between(end, start).total_seconds()) if end and start else 0


def _told_once(sums: dict[str, int | None], halves: tuple[Sleep, Sleep]) -> dict[str, int | None]:
    """Sums of stages and interruptions without the minutes of which both halves tell."""
    start, end = halves[0].sleep_start_time, halves[1].sleep_end_time
    night_s = _between(start, end).total_seconds() if start and end else 0
    too_much = sum(map(_parts_s, halves)) - round(night_s)
    left = min(-_pause_s(halves), too_much)
    if left <= 0:
        return sums
    for name in TOLD_TWICE:
        told = sums[name]
        if told is not None:
            taken = min(left, told)
            sums[name], left = told - taken, left - taken
    return sums | _within(*(sums[name] for name in INTERRUPTIONS))


def _within(total: int | None, short: int | None, long: int | None) -> dict[str, int | None]:
    """Short and long interruptions, no more of them than there are altogether."""
    if total is not None:
        short = None if short is None else min(short, total)
        long = None if long is None else min(long, total - (short or 0))
    return dict(zip(INTERRUPTIONS, (total, short, long), strict=True))


def _sum(halves: tuple[Sleep, Sleep], name: str) -> int | None:
    known = [value for half in halves if (value := getattr(half, name)) is not None and value >= 0]
    return sum(known) if known else None


def _interruptions(halves: tuple[Sleep, Sleep]) -> dict[str, int | None]:
    """Sums; the change of devices itself is an interruption, too."""
    sums = {name: _sum(halves, name) for name in INTERRUPTIONS}
    pause = max(_pause_s(halves), 0)
    total, short, long = INTERRUPTIONS
    for name in (total, long if pause >= LONG_INTERRUPTION_S else short):
        value = sums[name]
        sums[name] = None if value is None else value + pause
    return sums


def _map(halves: tuple[Sleep, Sleep], name: str) -> dict[dt.time, float] | None:
    maps = [found for half in halves if (found := getattr(half, name)) is not None]
    return {key: value for one in maps for key, value in one.items()} if maps else None


def _place(part: Sleep, found: Sleeps) -> None:
    """Beside the night and the naps a sleep is a nap; one in the same hours is another telling."""
    if all(_are_apart(part, other) for other in (found.night, *found.naps)):
        found.naps.append(part)
    elif any(fullness(part)):
        found.others.append(part)


def _are_apart(one: Sleep, other: Sleep) -> bool:
    (start, end), (begin, stop) = times_of(one), times_of(other)
    return bool(start and end and begin and stop) and (end <= begin or stop <= start)  # type: ignore[operator]


def _oddities(parts: Iterable[Sleep]) -> Iterator[str]:
    for part in parts:
        start, end = part.sleep_start_time, part.sleep_end_time
        if start and end and _between(start, end) < NO_TIME:
            yield f"{named(part)}: ends at {end} before it starts at {start}"
        elif start and end and _parts_s(part) > _between(start, end).total_seconds() + MINUTE_S:
            minutes = _parts_s(part) // MINUTE_S, _between(start, end) // dt.timedelta(minutes=1)
            yield "{}: stages and interruptions of {} minutes in {}".format(named(part), *minutes)


def _parts_s(row: Sleep) -> int:
    """Seconds of stages and interruptions, which add up to the time between start and end."""
    return sum(max(getattr(row, name) or 0, 0) for name in (*STAGES, INTERRUPTIONS[0]))


def _in_words(count: int, found: Sleeps) -> str:
    told = [f"the night is {_clock(found.night)}"]
    told += [f"a nap is {_clock(nap)}" for nap in found.naps]
    if found.others:
        told.append(f"{len(found.others)} more of the same hours kept with it")
    return f"{named(found.night)}: {count} sleeps of one date, {', '.join(told)}"


def _clock(row: Sleep) -> str:
    start, end = times_of(row)
    return f"{start:%H:%M} to {end:%H:%M}" if start and end else "without times"
