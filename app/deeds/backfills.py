"""A person's past down to a day: who may ask for it, and end that."""

import datetime as dt

from app.auth import Caller, require_person
from app.days import local_today
from app.errors import Conflict, InvalidInput, NotFound
from app.reads.backfills import PersonsBackfill, backfill_of
from app.records.account import Scope
from app.state import State
from app.store import backfills as store
from app.store.accounts import existing_account
from app.sync import backfill

OLDEST = dt.date(2000, 1, 1)


async def start_backfill(
    house: State, caller: Caller, user_id: str, until: dt.date
) -> PersonsBackfill:
    """Ask Polar for all that it still has of a person, down to the day `until`.

    It goes on in slices, as far as the timetable leaves room in Polar's budget. Twice at once is
    once. Raises Forbidden, NotFound, InvalidInput, and Conflict for who is not connected.
    """
    require_person(caller, user_id, Scope.SYNC)
    resources = house["resources"]
    account = await existing_account(resources.pool, user_id)
    if not OLDEST <= until < local_today(account, resources.clock()):
        raise InvalidInput(f"until: a day of the past, {OLDEST} at the earliest.", "until")
    await backfill.begin(resources, account, until, caller.actor)
    found = await backfill_of(resources.fresh_pool, user_id)
    if found is None:
        raise NotFound("This person was deleted at this very moment.")
    return found


async def stop_backfill(house: State, caller: Caller, user_id: str) -> PersonsBackfill:
    """End a person's backfill; what it brought stays, and the next one goes on from there.

    Raises Forbidden, NotFound, and Conflict when none is running.
    """
    require_person(caller, user_id, Scope.SYNC)
    resources = house["resources"]
    await existing_account(resources.pool, user_id)
    now = resources.clock()
    stopped = await store.stop(resources.pool, user_id, actor=caller.actor, now=now)
    found = await backfill_of(resources.fresh_pool, user_id)
    if not stopped or found is None:
        raise Conflict(f"No backfill of {user_id} is running.")
    return found
