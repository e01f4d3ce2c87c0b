"""Sessions that came twice, over GraphQL and REST."""

import datetime as dt

import httpx
import pytest
from starlette.applications import Starlette

from app.records.exercise import Exercise
from app.rest.routes import rest_routes
from app.state import State
from app.store import write
from app.store.pool import Pool
from tests.schema.conftest import MASTER, Ask, with_state
from tests.schema.year import NOW

TWICE = """query($id: ID!, $all: Boolean) { person(id: $id) {
  exercises(includeDuplicates: $all) { nodes { exerciseId duplicateOf } }
} }"""


@pytest.fixture
async def twice(pool: Pool, person: str) -> str:
    """Somebody with one session under two ids."""
    at = NOW - dt.timedelta(hours=5)
    records = [
        Exercise(
            polar_exercise_id=name,
            start_at=at,
            start_local=at.replace(tzinfo=None),
            utc_offset_minutes=0,
            device="Watch",
        )
        for name in ("one", "again")
    ]
    await write.store_harvest(pool, person, [records])
    return person


async def test_graphql(ask: Ask, twice: str) -> None:
    """The list shows a session once, and with `includeDuplicates` every record of it."""
    once = await ask(TWICE, secret=MASTER, id=twice, all=False)
    (first,) = once["data"]["person"]["exercises"]["nodes"]
    both = await ask(TWICE, secret=MASTER, id=twice, all=True)
    second, again = both["data"]["person"]["exercises"]["nodes"]
    assert again == first
    assert str(second["duplicateOf"]) == first["exerciseId"]


async def test_rest(state: State, twice: str) -> None:
    """The list shows a session once, and with `duplicates=true` every record of it."""
    transport = httpx.ASGITransport(with_state(Starlette(routes=rest_routes()), state))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://ursa.test", headers={"X-API-Key": MASTER}
    ) as client:
        path = f"/api/v1/users/{twice}/exercises"
        assert len((await client.get(path)).json()) == 1
        assert len((await client.get(f"{path}?duplicates=true")).json()) == 2
        assert (await client.get(f"{path}?duplicates=some")).status_code == 400
