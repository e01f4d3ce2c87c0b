"""Syncs of one person: queued, and handed to the workers."""

import uuid
from dataclasses import dataclass, field

from app.auth import Caller, require_person
from app.errors import InvalidInput
from app.records.account import Account, Scope
from app.resources import Resources
from app.state import State
from app.store import audit
from app.store.accounts import find_account
from app.sync.runs import hand_over, order_run
from app.upstream.http import valid_token

MOST_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncOrder:
    """Whom to sync, how far back, and with which token."""

    user_id: str
    origin: str
    days: int | None = None
    """None: SYNC_DAYS_LOOKBACK of the settings, and all that Polar shows of who is new."""
    polar_token: str | None = field(default=None, repr=False)
    """For this run alone; None: the stored one."""


async def trigger(house: State, caller: Caller, order: SyncOrder) -> uuid.UUID:
    """Queue a run and hand it to the workers; answers its id.

    With a token that Polar takes, a caller who opens everybody makes an unknown person known.
    Raises Forbidden, InvalidInput, NotFound, SyncRunning, BrokerUnavailable, Conflict without any
    token, PolarUnauthorized for a stranger's dead one, PolarShareUsed.
    """
    require_person(caller, order.user_id, Scope.SYNC)
    pool = house["resources"].pool
    known = await find_account(pool, order.user_id)
    run_id = await _queued(house, caller, order, known)
    await audit.note(pool, caller.actor, "sync.start", order.user_id, {"run_id": run_id})
    await hand_over(house["resources"], run_id, house["dispatch"].sync)
    return run_id


async def _queued(
    house: State, caller: Caller, order: SyncOrder, known: Account | None
) -> uuid.UUID:
    resources, token = house["resources"], order.polar_token
    days = checked_days(order.days) or _usual_days(resources, known)
    return await order_run(
        resources,
        user_id=order.user_id,
        days=days,
        origin=order.origin,
        token=None if token is None else valid_token(token, "polar_token"),
        met_by=caller.actor if caller.user_id is None else None,
        spender=_spender(caller),
    )


def _usual_days(resources: Resources, account: Account | None) -> int:
    """As far back as Polar shows at a person's first sync, by whichever door they came."""
    synced = account is not None and account.synced_at is not None
    return resources.settings.sync_days_lookback if synced else MOST_DAYS


def _spender(caller: Caller) -> str | None:
    """Whose share of Polar's budget the caller's tokens spend: the head of the key's family's."""
    return caller.budgets[-1].name if caller.budgets else None


def checked_days(days: int | None) -> int | None:
    """The days themselves; raises InvalidInput for none and for more than Polar ever shows."""
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise InvalidInput(f"days must be from 1 to {MOST_DAYS}.", "days")
    return days
