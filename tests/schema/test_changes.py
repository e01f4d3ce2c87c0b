"""Whose data changed is told to who watches, whichever process changed them."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect

from app.records.account import Scope
from app.store import keys, runs
from app.store.change import execute
from app.store.data_versions import DAYS, FINDINGS, raise_version
from app.store.pool import Pool, transaction
from tests.schema.conftest import MASTER, end_run, make_key, queued_run
from tests.schema.test_subscription import PROTOCOL, hear, tell, ws
from tests.schema.year import NOW

WATCH = """subscription($user: ID) { personChanged(userId: $user) {
  userId parts person { syncedAt } } }"""


pytestmark = pytest.mark.usefixtures("quick")


@asynccontextmanager
async def watching(
    address: str, secret: str, looks: list[int], **variables: object
) -> AsyncIterator[ClientConnection]:
    """A socket that watches, once it has looked for the first time."""
    async with connect(ws(address), subprotocols=PROTOCOL) as socket:
        await tell(socket, type="connection_init", payload={"X-API-Key": secret})
        await hear(socket)
        looks.clear()
        payload = {"query": WATCH, "variables": variables}
        await tell(socket, type="subscribe", id="1", payload=payload)
        while len(looks) < 2:  # noqa: ASYNC110 -- the loop under test gives no event
            await asyncio.sleep(0.01)
        yield socket


async def change(pool: Pool, person: str, part: str) -> None:
    """What another process does."""
    async with transaction(pool) as connected:
        await raise_version(connected, person, part)


async def heard(socket: ClientConnection, person: str) -> Any:  # noqa: ANN401 -- JSON
    """The next change of a person; what tests beside this one do is passed over."""
    while True:
        told = (await hear(socket))["payload"]["data"]["personChanged"]
        if told["userId"] == person:
            return told


async def test_changes_are_told(
    address: str, pool: Pool, person: str, key: str, looks: list[int]
) -> None:
    """Data and findings are told apart, and the person is as they are now."""
    async with watching(address, key, looks, user=person) as socket:
        await execute(pool, "account_synced", user_id=person, synced_at=NOW)
        await change(pool, person, DAYS)
        told = await heard(socket, person)
        assert told["parts"] == ["DAYS"]
        assert told["person"]["syncedAt"] == "2026-01-11T20:00:00Z"
        await change(pool, person, FINDINGS)
        assert (await heard(socket, person))["parts"] == ["FINDINGS"]
        await change(pool, person, DAYS)
        assert (await heard(socket, person))["parts"] == ["DAYS"]


async def test_syncs_are_told(
    address: str, pool: Pool, person: str, key: str, looks: list[int]
) -> None:
    """A run that is asked for, begins and ends is told at each of these."""
    async with watching(address, key, looks) as socket:
        run_id = await queued_run(pool, person)
        assert (await heard(socket, person))["parts"] == ["SYNC"]
        await runs.claim_run(pool, run_id, NOW)
        assert (await heard(socket, person))["parts"] == ["SYNC"]
        await end_run(pool, run_id)
        assert (await heard(socket, person))["parts"] == ["SYNC"]


async def test_a_personal_key_hears_of_its_person_alone(
    address: str, pool: Pool, person: str, key: str, looks: list[int]
) -> None:
    """Others change in silence; who asks about them is refused."""
    other = f"other-{secrets.token_hex(4)}"
    await execute(pool, "account_create", user_id=other)
    async with watching(address, key, looks) as socket:
        await change(pool, other, DAYS)
        await change(pool, person, FINDINGS)
        first = (await hear(socket))["payload"]["data"]["personChanged"]
        assert first["userId"] == person
    async with connect(ws(address), subprotocols=PROTOCOL) as socket:
        await tell(socket, type="connection_init", payload={"X-API-Key": key})
        await hear(socket)
        payload = {"query": WATCH, "variables": {"user": other}}
        await tell(socket, type="subscribe", id="1", payload=payload)
        refused = (await hear(socket))["payload"]["errors"][0]
        assert refused["extensions"]["code"] == "forbidden"


async def test_all_watchers_share_a_look(
    address: str, pool: Pool, person: str, key: str, looks: list[int]
) -> None:
    """Two watchers cost as many statements as one, and both are told."""
    async with (
        watching(address, key, looks, user=person) as one,
        watching(address, MASTER, looks) as other,
    ):
        looks.clear()
        before = asyncio.get_running_loop().time()
        while len(looks) < 10:  # noqa: ASYNC110 -- as above
            await asyncio.sleep(0.01)
        assert asyncio.get_running_loop().time() - before > 8 * 0.05
        await change(pool, person, DAYS)
        for socket in (one, other):
            assert (await heard(socket, person))["parts"] == ["DAYS"]


async def test_a_key_that_ends_stops_watching(
    address: str, pool: Pool, person: str, looks: list[int]
) -> None:
    """It is told so within seconds."""
    secret = await make_key(pool, person, Scope.READ)
    async with watching(address, secret, looks) as socket:
        (made,) = await keys.list_keys(pool, user_id=person)
        await keys.revoke_key(pool, made.key_id, "test")
        told = (await hear(socket))["payload"]["errors"][0]
        assert told["extensions"]["code"] == "unauthenticated"
