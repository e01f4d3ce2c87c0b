"""What every endpoint does: headers, one statement, problems."""

import logging
import re
from typing import Any

import httpx
import pytest
from psycopg import AsyncCursor
from starlette.exceptions import HTTPException

from app.errors import DatabaseUnavailable, PolarRateLimited, TooManyRequests
from app.http.problems import problem_response
from app.records.account import Scope
from app.rest.routes import ENDPOINTS
from app.store import keys
from app.store.pool import Pool
from tests.app.rest.conftest import Get

LISTS = [
    endpoint.path.removeprefix("/users/{user_id}/").replace("{metric_name}", "hrv_rmssd")
    for endpoint in ENDPOINTS
    if endpoint.method == "GET" and any(p.name == "days" for p in endpoint.parameters)
]


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is sent to the database from now on."""
    seen: list[str] = []
    execute = AsyncCursor.execute

    async def counting(cursor: Any, query: Any, *args: Any, **more: Any) -> Any:  # noqa: ANN401
        seen.append(query.decode() if isinstance(query, bytes) else str(query))
        return await execute(cursor, query, *args, **more)

    monkeypatch.setattr(AsyncCursor, "execute", counting)
    return seen


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("path", LISTS)
async def test_one_statement(get: Get, statements: list[str], path: str) -> None:
    """Beside the version of the data, a list takes one statement that writes nothing."""
    assert (await get("api-key/info")).status_code == 200  # Key and account are known from now on.
    statements.clear()
    assert (await get(path)).status_code == 200
    *before, statement = statements
    assert len(before) == (path != "sync/runs")
    assert all("data_version" in each for each in before)
    assert not {"INSERT", "UPDATE", "DELETE"} & set(statement.upper().split())
    if path != "temperature/body":
        assert not re.search(r"\w_sample\b", statement)


async def test_rate_headers(client: httpx.AsyncClient, pool: Pool, person: str) -> None:
    """Answers and problems tell what is left of the key's minute; then comes a 429."""
    _, secret = await keys.create_key(
        pool, user_id=person, label="slow", scopes=[Scope.READ], actor="test",
        rate_limit_per_minute=2,
    )  # fmt: skip
    path, headers = f"/api/v1/users/{person}/sleep", {"X-API-Key": secret}
    good = await client.get(path, headers=headers)
    bad = await client.get(f"{path}?days=0", headers=headers)
    over = await client.get(path, headers=headers)
    assert [a.status_code for a in (good, bad, over)] == [200, 400, 429]
    assert [a.headers["x-ratelimit-remaining"] for a in (good, bad, over)] == ["1", "0", "0"]
    assert good.headers["x-ratelimit-limit"] == "2"
    assert 1 <= int(over.headers["retry-after"]) <= 60
    assert over.json()["code"] == "too_many_requests"


async def test_nobody_on_the_way_keeps_personal_data(get: Get) -> None:
    """The caller's own browser may, and asks each time whether it holds; problems it forgets."""
    assert (await get("sleep")).headers["cache-control"] == "private, no-cache"
    assert (await get("sleep", days=0)).headers["cache-control"] == "no-store"


async def test_what_nobody_expected(
    get: Get, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A bug is a 500 that tells nothing but an id, which the log has, once."""

    async def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("app.reads.physical_info.fetch_lists", broken)
    with caplog.at_level(logging.ERROR):
        answer = await get("physical-info")
    body = answer.json()
    assert (answer.status_code, body["code"]) == (500, "internal_error")
    assert "secret" not in answer.text
    assert [r.getMessage() for r in caplog.records] == [f"request {body['request_id']} broke"]


def test_retry_after() -> None:
    """A problem that passes by itself says when."""
    key = problem_response(TooManyRequests("Later.", 17))
    polar = problem_response(PolarRateLimited("Later.", 900))
    assert (key.status_code, key.headers["retry-after"]) == (429, "17")
    assert (polar.status_code, polar.headers["retry-after"]) == (503, "900")


def test_database_away() -> None:
    """A database that does not answer is a 503 with advice."""
    answer = problem_response(DatabaseUnavailable("Check DATABASE_URL."))
    assert answer.status_code == 503
    assert b'"detail":"Check DATABASE_URL."' in bytes(answer.body)


def test_headers_of_starlettes_own() -> None:
    """What Starlette refuses keeps its headers."""
    answer = problem_response(HTTPException(405, headers={"Allow": "GET"}))
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
