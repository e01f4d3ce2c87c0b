"""Exports of everything about a person: ordered, handed to the workers, and where the file lies."""

import asyncio
import uuid
from pathlib import Path

from app.auth import Caller, require_person
from app.errors import BrokerUnavailable, Conflict, NotFound, TakeoutRunning
from app.findings.readable import reading, require_classes
from app.reads.takeouts import takeout, takeouts
from app.records.account import DataClass, Scope
from app.records.takeouts import Takeout, TakeoutState
from app.state import State
from app.store import audit
from app.store.accounts import existing_account
from app.store.takeouts import TakeoutEnd, finish_takeout, queue_takeout
from app.takeout.work import takeout_path
from app.takeout.writing import Told, Watch, write_takeout


async def start(house: State, caller: Caller, user_id: str, origin: str) -> Takeout:
    """Queue an export of all that is known of a person; it lies ready for a week.

    Raises Forbidden, for keys of some classes of data, too; NotFound; TakeoutRunning;
    BrokerUnavailable.
    """
    _allowed(house, caller, user_id)
    resources = house["resources"]
    await existing_account(resources.pool, user_id)
    now = resources.clock()
    run_id = await queue_takeout(resources.pool, user_id, origin, now, actor=caller.actor)
    if run_id is None:
        raise await _running(house, user_id)
    await _hand_over(house, run_id)
    return await _found(house, run_id)


async def write(house: State, caller: Caller, user_id: str, path: Path, watch: Watch) -> Told:
    """Write the same to a file of the caller's own. Raises Forbidden or NotFound."""
    _allowed(house, caller, user_id)
    resources = house["resources"]
    await existing_account(resources.pool, user_id)
    told = await write_takeout(resources.fresh_pool, user_id, path, resources.clock(), watch)
    await audit.note(resources.pool, caller.actor, "takeout.write", user_id, {})
    return told


async def file(house: State, caller: Caller, user_id: str, run_id: uuid.UUID) -> Path:
    """Where the ZIP of an export lies.

    Raises Forbidden, NotFound without such an export or where its file is gone, and Conflict while
    it is written.
    """
    _allowed(house, caller, user_id)
    found = await _found(house, run_id)
    if found.user_id != user_id:
        raise NotFound("There is no such export. List the exports to see their ids.")
    state = TakeoutState(found.state)
    if not state.final:
        raise Conflict("This export is not ready yet. Ask for it again in a moment.")
    path = takeout_path(house["resources"].settings, run_id)
    if state is not TakeoutState.SUCCESS or not await asyncio.to_thread(path.is_file):
        raise NotFound("The file of this export is not there any more. Order another one.")
    return path


def _allowed(house: State, caller: Caller, user_id: str) -> None:
    """Everything is for who may read everything."""
    require_person(caller, user_id, Scope.READ)
    require_classes(reading(house["resources"].fresh_pool, caller.classes), tuple(DataClass))


async def _running(house: State, user_id: str) -> TakeoutRunning | NotFound:
    for each in await takeouts(house["resources"].fresh_pool, user_id):
        if not TakeoutState(each.state).final:
            words = f"An export of {user_id} is under way. Wait for it, then fetch its file."
            return TakeoutRunning(words, each.run_id)
    return NotFound(f"There is no person {user_id!r}.")


async def _found(house: State, run_id: uuid.UUID) -> Takeout:
    found = await takeout(house["resources"].fresh_pool, run_id)
    if found is None:
        raise NotFound("There is no such export. List the exports to see their ids.")
    return found


async def _hand_over(house: State, run_id: uuid.UUID) -> None:
    """Send the export to the workers; one that nobody takes ends, and holds up none."""
    try:
        await house["dispatch"].takeout(run_id)
    except BrokerUnavailable as error:
        resources = house["resources"]
        end = TakeoutEnd(state=TakeoutState.FAILED, error_code=error.code, error=error.message)
        await finish_takeout(resources.pool, run_id, end, resources.clock())
        raise
