"""Keys are made, renewed and ended."""

import datetime as dt
import uuid

import pytest

from app.auth import Auth
from app.deeds.keys import MOST_KEYS
from app.errors import Unauthenticated
from app.records.account import Scope
from app.store import keys
from app.store.pool import Pool
from tests.schema.conftest import MASTER, Ask, make_key
from tests.schema.mutations.errors import error
from tests.schema.year import NOW

CREATE = """mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) {
  secret key { keyId label scopes userId: prefix rateLimitPerMinute expiresAt } } }"""
REVOKE = """mutation($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) {
  key { keyId revokedAt } } }"""


async def test_a_key_is_made_used_and_ended(ask: Ask, person: str) -> None:
    """The secret opens at once, is shown once, and is dead as soon as it is revoked."""
    wanted = {"userId": person, "label": "phone", "scopes": ["READ", "READ"]}
    made = (await ask(CREATE, input=wanted))["data"]["createApiKey"]
    assert made["key"]["scopes"] == ["READ"]
    assert made["key"]["rateLimitPerMinute"] == 600
    me = "{ me { userId } }"
    assert (await ask(me, secret=made["secret"]))["data"]["me"] == {"userId": person}
    ended = await ask(REVOKE, input={"keyId": made["key"]["keyId"]})
    assert ended["data"]["revokeApiKey"]["key"]["revokedAt"].endswith("Z")
    assert error(await ask(me, secret=made["secret"]))["code"] == "unauthenticated"


async def test_a_key_gives_no_more_than_it_has(ask: Ask, pool: Pool, person: str) -> None:
    """No other people, not everybody, and no scope that the key itself has not."""
    admin = await make_key(pool, person, Scope.ADMIN)
    for wanted in (
        {"userId": person, "scopes": ["READ"]},
        {"userId": "somebody", "scopes": ["ADMIN"]},
        {"scopes": ["ADMIN"]},
    ):
        body = await ask(CREATE, secret=admin, input={"label": "x", **wanted})
        assert error(body)["code"] == "forbidden"


RENEW = """mutation($input: RegenerateApiKeyInput!) { regenerateApiKey(input: $input) {
  secret key { keyId prefix previousPrefix previousUntil } } }"""
ME = "{ me { userId } }"


async def test_a_key_is_renewed_with_an_overlap(
    ask: Ask, auth: Auth, pool: Pool, person: str
) -> None:
    """Both secrets open for a day; the old one renews nothing, and a further renewal ends it."""
    made, old = await keys.create_key(
        pool, user_id=person, label="diary", scopes=[Scope.READ, Scope.SYNC], actor="test"
    )
    asked = {"keyId": str(made.key_id), "overlapHours": 24}
    renewed = (await ask(RENEW, input=asked))["data"]["regenerateApiKey"]
    assert renewed["key"]["previousPrefix"] == made.prefix
    assert renewed["key"]["previousUntil"] == "2026-01-12T20:00:00Z"
    for secret in (old, renewed["secret"]):
        assert (await ask(ME, secret=secret))["data"]["me"] == {"userId": person}
        await auth.check_still_valid(await auth.authenticate({"x-api-key": secret}))
    assert error(await ask(RENEW, secret=old, input=asked))["code"] == "forbidden"
    await ask(RENEW, input={"keyId": str(made.key_id)})
    for secret in (old, renewed["secret"]):
        assert error(await ask(ME, secret=secret))["code"] == "unauthenticated"


async def test_an_overlap_ends(ask: Ask, auth: Auth, pool: Pool, person: str) -> None:
    """Past its overlap an old secret is told that it has expired, watchers included."""
    made, old = await keys.create_key(
        pool, user_id=person, label="diary", scopes=[Scope.READ], actor="test"
    )
    caller = await auth.authenticate({"x-api-key": old})
    past = NOW - dt.timedelta(seconds=1)
    await keys.regenerate_key(pool, made.key_id, "test", previous_until=past)
    auth.forget(made.key_id)
    assert "expired" in error(await ask(ME, secret=old))["message"]
    with pytest.raises(Unauthenticated, match="expired"):
        await auth.check_still_valid(caller)


@pytest.mark.parametrize("hours", [-1, 169])
async def test_an_overlap_has_bounds(ask: Ask, pool: Pool, person: str, hours: int) -> None:
    """A week at most, and no past."""
    made, _ = await keys.create_key(
        pool, user_id=person, label="diary", scopes=[Scope.READ], actor="test"
    )
    body = await ask(RENEW, input={"keyId": str(made.key_id), "overlapHours": hours})
    assert error(body)["code"] == "invalid_input"


async def test_a_key_is_renewed(ask: Ask, pool: Pool, person: str) -> None:
    """The new secret opens, the old one is dead, and nobody gets scopes that they have not."""
    wanted = {"userId": person, "label": "tablet", "scopes": ["READ", "SYNC"]}
    made = (await ask(CREATE, input=wanted))["data"]["createApiKey"]
    query = """mutation($input: RegenerateApiKeyInput!) { regenerateApiKey(input: $input) {
      secret key { keyId label } } }"""
    asked = {"keyId": made["key"]["keyId"]}
    admin = await make_key(pool, person, Scope.ADMIN)
    assert error(await ask(query, secret=admin, input=asked))["code"] == "forbidden"
    renewed = (await ask(query, input=asked))["data"]["regenerateApiKey"]
    assert renewed["key"] == {"keyId": made["key"]["keyId"], "label": "tablet"}
    me = "{ me { userId } }"
    assert error(await ask(me, secret=made["secret"]))["code"] == "unauthenticated"
    assert (await ask(me, secret=renewed["secret"]))["data"]["me"] == {"userId": person}


async def test_what_was_done_is_told(ask: Ask, person: str) -> None:
    """A later mutation's error does not take away the secret that is shown once."""
    query = """mutation($key: CreateApiKeyInput!) {
      made: createApiKey(input: $key) { secret }
      ended: revokeApiKey(input: { keyId: "nothing" }) { key { keyId } } }"""
    body = await ask(query, key={"userId": person, "label": "x", "scopes": ["READ"]})
    assert body["data"]["made"]["secret"].startswith("ursa_")
    assert body["data"]["ended"] is None
    assert error(body)["code"] == "not_found"


async def test_a_key_does_not_outdo_its_maker(ask: Ask, pool: Pool, person: str) -> None:
    """Neither more requests a minute, nor a longer life, nor keys without end."""
    _, secret = await keys.create_key(
        pool,
        user_id=person,
        label="brief",
        scopes=list(Scope),
        actor="test",
        rate_limit_per_minute=1000,
        expires_at=NOW + dt.timedelta(days=1),
    )
    asked = {"userId": person, "label": "x", "scopes": ["READ"]}

    async def code_of(**more: object) -> str | None:
        body = await ask(CREATE, secret=secret, input={**asked, **more})
        return error(body)["code"] if "errors" in body else None

    soon, late = "2026-01-12T08:00:00Z", "2026-01-20T08:00:00Z"
    assert await code_of() == "forbidden"
    assert await code_of(expiresAt=late) == "forbidden"
    assert await code_of(expiresAt=soon, rateLimitPerMinute=1001) == "forbidden"
    assert await code_of(expiresAt="2020-01-01T00:00:00Z") == "invalid_input"
    stronger = (await ask(CREATE, input={**asked, "rateLimitPerMinute": 1001}))["data"]
    key_id = stronger["createApiKey"]["key"]["keyId"]
    renew = """mutation($id: ID!) { regenerateApiKey(input: { keyId: $id }) { secret } }"""
    assert error(await ask(renew, secret=secret, id=key_id))["code"] == "forbidden"
    there = len(await keys.list_keys(pool, user_id=person))
    made = [await code_of(expiresAt=soon) for _ in range(MOST_KEYS - there + 1)]
    assert made == [None] * (MOST_KEYS - there) + ["conflict"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"label": ""}, "invalid_input"),
        ({"scopes": []}, "invalid_input"),
        ({"rateLimitPerMinute": 0}, "invalid_input"),
        ({"userId": "nobody-at-all"}, "not_found"),
    ],
)
async def test_wrong_keys(ask: Ask, person: str, more: dict[str, object], code: str) -> None:
    """What a key can not be is told."""
    wanted = {"userId": person, "label": "x", "scopes": ["READ"], **more}
    assert error(await ask(CREATE, secret=MASTER, input=wanted))["code"] == code


async def test_other_peoples_keys_can_not_be_ended(ask: Ask, pool: Pool) -> None:
    """An unknown key, another person's and nonsense are answered alike."""
    made = await ask(CREATE, secret=MASTER, input={"label": "all", "scopes": ["READ"]})
    for key_id in (made["data"]["createApiKey"]["key"]["keyId"], str(uuid.uuid4()), "x"):
        assert error(await ask(REVOKE, input={"keyId": key_id}))["code"] == "not_found"
    assert pool is not None
