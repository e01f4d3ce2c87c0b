"""Mutations under a name, over HTTP."""

import uuid
from collections.abc import Awaitable, Callable

import httpx
import pytest

from tests.schema.conftest import Workers
from tests.schema.mutations.test_keys import CREATE
from tests.schema.mutations.test_syncs import TRIGGER

Send = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
def send(client: httpx.AsyncClient, key: str) -> Send:
    """Send a mutation under one name of the test's own."""
    name = str(uuid.uuid4())

    async def sending(query: str, accept: str = "*/*", **wanted: object) -> httpx.Response:
        return await client.post(
            "/graphql",
            json={"query": query, "variables": {"input": wanted}},
            headers={"X-API-Key": key, "Accept": accept, "Idempotency-Key": name},
        )

    return sending


async def test_a_mutation_is_done_once(send: Send, workers: Workers, person: str) -> None:
    """The second request gets the first answer, though a sync is under way by then."""
    wanted = {"userId": person, "polarToken": "t"}
    first, again = [await send(TRIGGER, **wanted) for _ in range(2)]
    assert first.json()["data"]["triggerSync"]["run"]
    assert again.content == first.content
    assert again.headers["idempotency-replayed"] == "true"
    assert "x-ratelimit-remaining" in again.headers
    assert len(workers.runs) == 1


async def test_other_variables(send: Send, person: str) -> None:
    """The same name with other variables is refused."""
    await send(TRIGGER, userId=person, polarToken="t")
    other = await send(TRIGGER, userId=person, polarToken="u")
    assert other.status_code == 422
    assert other.json()["errors"][0]["extensions"]["code"] == "idempotency_key_reused"


async def test_a_secret_is_told_again(send: Send, person: str) -> None:
    """A key that was made is not made a second time."""
    wanted = {"userId": person, "label": "phone", "scopes": ["READ"]}
    first, again = [(await send(CREATE, **wanted)).json() for _ in range(2)]
    assert first["data"]["createApiKey"]["secret"] == again["data"]["createApiKey"]["secret"]


async def test_what_failed_may_be_tried_again(send: Send, person: str) -> None:
    """A mutation of which nothing was done keeps no name."""
    wanted = {"userId": person, "label": "phone", "scopes": ["READ"]}
    assert (await send(CREATE, **wanted, expiresAt="2000-01-01T00:00:00Z")).json()["errors"]
    assert (await send(CREATE, **wanted)).json()["data"]["createApiKey"]


async def test_events_have_no_names(send: Send, person: str) -> None:
    """A mutation whose answer would be a stream is not done, rather than done without its name."""
    told = await send(TRIGGER, accept="text/event-stream", userId=person, polarToken="t")
    assert told.status_code == 400
