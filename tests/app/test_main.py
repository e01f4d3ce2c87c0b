"""The whole server: which pages and names are let in, and what it does not start with."""

from functools import partial
from pathlib import Path

import httpx
import pytest

from app.errors import ConfigurationError
from app.main import create_app, open_state
from app.settings import Settings
from workers.process import in_process_workers

ORIGIN = "https://app.example"
SCHEMA = "/graphql/schema.graphql"
"""What needs neither a key nor a database."""


def client_of(**settings: object) -> httpx.AsyncClient:
    """A client of the whole server with these settings."""
    app = create_app(Settings.model_validate(settings))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8000")


@pytest.mark.parametrize(("origin", "allowed"), [(ORIGIN, ORIGIN), ("https://evil.example", None)])
async def test_pages_of_other_origins(origin: str, allowed: str | None) -> None:
    """ALLOWED_ORIGINS may ask with a key from the browser, and nobody else."""
    preflight = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,x-api-key",
    }
    async with client_of(
        allowed_origins="HTTPS://App.Example:443/, http://localhost:5173"
    ) as client:
        before = await client.options("/graphql", headers=preflight)
        asked = await client.get(SCHEMA, headers={"Origin": origin})
    for answered in (before, asked):
        assert answered.headers.get("access-control-allow-origin") == allowed
    assert (before.status_code == 200) is (allowed is not None)


USUAL = (
    "traceparent, tracestate, baggage, sentry-trace, x-request-id, idempotency-key, if-none-match, "
    "apollographql-client-name, apollographql-client-version, apollo-require-preflight"
)
"""What tracing, retries, caches and Apollo add to requests."""


async def test_what_pages_may_send_and_read() -> None:
    """The usual headers of front ends are let in; tags and limits can be read by their scripts."""
    preflight = {
        "Origin": ORIGIN,
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": USUAL,
    }
    async with client_of(allowed_origins=ORIGIN) as client:
        before = await client.options("/api/v1/users/1001/sleep", headers=preflight)
        asked = await client.get(SCHEMA, headers={"Origin": ORIGIN})
    assert before.status_code == 200
    assert {"ETag", "Idempotency-Replayed", "Retry-After", "X-RateLimit-Remaining"} <= set(
        asked.headers["access-control-expose-headers"].split(", ")
    )


async def test_answers_are_compressed() -> None:
    """The whole server sends long texts in fewer bytes to who takes them."""
    async with client_of() as client:
        answered = await client.get(SCHEMA, headers={"Accept-Encoding": "gzip"})
    assert answered.headers["content-encoding"] == "gzip"
    assert int(answered.headers["content-length"]) < len(answered.text) / 3


async def test_no_page_of_elsewhere_unless_named() -> None:
    """Without the setting, no other origin is let in."""
    async with client_of() as client:
        answered = await client.get(SCHEMA, headers={"Origin": ORIGIN})
    assert answered.status_code == 200
    assert "access-control-allow-origin" not in answered.headers


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1:8000", 200), ("localhost", 200), ("[::1]:8000", 200), ("evil.example", 400)],
)
async def test_without_keys_names_are_looked_at(host: str, status: int) -> None:
    """Where no key is needed, a page can not reach Ursa under a name of its own."""
    async with client_of(auth_required=False) as client:
        answered = await client.get(SCHEMA, headers={"Host": host})
    assert answered.status_code == status


async def test_without_a_broker_the_workers_are_seen(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that runs its own workers knows whether they run."""
    idle = partial(in_process_workers, timetable=())
    monkeypatch.setattr("app.main.in_process_workers", idle)
    settings = Settings(database_url=database_url, data_dir=tmp_path)
    async with open_state(settings) as state:
        assert state["workers_alive"]()
    assert not state["workers_alive"]()


def test_a_trusted_document_has_its_own_hash(tmp_path: Path) -> None:
    """A list in which nothing would ever be found is refused at the start."""
    path = tmp_path / "documents.json"
    path.write_text('{"SHA256:AB": "{ __typename }"}')
    with pytest.raises(ConfigurationError, match="'SHA256:AB' is not the SHA-256"):
        create_app(Settings.model_validate({"graphql_documents": str(path)}))
