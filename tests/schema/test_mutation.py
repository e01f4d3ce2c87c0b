"""Syncs are queued, keys are made and end."""

import datetime as dt
import uuid
from typing import Any

import pytest

from app.errors import BrokerUnavailable
from app.records.account import Scope
from app.store import keys
from app.store.pool import Pool
from schema.mutation import MOST_OWN_KEYS
from tests.schema.conftest import MASTER, Ask, Workers, make_key
from tests.schema.year import NOW

TRIGGER = """mutation($input: TriggerSyncInput!) { triggerSync(input: $input) {
  run { runId state days origin feeds { feed } } } }"""
CREATE = """mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) {
  secret key { keyId label scopes userId: prefix rateLimitPerMinute expiresAt } } }"""
REVOKE = """mutation($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) {
  key { keyId revokedAt } } }"""


def error(body: dict[str, Any]) -> dict[str, Any]:
    """What the first error tells."""
    found: dict[str, Any] = body["errors"][0]
    return {"message": found["message"], **found["extensions"]}


async def test_a_sync_is_queued_and_handed_over(ask: Ask, person: str, workers: Workers) -> None:
    """The run is told, and a worker gets it; a second one at the same time is a conflict."""
    body = await ask(TRIGGER, input={"userId": person, "days": 7, "polarToken": "token"})
    run = body["data"]["triggerSync"]["run"]
    assert run | {"runId": ""} == {
        "runId": "",
        "state": "QUEUED",
        "days": 7,
        "origin": "GRAPHQL",
        "feeds": [],
    }
    assert workers.runs == [uuid.UUID(run["runId"])]
    again = await ask(TRIGGER, input={"userId": person, "polarToken": "token"})
    assert again["data"] == {"triggerSync": None}
    assert error(again)["code"] == "sync_running"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, "conflict"),
        ({"days": 0}, "invalid_input"),
        ({"days": 366}, "invalid_input"),
        ({"polarToken": ""}, "invalid_input"),
        ({"polarToken": "x" * 5000}, "invalid_input"),
        ({"polarToken": "a\nb"}, "invalid_input"),
        ({"polarToken": "a b"}, "invalid_input"),
    ],
)
async def test_wrong_syncs(ask: Ask, person: str, more: dict[str, object], code: str) -> None:
    """Wrong days, wrong tokens and people without a connection are told as such."""
    assert error(await ask(TRIGGER, input={"userId": person, **more}))["code"] == code


async def test_a_service_key_makes_people_known(ask: Ask, workers: Workers) -> None:
    """With a token, the first sync makes the person known; without one, nobody is found."""
    user_id = f"new-{uuid.uuid4().hex[:8]}"
    unknown = await ask(TRIGGER, secret=MASTER, input={"userId": user_id})
    assert error(unknown)["code"] == "conflict"
    body = await ask(TRIGGER, secret=MASTER, input={"userId": user_id, "polarToken": "token"})
    assert "errors" not in body
    assert len(workers.runs) == 1


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


async def test_a_broker_that_is_away_holds_nobody_up(
    ask: Ask, person: str, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run that nobody takes is over, and the next one can be asked for at once."""

    async def away(_: uuid.UUID) -> None:
        raise BrokerUnavailable("The broker takes no work.")

    asked = {"userId": person, "polarToken": "token"}
    with monkeypatch.context() as patched:
        patched.setattr(workers, "sync", away)
        assert error(await ask(TRIGGER, input=asked))["code"] == "broker_unavailable"
    assert "errors" not in await ask(TRIGGER, input=asked)


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
    made = [await code_of(expiresAt=soon) for _ in range(MOST_OWN_KEYS - there + 1)]
    assert made == [None] * (MOST_OWN_KEYS - there) + ["conflict"]


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
