"""API keys in the database."""

import asyncio
import datetime as dt
import hashlib
import uuid
from typing import Any

import pytest

from app.errors import Conflict, InvalidInput, NotFound
from app.records.account import ApiKey, Scope
from app.store import keys
from app.store.pool import Pool

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
READ = [Scope.READ]


async def _make(pool: Pool, **changes: Any) -> tuple[ApiKey, str]:  # noqa: ANN401
    given = {"user_id": None, "label": "phone", "scopes": READ, "actor": "command"}
    return await keys.create_key(pool, **(given | changes))


async def _audited(pool: Pool, key_id: uuid.UUID) -> list[tuple[Any, ...]]:
    """Actor, action, person and label of the key's lines in the audit log."""
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT actor, action, user_id, details ->> 'label' FROM audit_log"
            " WHERE details ->> 'key_id' = %s ORDER BY audit_id",
            [str(key_id)],
        )
        return await cursor.fetchall()


async def _labelled(pool: Pool, label: str) -> list[ApiKey]:
    return [key for key in await keys.list_keys(pool) if key.label == label]


async def test_a_new_key_is_as_it_was_ordered(pool: Pool, person: str) -> None:
    """A key has the person, label, scopes, limit and end that it was made with, and no use yet."""
    key, _ = await _make(
        pool,
        user_id=person,
        scopes=[Scope.SYNC, Scope.READ],
        rate_limit_per_minute=7,
        expires_at=NOON,
    )
    assert (key.user_id, key.label, key.scopes) == (person, "phone", ["read", "sync"])
    assert (key.rate_limit_per_minute, key.expires_at) == (7, NOON)
    assert (key.revoked_at, key.last_used_at, key.request_count) == (None, None, 0)
    assert await keys.find_key(pool, key.key_id) == key


async def test_a_key_has_600_requests_a_minute_unless_told(pool: Pool) -> None:
    """The default limit of a key is 600 requests a minute, and it never expires."""
    key, _ = await _make(pool)
    assert (key.rate_limit_per_minute, key.expires_at) == (600, None)


async def test_only_hash_and_prefix_of_a_secret_are_stored(pool: Pool) -> None:
    """The secret is 256 random bits after `ursa_`; the database holds its SHA-256 and 12 signs."""
    key, secret = await _make(pool)
    assert keys.possible_secret(secret)
    assert len(secret) == len("ursa_") + 43
    assert key.prefix == secret[:12]
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT secret_sha256, api_key::text || audit_log::text FROM api_key"
            " INNER JOIN audit_log ON details ->> 'key_id' = key_id::text WHERE key_id = %s",
            [key.key_id],
        )
        [(stored, everything)] = await cursor.fetchall()
    assert stored == hashlib.sha256(secret.encode()).digest()
    assert "phone" in everything
    assert secret[12:] not in everything


async def test_secrets_differ() -> None:
    """No two secrets are alike."""
    assert len({keys._new_secret()[0] for _ in range(1000)}) == 1000


async def test_a_key_is_found_by_its_secret(pool: Pool) -> None:
    """The SHA-256 of a secret leads to its key, and another one to none."""
    key, secret = await _make(pool)
    digest = hashlib.sha256(secret.encode()).digest()
    found = await keys.find_keys_by_secret(pool, [digest[::-1], digest])
    assert {name: each.key_id for name, each in found.items()} == {digest: key.key_id}
    assert (found[digest].maker_ids, found[digest].maker_limits) == ([], [])


@pytest.mark.parametrize("user_id", ["nobody", "x" * 300, "a/b", "'", "\0", ""])
async def test_a_key_for_an_unknown_person_is_not_made(pool: Pool, user_id: str) -> None:
    """Unknown and impossible people alike are not found, and nothing is stored."""
    with pytest.raises(NotFound, match="no such person"):
        await _make(pool, user_id=user_id, label="never made")
    assert await _labelled(pool, "never made") == []


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        ({"label": ""}, "label"),
        ({"label": "  "}, "label"),
        ({"label": "x" * 101}, "label"),
        ({"label": "a\nb"}, "label"),
        ({"label": "a\0b"}, "label"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["write"]}, "scopes"),
        ({"rate_limit_per_minute": 0}, "rate_limit_per_minute"),
        ({"rate_limit_per_minute": 1_000_000_001}, "rate_limit_per_minute"),
        ({"expires_at": NOON.replace(tzinfo=None)}, "expires_at"),
    ],
)
async def test_an_impossible_order_names_what_is_wrong(
    pool: Pool, changes: dict[str, Any], parameter: str
) -> None:
    """Labels, scopes, limits and ends that can not be are refused by name."""
    with pytest.raises(InvalidInput) as refused:
        await _make(pool, **changes)
    assert refused.value.parameter == parameter
    assert refused.value.message.startswith(parameter)


async def test_the_edges_of_an_order_are_allowed(pool: Pool) -> None:
    """A label of 100 characters in any script, and the highest limit, are allowed."""
    key, _ = await _make(pool, label="ä" * 100, rate_limit_per_minute=1_000_000_000)
    assert (key.label, key.rate_limit_per_minute) == ("ä" * 100, 1_000_000_000)


async def test_a_revoked_key_stays_revoked(pool: Pool) -> None:
    """Revoking again changes neither the moment nor the audit log."""
    key, _ = await _make(pool)
    first = await keys.revoke_key(pool, key.key_id, "master")
    assert first.revoked_at is not None
    assert await keys.revoke_key(pool, key.key_id, "command") == first
    deeds = [(actor, action) for actor, action, *_ in await _audited(pool, key.key_id)]
    assert deeds == [("command", "api_key.create"), ("master", "api_key.revoke")]


async def test_a_key_that_is_not_there_can_not_be_changed(pool: Pool) -> None:
    """Revoking or renewing an unknown key says so."""
    nothing = uuid.uuid4()
    with pytest.raises(NotFound, match="no such key"):
        await keys.revoke_key(pool, nothing, "command")
    with pytest.raises(NotFound, match="no such key"):
        await keys.regenerate_key(pool, nothing, "command")
    assert await _audited(pool, nothing) == []


async def test_a_renewed_key_differs_in_its_secret_only(pool: Pool, person: str) -> None:
    """A renewed key keeps id, person, rights and use; its old secret leads nowhere."""
    key, old = await _make(pool, user_id=person, expires_at=NOON)
    await keys.add_usage(pool, {key.key_id: (3, NOON)})
    before = await keys.find_key(pool, key.key_id)
    renewed, new = await keys.regenerate_key(pool, key.key_id, "master")
    assert before is not None
    assert (renewed.prefix, new[:12]) == (new[:12], renewed.prefix)
    assert [getattr(renewed, name) for name in ApiKey.__slots__ if name != "prefix"] == [
        getattr(before, name) for name in ApiKey.__slots__ if name != "prefix"
    ]
    old_digest, digest = (hashlib.sha256(secret.encode()).digest() for secret in (old, new))
    found = await keys.find_keys_by_secret(pool, [old_digest, digest])
    assert {name: each.key_id for name, each in found.items()} == {digest: renewed.key_id}


async def test_a_revoked_key_can_not_be_renewed(pool: Pool) -> None:
    """Renewing does not bring a revoked key back."""
    key, secret = await _make(pool)
    await keys.revoke_key(pool, key.key_id, "master")
    with pytest.raises(Conflict, match="Make a new one"):
        await keys.regenerate_key(pool, key.key_id, "master")
    digest = hashlib.sha256(secret.encode()).digest()
    found = await keys.find_keys_by_secret(pool, [digest])
    assert found[digest].revoked_at is not None


async def test_every_deed_stands_in_the_audit_log(pool: Pool, person: str) -> None:
    """Making, renewing and revoking leave who did it, whose key it was, and which."""
    key, _ = await _make(pool, user_id=person, actor="a")
    await keys.regenerate_key(pool, key.key_id, "b")
    await keys.revoke_key(pool, key.key_id, "c")
    assert await _audited(pool, key.key_id) == [
        (actor, f"api_key.{action}", person, "phone")
        for actor, action in (("a", "create"), ("b", "regenerate"), ("c", "revoke"))
    ]


async def test_keys_are_listed_newest_first(pool: Pool, person: str) -> None:
    """A list holds all keys, or one person's; nobody has keys under an impossible name."""
    service, _ = await _make(pool, label="listed")
    own, _ = await _make(pool, user_id=person, label="listed")
    assert await _labelled(pool, "listed") == [own, service]
    assert await keys.list_keys(pool, user_id=person) == [own]
    assert await keys.list_keys(pool, user_id="nobody") == []
    assert await keys.list_keys(pool, user_id="\0") == []


async def test_use_adds_up_and_last_use_never_goes_back(pool: Pool) -> None:
    """Counts are added; an older last use that comes late does not replace a newer one."""
    key, _ = await _make(pool)
    earlier = NOON - dt.timedelta(hours=1)
    assert await keys.add_usage(pool, {key.key_id: (3, NOON), uuid.uuid4(): (9, NOON)}) == 1
    assert await keys.add_usage(pool, {key.key_id: (4, earlier)}) == 1
    used = await keys.find_key(pool, key.key_id)
    assert used is not None
    assert (used.request_count, used.last_used_at) == (7, NOON)


async def test_processes_that_write_use_at_once_lose_nothing(pool: Pool) -> None:
    """Many writers with the same keys in different orders neither block nor lose a count."""
    made = [(await _make(pool))[0].key_id for _ in range(20)]
    await asyncio.gather(
        *(
            keys.add_usage(pool, dict.fromkeys(made[:: 1 if turn % 2 else -1], (1, NOON)))
            for turn in range(40)
        )
    )
    counts = {key.key_id: key.request_count for key in await keys.list_keys(pool)}
    assert [counts[key_id] for key_id in made] == [40] * 20
