"""Small AccessLinks that answered wrongly, a sync of them, and what Ursa tells afterwards."""

import datetime as dt
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from app.auth import open_auth
from app.modelling import Models
from app.records.sync import RunState, SyncFeed
from app.resources import Resources, open_resources
from app.rest.routes import rest_routes
from app.settings import Settings
from app.state import State
from app.store.aggregates import refresh_aggregates
from app.store.pool import Pool
from app.sync import runs, work
from schema.routes import graphql_routes
from tests.app.series import AFTER_ALL

NOW = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
"""All files mean this day when they say today."""
MASTER = "the-master-key-of-the-tests"

Answers = Mapping[str, Any]

NOTHING: Answers = {
    "/v3/users/sleep": {"nights": []},
    "/v3/users/nightly-recharge": {"recharges": []},
    "/v3/users/continuous-heart-rate": {"heart_rates": []},
    "/v3/users/activities": [],
    "/v3/users/activities/samples": [],
    "/v3/users/cardio-load": [],
    "/v3/exercises": [],
    "/v3/users/physical-info": [404],
}
"""AccessLink's own ways to say that there is no data; 204 for all others."""


class SmallAccessLink:
    """Serves answers by path, with or without query; `seq:` gives one after another."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._given: dict[str, int] = {}
        self.app = Starlette(routes=[Route("/{path:path}", self._answer, methods=["GET", "POST"])])

    async def _answer(self, request: Request) -> Response:
        path = request.url.path
        whole = f"{path}?{request.url.query}" if request.url.query else path
        for name in (whole, path):
            if f"seq:{name}" in self._answers:
                return _response(self._next(f"seq:{name}"))
            if name in self._answers:
                return _response(self._answers[name])
        return _response(self._answers.get("*", NOTHING.get(path, [204])))

    def _next(self, name: str) -> Any:  # noqa: ANN401 -- JSON
        place = self._given.get(name, 0)
        self._given[name] = place + 1
        answers = self._answers[name]
        return answers[min(place, len(answers) - 1)]


def _response(answer: Any) -> Response:  # noqa: ANN401 -- JSON
    """The answer, which is a body, or `[status, body, headers]`."""
    if isinstance(answer, list) and answer and isinstance(answer[0], int):
        status, body, headers = (*answer, "", {})[:3] if len(answer) == 1 else (*answer, {})[:3]
        return Response(body, status, headers)
    return Response(orjson.dumps(answer), media_type="application/json")


@dataclass
class Told:
    """How a run ended, and what each feed of it said."""

    state: RunState | None
    feeds: dict[str, SyncFeed] = field(default_factory=dict)


@dataclass
class Person:
    """Somebody whose AccessLink answers wrongly, and the three ways to ask Ursa about them."""

    user_id: str
    resources: Resources
    server: ASGIApp

    async def sync(self, days: int = 28, *, refresh: bool = True) -> Told:
        """One sync in the foreground; a refresh of the aggregates takes in everybody's year."""
        run_id = await runs.queue_run(
            self.resources,
            user_id=self.user_id,
            days=days,
            origin="test",
            token="a-token",
            met_by="test",
        )
        told = Told(None)
        told.state = await work.sync_run(
            self.resources, run_id, lambda feed: told.feeds.update({feed.feed: feed})
        )
        if refresh:
            await refresh_aggregates(self.resources.pool, AFTER_ALL)
        return told

    async def sql(self, statement: str) -> list[Any]:
        """Rows of a statement about the person."""
        async with self.resources.pool.connection() as connected:
            cursor = await connected.execute(statement.encode(), {"person": self.user_id})
            return await cursor.fetchall()

    async def rest(self, path: str) -> Any:  # noqa: ANN401 -- JSON
        """The answer of a REST endpoint below the person."""
        async with self._client() as client:
            answer = await client.get(f"/api/v1/users/{self.user_id}/{path}")
        return answer.json()

    async def graphql(self, fields: str) -> Any:  # noqa: ANN401 -- JSON
        """Fields of the person over GraphQL."""
        document = f'{{ person(id: "{self.user_id}") {{ {fields} }} }}'
        async with self._client() as client:
            answer = await client.post("/graphql", json={"query": document})
        assert "errors" not in answer.json(), answer.json()
        return answer.json()["data"]["person"]

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.server),
            base_url="http://ursa.test",
            headers={"X-API-Key": MASTER},
        )


class _Workers:
    """Nobody is asked for a sync over a surface here."""

    async def takeout(self, run_id: object) -> None:
        """Refuse the export."""
        raise AssertionError(run_id)

    async def import_archive(self, run_id: object) -> None:
        """Refuse the import."""
        raise AssertionError(run_id)

    async def sync(self, run_id: object) -> None:
        """Refuse the run."""
        raise AssertionError(run_id)


PersonOf = Callable[[Answers], Person]


@pytest.fixture
async def person_of(
    pool: Pool, database_url: str, tmp_path: Path, models: Models
) -> AsyncIterator[PersonOf]:
    """Makes a person of their AccessLink's answers; with the migrated database behind them."""
    del pool
    link = SmallAccessLink({})
    settings = Settings.model_validate(
        {"api_key": MASTER, "database_url": database_url, "polar_api_url": "http://polar"}
        | {"data_dir": tmp_path}
    )

    async def polar(scope: Scope, receive: Receive, send: Send) -> None:
        await link.app(scope, receive, send)

    async with (
        open_resources(
            settings,
            database_url=database_url,
            pool_size=2,
            clock=lambda: NOW,
            models=models,
            transport=httpx.ASGITransport(polar),
        ) as resources,
        open_auth(settings, resources.pool, lambda: NOW) as auth,
    ):
        state: State = {"resources": resources, "auth": auth, "dispatch": _Workers()}
        app = Starlette(routes=[*rest_routes(), *graphql_routes()])

        async def server(scope: Scope, receive: Receive, send: Send) -> None:
            await app({**scope, "state": state}, receive, send)

        def make(answers: Answers) -> Person:
            nonlocal link
            link = SmallAccessLink(answers)
            return Person(f"test-{secrets.token_hex(6)}", resources, server)

        yield make


@pytest.fixture
def reported(polar_bodies: Path, person_of: PersonOf) -> Callable[[str], Person]:
    """Makes a person of one file of reported troubles."""

    def of(name: str) -> Person:
        answers = orjson.loads((polar_bodies / "faults" / f"{name}.json").read_bytes())
        return person_of(answers)

    return of
