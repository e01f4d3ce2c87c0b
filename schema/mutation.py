"""Deeds: start a sync, make and revoke keys."""

import datetime as dt
import uuid
from dataclasses import dataclass
from operator import attrgetter
from typing import Annotated, Any

import strawberry

from app.auth import Caller, require, require_person
from app.auth.auth import NOT_THEIRS
from app.errors import Forbidden, InvalidInput, NotFound
from app.ingest.runs import queue_run
from app.reads import sync
from app.records.account import ApiKey, Scope
from app.records.sync import SyncRun
from app.store import keys
from schema import enums, nodes, types
from schema.context import Context, Info
from schema.publish import Made, plain_field

MOST_DAYS = 365
LONGEST_TOKEN = 4096
NO_KEY = "There is no such key. List the keys to see their ids."


@strawberry.input(description="Whom to sync, and how.")
class TriggerSyncInput:
    """Whom to sync, and how."""

    user_id: strawberry.ID = strawberry.field(description="The person, as in REST's URLs.")
    days: int | None = strawberry.field(
        default=None,
        description=f"Days to look back, 1 to {MOST_DAYS}; the server's setting unless told.",
    )
    polar_token: str | None = strawberry.field(
        default=None, description="AccessLink token for this run alone; the stored one unless told."
    )


@strawberry.input(description="What a new key may do.")
class CreateApiKeyInput:
    """What a new key may do."""

    user_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="The person it opens; null: everybody, for keys that open everybody.",
    )
    label: str = strawberry.field(description="What its owner calls it, 1 to 100 characters.")
    scopes: list[enums.SCOPE] = strawberry.field(  # type: ignore[valid-type]
        description="What it may do; never more than the key that makes it."
    )
    rate_limit_per_minute: int = strawberry.field(
        default=keys.DEFAULT_RATE_LIMIT_PER_MINUTE, description="Requests allowed in a minute."
    )
    expires_at: dt.datetime | None = strawberry.field(
        default=None, description="When it ends by itself; null: never."
    )


@strawberry.input(description="Which key to revoke.")
class RevokeApiKeyInput:
    """Which key to revoke."""

    key_id: strawberry.ID = strawberry.field(description="`keyId` of the key.")


@dataclass(frozen=True, slots=True)
class Run:
    """The run that was queued."""

    run: SyncRun


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key, and its secret when it is new."""

    key: ApiKey
    secret: str | None = None


def _payload(name: str, description: str, **members: tuple[Any, str]) -> Made:
    body = {key: plain_field(attrgetter(key), text, kind) for key, (kind, text) in members.items()}
    return strawberry.type(type(name, (), body), name=name, description=description)


TRIGGERED = _payload(
    "TriggerSyncPayload",
    "The sync that was asked for.",
    run=(nodes.SYNC_RUN, "The run; follow it with the subscription `syncProgress`."),
)
CREATED = _payload(
    "CreateApiKeyPayload",
    "The new key.",
    key=(types.API_KEY, "The key as it may be shown."),
    secret=(str, "The secret. It is shown now and never again."),
)
REVOKED = _payload(
    "RevokeApiKeyPayload", "The end of a key.", key=(types.API_KEY, "The key that has ended.")
)

TriggerSync = Annotated[
    TriggerSyncInput, strawberry.argument(name="input", description="Whom to sync, and how.")
]
CreateApiKey = Annotated[
    CreateApiKeyInput, strawberry.argument(name="input", description="What the key may do.")
]
RevokeApiKey = Annotated[
    RevokeApiKeyInput, strawberry.argument(name="input", description="Which key.")
]


async def _trigger(info: Info, asked: TriggerSync) -> Made:
    context, user_id = info.context, str(asked.user_id)
    require_person(context.holder, user_id, Scope.SYNC)
    _check(asked.days, asked.polar_token)
    run_id = await _queued(context, user_id, asked)
    await context.state["dispatch"].sync(run_id)
    run = await sync.run(context.state["resources"].pool, run_id)
    if run is None:
        raise NotFound("This person was deleted at this very moment.")
    return Run(run)


async def _queued(context: Context, user_id: str, asked: TriggerSyncInput) -> uuid.UUID:
    resources = context.state["resources"]
    return await queue_run(
        resources.pool,
        resources.vault,
        user_id=user_id,
        days=asked.days or resources.settings.sync_days_lookback,
        origin="graphql",
        token=asked.polar_token,
        create_account=context.holder.user_id is None and asked.polar_token is not None,
        now=resources.clock(),
    )


def _check(days: int | None, token: str | None) -> None:
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise InvalidInput(f"days must be from 1 to {MOST_DAYS}.", "days")
    if token is None:
        return
    if not (token and len(token) <= LONGEST_TOKEN and token.isascii() and token.isprintable()):
        raise InvalidInput(
            f"polarToken must be 1 to {LONGEST_TOKEN} printable ASCII characters.", "polarToken"
        )


async def _create(info: Info, asked: CreateApiKey) -> Made:
    caller = info.context.holder
    user_id = None if asked.user_id is None else str(asked.user_id)
    scopes = [Scope[scope.value] for scope in dict.fromkeys(asked.scopes)]  # type: ignore[attr-defined]
    _may_give(caller, user_id, scopes)
    key, secret = await keys.create_key(
        info.context.state["resources"].pool,
        user_id=user_id,
        label=asked.label,
        scopes=scopes,
        actor=caller.actor,
        rate_limit_per_minute=asked.rate_limit_per_minute,
        expires_at=asked.expires_at,
    )
    return Key(key=key, secret=secret)


def _may_give(caller: Caller, user_id: str | None, scopes: list[Scope]) -> None:
    """A key gives away no more than it has: not other people, not other scopes."""
    require(caller, Scope.ADMIN)
    if caller.user_id is not None and caller.user_id != user_id:
        raise Forbidden(NOT_THEIRS)
    for scope in scopes:
        require(caller, scope)


async def _revoke(info: Info, asked: RevokeApiKey) -> Made:
    """An unknown key and another person's are answered alike."""
    caller, context = info.context.holder, info.context
    require(caller, Scope.ADMIN)
    try:
        key_id = uuid.UUID(str(asked.key_id))
    except ValueError:
        raise NotFound(NO_KEY) from None
    found = await keys.find_key(context.state["resources"].pool, key_id)
    if found is None or (caller.user_id is not None and found.user_id != caller.user_id):
        raise NotFound(NO_KEY)
    return Key(key=await context.state["auth"].revoke(key_id, caller.actor))


MUTATION = strawberry.type(
    type(
        "Mutation",
        (),
        {
            "triggerSync": strawberry.mutation(
                resolver=_trigger,
                description=(
                    "Queue a sync of one person with Polar; needs the scope SYNC. "
                    "One at a time: `sync_running` while another is under way."
                ),
                graphql_type=TRIGGERED,
            ),
            "createApiKey": strawberry.mutation(
                resolver=_create,
                description="Make a key; needs the scope ADMIN.",
                graphql_type=CREATED,
            ),
            "revokeApiKey": strawberry.mutation(
                resolver=_revoke,
                description="End a key at once; needs the scope ADMIN.",
                graphql_type=REVOKED,
            ),
        },
    ),
    name="Mutation",
    description="Deeds.",
)
