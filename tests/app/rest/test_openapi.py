"""The OpenAPI document: fresh, valid, complete, and kept by the server."""

import dataclasses
import json
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import zip_longest
from typing import Any, cast

import httpx
import jsonschema
import pytest
import schemathesis
from anyio import to_thread
from cryptography.fernet import Fernet
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from app.auth import open_auth
from app.http.problems import problem_handler
from app.modelling import Models
from app.records.sync import RunState
from app.resources import Resources
from app.rest import pages
from app.rest.openapi import openapi_document
from app.rest.routes import ENDPOINTS, rest_routes
from app.settings import Settings
from app.state import State
from app.store import runs
from app.store.pool import Pool, open_pool
from app.vault import Vault
from tests.app.rest.conftest import MASTER, NOW, Get
from tests.app.rest.serving import serving
from tests.app.sync.little_polar import LittlePolar

DOCUMENT = pages.HERE / "openapi.json"

DOCUMENTED = (
    "GET /users/{user_id}/sleep",
    "GET /users/{user_id}/sleep/{date}",
    "GET /users/{user_id}/activity",
    "GET /users/{user_id}/activity/{date}",
    "GET /users/{user_id}/recharge",
    "GET /users/{user_id}/exercises",
    "GET /users/{user_id}/exercises/{id}",
    "GET /users/{user_id}/cardio-load",
    "GET /users/{user_id}/heart-rate",
    "GET /users/{user_id}/sleepwise/alertness",
    "GET /users/{user_id}/sleepwise/bedtime",
    "GET /users/{user_id}/spo2",
    "GET /users/{user_id}/ecg",
    "GET /users/{user_id}/temperature/body",
    "GET /users/{user_id}/temperature/skin",
    "POST /users/{user_id}/sync/trigger",
    "GET /users/{user_id}/export/summary",
    "GET /users/{user_id}/export/sleep.csv",
    "GET /users/{user_id}/export/activity.csv",
    "GET /users/{user_id}/export/recharge.csv",
    "GET /users/{user_id}/export/cardio-load.csv",
)

DOCUMENTED_ANALYTICS = (
    "GET /users/{user_id}/baselines",
    "GET /users/{user_id}/baselines/{metric_name}",
    "POST /users/{user_id}/baselines/calculate",
    "GET /users/{user_id}/baselines/check/{metric_name}/{value}",
    "GET /users/{user_id}/analytics/status",
    "GET /users/{user_id}/patterns",
    "GET /users/{user_id}/patterns/{pattern_name}",
    "POST /users/{user_id}/patterns/detect",
    "GET /users/{user_id}/anomalies",
    "GET /users/{user_id}/insights",
)

DEFAULT_DAYS = {"sleep": 7, "sleepwise/alertness": 7, "sleepwise/bedtime": 7}
MOST_DAYS = {"sleepwise/alertness": 30, "sleepwise/bedtime": 30}


def test_fresh() -> None:
    """The committed document is the one that the table makes; `make generate` renews it."""
    assert json.loads(DOCUMENT.read_text(encoding="utf-8")) == openapi_document()


async def test_served(client: httpx.AsyncClient) -> None:
    """The committed document is served, without a key."""
    answer = await client.get("/schema/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == openapi_document()


@pytest.mark.parametrize("line", DOCUMENTED)
def test_complete(line: str) -> None:
    """Every endpoint of the document is in the table, with its default and range of days."""
    method, path = line.split()
    endpoint = next(e for e in ENDPOINTS if (e.method, e.path) == (method, path))
    name = path.removeprefix("/users/{user_id}/")
    days = [p.schema for p in endpoint.parameters if p.name == "days" and method == "GET"]
    for schema in days:
        assert schema["default"] == DEFAULT_DAYS.get(name, 30)
        assert (schema["minimum"], schema["maximum"]) == (1, MOST_DAYS.get(name, 365))
    assert bool(days) == (method == "GET" and "{date}" not in path and "{id}" not in path)


def test_complete_analytics() -> None:
    """Every endpoint of the document's chapters on analytics is in the table."""
    there = [f"{endpoint.method} {endpoint.path}" for endpoint in ENDPOINTS]
    assert [line for line in DOCUMENTED_ANALYTICS if line not in there] == []


def test_references_and_ids() -> None:
    """Operation ids are unique, and every reference leads somewhere."""
    document = openapi_document()
    operations = [o for path in document["paths"].values() for o in path.values()]
    ids = [operation["operationId"] for operation in operations]
    assert len(ids) == len(set(ids))
    for reference in _references(document):
        place: Any = document
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]


def _references(node: Any) -> Iterator[str]:  # noqa: ANN401 -- any JSON value
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from _references(child)


def test_schemas_and_examples() -> None:
    """Schemas are valid JSON Schema 2020-12, and every example fits its own."""
    document = openapi_document()
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    checked = 0
    for path in document["paths"].values():
        for operation in path.values():
            for response in operation["responses"].values():
                for content in response.get("content", {}).values():
                    whole = content["schema"] | {"components": document["components"]}
                    jsonschema.validate(
                        content["example"],
                        whole,
                        cls=jsonschema.Draft202012Validator,
                        format_checker=jsonschema.FormatChecker(),
                    )
                    checked += 1
    assert checked > len(ENDPOINTS)


def test_fields_are_described() -> None:
    """Every field of every shape says what it is."""
    schemas = openapi_document()["components"]["schemas"]
    silent = [
        f"{name}.{field}"
        for name, schema in schemas.items()
        for field, described in schema["properties"].items()
        if not (described.get("description") or "$ref" in described)
    ]
    assert silent == []


@dataclasses.dataclass
class QuickWorkers:
    """Ends every run at once."""

    pool: Pool

    async def takeout(self, run_id: uuid.UUID) -> None:
        """Leave the export alone."""

    async def import_archive(self, run_id: uuid.UUID) -> None:
        """Leave the import alone."""

    async def sync(self, run_id: uuid.UUID) -> None:
        """End the run."""
        await runs.claim_run(self.pool, run_id, NOW)
        await runs.finish_run(
            self.pool, run_id, RunState.SUCCESS,
            now=NOW, request_count=0, error_code=None, error=None,
        )  # fmt: skip


@pytest.fixture(scope="module")
def address(database_url: str, pool: Pool, models: Models) -> Iterator[str]:
    """REST behind a real server, on the tests' database."""
    assert pool is not None  # It has migrated the database.

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[State]:
        limits = Settings.model_validate({"api_key": MASTER})
        async with open_pool(database_url, size=2, prepare=False) as own:
            vault = Vault([Fernet.generate_key().decode()])
            polar = LittlePolar({}).link()
            resources = Resources(limits, own, own, own, polar, vault, lambda: NOW, models)
            async with open_auth(limits, own, lambda: NOW) as auth:
                yield State(resources=resources, auth=auth, dispatch=QuickWorkers(own))

    handlers: Any = {HTTPException: problem_handler}
    with serving(
        Starlette(routes=rest_routes(), lifespan=lifespan, exception_handlers=handlers)
    ) as at:
        yield at


CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SCHEMA = schemathesis.openapi.from_dict(json.loads(DOCUMENT.read_text(encoding="utf-8")))
OPERATIONS = {o.label: o for o in (cast("Any", r).ok() for r in SCHEMA.get_all_operations())}


PATIENCE_S = 120
ALLOWED, FORBIDDEN = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE
CASES = [(label, ALLOWED) for label in OPERATIONS] + [
    (label, FORBIDDEN) for label in OPERATIONS if "users" in label
]


# The server of this very process draws random numbers (a pool's pauses) while a case is drawn.
@pytest.mark.filterwarnings("ignore:Do not use the `random` module")
@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(("label", "mode"), CASES)
async def test_whatever_is_sent(
    label: str, mode: schemathesis.GenerationMode, address: str, person: str
) -> None:
    """Whatever is sent, nothing breaks, and every answer is what the document says."""

    @given(case=OPERATIONS[label].as_strategy(generation_mode=mode))
    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
    def send(case: Any) -> None:  # noqa: ANN401 -- any operation's case
        if "user_id" in case.path_parameters and mode == ALLOWED:
            case.path_parameters["user_id"] = person
        headers = {"X-API-Key": MASTER}
        case.call_and_validate(base_url=address, headers=headers, checks=CHECKS, timeout=PATIENCE_S)

    await to_thread.run_sync(send)


KNOWN = ["sleep/2026-01-11", "exercises/abc123", "exercises/abc123/samples", "ecg/1768141800",
         "exercises/abc123/route", "activity/2026-01-11", "recharge/2026-01-11", "physical-info",
         "heart-rate/2026-01-11/samples", "activity-samples/2026-01-11",
         "cardio-load/2026-01-11", "baselines", "baselines/steps", "patterns", "insights",
         "anomalies", "analytics/status", "forecasts", "baselines/check/hrv_rmssd/7",
         "metrics/hrv_rmssd/weekly"]  # fmt: skip


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("path", KNOWN)
async def test_details_fit_their_schemas(get: Get, path: str) -> None:
    """Answers with everything in them are what the document says, too."""
    body = (await get(path)).json()
    document = openapi_document()
    template = next(
        e for e in ENDPOINTS
        if e.method == "GET" and _matches(e.path.removeprefix("/users/{user_id}/"), path)
    )  # fmt: skip
    operation = document["paths"][f"/api/v1{template.path}"]["get"]
    found = operation["responses"]["200"]["content"]["application/json"]["schema"]
    whole = found | {"components": document["components"]}
    jsonschema.validate(body, whole, cls=jsonschema.Draft202012Validator)


def _matches(template: str, path: str) -> bool:
    pairs = zip_longest(template.split("/"), path.split("/"))
    return all(part == word or (part or "").startswith("{") for part, word in pairs)
