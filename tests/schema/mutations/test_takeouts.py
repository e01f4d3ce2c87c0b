"""Exports of everything over GraphQL: ordered, and followed until the file lies ready."""

import asyncio
import uuid
from pathlib import Path

import httpx
import pytest

from app.imports.work import import_run
from app.resources import Resources
from app.settings import Settings
from app.store.pool import Pool
from app.takeout.work import takeout_run
from tests.app.imports.archives import named, queued, zipped
from tests.schema.conftest import MASTER, Ask
from tests.schema.test_subscription import SSE, events_of

START = """mutation($user: ID!) { startTakeout(input: { userId: $user }) {
  takeout { runId state path } } }"""
LIST = "query($user: ID!) { person(id: $user) { takeouts { runId state path toldRows } } }"
FOLLOW = """subscription($id: ID!) { takeoutProgress(runId: $id) {
  final takeout { state phase } } }"""
IMPORT = """subscription($id: ID!) { importProgress(runId: $id) {
  final run { state filesDone filesTotal } } }"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a place for files."""
    return Settings.model_validate({"api_key": MASTER, "data_dir": tmp_path / "data"})


async def test_from_order_to_file(
    ask: Ask, client: httpx.AsyncClient, key: str, person: str, resources: Resources
) -> None:
    """It is ordered once, followed to its end, and then its path is told."""
    body = await ask(START, user=person)
    run_id = uuid.UUID(body["data"]["startTakeout"]["takeout"]["runId"])
    assert body["data"]["startTakeout"]["takeout"]["path"] is None
    again = await ask(START, user=person)
    assert again["errors"][0]["extensions"]["code"] == "takeout_running"
    working = asyncio.create_task(takeout_run(resources, run_id))
    asked = {"query": FOLLOW, "variables": {"id": str(run_id)}}
    answered = await client.post("/graphql", json=asked, headers={**SSE, "X-API-Key": key})
    assert await working == "success"
    *_, (_, last), (end, _) = events_of(answered.text)
    told = {"final": True, "takeout": {"state": "SUCCESS", "phase": "done"}}
    assert (last["data"]["takeoutProgress"], end) == (told, "complete")
    (found,) = (await ask(LIST, user=person))["data"]["person"]["takeouts"]
    assert found["path"] == f"/api/v1/users/{person}/takeouts/{run_id}/file"


async def test_an_import_is_followed(
    client: httpx.AsyncClient,
    key: str,
    person: str,
    pool: Pool,
    resources: Resources,
    tmp_path: Path,
) -> None:
    """An import tells at once where it is, and when it is over."""
    day = {"date": "2025-08-01", "summary": {"startTime": "00:00:00.000", "stepCount": 1000}}
    path = zipped(tmp_path, {named("activity-2025-08-01"): day})
    run_id = await queued(pool, person, path, resources)
    working = asyncio.create_task(import_run(resources, run_id))
    asked = {"query": IMPORT, "variables": {"id": str(run_id)}}
    answered = await client.post("/graphql", json=asked, headers={**SSE, "X-API-Key": key})
    assert await working == "success"
    *_, (_, last), (end, _) = events_of(answered.text)
    told = {"final": True, "run": {"state": "success", "filesDone": 1, "filesTotal": 1}}
    assert (last["data"]["importProgress"], end) == (told, "complete")
