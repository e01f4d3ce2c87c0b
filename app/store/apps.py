"""Applications that people let in: their codes, tokens, and what they asked for."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Annotated, TypeVar

import orjson
from psycopg.rows import class_row

from app.errors import Conflict
from app.records.account import DataClass, Scope
from app.records.apps import ConnectedApp
from app.store import keys
from app.store.change import execute
from app.store.pool import Connection, Pool, transaction
from app.store.queries import query
from app.store.read import fetch_all, fetch_one, fetch_value

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What somebody allowed an application; see the comments of the relation."""

    client_id: str
    client_name: str
    host: str
    redirect_uri: str
    challenge: str
    audience: str
    user_id: str | None
    scopes: list[str]
    classes: list[str] | None
    made_by: str
    grant_ends_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two new tokens, as they are kept."""

    access_sha256: bytes = field(repr=False)
    refresh_sha256: bytes = field(repr=False)
    access_ends_at: dt.datetime
    refresh_ends_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A refresh token that somebody came with, and its grant."""

    key_id: uuid.UUID
    expires_at: dt.datetime
    used_at: dt.datetime | None
    client_id: str
    audience: str
    scopes: list[str]
    classes: list[str] | None
    grant_ends_at: dt.datetime
    revoked_at: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token of either kind, and whose it is."""

    key_id: uuid.UUID
    refreshes: bool
    expires_at: dt.datetime
    used_at: dt.datetime | None
    client_id: str
    audience: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A call that the audit log tells."""

    actor: Annotated[str, "Who called, as in the audit log."]
    action: Annotated[str, "What was called, as noun.verb."]
    user_id: Annotated[str | None, "Whom it was about."]
    details: Annotated[dict[str, object], "What else is worth knowing."]
    at: Annotated[dt.datetime, "When."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A person whom an application may have a key for."""

    user_id: str
    called: str
    callback_url: str
    polar_user_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldApp:
    """An application that is about to hold a key of its own."""

    client_id: str
    host: str
    made_by: str
    key: keys.NewKey


Read = tuple[uuid.UUID, str]
"""An application, and what it asked for."""


async def connected_apps(pool: Pool, user_id: str | None, now: dt.datetime) -> list[ConnectedApp]:
    """Applications whose access has not ended, the newest first; None: everybody's."""
    return await fetch_all(pool, ConnectedApp, "connected_apps", user_id=user_id, now=now)


async def stands_for_app(pool: Pool, key_id: uuid.UUID) -> bool:
    """Whether a key is an application's that holds tokens."""
    return await fetch_value(pool, "app_grant_there", key_id=key_id) is not None


async def find_token(pool: Pool, token_sha256: bytes) -> Token | None:
    """The token with this SHA-256, or None."""
    return await fetch_one(pool, Token, "app_token", token_sha256=token_sha256)


async def code_became(pool: Pool, code_sha256: bytes) -> uuid.UUID | None:
    """The grant that a used code became; None: it is unknown, or was not used."""
    key_id: uuid.UUID | None = await fetch_value(pool, "app_code_became", code_sha256=code_sha256)
    return key_id


async def keep_code(
    pool: Pool, code_sha256: bytes, consent: Consent, expires_at: dt.datetime
) -> None:
    """Keep a consent until the application comes with its code."""
    await execute(
        pool,
        "app_code_keep",
        code_sha256=code_sha256,
        expires_at=expires_at,
        **asdict(consent),
    )


async def count_apps(pool: Pool, user_id: str | None, now: dt.datetime) -> int:
    """How many applications are let in to a person's data now; None: to everybody's."""
    counted: int = await fetch_value(pool, "app_grants_active", user_id=user_id, now=now)
    return counted


async def redeem_code(
    pool: Pool,
    code_sha256: bytes,
    pair: Pair,
    *,
    now: dt.datetime,
    wrong: Callable[[Consent], bool],
    most: int,
) -> Consent | None:
    """The consent, which has become a grant with its first tokens, all at once.

    None when the code does not work, or something about it is `wrong`; it is used up all the same.
    Raises NotFound for a person who is gone, and Conflict, with the code unused, when so many are
    let in as there may be.
    """
    async with transaction(pool) as connected:
        asked = {"code_sha256": code_sha256, "now": now}
        consent = await _one(connected, Consent, "app_code_take", asked)
        if consent is None or wrong(consent):
            return None
        await _hold_room(connected, consent.user_id, now, most)
        await _begin_grant(connected, code_sha256, consent, pair)
    return consent


async def exchange_for_key(
    pool: Pool,
    code_sha256: bytes,
    *,
    app: Callable[[Exchange], HeldApp],
    bound: keys.Bound,
) -> tuple[Exchange, str] | None:
    """Whom the code stood for, and the secret of their key that the application holds from now on.

    None for a code that does not work. Raises Conflict, with the code unused, for one too many.
    """
    async with transaction(pool) as connected:
        asked = {"code_sha256": code_sha256, "now": bound.now}
        found = await _one(connected, Exchange, "exchange_code_take", asked)
        if found is None:
            return None
        held = app(found)
        key, secret = await keys.create_within(connected, held.key, bound)
        await _make_grant(
            connected,
            key.key_id,
            client_id=held.client_id,
            host=held.host,
            audience=None,
            made_by=held.made_by,
        )
    return found, secret


async def _hold_room(
    connected: Connection, user_id: str | None, now: dt.datetime, most: int
) -> None:
    """Room for one more application, which nobody else takes before the commit."""
    if user_id is not None:
        await keys.hold_person(connected, user_id)
    await _run(connected, "app_grants_hold")
    asked = {"user_id": user_id, "now": now}
    cursor = await connected.execute(query("read/app_grants_active"), asked)
    ((active,),) = await cursor.fetchall()
    if active >= most:
        raise Conflict(f"{active} applications are connected. Send one away, then allow this.")


async def _begin_grant(
    connected: Connection, code_sha256: bytes, consent: Consent, pair: Pair
) -> None:
    """The consent becomes a grant with its first tokens; its key's own secret is nobody's."""
    key, _ = await keys.create_within(
        connected,
        keys.NewKey(
            user_id=consent.user_id,
            label=consent.client_name,
            scopes=[Scope(each) for each in consent.scopes],
            classes=None if consent.classes is None else list(map(DataClass, consent.classes)),
            expires_at=consent.grant_ends_at,
            actor=consent.made_by,
        ),
    )
    await _make_grant(
        connected,
        key.key_id,
        client_id=consent.client_id,
        host=consent.host,
        audience=consent.audience,
        made_by=consent.made_by,
    )
    await _keep_pair(connected, key.key_id, pair)
    await _run(connected, "app_code_became", code_sha256=code_sha256, key_id=key.key_id)


async def _make_grant(connected: Connection, key_id: uuid.UUID, **what: str | None) -> None:
    await _run(connected, "app_grant_make", key_id=key_id, **what)


async def rotate(
    pool: Pool, token_sha256: bytes, pair: Pair, now: dt.datetime, wrong: Callable[[Held], bool]
) -> Held | None:
    """The refresh token as it was found, and if nothing is `wrong` with it, exchanged for the pair.

    Of several that come with one token at once, one gets the pair. None: nobody has such a token.
    """
    async with transaction(pool) as connected:
        held = await _one(connected, Held, "app_token_hold", {"token_sha256": token_sha256})
        if held is not None and not wrong(held):
            await _run(connected, "app_token_used", token_sha256=token_sha256, now=now)
            await _keep_pair(connected, held.key_id, pair)
    return held


async def _keep_pair(connected: Connection, key_id: uuid.UUID, pair: Pair) -> None:
    await _run(connected, "app_tokens_keep", key_id=key_id, **asdict(pair))


async def end_access(pool: Pool, token_sha256: bytes) -> None:
    """End one access token."""
    await execute(pool, "app_token_end", token_sha256=token_sha256)


async def add_reads(
    pool: Pool, reads: dict[Read, tuple[int, dt.datetime]], called: Sequence[Called]
) -> None:
    """Add to what applications asked for, and the calls to the audit log, in one statement."""
    await execute(
        pool,
        "app_reads",
        key_ids=[key_id for key_id, _ in reads],
        things=[what for _, what in reads],
        times=[times for times, _ in reads.values()],
        last_at=[last for _, last in reads.values()],
        actors=[each.actor for each in called],
        actions=[each.action for each in called],
        user_ids=[each.user_id for each in called],
        details=[orjson.dumps(each.details).decode() for each in called],
        happened_at=[each.at for each in called],
    )


async def forget_over(
    pool: Pool, now: dt.datetime, *, codes_before: dt.datetime, used_before: dt.datetime
) -> None:
    """Forget tokens that are over, and codes that were before, or that were used before then."""
    await execute(pool, "apps_forget", now=now, codes_before=codes_before, used_before=used_before)


async def _run(connected: Connection, name: str, **parameters: object) -> None:
    await connected.execute(query(f"write/{name}"), parameters)


async def _one(
    connected: Connection, record: type[R], name: str, parameters: dict[str, object]
) -> R | None:
    async with connected.cursor(row_factory=class_row(record)) as cursor:
        await cursor.execute(query(f"write/{name}"), parameters)
        return await cursor.fetchone()
