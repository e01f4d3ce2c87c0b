"""The door: who comes in, what they may see, and how soon a lost key stops working."""

import asyncio
import datetime as dt
import secrets
import uuid
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.datastructures import Headers

from app.auth import Auth, require
from app.errors import (
    ConfigurationError,
    DatabaseUnavailable,
    Forbidden,
    NotFound,
    TooManyRequests,
    Unauthenticated,
)
from app.records.account import Scope
from app.store.change import execute
from app.store.keys import find_key, regenerate_key, revoke_key
from app.store.pool import Pool
from tests.app.auth.doubles import MASTER, Door, Hands, MakeKey, Watched

UNKNOWN = "ursa_" + "x" * 43


async def _refusal(auth: Auth, secret: str) -> str:
    with pytest.raises(Unauthenticated) as refused:
        await auth.authenticate({"x-api-key": secret})
    assert refused.value.status == 401
    return refused.value.message


async def _revoke(auth: Auth, pool: Pool, key_id: uuid.UUID) -> None:
    await revoke_key(pool, key_id, "master")
    auth.forget(key_id)


async def _forbidden(auth: Auth, secret: str, user_id: str) -> str:
    caller = await auth.authenticate({"x-api-key": secret})
    with pytest.raises(Forbidden) as refused:
        await auth.account_for(caller, user_id, Scope.READ)
    return refused.value.message


async def _not_found(auth: Auth, user_id: str) -> str:
    caller = await auth.authenticate({"x-api-key": MASTER})
    with pytest.raises(NotFound) as refused:
        await auth.account_for(caller, user_id, Scope.READ)
    return refused.value.message


@pytest.mark.parametrize(
    "headers",
    [
        {"X-API-Key": "{}"},
        {"x-api-key": "{}"},
        {"Authorization": "Bearer {}"},
        {"authorization": "bearer  {} "},
        {"X-API-Key": "{}", "Authorization": "Bearer other"},
        {"X-API-Key": "", "Authorization": "Bearer {}"},
    ],
)
async def test_a_key_opens_from_either_header(
    auth: Auth, make_key: MakeKey, headers: dict[str, str]
) -> None:
    """A key is taken from X-API-Key, else from a bearer token."""
    key, secret = await make_key()
    sent = Headers({name: value.format(secret) for name, value in headers.items()})
    assert (await auth.authenticate(sent)).key_id == key.key_id


async def test_a_caller_has_the_rights_of_the_key(
    auth: Auth, make_key: MakeKey, person: str
) -> None:
    """A caller has the key's person, scopes, name and budget."""
    key, secret = await make_key(scopes=[Scope.READ, Scope.SYNC], rate_limit_per_minute=10)
    caller = await auth.authenticate({"x-api-key": secret})
    assert (caller.key_id, caller.user_id, caller.actor) == (key.key_id, person, str(key.key_id))
    assert caller.scopes == {Scope.READ, Scope.SYNC}
    assert (caller.rate.limit, caller.rate.remaining, caller.rate.reset_s) == (10, 9, 60)


async def test_the_master_key_opens_everything(auth: Auth, watched: Watched) -> None:
    """The master key has all scopes, everybody, 6000 requests a minute, and asks no database."""
    caller = await auth.authenticate({"x-api-key": MASTER})
    assert (caller.key_id, caller.user_id, caller.actor) == (None, None, "master")
    assert caller.scopes == set(Scope)
    assert (caller.rate.limit, caller.rate.remaining) == (6000, 5999)
    assert watched.statements == 0


async def test_the_master_key_is_compared_in_constant_time(
    auth: Auth, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every key is held against the master key by compare_digest, as hashes of equal length."""
    compared: list[tuple[bytes, bytes]] = []

    def compare_digest(left: bytes, right: bytes) -> bool:
        compared.append((left, right))
        return False

    monkeypatch.setattr(secrets, "compare_digest", compare_digest)
    for secret in (MASTER, "x", MASTER[:-1], UNKNOWN):
        await _refusal(auth, secret)
    assert [(len(left), len(right)) for left, right in compared] == [(32, 32)] * 4
    assert compared[0][0] == compared[0][1]


async def test_refusals_say_what_to_do(
    auth: Auth, make_key: MakeKey, pool: Pool, hands: Hands
) -> None:
    """No key, an unknown, a revoked and an expired one are all 401, each with its advice."""
    revoked, revoked_secret = await make_key()
    await _revoke(auth, pool, revoked.key_id)
    _, expired_secret = await make_key(expires_at=hands.now)
    assert await _refusal(auth, "") == (
        "An API key is needed. Send it in the X-API-Key header, or as a bearer token."
    )
    assert (await _refusal(auth, UNKNOWN)).startswith("This API key is not known.")
    assert await _refusal(auth, revoked_secret) == "This API key was revoked. Ask for a new one."
    assert await _refusal(auth, expired_secret) == "This API key has expired. Ask for a new one."


@pytest.mark.parametrize(
    "headers", [{}, {"authorization": "Basic abc"}, {"authorization": "Bearer"}]
)
async def test_without_a_key_nobody_comes_in(auth: Auth, headers: dict[str, str]) -> None:
    """Other schemes and empty tokens count as no key."""
    with pytest.raises(Unauthenticated, match="is needed"):
        await auth.authenticate(headers)


@pytest.mark.parametrize(
    "secret",
    ["x", "a b", "é" * 48, "ursa_\0" + "x" * 42, UNKNOWN + "x", "x" * 100_000, "' OR 1=1 --"],
)
async def test_a_malformed_key_does_not_reach_the_database(
    auth: Auth, watched: Watched, secret: str
) -> None:
    """What Ursa can not have given out is refused as unknown, without a statement."""
    assert (await _refusal(auth, secret)).startswith("This API key is not known.")
    assert watched.statements == 0


@pytest.mark.parametrize("secret", ["ä", "a b", "x" * 257])
async def test_a_master_key_that_can_not_be_sent_stops_the_start(door: Door, secret: str) -> None:
    """A master key that no header can carry is named, and not shown."""
    with pytest.raises(ConfigurationError, match="API_KEY") as refused:
        await door(api_key=SecretStr(secret))
    assert secret not in refused.value.message


async def test_without_a_master_key_nothing_is_one(door: Door) -> None:
    """When API_KEY is not set, no key opens everything."""
    auth = await door(api_key=None)
    await _refusal(auth, MASTER)
    await _refusal(auth, "None")


async def test_an_open_door_still_refuses_wrong_keys(door: Door, make_key: MakeKey) -> None:
    """With AUTH_REQUIRED=false no key is everything, a key is itself, a wrong key is nothing."""
    auth = await door(auth_required=False)
    key, secret = await make_key()
    caller = await auth.authenticate({})
    assert (caller.key_id, caller.user_id, caller.actor) == (None, None, "open")
    assert caller.scopes == set(Scope)
    assert (await auth.authenticate({"x-api-key": secret})).key_id == key.key_id
    assert (await _refusal(auth, UNKNOWN)).startswith("This API key is not known.")


async def test_no_secret_is_held(auth: Auth, make_key: MakeKey) -> None:
    """Neither callers nor anything that Auth remembers contains a secret."""
    _, secret = await make_key()
    caller = await auth.authenticate({"x-api-key": secret})
    await auth.authenticate({"x-api-key": MASTER})
    known = repr([caller, vars(auth), vars(auth._ring), vars(auth._ring._keys)])
    assert str(caller.key_id) in known
    assert secret not in known
    assert MASTER not in known


async def test_a_key_is_looked_up_once_in_five_seconds(
    auth: Auth, make_key: MakeKey, watched: Watched, hands: Hands
) -> None:
    """A known key costs one statement in 5 seconds, also when all come at once."""
    _, secret = await make_key()
    await asyncio.gather(*(auth.authenticate({"x-api-key": secret}) for _ in range(100)))
    hands.seconds += 4.9
    await auth.authenticate({"x-api-key": secret})
    assert watched.statements == 1
    hands.seconds += 0.1
    await auth.authenticate({"x-api-key": secret})
    assert watched.statements == 2


async def test_an_unknown_key_is_looked_up_once_in_five_seconds(
    auth: Auth, watched: Watched, hands: Hands
) -> None:
    """A wrong key that comes again and again costs one statement in 5 seconds."""
    await asyncio.gather(*(_refusal(auth, UNKNOWN) for _ in range(100)))
    hands.seconds += 4.9
    await _refusal(auth, UNKNOWN)
    assert watched.statements == 1
    hands.seconds += 0.1
    await _refusal(auth, UNKNOWN)
    assert watched.statements == 2


async def test_a_remembered_key_expires_on_time(
    auth: Auth, make_key: MakeKey, watched: Watched, hands: Hands
) -> None:
    """Expiry is judged at each request, whatever is remembered."""
    _, secret = await make_key(expires_at=hands.now + dt.timedelta(seconds=1))
    await auth.authenticate({"x-api-key": secret})
    hands.now += dt.timedelta(seconds=1)
    assert "expired" in await _refusal(auth, secret)
    assert watched.statements == 1


async def test_a_revoked_key_ends_at_once(auth: Auth, make_key: MakeKey, pool: Pool) -> None:
    """A key revoked here is refused at its next request."""
    key, secret = await make_key()
    await auth.authenticate({"x-api-key": secret})
    await _revoke(auth, pool, key.key_id)
    assert "revoked" in await _refusal(auth, secret)


async def test_a_renewed_key_s_old_secret_ends_at_once(
    auth: Auth, make_key: MakeKey, pool: Pool
) -> None:
    """After renewing here, the old secret is unknown and the new one opens the same key."""
    key, old = await make_key()
    await auth.authenticate({"x-api-key": old})
    _, new = await regenerate_key(pool, key.key_id, "master")
    auth.forget(key.key_id)
    assert "not known" in await _refusal(auth, old)
    assert (await auth.authenticate({"x-api-key": new})).key_id == key.key_id


async def test_changes_elsewhere_arrive_within_five_seconds(
    auth: Auth, make_key: MakeKey, pool: Pool, hands: Hands
) -> None:
    """A key revoked or renewed by another process ends after 5 s, or when `forget` is called."""
    revoked, revoked_secret = await make_key()
    renewed, renewed_secret = await make_key()
    for secret in (revoked_secret, renewed_secret):
        await auth.authenticate({"x-api-key": secret})
    await revoke_key(pool, revoked.key_id, "command")
    await regenerate_key(pool, renewed.key_id, "command")
    await auth.authenticate({"x-api-key": revoked_secret})
    auth.forget(revoked.key_id)
    assert "revoked" in await _refusal(auth, revoked_secret)
    await auth.authenticate({"x-api-key": renewed_secret})
    hands.seconds += 5
    assert "not known" in await _refusal(auth, renewed_secret)


async def test_a_look_up_overtaken_by_a_revocation_is_not_kept(
    auth: Auth, make_key: MakeKey, watched: Watched
) -> None:
    """Who asks after a revocation never gets the answer of a look-up that began before it."""
    key, secret = await make_key()
    watched.answers_leave.clear()
    before = asyncio.create_task(auth.authenticate({"x-api-key": secret}))
    await watched.answered.wait()
    await revoke_key(watched.pool, key.key_id, "master")
    auth.forget(key.key_id)
    after = asyncio.create_task(_refusal(auth, secret))
    watched.answers_leave.set()
    await asyncio.wait([before])
    assert "revoked" in await after
    assert "revoked" in await _refusal(auth, secret)


async def test_a_silent_database_refuses_nobody_s_key(
    auth: Auth, make_key: MakeKey, watched: Watched
) -> None:
    """When the database is gone the answer is 503, never 401, and nothing is remembered of it."""
    key, secret = await make_key()
    watched.broken = True
    with pytest.raises(DatabaseUnavailable):
        await auth.authenticate({"x-api-key": secret})
    watched.broken = False
    assert (await auth.authenticate({"x-api-key": secret})).key_id == key.key_id


async def test_a_key_opens_its_own_person(
    auth: Auth, make_key: MakeKey, person: str, watched: Watched
) -> None:
    """A person's key gets its person, with one statement in 5 seconds."""
    _, secret = await make_key()
    caller = await auth.authenticate({"x-api-key": secret})
    asked = watched.statements
    accounts = [await auth.account_for(caller, person, Scope.READ) for _ in range(10)]
    assert {account.user_id for account in accounts} == {person}
    assert watched.statements == asked + 1


async def test_another_person_is_forbidden_whether_they_exist_or_not(
    auth: Auth, make_key: MakeKey, pool: Pool, watched: Watched
) -> None:
    """A foreign name gets the same words, be it a person's, nobody's or broken.

    What is asked is the key, and its own person's further names: nothing about the foreign one.
    """
    await execute(pool, "account_create", user_id="somebody-else")
    _, secret = await make_key()
    names = ["somebody-else", "nobody", "x" * 300, "a/b", "'", "\0", ""]
    words = {await _forbidden(auth, secret, name) for name in names}
    assert words == {
        "This key opens one person's data, and not this one's. Use that person's own key."
    }
    assert watched.statements == 2


async def test_nobody_is_not_found_for_those_who_may_see_everybody(
    auth: Auth, watched: Watched
) -> None:
    """Unknown and impossible names get the same words; impossible ones ask no database."""
    unknown = await _not_found(auth, "nobody")
    assert watched.statements == 1
    assert {await _not_found(auth, name) for name in ("x" * 300, "a/b", "'", "\0", "")} == {unknown}
    assert watched.statements == 1
    assert "nobody" not in unknown


async def test_a_person_is_there_as_soon_as_they_are_made(auth: Auth, pool: Pool) -> None:
    """That somebody was not there is not remembered: after the first sync they are found."""
    name = secrets.token_hex(8)
    await _not_found(auth, name)
    await execute(pool, "account_create", user_id=name)
    caller = await auth.authenticate({"x-api-key": MASTER})
    assert (await auth.account_for(caller, name, Scope.READ)).user_id == name


async def test_a_deleted_person_and_their_keys_end_when_forgotten(
    auth: Auth, make_key: MakeKey, pool: Pool, person: str
) -> None:
    """After a deletion and `forget_account`, neither the person nor their key is known."""
    _, secret = await make_key()
    caller = await auth.authenticate({"x-api-key": secret})
    await auth.account_for(caller, person, Scope.READ)
    async with pool.connection() as connected:
        await connected.execute("DELETE FROM account WHERE user_id = %s", [person])
    auth.forget_account(person)
    assert "not known" in await _refusal(auth, secret)
    await _not_found(auth, person)


async def test_a_changed_person_is_seen_within_five_seconds(
    auth: Auth, pool: Pool, person: str, hands: Hands
) -> None:
    """An account that a sync changed is read again after 5 seconds."""
    caller = await auth.authenticate({"x-api-key": MASTER})
    assert (await auth.account_for(caller, person, Scope.READ)).utc_offset_minutes is None
    async with pool.connection() as connected:
        await connected.execute(
            "UPDATE account SET utc_offset_minutes = 120 WHERE user_id = %s", [person]
        )
    assert (await auth.account_for(caller, person, Scope.READ)).utc_offset_minutes is None
    hands.seconds += 5
    assert (await auth.account_for(caller, person, Scope.READ)).utc_offset_minutes == 120


@pytest.mark.parametrize("scope", list(Scope))
async def test_a_key_does_what_its_scopes_say(
    auth: Auth, make_key: MakeKey, person: str, scope: Scope
) -> None:
    """A key with one scope may do that, and is told which scope the other deeds need."""
    _, secret = await make_key(scopes=[scope])
    caller = await auth.authenticate({"x-api-key": secret})
    assert (await auth.account_for(caller, person, scope)).user_id == person
    for other in set(Scope) - {scope}:
        with pytest.raises(Forbidden, match=f"scope '{other}'"):
            await auth.account_for(caller, person, other)
        with pytest.raises(Forbidden, match=f"scope '{other}'"):
            require(caller, other)


async def test_a_key_s_minute_is_exact_under_concurrency(
    auth: Auth, make_key: MakeKey, hands: Hands
) -> None:
    """Of 1000 requests at once with a limit of 300, exactly 300 come in, each counted down."""
    _, secret = await make_key(rate_limit_per_minute=300)
    hands.seconds += 20
    answers: list[Any] = await asyncio.gather(
        *(auth.authenticate({"x-api-key": secret}) for _ in range(1000)), return_exceptions=True
    )
    refused = [answer for answer in answers if isinstance(answer, TooManyRequests)]
    remaining = [answer.rate.remaining for answer in answers if answer not in refused]
    assert sorted(remaining) == list(range(300))
    assert {error.retry_after_s for error in refused} == {40}
    hands.seconds += 40
    assert (await auth.authenticate({"x-api-key": secret})).rate.remaining == 299


async def test_keys_have_budgets_of_their_own(auth: Auth, make_key: MakeKey) -> None:
    """One key's used-up minute does not touch another's."""
    (_, one), (_, other) = [await make_key(rate_limit_per_minute=1) for _ in range(2)]
    await auth.authenticate({"x-api-key": one})
    with pytest.raises(TooManyRequests, match=r"1 requests a minute are used up\. Try again in 60"):
        await auth.authenticate({"x-api-key": one})
    assert (await auth.authenticate({"x-api-key": other})).rate.remaining == 0


async def test_use_is_counted_exactly_under_concurrency(
    auth: Auth, make_key: MakeKey, pool: Pool, watched: Watched, hands: Hands
) -> None:
    """1000 requests at once with two keys are written as 1000, in one statement."""
    made = [await make_key(rate_limit_per_minute=100_000) for _ in range(2)]
    await asyncio.gather(
        *(auth.authenticate({"x-api-key": made[turn % 2][1]}) for turn in range(1000))
    )
    asked = watched.statements
    await asyncio.gather(auth.flush(), auth.flush())
    assert watched.statements == asked + 1
    for key, _ in made:
        stored = await find_key(pool, key.key_id)
        assert stored is not None
        assert (stored.request_count, stored.last_used_at) == (500, hands.now)


async def test_a_warm_door_asks_nobody(
    auth: Auth, make_key: MakeKey, person: str, watched: Watched
) -> None:
    """A known key and account cost no statement, however often they come."""
    _, secret = await make_key(rate_limit_per_minute=100_000)
    await auth.account_for(await auth.authenticate({"x-api-key": secret}), person, Scope.READ)
    asked = watched.statements
    for _ in range(200):
        caller = await auth.authenticate({"x-api-key": secret})
        await auth.account_for(caller, person, Scope.READ)
    assert watched.statements == asked
