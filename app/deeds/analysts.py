"""Roles of the database for people who read SQL: the owner makes and ends them."""

from app.auth import Caller
from app.errors import Forbidden
from app.records.analyst import Analyst, Guard
from app.state import State
from app.store import analysts as store
from app.store.analysts import AnalystOrder


async def create(
    house: State, caller: Caller, order: AnalystOrder
) -> tuple[list[Guard], str | None]:
    """A role with its guards, and its password, which is shown now and never again.

    Raises Forbidden, InvalidInput, NotFound, Conflict, or ConfigurationError.
    """
    _require_owner(caller)
    return await store.create_analyst(house["resources"].pool, order, caller.actor)


async def drop(house: State, caller: Caller, name: str, *, with_lab: bool) -> None:
    """The end of a role. Raises Forbidden, NotFound, Conflict, or ConfigurationError."""
    _require_owner(caller)
    pool = house["resources"].pool
    await store.drop_analyst(pool, name, with_lab=with_lab, actor=caller.actor)


async def listed(house: State, caller: Caller) -> list[Analyst]:
    """All roles of analysts. Raises Forbidden."""
    _require_owner(caller)
    return await store.analysts(house["resources"].pool)


def _require_owner(caller: Caller) -> None:
    if not caller.owns:
        raise Forbidden("Roles of the database are the owner's to make, to list and to drop.")
