"""Deeds: sync, analyse, connect, make and end keys, delete."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Annotated

import strawberry

from app.auth import Caller, require, require_person
from app.auth.auth import NOT_THEIRS
from app.errors import BrokerUnavailable, Conflict, Forbidden, InvalidInput, NotFound, SyncRunning
from app.ingest.analyse import analyse
from app.ingest.connection import disconnect, finish_connection, start_connection
from app.ingest.deletion import delete_person
from app.ingest.runs import hand_over, queue_run
from app.reads import accounts, sync
from app.records.account import Account, ApiKey, Scope
from app.records.connection import Disconnected, Receipt, StartedConnection
from app.records.findings import Baseline, Forecast, Pattern
from app.records.sync import SyncRun
from app.store import keys
from app.upstream.http import valid_token
from schema import enums, findings, nodes, types
from schema.context import Context, Info, checked
from schema.person import PERSON
from schema.publish import Made, plain_field, plain_type, publish

MOST_SYNC_DAYS = 365
MOST_OWN_KEYS = 20
WHO = "The person, as in REST's URLs."
FORCE = (
    "Also when Polar does not answer; the registration there then stays until the person ends it."
)


@strawberry.input(description="Whom to sync, and how.")
class TriggerSyncInput:
    """Whom to sync, and how."""

    user_id: strawberry.ID = strawberry.field(description=WHO)
    days: int | None = strawberry.field(
        default=None,
        description=f"Days to look back, 1 to {MOST_SYNC_DAYS}; the server's setting unless told.",
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
        default=None, description="When it ends by itself, in the future; null: never."
    )


@strawberry.input(description="Which key to revoke.")
class RevokeApiKeyInput:
    """Which key to revoke."""

    key_id: strawberry.ID = strawberry.field(description="`keyId` of the key.")


@strawberry.input(description="Which key to renew.")
class RegenerateApiKeyInput:
    """Which key to renew."""

    key_id: strawberry.ID = strawberry.field(description="`keyId` of the key.")


@strawberry.input(description="Whose baselines to calculate.")
class CalculateBaselinesInput:
    """Whose baselines to calculate."""

    user_id: strawberry.ID = strawberry.field(description=WHO)


@strawberry.input(description="Whose patterns to detect.")
class DetectPatternsInput:
    """Whose patterns to detect."""

    user_id: strawberry.ID = strawberry.field(description=WHO)


@strawberry.input(description="Whom to connect to Polar.")
class StartConnectionInput:
    """Whom to connect to Polar."""

    user_id: strawberry.ID = strawberry.field(
        description="Your name for the person, known to Ursa or new; as in REST's URLs."
    )
    redirect_uri: str | None = strawberry.field(
        default=None,
        description=(
            "Where Polar sends the browser back to, as it is registered with Polar byte for byte; "
            "null: the default that is registered there."
        ),
    )


@strawberry.input(description="What Polar sent back.")
class FinishConnectionInput:
    """What Polar sent back."""

    state: str = strawberry.field(description="`state` of the address that Polar sent back to.")
    code: str = strawberry.field(description="`code` of the same address; it works once.")
    days: int | None = strawberry.field(
        default=None,
        description=(
            f"Days that the first sync looks back, 1 to {MOST_SYNC_DAYS}; null: the server's "
            "setting."
        ),
    )


@strawberry.input(description="Whom to disconnect from Polar.")
class DisconnectPersonInput:
    """Whom to disconnect from Polar."""

    user_id: strawberry.ID = strawberry.field(description=WHO)
    force: bool = strawberry.field(default=False, description=FORCE)


@strawberry.input(description="Whom to delete.")
class DeletePersonInput:
    """Whom to delete."""

    user_id: strawberry.ID = strawberry.field(description=WHO)
    force: bool = strawberry.field(default=False, description=FORCE)


@dataclass(frozen=True, slots=True)
class Run:
    """The run that was queued."""

    run: SyncRun


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """A person, and what was found out about them."""

    person: Account
    baselines: list[Baseline] = field(default_factory=list)
    patterns: tuple[Pattern, ...] = ()
    forecasts: tuple[Forecast, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A person who is connected, and the first sync with their token."""

    person: Account
    new: bool
    run: SyncRun | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key, and its secret when it is new."""

    key: ApiKey
    secret: str | None = None


TRIGGERED = plain_type(
    "TriggerSyncPayload",
    "The sync that was asked for.",
    run=(nodes.SYNC_RUN, "The run; follow it with the subscription `syncProgress`."),
)
CREATED = plain_type(
    "CreateApiKeyPayload",
    "The new key.",
    key=(types.API_KEY, "The key as it may be shown."),
    secret=(str, "The secret. It is shown now and never again."),
)
REVOKED = plain_type(
    "RevokeApiKeyPayload", "The end of a key.", key=(types.API_KEY, "The key that has ended.")
)

CALCULATED = plain_type(
    "CalculateBaselinesPayload",
    "Baselines that were calculated and stored now.",
    person=(PERSON, "The person."),
    baselines=(list[findings.BASELINE], "Their baselines, of metrics with a value in 90 days."),
)
DETECTED = plain_type(
    "DetectPatternsPayload",
    "Patterns and forecasts that were found and stored now.",
    person=(PERSON, "The person."),
    patterns=(list[findings.PATTERN], "All patterns."),
    forecasts=(list[findings.FORECAST], "All forecasts, withheld ones with their reasons."),
)
RENEWED = plain_type(
    "RegenerateApiKeyPayload",
    "The key with a new secret.",
    key=(types.API_KEY, "The key as it may be shown."),
    secret=(str, "The new secret. It is shown now and never again; the old one is dead."),
)
STARTED = publish(StartedConnection, name="StartConnectionPayload")
CONNECTED = plain_type(
    "FinishConnectionPayload",
    "A person whose data Ursa fetches from now on.",
    person=(PERSON, "The person."),
    new=(bool, "Whether Ursa did not know the person before."),
    run=(
        nodes.SYNC_RUN | None,
        "The first sync; null when one is under way already, or no worker can be reached.",
    ),
)
_WHO = {"userId": plain_field(attrgetter("user_id"), "The person.", strawberry.ID)}
DISCONNECTED = publish(Disconnected, name="DisconnectPersonPayload", more=_WHO)
DELETED = publish(
    Receipt,
    name="DeletePersonPayload",
    ids=("receipt_id",),
    leave_out=("rows",),
    more=_WHO,
)

RegenerateApiKey = Annotated[
    RegenerateApiKeyInput, strawberry.argument(name="input", description="Which key.")
]
CalculateBaselines = Annotated[
    CalculateBaselinesInput, strawberry.argument(name="input", description="Whose.")
]
DetectPatterns = Annotated[
    DetectPatternsInput, strawberry.argument(name="input", description="Whose.")
]
StartConnection = Annotated[
    StartConnectionInput, strawberry.argument(name="input", description="Whom to connect.")
]
FinishConnection = Annotated[
    FinishConnectionInput, strawberry.argument(name="input", description="What Polar sent back.")
]
DisconnectPerson = Annotated[
    DisconnectPersonInput, strawberry.argument(name="input", description="Whom to disconnect.")
]
DeletePerson = Annotated[
    DeletePersonInput, strawberry.argument(name="input", description="Whom to delete.")
]
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
    _check_days(asked.days)
    if asked.polar_token is not None:
        valid_token(asked.polar_token, "polarToken")
    return await _synced(context, user_id, asked)


async def _synced(context: Context, user_id: str, asked: TriggerSyncInput) -> Run:
    resources = context.state["resources"]
    run_id = await _queued(context, user_id, asked)
    await hand_over(resources, run_id, context.state["dispatch"].sync)
    run = await sync.run(resources.pool, run_id)
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


def _check_days(days: int | None) -> None:
    if days is not None:
        checked("days", days, 1, MOST_SYNC_DAYS)


async def _create(info: Info, asked: CreateApiKey) -> Made:
    caller = info.context.holder
    user_id = None if asked.user_id is None else str(asked.user_id)
    scopes = [Scope[scope.value] for scope in dict.fromkeys(asked.scopes)]  # type: ignore[attr-defined]
    pool = info.context.state["resources"].pool
    _may_give(caller, user_id, scopes)
    _may_outdo(caller, asked.rate_limit_per_minute, asked.expires_at)
    if asked.expires_at is not None and asked.expires_at <= info.context.now:
        raise InvalidInput("expiresAt must be in the future.", "expiresAt")
    if caller.user_id is not None:
        await _may_have_more(info.context, caller.user_id)
    key, secret = await keys.create_key(
        pool,
        user_id=user_id,
        label=asked.label,
        scopes=scopes,
        actor=caller.actor,
        rate_limit_per_minute=asked.rate_limit_per_minute,
        expires_at=asked.expires_at,
    )
    return Key(key=key, secret=secret)


def _may_give(caller: Caller, user_id: str | None, scopes: list[Scope]) -> None:
    """A key gives away no more than it has: no other people, no other scopes."""
    require(caller, Scope.ADMIN)
    if caller.user_id is not None and caller.user_id != user_id:
        raise Forbidden(NOT_THEIRS)
    for scope in scopes:
        require(caller, scope)


def _may_outdo(caller: Caller, requests: int, expires_at: dt.datetime | None) -> None:
    """Nor more requests a minute, nor a longer life."""
    if caller.key_id is None:
        return
    if requests > caller.rate.limit:
        raise Forbidden(
            f"This key has {caller.rate.limit} requests a minute and gives out none that has more."
        )
    ends = caller.expires_at
    if ends is not None and (expires_at is None or expires_at > ends):
        raise Forbidden(f"This key ends at {ends.isoformat()} and gives out none that ends later.")


async def _may_have_more(context: Context, user_id: str) -> None:
    """Each of a person's own keys has a minute of its own: there are not too many at a time."""
    resources = context.state["resources"]
    active = await accounts.active_keys(resources.pool, user_id, resources.clock())
    if len(active) >= MOST_OWN_KEYS:
        raise Conflict(f"{user_id} has {len(active)} keys that work. Revoke one, then make this.")


async def _revoke(info: Info, asked: RevokeApiKey) -> Made:
    """An unknown key and another person's are answered alike."""
    caller, context = info.context.holder, info.context
    found = await _own_key(context, caller, asked.key_id)
    return Key(key=await context.state["auth"].revoke(found.key_id, caller.actor))


async def _own_key(context: Context, caller: Caller, word: strawberry.ID) -> ApiKey:
    """A key that the caller may end or renew; raises Forbidden or NotFound."""
    require(caller, Scope.ADMIN)
    try:
        key_id = uuid.UUID(str(word))
    except ValueError:
        raise NotFound(keys.NO_SUCH_KEY) from None
    found = await keys.find_key(context.state["resources"].pool, key_id)
    if found is None or (caller.user_id is not None and found.user_id != caller.user_id):
        raise NotFound(keys.NO_SUCH_KEY)
    return found


async def _regenerate(info: Info, asked: RegenerateApiKey) -> Made:
    caller, context = info.context.holder, info.context
    found = await _own_key(context, caller, asked.key_id)
    _may_give(caller, found.user_id, [Scope(scope) for scope in found.scopes])
    _may_outdo(caller, found.rate_limit_per_minute, found.expires_at)
    key, secret = await context.state["auth"].regenerate(found.key_id, caller.actor)
    return Key(key=key, secret=secret)


async def _calculate_baselines(info: Info, asked: CalculateBaselines) -> Made:
    context, account = info.context, await _readable(info.context, asked.user_id)
    context.changed()
    return About(person=account, baselines=await context.calculate(account)())


async def _detect_patterns(info: Info, asked: DetectPatterns) -> Made:
    context, account = info.context, await _readable(info.context, asked.user_id)
    context.changed()
    found = await analyse(context.state["resources"], account)
    return About(person=account, patterns=found.patterns, forecasts=found.forecasts)


async def _readable(context: Context, user_id: strawberry.ID) -> Account:
    """The person whom a deed is about and whose data it answers; raises Forbidden or NotFound."""
    require(context.holder, Scope.READ)
    return await context.account(str(user_id), Scope.SYNC)


async def _start_connection(info: Info, asked: StartConnection) -> Made:
    context, user_id = info.context, str(asked.user_id)
    require_person(context.holder, user_id, Scope.SYNC)
    return await start_connection(
        context.state["resources"], user_id=user_id, redirect_uri=asked.redirect_uri
    )


async def _finish_connection(info: Info, asked: FinishConnection) -> Made:
    context, caller = info.context, info.context.holder
    require(caller, Scope.READ)  # The answer leads to the person's data.
    require(caller, Scope.SYNC)
    _check_days(asked.days)
    made = await finish_connection(
        context.state["resources"],
        state=asked.state,
        code=asked.code,
        may=lambda user_id: require_person(caller, user_id, Scope.SYNC),
        actor=caller.actor,
    )
    context.state["auth"].forget_account(made.account.user_id)
    context.changed()
    run = await _first_sync(context, made.account.user_id, asked.days)
    return Connection(person=made.account, new=made.new, run=run)


async def _first_sync(context: Context, user_id: str, days: int | None) -> SyncRun | None:
    """Their data, at once; without workers they come by the timetable."""
    asked = TriggerSyncInput(user_id=strawberry.ID(user_id), days=days)
    try:
        return (await _synced(context, user_id, asked)).run
    except (SyncRunning, BrokerUnavailable):
        return None


async def _disconnect(info: Info, asked: DisconnectPerson) -> Made:
    context = info.context
    account = await context.account(str(asked.user_id), Scope.ADMIN)
    ended = await disconnect(
        context.state["resources"],
        user_id=account.user_id,
        actor=context.holder.actor,
        even_when_polar_is_silent=asked.force,
    )
    context.changed()
    return ended


async def _delete(info: Info, asked: DeletePerson) -> Made:
    context = info.context
    account = await context.account(str(asked.user_id), Scope.ADMIN)
    receipt = await delete_person(
        context.state["resources"],
        user_id=account.user_id,
        actor=context.holder.actor,
        even_when_polar_is_silent=asked.force,
    )
    context.state["auth"].forget_account(account.user_id)
    context.changed()
    return receipt


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
                graphql_type=TRIGGERED | None,
            ),
            "calculateBaselines": strawberry.mutation(
                resolver=_calculate_baselines,
                description=(
                    "Calculate and store a person's baselines now; needs the scopes SYNC and READ. "
                    "It also happens after each sync and every night."
                ),
                graphql_type=CALCULATED | None,
            ),
            "detectPatterns": strawberry.mutation(
                resolver=_detect_patterns,
                description=(
                    "Find and store a person's patterns and forecasts now; needs the scopes SYNC "
                    "and READ. It also happens after each sync and every night."
                ),
                graphql_type=DETECTED | None,
            ),
            "startConnection": strawberry.mutation(
                resolver=_start_connection,
                description=(
                    "Begin to connect a person to Polar: send their browser to `authorizationUrl`. "
                    "Needs the scope SYNC; a key that opens everybody can connect new people."
                ),
                graphql_type=STARTED | None,
            ),
            "finishConnection": strawberry.mutation(
                resolver=_finish_connection,
                description=(
                    "Connect the person who came back from Polar, and start their first sync; "
                    "needs the scopes SYNC and READ. After any error, start again: a code works "
                    "once."
                ),
                graphql_type=CONNECTED | None,
            ),
            "disconnectPerson": strawberry.mutation(
                resolver=_disconnect,
                description=(
                    "End a person's connection, here and at Polar; their data stay. Needs the "
                    "scope ADMIN."
                ),
                graphql_type=DISCONNECTED | None,
            ),
            "deletePerson": strawberry.mutation(
                resolver=_delete,
                description=(
                    "Delete a person: the registration at Polar, every row, every key. Needs the "
                    "scope ADMIN. What is left is the receipt."
                ),
                graphql_type=DELETED | None,
            ),
            "createApiKey": strawberry.mutation(
                resolver=_create,
                description=(
                    "Make a key; needs the scope ADMIN. A key gives out no scope that it has not, "
                    "no more requests a minute and no later end than its own, and a person's keys "
                    "make up to 20 in all."
                ),
                graphql_type=CREATED | None,
            ),
            "regenerateApiKey": strawberry.mutation(
                resolver=_regenerate,
                description="Give a key a new secret at once; needs the scope ADMIN.",
                graphql_type=RENEWED | None,
            ),
            "revokeApiKey": strawberry.mutation(
                resolver=_revoke,
                description="End a key at once; needs the scope ADMIN.",
                graphql_type=REVOKED | None,
            ),
        },
    ),
    name="Mutation",
    description="What changes something. A field that failed is null; the others were done.",
)
