"""People are connected, disconnected and deleted over GraphQL, against the simulated Polar."""

import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.auth import Auth, open_auth
from app.modelling import Models
from app.records.account import Scope
from app.resources import Resources
from app.settings import Settings
from app.simulator.app import create_simulator
from app.simulator.world import World
from app.store.pool import Pool
from tests.app.conftest import simulated, world  # noqa: F401 -- fixtures by their names
from tests.schema.conftest import MASTER, Ask, Workers, make_key

START = """mutation($input: StartConnectionInput!) { startConnection(input: $input) {
  authorizationUrl state expiresAt } }"""
FINISH = """mutation($input: FinishConnectionInput!) { finishConnection(input: $input) {
  new person { userId polarUserId displayName polarConnection { connectedAt refusedAt } }
  run { state days origin } } }"""
DISCONNECT = """mutation($input: DisconnectPersonInput!) { disconnectPerson(input: $input) {
  userId deregistered } }"""
DELETE = """mutation($input: DeletePersonInput!) { deletePerson(input: $input) {
  receiptId userId deregistered deletedAt } }"""
CALLBACK = "https://ursa.test/oauth/callback?from=polar"

pytestmark = pytest.mark.usefixtures("strangers")


@pytest.fixture
async def resources(
    database_url: str,
    pool: Pool,
    world: World,  # noqa: F811 -- the fixture
    tmp_path: Path,
    settings: Settings,
    models: Models,
) -> AsyncIterator[Resources]:
    """Resources that reach the simulator."""
    assert settings.api_key
    assert pool  # It has migrated the database.
    async with simulated(database_url, world, tmp_path, models) as opened:
        yield opened


@pytest.fixture
async def auth(settings: Settings, resources: Resources) -> AsyncIterator[Auth]:
    """The door, by the simulator's clock."""
    async with open_auth(settings, resources.pool, resources.clock) as opened:
        yield opened


@pytest.fixture
def name() -> str:
    """Somebody whom Ursa does not know."""
    return f"new-{secrets.token_hex(6)}"


async def log_in(world: World, address: str, person: int = 1001) -> dict[str, str]:  # noqa: F811
    """A browser says yes at Polar, and comes back with state and code."""
    url = httpx.URL(address).copy_merge_params({"person": str(person)})
    async with httpx.AsyncClient(transport=httpx.ASGITransport(create_simulator(world))) as browser:
        back = (await browser.get(url)).headers["Location"]
    query = parse_qs(urlsplit(back).query)
    return {"state": query["state"][0], "code": query["code"][0]}


def code(body: dict[str, Any]) -> str:
    """The first error's code."""
    found: str = body["errors"][0]["extensions"]["code"]
    return found


async def test_the_whole_way(ask: Ask, world: World, workers: Workers, name: str) -> None:  # noqa: F811
    """Connected with the first sync queued, disconnected with the data kept, deleted for good."""
    asked = {"userId": name, "redirectUri": CALLBACK}
    started = (await ask(START, secret=MASTER, input=asked))["data"]["startConnection"]
    back = await log_in(world, started["authorizationUrl"])
    assert back["state"] == started["state"]
    body = await ask(FINISH, secret=MASTER, input={**back, "days": 7})
    made = body["data"]["finishConnection"]
    assert made["new"] is True
    assert made["person"]["userId"] == name
    assert made["person"]["polarUserId"] == "1001"
    assert made["person"]["displayName"]
    assert made["person"]["polarConnection"]["refusedAt"] is None
    assert made["run"] == {"state": "QUEUED", "days": 7, "origin": "GRAPHQL"}
    assert len(workers.runs) == 1
    assert code(await ask(FINISH, secret=MASTER, input=back)) == "invalid_input"
    ended = await ask(DISCONNECT, secret=MASTER, input={"userId": name})
    assert ended["data"]["disconnectPerson"] == {"userId": name, "deregistered": True}
    gone = await ask(DELETE, secret=MASTER, input={"userId": name})
    assert gone["data"]["deletePerson"]["deregistered"] is False
    assert gone["data"]["deletePerson"]["receiptId"].isdigit()
    unknown = "query($id: ID!) { person(id: $id) { userId } }"
    assert code(await ask(unknown, secret=MASTER, id=name)) == "not_found"
    assert code(await ask(DELETE, secret=MASTER, input={"userId": name})) == "not_found"


async def test_a_first_sync_reaches_as_far_as_polar_shows(
    ask: Ask,
    world: World,  # noqa: F811
    workers: Workers,
    name: str,
) -> None:
    """Who names no days is asked for the year that no later sync asks for."""
    asked = {"userId": name, "redirectUri": CALLBACK}
    started = (await ask(START, secret=MASTER, input=asked))["data"]["startConnection"]
    body = await ask(FINISH, secret=MASTER, input=await log_in(world, started["authorizationUrl"]))
    assert body["data"]["finishConnection"]["run"]["days"] == 365
    assert len(workers.runs) == 1


async def test_the_own_person_alone(ask: Ask, pool: Pool, world: World, person: str) -> None:  # noqa: F811
    """A person's key connects and deletes that person and nobody else."""
    key = await make_key(pool, person, *Scope)
    for document in (START, DISCONNECT, DELETE):
        assert code(await ask(document, secret=key, input={"userId": "other"})) == "forbidden"
    asked = {"userId": f"other-{person}", "redirectUri": CALLBACK}
    theirs = await ask(START, secret=MASTER, input=asked)
    back = await log_in(world, theirs["data"]["startConnection"]["authorizationUrl"], 1002)
    assert code(await ask(FINISH, secret=key, input=back)) == "invalid_input"
    assert (await ask(DELETE, secret=key, input={"userId": person}))["data"]["deletePerson"]
    assert code(await ask("{ me { userId } }", secret=key)) == "unauthenticated"


@pytest.mark.parametrize("scopes", [(Scope.READ,), (Scope.READ, Scope.SYNC)])
async def test_scopes(ask: Ask, pool: Pool, person: str, scopes: tuple[Scope, ...]) -> None:
    """Reading connects nobody, and syncing deletes nobody."""
    key = await make_key(pool, person, *scopes)
    assert code(await ask(DELETE, secret=key, input={"userId": person})) == "forbidden"
    assert code(await ask(DISCONNECT, secret=key, input={"userId": person})) == "forbidden"
    started = await ask(START, secret=key, input={"userId": person})
    assert ("errors" in started) == (Scope.SYNC not in scopes)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "", "code": "x"},
        {"state": "A" * 43, "code": "x"},
        {"state": "A" * 43, "code": "x", "days": 0},
    ],
)
async def test_wrong_returns(ask: Ask, wrong: dict[str, object]) -> None:
    """A state that was never given out connects nobody."""
    assert code(await ask(FINISH, secret=MASTER, input=wrong)) == "invalid_input"


async def test_wrong_starts(ask: Ask) -> None:
    """Names and addresses that can not be are told as such."""
    assert code(await ask(START, secret=MASTER, input={"userId": "a b"})) == "not_found"
    odd = {"userId": "x", "redirectUri": "javascript:alert(1)"}
    assert code(await ask(START, secret=MASTER, input=odd)) == "invalid_input"
