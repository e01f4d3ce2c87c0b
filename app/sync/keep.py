"""What a feed brought is stored, and what it owes is remembered."""

import datetime as dt
from collections.abc import Collection, Sequence

from app.errors import RowsRefused
from app.resources import Resources
from app.store import owed, unread, write
from app.store.owed import OwedDays
from app.store.runs import ClaimedRun
from app.store.write import Harvest
from app.sync.feeds import Feed
from app.sync.haul import Haul, by_key, leave_out, one_line
from app.sync.requests import ENDING, Missing

MOST_TRIES = 30
"""After that days are not asked for any more by themselves."""

_DENSER = "An archive told more heart rate of this day, which stays."
_LOST = "Polar does not have it any more."


async def store(resources: Resources, run: ClaimedRun, feed: Feed, haul: Haul) -> int:
    """Write what a feed brought; answers how many rows were new or had changed.

    A row that the database refuses is left out and told: the others are stored without it.
    """
    left: set[dt.date] = set()
    try:
        written = await _written(resources, run, haul.harvest, left)
    except RowsRefused:
        written = await _one_by_one(resources, run, feed, haul, left)
    _tell_denser(haul, left)
    return written


def _tell_denser(haul: Haul, days: Collection[dt.date]) -> None:
    """Heart rate in whose place an archive's stays is told, and kept as it came."""
    if not days:
        return
    for row in haul.rows:
        if getattr(row, "date", None) in days:
            haul.keep_unread(haul.sent.get(id(row)), _DENSER)
    span = f"{min(days)} to {max(days)}"
    haul.notes.append(f"heart rate {span}: an archive told more of {len(days)} days, which stays")


async def _written(
    resources: Resources, run: ClaimedRun, harvest: Harvest, left: set[dt.date]
) -> int:
    return await write.store_harvest(
        resources.pool, run.user_id, harvest, _origin(run), left, resources.storing
    )


async def _one_by_one(
    resources: Resources, run: ClaimedRun, feed: Feed, haul: Haul, left: set[dt.date]
) -> int:
    written = 0
    for rows in by_key(feed, haul.rows):
        try:
            written += await _written(resources, run, feed.normalise(rows), left)
        except RowsRefused:
            haul.received -= len(rows)
            leave_out(haul, feed, rows)
    return written


def _origin(run: ClaimedRun) -> write.Origin:
    return write.Origin(run_id=run.run_id)


async def keep_unread(resources: Resources, run: ClaimedRun, feed: Feed, haul: Haul) -> None:
    """What came and could not be read is kept as it came: a later version may read it."""
    if haul.unread:
        await unread.keep(
            resources.pool, run.user_id, feed.name, haul.unread, run.run_id, resources.clock()
        )


async def note_debts(resources: Resources, run: ClaimedRun, feed: Feed, haul: Haul) -> None:
    """Remember what did not come.

    Before the rows are stored: who is stopped in between asks once too often, never too little.
    """
    if owing := _owing(haul):
        await owed.keep(resources.pool, run.user_id, feed.name, owing, resources.clock())


async def settle_debts(resources: Resources, run: ClaimedRun, feed: Feed, haul: Haul) -> None:
    """Forget what came now, of all that was owed."""
    still = {item["item"] for item in _owing(haul)}
    asked = (*haul.fetched.detailed, *(days.item for days in haul.request.owed))
    if settled := [item for item in asked if item not in still]:
        await owed.forget(resources.pool, run.user_id, feed.name, settled)


def _owing(haul: Haul) -> list[dict[str, object]]:
    missing = [each for each in haul.fetched.merged() if each.days or each.exercise]
    lost = [{"item": i, "given_up": True, "error": _LOST} for i in haul.fetched.lost]
    return [*(_item(each, haul) for each in missing), *lost]


def _item(missing: Missing, haul: Haul) -> dict[str, object]:
    if missing.days is None:
        tries = 0 if missing.unasked else None
        error = one_line(str(missing))
        return {"item": missing.exercise, "tries": tries, "given_up": False, "error": error}
    first, last = missing.days.first, missing.days.last
    tries = _tries(missing, haul.request.owed)
    return {
        "item": f"{first}/{last}",
        "first_day": first,
        "last_day": last,
        "tries": tries,
        "given_up": tries >= MOST_TRIES,
        "error": one_line(str(missing)),
    }


def _tries(missing: Missing, before: Sequence[OwedDays]) -> int:
    """How often these days were asked for in vain; what ends a run is no fault of the days."""
    days = missing.days
    tries = [each.tries for each in before if days is not None and each.window.meets(days)]
    blameless = missing.unasked or (tries and isinstance(missing.error, ENDING))
    return max(tries, default=0) + (0 if blameless else 1)
